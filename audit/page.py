"""What the page of an edition shows, from its sealed parts alone: residents, reviewers and the drafter's
preview look at the same thing. Only the publication facts (index number, times) come from the gate's row.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .facts import Fact, lines, tables, value
from .models import Edition, Item, Publication
from .models.item import kinds
from .rich_text import plain_text, rewrite_images
from .table_figures import with_figures

STATED = "承办单位填写"
RECORDED = "系统记录，谁也改不了"
Address = Callable[[dict], str]


@dataclass(frozen=True)
class Page:
    """Everything `templates/audit/_sheet.html` shows of one edition; the shapes are those of templates/parts."""

    title: str
    kind_label: str
    state: str  # key for parts/badge.html; "draft" for a working text
    summary: str
    unit: dict  # slug, name, phone, as they were
    trail: list[dict]  # columns from the root down: slug, name, as they were
    facts: list[tuple[str, str]]
    dates: list[dict]
    until: str  # last day it hangs, "" without end
    until_word: str  # what stands before that day
    correction_note: str
    body: SafeString
    tables: list[dict]  # as `audit/facts.py` shapes them
    sheet: str  # the kind's own template for its facts, "" for none
    own: dict  # what that template is given
    voice: str  # "service", "" for the government's
    sheet_first: bool  # it stands before index number and dates
    attachments: list[dict]
    pictures: list[dict]  # name, url: attachments the kind's own template shows
    contacts: list[dict]
    index_number: str
    keywords: list[str]
    description: str  # one sentence for lists and meta tags, never empty
    source: str  # who made the text: another organ for a forwarded document
    first_image: str
    lists_persons: bool
    erased: bool


def page_of(edition: Edition, *, file_address: Address, registered: Publication | None = None) -> Page:
    """file_address: an entry of `edition.files` → its address, or "". registered: for an edition not published itself."""
    meta, facts = edition.meta_data, edition.facts_data
    publication = edition.publication if edition.publication_id else registered
    by_digest = {file["sha256"]: file for file in edition.files}

    def picture(sha256: str) -> str:
        return file_address(by_digest[sha256]) if sha256 in by_digest else ""

    kind = kinds().get(meta.get("kind", ""), Item)
    body = rewrite_images(with_figures(_signature_right(edition.body)), picture)
    pictures = [file_address(file) for file in edition.files if file["inline"]]
    unit = meta.get("unit", {"slug": "", "name": "", "phone": ""})
    return Page(
        title=edition.title or "（内容已清除）",
        kind_label=genre(facts) or meta.get("kind_label", "信息"),
        state=edition.badge or "draft",
        summary=edition.summary,
        unit=unit,
        trail=meta.get("columns", []),
        facts=_facts(meta, [fact for fact in facts if fact["key"] not in kind.SHOWN_BY_SHEET], publication),
        dates=_dates(edition, meta, publication),
        until=meta.get("expires_on", ""),
        correction_note=meta.get("correction_note", ""),
        tables=tables(facts),
        **_look(kind, facts),
        body=mark_safe(body),  # canonical HTML since the seal: `content.parts` cleaned it
        **_files(edition, kind.shown_files(facts), file_address),
        contacts=_contacts(unit),
        index_number=publication.index_number if publication else "",
        keywords=meta.get("keywords", []),
        description=_description(edition),
        source=value(facts, "source_organ") or unit["name"] or settings.TOWN_NAME,
        first_image=next(filter(None, pictures), ""),
        lists_persons=edition.lists_persons,
        erased=edition.erased_by is not None,
    )


def _look(kind: type[Item], facts: list[Fact]) -> dict:
    """The kind's own way to be shown."""
    return {
        "sheet": kind.SHEET if facts else "", "own": kind.sheet(facts) if facts else {}, "voice": kind.VOICE,
        "sheet_first": bool(facts) and kind.SHEET_FIRST, "until_word": kind.UNTIL_WORD,
    }  # fmt: skip


def publisher() -> str:
    """发布机构, in full."""
    return f"{settings.COUNTY_NAME}{settings.TOWN_NAME}人民政府"


def genre(facts: list[Fact]) -> str:
    said = value(facts, "genre")
    return "" if said == "其他" else said


