"""One sheet of paper from one edition, and from nothing else: what the template is given, and the PDF.

The words are the sealed ones; from outside come only what the gate wrote (index number, times, who reviewed) and
the code. Without a code the sheet says across itself that it is a draft.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from audit import clock
from audit.models import Edition, LedgerEntry
from audit.page import Page, page_of, publisher
from township_portal.templatetags.phrases import split

from . import kinds, slip
from .beside import beside
from .codes import grouped
from .fitting import Drawn, fitted
from .formats import SHEETS, Sheet
from .pictures import Pictures
from .typesetting import QR, moment, qr, unshown

EXAMPLE = "示例，内容虚构"


@dataclass(frozen=True)
class Stamp:
    """What makes a print of a published edition checkable. Empty on a draft."""

    code: str = ""
    address: str = ""
    beside: tuple[Edition, ...] = ()  # the others its code is bound to


def draw(edition: Edition, form: str, stamp: Stamp) -> Drawn:
    """form: a key of `formats.SHEETS`. The largest text that keeps the sheet to its page is taken."""
    sheet = SHEETS[form]
    pictures = Pictures(sheet)
    return fitted(sheet, content(edition, sheet, stamp, pictures), pictures.files | qr_of(stamp))


def qr_of(stamp: Stamp) -> dict[str, bytes]:
    return {QR: qr(stamp.address)} if stamp.code else {}


def content(edition: Edition, sheet: Sheet, stamp: Stamp, pictures: Pictures) -> dict:
    """Everything the template reads; shapes as in typ/look.typ."""
    page = page_of(edition, file_address=lambda file: f"files:{file['sha256']}")
    others = stamp.beside if stamp.code else beside(edition, sheet.slug)
    made = slip.content(edition) if sheet.slug == "slip" else kinds.content(edition, page, others)
    blocks = pictures.place(made.pop("blocks"), edition)
    made["meta"] = [*_meta(edition, page), *made.get("meta", [])]
    told = frame(sheet, page.title, _day(edition), stamp) | {
        "kicker": kicker(page), "note": page.correction_note, "lead": page.summary,
        "files": [file["name"] for file in page.attachments], "to-fill": _to_fill(edition, page),
        "under": under(edition), "blocks": blocks,
    } | made  # fmt: skip
    return told | {"missing": by_hand(told)}


def frame(sheet: Sheet, title: str, day: date, stamp: Stamp) -> dict:
    """What every sheet has, whatever it tells: its name, its measures, its code."""
    return {
        "title": title, "phrases": split(title), "title-size": _title_size(sheet, title), "author": publisher(),
        "date": moment(day), "k": sheet.k, "width": sheet.width, "height": sheet.height,
        "seal-size": sheet.seal, "figure-size": sheet.k * 35, "phone-size": sheet.k * 27,
        "code": grouped(stamp.code) if stamp.code else "", "address": stamp.address, "draft": not stamp.code,
        "how": f"扫一扫，看这张纸还有没有效。没有手机，打 {settings.TOWN_PHONE}，报上面的码。", "two-sides": sheet.pages == 2,
    }  # fmt: skip


def _title_size(sheet: Sheet, title: str) -> float:
    """Long titles are set smaller: sixty characters still leave the sheet to its text."""
    return sheet.title * (1 if len(title) <= 26 else 0.84 if len(title) <= 40 else 0.7)


def kicker(page: Page) -> str:
    """The word in the flag on top: the column where it is short, else the kind."""
    column = page.trail[-1]["name"] if page.trail else ""
    return column if 0 < len(column) <= 8 else page.kind_label


def _day(edition: Edition):
    return clock.local_date(edition.published_at or edition.submitted_at)


def _meta(edition: Edition, page: Page) -> list[str]:
    meta = edition.meta_data
    rows = [
        ("落款日期", meta.get("formed_on", "")), ("文号", meta.get("document_number", "")),
        ("索引号", page.index_number), ("写给", meta.get("audience", "")),
    ]  # fmt: skip
    return [f"{label} {value}" for label, value in rows if value]


def _to_fill(edition: Edition, page: Page) -> list[list[str]]:
    day = edition.expires_on
    until = f"{day.year}年{day.month}月{day.day}日" if day else ""
    return [
        ["责任单位", page.unit["name"]], ["张贴日期", ""], ["张贴人", ""], ["监督人", ""], ["张贴至", until],
    ]  # fmt: skip


def under(edition: Edition) -> list[str]:
    """Under the frame: both reviewers and when it went public; which edition, its seal's first digits."""
    if edition.published_at is None:
        return ["草稿，未经签发", EXAMPLE if settings.EXAMPLE else ""]
    first, signer = reviewers(edition)
    when = f"{timezone.localtime(edition.published_at):%Y-%m-%d %H:%M} 公开（系统记录）"
    right = [f"第 {edition.number} 稿", f"封签 {seal_digits(edition)}", EXAMPLE if settings.EXAMPLE else ""]
    return [f"初审 {first}　签发 {signer}　{when}", "　".join(filter(None, right))]


def seal_digits(edition: Edition) -> str:
    return f"{edition.seal[:4]} {edition.seal[4:8]}"


def reviewers(edition: Edition) -> tuple[str, str]:
    """Names under the first review and under the last signature, as the ledger keeps them."""
    acts = ("pass", "sign", "sign_onward", "countersign")
    rows = LedgerEntry.objects.filter(item_uuid=edition.item_id, edition_number=edition.number, act__in=acts)
    names = dict(rows.order_by("number").values_list("act", "person_name"))
    signed = [names[act] for act in acts[1:] if act in names]
    return names.get("pass", ""), "、".join(dict.fromkeys(signed))


def by_hand(told: dict) -> str:
    signs = unshown(repr(told))
    if not signs:
        return ""
    named = "、".join(f"U+{ord(sign):04X}" for sign in signs[:12])
    return f"“〓”处的字，字库里没有，请照原件手写补上（{named}）。"
