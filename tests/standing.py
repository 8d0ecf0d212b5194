"""The town of the tests, made once a process instead of once a test.

It stands in a transaction of its own that lies around the tests; each test runs in a savepoint inside it, so what a
test does is taken back and the town stays. A test that commits for real (threads, a browser) or has no town takes
the standing one down first and begins with the database as migrations left it.
"""

import copy

from django.db import transaction


class Standing:
    def __init__(self):
        self.around, self.town = None, None

    def open(self, make):
        if self.around is None:
            self.around = transaction.atomic()
            self.around._from_testcase = True  # as Django marks its own: a durable block may lie inside
            self.around.__enter__()
            self.town = make()

    def close(self):
        if self.around is not None:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            self.around = self.town = None

    def visit(self):
        """The cast as objects of the test's own: what it sets on them, the next test does not see."""
        return copy.deepcopy(self.town)


STANDING = Standing()


def commits(request) -> bool:
    """Does the test commit for real?"""
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
    return bool(marker and (marker.args or marker.kwargs)) or bool(asked & set(request.fixturenames))
