"""Behind the application's back, guards dropped: whatever is altered is found, and named."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import files, guards, ledger, verifier, workflow
from audit.checks import Given
from audit.models import Edition, LedgerEntry, LedgerText, Placement
from tests.cast import edit, first_review, make_notice, published, sign, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(town):
    """Two published items, one corrected, one returned; then the guards are gone."""
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title="更正后的标题", correction_note="标题")
    sign(town, first_review(town, submit(town, notice)))
    published(town, title="另一条")
    workflow.take_step(town.officer, "return", submit(town, make_notice(town)), Given(remark="数字不对"))
    assert kinds_found() == set()
    guards.drop(connection)
    return town


def kinds_found(against=None):
    return {finding.kind for finding in verifier.verify(against)} - {"guard"}


def test_missing_guards_are_a_finding(story):
    assert {finding.kind for finding in verifier.verify()} == {"guard"}


@pytest.mark.parametrize(
    "field,value",
    [("person_name", "别人"), ("at_us", 5), ("act", "sign"), ("seal", "0" * 64), ("remark", None)],
)
def test_a_changed_row_is_found(story, field, value):
    row = LedgerEntry.objects.get(act="return")
    if field == "remark":
        LedgerText.objects.filter(entry=row).update(text='{"remark":"很好"}')
        assert kinds_found() == {"words"}
    else:
        LedgerEntry.objects.filter(number=row.number).update(**{field: value})
        assert "row" in kinds_found()


def test_an_inserted_row_is_found(story):
    head = LedgerEntry.objects.last()
    head.number, head.hash = head.number + 1, "a" * 64
    head.save(force_insert=True)
    assert {"row", "chain"} <= kinds_found()


def test_a_deleted_row_is_found(story):
    row = LedgerEntry.objects.filter(act="pass").first()
    LedgerText.objects.filter(entry=row).delete()
    LedgerEntry.objects.filter(number=row.number).delete()
    assert {"gap", "chain", "edition"} <= kinds_found()


def test_reordered_rows_are_found(story):
    a, b = LedgerEntry.objects.filter(act="sign")[:2]
    for row, other in ((a, b), (b, a)):
        values = {f: getattr(other, f) for f in LedgerEntry.HASHED if f != "number"}
        LedgerEntry.objects.filter(number=row.number).update(**values)
    assert "row" in kinds_found()


def cut_tail(rows):
    numbers = list(LedgerEntry.objects.order_by("-number").values_list("number", flat=True)[:rows])
    LedgerText.objects.filter(entry_id__in=numbers).delete()
    from audit.models import Hand

    doomed = Edition.objects.filter(moved_by_id__in=numbers)
    Hand.objects.filter(edition__in=doomed).delete()
    doomed.delete()
    LedgerEntry.objects.filter(number__in=numbers).delete()


def test_a_cut_tail_is_found_by_the_signed_head(story):
    head = verifier.head()
    cut_tail(2)  # the return and its submit: nothing left mentions them
    assert kinds_found() == set()
    assert kinds_found(head) == {"tail"}


def rewrite_from(number, **values):
    """What an owner of the database could do: change a row and recompute every hash after it."""
    previous = LedgerEntry.objects.get(number=number).previous_hash
    for row in LedgerEntry.objects.filter(number__gte=number).order_by("number"):
        if row.number == number:
            for name, value in values.items():
                setattr(row, name, value)
        row.previous_hash = previous
        row.hash = row.computed_hash()
        LedgerEntry.objects.filter(number=row.number).update(
            previous_hash=row.previous_hash, hash=row.hash, **values if row.number == number else {}
        )
        previous = row.hash


def test_a_rewritten_chain_is_found_by_the_signed_head(story):
    head = verifier.head()
    row = LedgerEntry.objects.filter(act="sign").first()
    rewrite_from(row.number, person_name="别人")
    assert kinds_found() == set()  # the chain alone cannot know
    assert kinds_found(head) == {"rewritten"}


def test_a_changed_edition_is_found(story):
    Edition.objects.filter(title="另一条").update(body="<p>偷换</p>")
    assert kinds_found() == {"edition"}


def test_an_edition_published_without_signature_is_found(story):
    edition = submit(story, make_notice(story))
    with transaction.atomic():
        row = ledger.append(
            ledger.Actor(story.admin), "publish", edition=edition, from_state="approved", to_state="published"
        )
    other = Edition.objects.filter(state="published").first()
    Edition.objects.filter(pk=edition.pk).update(
        state="published", moved_by=row, published_at=row.at, publication=other.publication
    )
    sentences = [f.sentence for f in verifier.check_editions()]
    assert "公开了，但没有初审记录" in sentences and "公开了，但没有签发记录" in sentences


def test_changed_history_is_found(story):
    edition = Edition.objects.get(title="另一条")
    edition.item.concrete().history.update(body="<p>从来没写过</p>")
    assert kinds_found() == {"history"}


def test_a_vanished_index_number_is_found(story):
    edition = Edition.objects.get(title="另一条")
    Placement.objects.filter(item_id=edition.item_id).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_ledgerentry SET act = 'publish' WHERE number = (SELECT moved_by_id FROM"
            " audit_edition WHERE id = %s)",
            [Edition.objects.get(state="returned").pk],
        )
    assert "index" in kinds_found()


def test_a_swapped_file_is_found(town):
    from audit.models import Attachment

    notice = make_notice(town)
    data = "村,户数\n白云庵,412\n".encode()
    attachment = Attachment(
        item=notice, sha256=files.put(data), name="汇总.csv", size=len(data), content_type="text/csv",
        uploaded_by=town.reporter.person,
    )  # fmt: skip
    attachment._history_user = town.reporter
    attachment.save()
    sign(town, first_review(town, submit(town, notice)))
    assert kinds_found() == set()
    path = files.path_of(attachment.sha256)
    path.write_bytes(b"other")
    assert kinds_found() == {"file"}
    path.unlink()
    assert kinds_found() == {"file"}


def test_the_commands_sign_and_verify(story, tmp_path, settings, capsys):
    guards.install(connection)
    settings.LEDGER_KEY_FILE = str(tmp_path / "key.pem")
    head = tmp_path / "head.json"
    with pytest.raises(CommandError, match="--make-key"):
        call_command("sign_ledger_head", str(head))
    call_command("sign_ledger_head", str(head), make_key=True)
    assert oct((tmp_path / "key.pem").stat().st_mode)[-3:] == "600"
    call_command("verify_ledger", against=str(head))
    assert "未发现改动" in capsys.readouterr().out
    guards.drop(connection)
    rewrite_from(3, person_name="别人")
    guards.install(connection)
    with pytest.raises(CommandError, match="1 处") as refused:
        call_command("verify_ledger", against=str(head))
    assert refused.value.returncode == 1
    forged = json.loads(head.read_text()) | {"rows": 2}
    head.write_text(json.dumps(forged))
    with pytest.raises(CommandError, match="签名不对") as refused:
        call_command("verify_ledger", against=str(head))
    assert refused.value.returncode == 2
