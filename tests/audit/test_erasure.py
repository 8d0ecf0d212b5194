"""Erasure: afterwards the string is in no table, file, history row or log; chain and seals verify."""

import json

import pytest
from django.conf import settings
from django.db import connection

from audit import clock, files, verifier, workflow
from audit.checks import Given, Incomplete, Refused, TooLate
from audit.models import Attachment, Edition, LedgerEntry, Ruling, Scan
from tests.cast import CODE, edit, first_review, make_notice, published, sign, signature, submit

SECRET = "马不该泄露"
SECRET_BYTES = SECRET.encode()


def proposal() -> Given:
    return Given(code=CODE, has_read=True, remark=f"含{SECRET}的名单")


def erase(town, edition):
    workflow.take_step(town.leader, "propose_erase", edition, proposal())
    return workflow.take_step(town.inspector, "erase", edition, signature())


def attach(town, notice, data=SECRET_BYTES, name=f"{SECRET}.txt"):
    attachment = Attachment(
        item=notice, sha256=files.put(data), name=name, size=len(data), content_type="text/plain",
        uploaded_by=town.reporter.person,
    )  # fmt: skip
    attachment._history_user = town.reporter
    attachment.save()
    return attachment


def tables_holding(text: str) -> set[str]:
    """Tables with the string in any column, written plainly or as JSON escapes it."""
    found, written = set(), (text, json.dumps(text)[1:-1])
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(form in str(value) for row in cursor.fetchall() for value in row for form in written):
                found.add(table)
    return found


def files_holding(root, data: bytes) -> list[str]:
    return [str(path) for path in root.rglob("*") if path.is_file() and data in path.read_bytes()]


def kept_holding(root, data: bytes) -> list[str]:
    """Private files that hold it once they are deciphered."""
    return [path.name for path in root.glob("??/*") if data in files.read(path.name)]


def leak(town):
    """A list that should never have gone out: published, then withdrawn and confirmed."""
    notice = make_notice(town, title=f"{SECRET}的补贴", body=f"<p>{SECRET}</p>", keywords=SECRET, summary=SECRET)
    edit(notice, town.reporter, body=f"<p>又见{SECRET}</p>")
    attach(town, notice)
    edition = submit(town, notice)
    sha256 = edition.files[0]["sha256"]
    Ruling.objects.create(
        item_id=notice.pk, sha256=sha256, finding="x", kind="justified", basis=f"{SECRET}同意", at=clock.now(),
        person=town.reporter.person,
    )  # fmt: skip
    Scan.objects.create(sha256=sha256, rules="0", notes=[f"表“{SECRET}”有隐藏列"], scanned_at=clock.now())
    edition = sign(town, first_review(town, edition))
    workflow.withdraw_item(town.officer, notice, Given(reason="privacy", remark=f"有{SECRET}"))
    edition.refresh_from_db()
    workflow.take_step(town.leader, "confirm_withdrawal", edition)
    return edition


@pytest.mark.django_db(transaction=True)
def test_after_erasure_the_string_is_nowhere(town, files_root):
    edition = leak(town)
    assert {
        "audit_edition",
        "audit_ruling",
        "audit_scan",
        "disclosure_historicalnotice",
        "audit_ledgertext",
    } <= tables_holding(SECRET)
    assert kept_holding(files_root, SECRET_BYTES)
    row = LedgerEntry.objects.last()
    erase(town, edition)
    assert tables_holding(SECRET) == set()
    assert kept_holding(files_root, SECRET_BYTES) == []
    assert files_holding(files_root, SECRET_BYTES) == []
    assert list(verifier.verify()) == []
    edition.refresh_from_db()
    assert (edition.state, edition.label, edition.seal) == ("withdrawn", "已清除", row.seal)


@pytest.mark.django_db(transaction=True)
def test_after_erasure_the_string_is_in_no_byte_of_the_database_file(town):
    if connection.vendor != "sqlite" or "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the database is no file of ours")
    from pathlib import Path

    erase(town, leak(town))
    name = Path(connection.settings_dict["NAME"])
    assert files_holding(name.parent, SECRET_BYTES) == []


@pytest.mark.django_db
def test_a_corrected_edition_stays_whole(town):
    first = published(town, title=f"{SECRET}的补贴")
    notice = edit(first.item.concrete(), town.reporter, title="补贴发放情况", correction_note="去掉了姓名")
    second = sign(town, first_review(town, submit(town, notice)))
    first.refresh_from_db()
    workflow.take_step(town.officer, "withdraw", first, Given(reason="privacy"))
    first.refresh_from_db()
    erase(town, first)
    assert tables_holding(SECRET) == set()
    second.refresh_from_db()
    notice.refresh_from_db()
    assert (second.state, second.title, notice.title) == ("published", "补贴发放情况", "补贴发放情况")
    assert list(verifier.verify()) == []


@pytest.mark.django_db
def test_a_returned_draft_is_erased_and_the_public_text_comes_back(town):
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title=SECRET, correction_note="x")
    second = submit(town, notice)
    second = workflow.take_step(town.officer, "return", second, Given(remark=SECRET))
    erase(town, second)
    assert tables_holding(SECRET) == set()
    notice.refresh_from_db()
    assert notice.title == first.title
    assert list(verifier.verify()) == []


@pytest.mark.django_db
def test_a_file_another_item_still_shows_stays(town):
    edition = leak(town)
    other = make_notice(town, title="另一条")
    kept = attach(town, other, name="原件.txt")
    erase(town, edition)
    assert files.read(kept.sha256) == SECRET_BYTES


@pytest.mark.django_db
def test_erasure_takes_two_persons_and_the_right_ones(town):
    edition = leak(town)
    with pytest.raises(Incomplete, match="提请"):
        workflow.take_step(town.inspector, "erase", edition, signature())
    for account in (town.officer, town.admin, town.root, town.reporter):
        with pytest.raises(Refused):
            workflow.take_step(account, "propose_erase", edition, proposal())
    workflow.take_step(town.leader, "propose_erase", edition, proposal())
    for account in (town.leader, town.leader2, town.admin):
        with pytest.raises(Refused):
            workflow.take_step(account, "erase", edition, signature())
    workflow.take_step(town.inspector, "erase", edition, signature())
    with pytest.raises(TooLate, match="清除过"):
        workflow.take_step(town.inspector, "erase", edition, signature())


@pytest.mark.django_db
def test_what_is_public_cannot_be_erased(town):
    edition = published(town)
    with pytest.raises(TooLate):
        workflow.take_step(town.leader, "propose_erase", edition, proposal())


@pytest.mark.django_db
def test_a_digest_tells_nothing_once_its_salt_is_gone(town):
    edition = leak(town)
    erase(town, edition)
    stored = Edition.objects.get(pk=edition.pk)
    assert (stored.salts, stored.title, stored.body) == ("", "", "")
    assert settings.FILES_ROOT
