"""Many people at once: every act stands in the ledger under the name of who did it (lessons: whitehall #8020)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from audit import ledger
from audit.models import Edition, LedgerEntry
from disclosure.models import Notice
from tests.cast import CODE, PASSWORD, all_no, first_review, make_account, make_notice, make_town, submit

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ROUNDS = 8, 3


@pytest.fixture
def town(transactional_db):
    return make_town()


def all_at_once(jobs):
    """Run every job in a thread of its own, started together; whatever one raises is raised here."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(30)
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(120) for future in [pool.submit(run, job) for job in jobs]]


def logged_in(name):
    client = Client()
    client.post("/desk/login/", {"username": name, "password": PASSWORD})
    return client


def unbroken():
    rows = list(LedgerEntry.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    previous = ledger.FIRST_HASH
    for row in rows:
        assert row.previous_hash == previous and row.hash == row.computed_hash()
        previous = row.hash
    return True


def test_everybody_drafts_and_submits_under_her_own_name(town):
    from audit import appointments

    names = [f"clerk{number}" for number in range(PEOPLE)]
    for name in names:
        account = make_account(name)
        post = appointments.make_post(f"{name}的岗位", "reporter", [town.agriculture])
        appointments.propose(town.leader, account.person, post)

    def work(name):
        client = logged_in(name)
        for turn in range(ROUNDS):
            form = {
                "title": f"{name}的第{turn}条", "column": town.notices.pk, "body": f"{name}写的。",
                "formed_on": "2026-11-02", "_submit": "1",
            }  # fmt: skip
            answer = client.post(reverse("desk:write"), form)
            assert answer.status_code == 302, answer.content.decode()[:3000]

    all_at_once([lambda name=name: work(name) for name in names])
    editions = Edition.objects.select_related("item__drafter")
    assert editions.count() == PEOPLE * ROUNDS
    for edition in editions:
        name = edition.title.partition("的")[0]
        row = LedgerEntry.objects.get(act="submit", item_uuid=edition.item_id)
        assert (row.account_name, row.person_name, row.post) == (name, name, f"{name}的岗位")
        assert edition.item.drafter.name == name
        assert {hand.person_name for hand in edition.hands.all()} == {name}
        for save in Notice.history.filter(uuid=edition.item_id):
            assert save.history_user.username == name
    assert unbroken()


def test_eight_leaders_sign_at_once_each_item_once_under_the_signers_name(town):
    from audit import appointments

    names = [f"leader-{number}" for number in range(PEOPLE)]
    for name in names:
        account = make_account(name)
        post = appointments.make_post(f"{name}的岗位", "leader", [town.disclosure])
        appointments.confirm(town.principal, appointments.propose(town.leader, account.person, post))
    editions = [first_review(town, submit(town, make_notice(town, title=f"第{n}条"))) for n in range(ROUNDS)]

    def work(name):
        client, answers = logged_in(name), []
        for edition in editions:
            form = {"sign-has_read": "on", "sign-code": CODE, "state": "leader_review", "number": "1"}
            answers.append(client.post(reverse("desk:decide", args=[edition.item_id, "sign"]), form))
        return answers

    given = dict(zip(names, all_at_once([lambda name=name: work(name) for name in names]), strict=True))
    for position, edition in enumerate(editions):
        edition.refresh_from_db()
        assert edition.state == "published"
        row = LedgerEntry.objects.get(act="sign", item_uuid=edition.item_id)
        winners = [name for name in names if given[name][position].status_code == 302]
        assert winners == [row.account_name] == [row.person_name]
        for name in set(names) - set(winners):
            late = given[name][position]
            assert late.status_code == 409
    assert unbroken()


def test_mixed_work_mixed_people(town):
    """Reviewing, returning, changing a code, logging out and in: names do not leak from one request into another."""
    editions = [submit(town, make_notice(town, title=f"第{n}条")) for n in range(6)]

    def review(name, mine, act):
        client = logged_in(name)
        for edition in mine:
            form = {f"pass-answer_{key}": "no" for key in all_no(edition).answers} | {"return-remark": name}
            form |= {"state": "first_review", "number": "1"}
            answer = client.post(reverse("desk:decide", args=[edition.item_id, act]), form)
            assert answer.status_code == 302, answer.content.decode()[:3000]

    def codes(name):
        client = logged_in(name)
        client.post("/desk/me/code/", {"old": CODE, "code": "246810", "again": "246810"})
        client.post("/desk/logout/")
        logged_in(name).post("/desk/me/code/", {"old": "246810", "code": CODE, "again": CODE})

    all_at_once([
        lambda: review("officer", editions[:3], "pass"), lambda: review("officer2", editions[3:], "return"),
        lambda: codes("leader"), lambda: codes("leader2"), lambda: codes("principal"), lambda: codes("inspector"),
    ])  # fmt: skip
    rows = LedgerEntry.objects.filter(act__in=["pass", "return"])
    assert {(row.act, row.account_name) for row in rows} == {("pass", "officer"), ("return", "officer2")}
    assert rows.count() == 6
    for name in ("leader", "leader2", "principal", "inspector"):
        assert LedgerEntry.objects.filter(act="set_code", account_name=name, person_number=f"T-{name}").count() == 2
    assert unbroken()


def test_the_schedule_acts_as_the_system_while_people_work(town):
    """The Celery task publishes what is due under the system's name, whoever is at the desk meanwhile."""
    from datetime import timedelta

    from django.utils import timezone

    from audit import clock
    from audit.tasks import run_due
    from tests.cast import sign

    soon = timezone.now() + timedelta(hours=1)
    due = [
        sign(town, first_review(town, submit(town, make_notice(town, title=f"第{n}条", not_before=soon))))
        for n in range(4)
    ]
    others = [submit(town, make_notice(town, title=f"另{n}条")) for n in range(4)]

    def scheduled():
        with clock.example_clock(soon + timedelta(minutes=1)):
            run_due()

    def passes():
        client = logged_in("officer")
        for edition in others:
            form = {f"pass-answer_{key}": "no" for key in all_no(edition).answers}
            assert client.post(reverse("desk:decide", args=[edition.item_id, "pass"]), form).status_code == 302

    all_at_once([scheduled, passes, scheduled])
    assert {edition.state for edition in Edition.objects.filter(pk__in=[e.pk for e in due])} == {"published"}
    published = LedgerEntry.objects.filter(act="publish")
    assert published.count() == 4 and {row.account_name for row in published} == {"system"}
    assert {
        row.account_name for row in LedgerEntry.objects.filter(act="pass", item_uuid__in=[e.item_id for e in others])
    } == {"officer"}
    assert unbroken()
