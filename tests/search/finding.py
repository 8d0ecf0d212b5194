"""What the tests of search ask with: the index caught up with the ledger first, as the worker does it."""

import re

from audit import outbox
from township_portal.search import follow, index


def catch_up(*, files=False):
    outbox.follow(follow.NAME, follow.follow, limit=10_000)
    if files:
        follow.read_files()


def find(query, page=1, **narrow):
    catch_up()
    return index.find(query, page, index.Narrow(**narrow))


def found(query, **narrow):
    """Titles of the hits, in order."""
    return [edition.title for edition in find(query, **narrow).editions]


def page(client, query, **narrow):
    catch_up()
    return client.get("/search/", {"q": query} | narrow).content.decode()


def plain(html):
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", html))
