"""群众接访: the window writes, the unit, its leaders and inspection read; a term in working days; nothing is taken back."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from audit import clock, duties, rights
from audit.clock import example_clock
from audit.models import Edition, LedgerEntry
from services_center import reception_book as book
from services_center.models import Reception, ReceptionNote
from tests.cast import make_account
from tests.services_center.making import village

BOOK = "/desk/receptions/"
TODAY = clock.local_date(clock.now())


def received(town, by=None, **over) -> Reception:
    values = {
        "received_on": TODAY,
        "matter": "反映村口水沟堵了",
        "received_by": "李示例 副镇长",
        "unit": town.agriculture,
    }
    return book.record(by or town.window, Reception(**(values | over)))


def sent(town, **over) -> dict:
    return {
        "received_on": TODAY.isoformat(), "matter": "反映村口水沟堵了", "persons": "2", "received_by": "李示例 副镇长",
        "unit": town.agriculture.pk, "visitor": "王女士", "phone": "0564-0000199",
    } | over  # fmt: skip


def test_the_window_enters_a_visitor_answers_and_closes(town, client):
    client.force_login(town.window)
    html = client.post(BOOK + "new/", sent(town, village=village().pk), follow=True).content.decode()
    one = Reception.objects.get()
    assert "已登记" in html and "王女士" in html and one.persons == 2 and one.due_on > TODAY
    for kind, text, said in (
        ("closed", "都好了。", "还没有答复，不能办结"), ("followed", "", "有 1 处要改"), ("answer", "周五前疏通。", "已记下：答复"),
        ("closed", "疏通了，来看过。", "已记下：办结"), ("followed", "再说一句", "已经办结了"),
    ):  # fmt: skip
        response = client.post(
            f"{BOOK}{one.pk}/note/", {"kind": kind, "text": text, "petition_number": "XF-1"}, follow=True
        )
        assert said in response.content.decode(), text
    one.refresh_from_db()
    assert one.closed_on == TODAY and one.petition_number == "XF-1"
    assert list(one.notes.values_list("kind", flat=True)) == ["received", "answer", "closed"]
    with pytest.raises(book.BookError, match="已经办结了"):
        book.add(town.window, one, "followed", "再说一句")


@pytest.mark.parametrize(("name", "reads", "writes"), [
    ("window", True, True), ("officer", True, True), ("reporter", True, False), ("reporter2", False, False), ("leader", True, False),
    ("leader_far", False, False), ("principal", True, False), ("inspector", True, False), ("admin", False, False), ("root", False, False),
])  # fmt: skip
def test_who_reads_and_who_writes(town, client, name, reads, writes):
    from audit import appointments

    town.leader_far = make_account("leader_far")
    post = appointments.make_post("另一片的领导", "leader", [town.other])
    appointments.confirm(town.principal, appointments.propose(town.leader, town.leader_far.person, post))
    one = received(town)  # of the agriculture office, which answers for the notices that `leader` leads
    account = getattr(town, name)
    assert book.may_read(account, one) is reads and book.may_write(account) is writes
    client.force_login(account)
    assert client.get(f"{BOOK}{one.pk}/").status_code == (200 if reads else 404)
    listed = client.get(BOOK)
    assert (one.matter in listed.content.decode()) is reads
    response = client.post(f"{BOOK}{one.pk}/note/", {"kind": "followed", "text": "去看了"})
    assert response.status_code == (302 if writes else 404) and one.notes.count() == (2 if writes else 1)
    assert client.get(BOOK + "new/").status_code == (200 if writes else 404)
    if not writes:
        with pytest.raises(book.BookError):
            received(town, by=account)


def test_nothing_of_it_is_public(town, client):
    one = received(town, matter="反映独一无二的水沟")
    for url in ("/", "/search/?q=独一无二", "/columns/", "/services/", f"{BOOK}{one.pk}/"):
        assert "独一无二的水沟" not in client.get(url).content.decode(), url
    assert not Edition.objects.exists()
    client.force_login(town.inspector)
    client.get(f"{BOOK}{one.pk}/")
    client.get(f"{BOOK}{one.pk}/")
    row = LedgerEntry.objects.get(act="read")  # inspection's reading is on record, once a session
    assert row.subject == f"群众接访第 {one.pk} 号" and row.visibility == "inspection"


@pytest.mark.parametrize(("came", "due"), [
    (date(2026, 9, 24), date(2026, 10, 22)), (date(2026, 11, 2), date(2026, 11, 23)), (date(2025, 9, 26), date(2025, 10, 23)),
])  # fmt: skip
@pytest.mark.django_db
def test_the_term_counts_working_days_alone(came, due):
    assert book.due_after(came).day == due


def test_overdue_ones_lie_on_the_desks_of_those_who_read_them(town, client):
    late = received(town, received_on=TODAY - timedelta(days=60), matter="迟迟没有回话")
    received(town, matter="刚来的")
    duties.look()
    for name, seen in (("window", True), ("reporter", True), ("leader", True), ("reporter2", False)):
        client.force_login(getattr(town, name))
        html = client.get("/desk/").content.decode()
        assert ("迟迟没有回话" in html) is seen and "刚来的" not in html, name
    client.force_login(town.window)
    book.add(town.window, late, "answer", "打过电话了")
    book.add(town.window, late, "closed", "修好了")
    assert "迟迟没有回话" not in client.get("/desk/").content.decode()
    [quarter, *_] = [row for row in book.quarters(Reception.objects.all(), TODAY) if row["late"]]
    assert (quarter["came"] >= 1, quarter["closed"], quarter["late"], quarter["overdue"]) == (True, 1, 1, 0)


@pytest.mark.parametrize("words", [
    "身份证34152519800101123X找我", "打13812345678给我", "卡号6222020200112233445", "我的身份证号：341525198001011234",
])  # fmt: skip
def test_numbers_of_persons_are_not_written_down(town, client, words):
    client.force_login(town.window)
    html = client.post(BOOK + "new/", sent(town, matter=words)).content.decode()
    assert "接访登记不写这些" in html and not Reception.objects.exists()
    one = received(town)
    response = client.post(f"{BOOK}{one.pk}/note/", {"kind": "followed", "text": words})
    assert response.status_code == 422 and one.notes.count() == 1


def test_the_visitors_name_and_telephone_go_after_their_term(town):
    kept, old = received(town, visitor="王女士", phone="0564-0000199"), received(
        town, received_on=TODAY - timedelta(days=200), visitor="李先生", phone="0564-0000198"
    )  # fmt: skip
    assert book.erase_due() == 1 and book.erase_due() == 0
    kept.refresh_from_db()
    old.refresh_from_db()
    assert (old.visitor, old.phone, bool(old.erased_at)) == ("", "", True) and kept.visitor == "王女士"
    assert old.notes.last().kind == "erased"
    with example_clock(clock.now() + timedelta(days=181)):
        assert book.erase_due() == 1


def test_the_database_refuses_to_rewrite_the_book(town):
    one = received(town, visitor="王女士")
    rows, notes = Reception.objects.filter(pk=one.pk), ReceptionNote.objects.filter(reception=one)
    rows.update(petition_number="XF-1")
    for act in (
        lambda: rows.update(matter="别的"), lambda: rows.update(due_on=TODAY + timedelta(days=400)), lambda: rows.delete(),
        lambda: rows.update(visitor=""), lambda: rows.update(visitor="李先生"), lambda: rows.update(petition_number="XF-2"),
        lambda: notes.update(text="改过"), lambda: notes.delete(), lambda: rows.update(received_on=TODAY - timedelta(days=9)),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    rows.update(closed_on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(closed_on=None)


@pytest.mark.parametrize(("over", "says"), [
    ({"received_on": (TODAY + timedelta(days=1)).isoformat()}, "晚于今天"), ({"matter": ""}, "要改"), ({"unit": ""}, "要改"),
    ({"received_by": ""}, "要改"), ({"received_on": "昨天"}, "要改"), ({"persons": "-1"}, "要改"), ({"matter": "长" * 501}, "要改"),
])  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(town, client, over, says):
    client.force_login(town.window)
    response = client.post(BOOK + "new/", sent(town, **over))
    html = response.content.decode()
    assert response.status_code == 422 and says in html and "王女士" in html and not Reception.objects.exists()


def test_the_book_asks_the_database_the_same_however_long_it_is(town, client, django_assert_max_num_queries):
    for number in range(6):
        received(town, received_on=TODAY - timedelta(days=number * 40))
    client.force_login(town.window)
    client.get(BOOK)
    with django_assert_max_num_queries(12):
        client.get(BOOK)
    assert rights.can(town.window, "window")