def _facts(meta: dict, facts: list[Fact], publication) -> list[tuple[str, str]]:
    number = _breakable(publication.index_number) if publication else "公开时由系统给出"
    rows = [("索引号", number), ("发布机构", publisher()), ("承办单位", meta.get("unit", {}).get("name", ""))]
    rows += [("文号", meta.get("document_number", ""))]
    rows += [(row["label"], _linked(row["value"])) for row in lines(facts)]
    rows += [("信息来源", value(facts, "source_organ") or meta.get("unit", {}).get("name", ""))]
    rows += [("写给谁看", meta.get("audience", "")), ("关键词", " ".join(meta.get("keywords", [])))]
    return [(label, told) for label, told in rows if told]


def _breakable(index_number: str) -> SafeString:
    """The index number breaks after the stroke."""
    code, _, serial = index_number.rpartition("/")
    return format_html('{}/<wbr><span class="keep">{}</span>', code, serial)


def _linked(value: str) -> str:
    if re.match(r"https?://\S+$", value):
        return format_html('<a href="{}" rel="external nofollow">{}</a>', value, value)
    return value


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _dates(edition: Edition, meta: dict, publication) -> list[dict]:
    rows = [
        {"label": "落款日期", "value": meta.get("formed_on", ""), "source": STATED},
        {"label": "原发布于", "value": meta.get("originally_published_on", ""), "source": f"在别处，{STATED}"},
    ]
    if publication is None or edition.published_at is None:
        rows.append({"label": "上网日期", "value": "公开时记下", "source": RECORDED, "system": True})
        if edition.not_before:
            rows.append({"label": "不早于", "value": _moment(edition.not_before), "source": STATED})
        return [row for row in rows if row["value"]]
    first, this = _moment(publication.first_published_at), _moment(edition.published_at)
    corrected = first != this or meta.get("correction_note")
    rows.append({"label": "首次上网" if corrected else "上网日期", "value": first, "source": RECORDED, "system": True})
    if corrected:
        rows.append({"label": "本次上网", "value": this, "source": RECORDED, "system": True})
    return [row for row in rows if row["value"]]


def _files(edition: Edition, shown: frozenset[str], file_address: Address) -> dict:
    """attachments: the list under the text; pictures: what the kind's own template shows of the files."""
    listed = [file for file in edition.files if not file["inline"]]
    return {
        "attachments": [_attachment(file, file_address) for file in listed if file["name"] not in shown],
        "pictures": [{"name": file["name"], "url": file_address(file)} for file in listed if file["name"] in shown],
    }


def _attachment(file: dict, file_address: Address) -> dict:
    paper = file["paper_only"]
    kind = file["name"].rpartition(".")[2].upper() if "." in file["name"] else ""
    return {
        "name": file["name"],
        "kind": kind if 0 < len(kind) <= 5 else "文件",
        "url": "" if paper else file_address(file),
        "note": "只在村公开栏张贴，不上网。" if paper else filesizeformat(file["size"]),
        "paper": paper,
    }


def _contacts(unit: dict) -> list[dict]:
    rows = [{"label": f"政策咨询　{unit['name']}", "phone": unit["phone"]}] if unit["phone"] else []
    return [
        *rows,
        {"label": "这页写错了　党政办", "phone": settings.TOWN_PHONE},
        {"label": "投诉、求助热线", "phone": "12345"},
    ]


def _description(edition: Edition) -> str:
    text = edition.summary or plain_text(edition.body).replace("\n", " ") or edition.title
    text = text or "内容已清除"
    return text if len(text) <= 100 else f"{text[:99]}…"


_CLOSING = re.compile(
    r"(?P<who>(?:<p>[^<。；：！？]{2,30}</p>)?)<p>(?P<day>[^<。；：]{0,6}\d{4}年\d{1,2}月\d{1,2}日)</p>$"
)
_NUMERAL_DAY = re.compile(
    r"(?P<who>(?:<p>[^<。；：！？]{2,30}</p>)?)<p>(?P<day>二[〇○零O0][〇○零一二三四五六七八九]{2}年[^<。]{2,8}日)</p>$"
)


def _signature_right(body: str) -> str:
    """The last lines of an official paper, who signs and the day, stand at the right."""
    for pattern in (_CLOSING, _NUMERAL_DAY):
        found = pattern.search(body)
        if found:
            lines = found["who"] + f"<p>{found['day']}</p>"
            return body[: found.start()] + lines.replace("<p>", '<p class="signature">')
    return body
