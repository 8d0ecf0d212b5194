"""Of the office's raw table nothing is left in the clear: not while it is held, not after it was made, dropped or forgotten."""

import os
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from audit import tasks
from audit.screening import held
from disclosure.models import PersonList
from tests.lists.tables import BEGIN, CARD, ID, PHONE, begin, built, chosen, make_villages

DRAFT = {"disclosure_personlist", "disclosure_historicalpersonlist"}


@pytest.fixture(autouse=True)
def villages(town):
    return make_villages(town)


def everything(root):
    """Every text of every table, every file, every session as it reads."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield (
                    table,
                    "\x00".join(
                        bytes(c).decode("utf-8", "replace") if isinstance(c, bytes | memoryview) else str(c)
                        for c in row
                    ),
                )
    for path in root.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes().decode("utf-8", "replace")
    for session in Session.objects.all():
        yield "session", str(session.get_decoded())


def found(root, *words):
    return [(where, word) for where, text in everything(root) for word in words if word in text]


def files_held(root):
    return list((root / "held").glob("*"))


def test_while_it_is_held_only_the_browser_can_open_it(client, town, files_root):
    begin(client, town)
    assert len(files_held(files_root)) == 1
    assert found(files_root, ID, PHONE, CARD, "赵样户", client.cookies["held_list"].value) == []
    cookie = client.cookies["held_list"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"].startswith(BEGIN)


@pytest.mark.parametrize("button", ["_make", "_drop"])
def test_made_or_dropped_it_is_gone(client, town, files_root, button):
    step = begin(client, town).url
    client.post(step, chosen(client.get(step)) | {button: "1"})
    assert files_held(files_root) == [] and found(files_root, ID, PHONE, CARD) == []
    assert client.cookies["held_list"].value == ""
    assert client.get(step).url == BEGIN  # and the way back says so
    kept = {where for where, _ in found(files_root, "赵样户")}
    assert kept == (DRAFT if button == "_make" else set())


def test_left_alone_for_an_hour_it_is_erased_by_the_clock(client, town, files_root):
    step = begin(client, town).url
    (path,) = files_held(files_root)
    old = time.time() - held.SECONDS - 5
    os.utime(path, (old, old))
    assert client.get(step).url == BEGIN  # too late for its own person, too
    assert tasks.run_due()["unheld"] == 1 and files_held(files_root) == []


def test_the_key_opens_one_table_for_one_person_only(town, files_root):
    mine, key = held.hold(town.reporter, b"rows")
    other, _ = held.hold(town.reporter, b"others")
    assert held.open_held(town.reporter, mine, key) == b"rows"
    for account, name, given in (
        (town.officer, mine, key), (town.reporter, other, key), (town.reporter, mine, ""), (town.reporter, mine, "x" * 44),
        (town.reporter, "../../etc/passwd", key), (town.reporter, "0" * 32, key),
    ):  # fmt: skip
        with pytest.raises(held.Gone):
            held.open_held(account, name, given)
    assert oct(next((files_root / "held").glob("*")).stat().st_mode)[-3:] == "600"


def test_the_record_of_the_way_holds_no_name(client, town, files_root):
    from tests.cast import first_review, sign, submit

    (item,) = built(client, town)
    sign(town, first_review(town, submit(town, item)))
    places = {where for where, _ in found(files_root, "赵样户")}
    assert places == DRAFT | {"audit_edition"}
    assert found(files_root, ID, PHONE, CARD) == [] and PersonList.objects.count() == 1
