"""What the residents' tests make: items with files, corrections, withdrawals - always through the gate."""

from audit import files, workflow
from audit.checks import Given
from audit.models import Attachment, Edition
from tests.cast import edit, first_review, make_notice, sign, submit

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def attach(town, notice, name="附件1 汇总表.xlsx", data=b"PK figures", content_type="application/vnd.ms-excel", **over):
    row = Attachment(
        item_id=notice.pk, sha256=files.put(data), name=name, size=len(data), content_type=content_type,
        uploaded_by=town.reporter.person, **({"position": notice.attachments.count() + 1} | over),
    )  # fmt: skip
    row._history_user = town.reporter
    row.save()
    return row


def through(town, notice) -> Edition:
    """Both reviews; a column that asks for the principal gets her signature too."""
    edition = sign(town, first_review(town, submit(town, notice)))
    if edition.state == "principal_review":
        given = Given(code="135790", has_read=True)
        edition = workflow.take_step(town.principal, "countersign", edition, given)
    return fresh(edition)


def fresh(edition) -> Edition:
    return Edition.objects.select_related("item", "publication", "column", "unit").get(pk=edition.pk)


def publish_with_file(town, name="附件1 汇总表.xlsx", data=b"PK figures", over=None, **file) -> Edition:
    notice = make_notice(town, **(over or {}))
    attach(town, notice, name, data, **file)
    return through(town, notice)


def correct(town, edition, **changes) -> Edition:
    changes = {"body": "<p>进入林区不带火种，也不带烟花。</p>", "correction_note": "补上烟花一项。"} | changes
    return through(town, edit(edition.item.concrete(), town.reporter, **changes))


def withdraw(town, edition, reason="wrong", by=None):
    return workflow.withdraw_item(by or town.officer, edition.item, Given(reason=reason))


def address(edition, tail="") -> str:
    return f"/items/{edition.publication.slug}/{tail}"


def published_for(town, unit, **over) -> Edition:
    """Published for a unit without a reporter of its own: an officer drafts, another one reviews."""
    notice = make_notice(town, by=town.officer2, unit=unit, **over)
    return fresh(sign(town, first_review(town, submit(town, notice, town.officer2))))
