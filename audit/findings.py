"""What the checks found in an edition, for both reviewers. Dates and numbers here, pure; the screening for
personal data, hidden parts and marks of secrecy comes from the submit row.
"""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from . import files
from .models import Edition
from .rich_text import plain_text
from .word.marks import date_line, find_dates, split_trailing_date

LINES_OF_SIGNATURE = 8  # the 落款 stands in the last lines of a text
LATE_FILE = timedelta(days=1)  # a file saved the day after its date is nothing strange
LONG_AGO = timedelta(days=366)  # a paper this old was published somewhere before, or the year is mistyped
MOST_FILES = 20
OFFICE = (".docx", ".xlsx", ".pptx")
_YEAR_IN_NUMBER = re.compile(r"[〔\[\(（【［]\s*((?:19|20)\d\d)\s*[〕\]\)）】］]")
_CORE_DATE = re.compile(rb"<dcterms:(created|modified)[^>]*>(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Finding:
    """severity: "hard" 必须处理, "soft" 请核对, "" looked at and in order."""

    severity: str
    title: str
    text: str = ""

    @property
    def hard(self) -> bool:
        return self.severity == "hard"

    @property
    def soft(self) -> bool:
        return self.severity == "soft"


def findings(edition: Edition, today: date, screening: list[dict] | None = None) -> list[Finding]:
    """Everything found, what must be dealt with first. screening: as the submit row keeps it."""
    if edition.erased_by:
        return []
    found = [*date_findings(edition, today), *screened(screening)]
    return sorted(found, key=lambda finding: ("hard", "soft", "").index(finding.severity))


def date_findings(edition: Edition, today: date) -> list[Finding]:
    """落款日期 as stated, against the text, the document number, the files' own properties and today."""
    meta = edition.meta_data
    stated = _day(meta.get("formed_on", ""))
    if stated is None:
        return [Finding("soft", "没有写落款日期", "公开后群众看不到这份文件是哪天的。")]
    text, number = plain_text(edition.body), meta.get("document_number", "")
    found = [
        *_future(stated, today, meta.get("not_before", "")),
        *_long_ago(stated, today, meta.get("originally_published_on", "")),
        *_against_text(stated, text),
        *_against_number(stated, number),
        *_against_files(stated, edition.files),
    ]
    compared = "、".join(_compared(text, number, edition.files))
    agrees = [Finding("", "日期对得上", f"落款日期 {stated.isoformat()}，和{compared}没有出入。")] if compared else []
    return found or agrees


def _compared(text: str, number: str, attachments: list[dict]) -> list[str]:
    """What carries a date of its own to compare with."""
    dated = {
        "正文": signature_date(text) is not None,
        "文号": _YEAR_IN_NUMBER.search(number) is not None,
        "附件": any(_saved(file) for file in attachments[:MOST_FILES]),
    }
    return [name for name, there in dated.items() if there]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _future(stated: date, today: date, not_before: str) -> list[Finding]:
    if stated > today and not not_before:
        return [Finding("hard", "落款日期晚于今天", f"落款日期 {stated.isoformat()}，今天 {today.isoformat()}。")]
    return []


def _long_ago(stated: date, today: date, originally: str) -> list[Finding]:
    if originally or today - stated <= LONG_AGO:
        return []
    return [
        Finding(
            "soft", "落款日期是一年多以前",
            f"落款日期 {stated.isoformat()}，今天 {today.isoformat()}。年份写错了就退回；以前在别处公开过的，要写原发布日期。",
        )
    ]  # fmt: skip


def signature_date(text: str) -> date | None:
    """The date under the text: the last of its closing lines that is a date or ends in one."""
    for line in reversed(text.splitlines()[-LINES_OF_SIGNATURE:]):
        if day := date_line(line):
            return day
        before, day = split_trailing_date(line)
        if day and len(before) <= 30 and not re.search(r"[，。；：、]", before):
            return day
    return None


def _against_text(stated: date, text: str) -> list[Finding]:
    signed = signature_date(text)
    if signed and signed != stated:
        return [
            Finding(
                "soft", "落款日期和正文里的不一样",
                f"填的是 {stated.isoformat()}，正文末尾写的是 {signed.isoformat()}。",
            )
        ]  # fmt: skip
    later = [day for day in find_dates(text) if day > stated and "印发" in _line_of(text, day)]
    if later:
        return [
            Finding(
                "soft", "正文里的印发日期比落款日期晚", f"印发 {later[-1].isoformat()}，落款 {stated.isoformat()}。"
            )
        ]
    return []


def _line_of(text: str, day: date) -> str:
    return next((line for line in text.splitlines() if day in find_dates(line)), "")


def _against_number(stated: date, number: str) -> list[Finding]:
    year = _YEAR_IN_NUMBER.search(number)
    if year and int(year[1]) != stated.year:
        return [Finding("soft", "文号的年份和落款日期不一样", f"文号“{number}”，落款日期 {stated.isoformat()}。")]
    return []


def _against_files(stated: date, attachments: list[dict]) -> list[Finding]:
    found = []
    for file in attachments[:MOST_FILES]:
        saved = _saved(file)
        if saved and saved > stated + LATE_FILE:
            found.append(
                Finding(
                    "soft", f"附件“{file['name']}”比落款日期新",
                    f"文件里记着最后保存在 {saved.isoformat()}，落款日期是 {stated.isoformat()}。",
                )
            )  # fmt: skip
    return found


def _saved(file: dict) -> date | None:
    return saved_on(file["sha256"]) if file["name"].lower().endswith(OFFICE) else None


@lru_cache(maxsize=2000)
def saved_on(sha256: str) -> date | None:
    """The last-saved date an Office file carries; the file lies under its digest, so the answer never changes."""
    try:
        with zipfile.ZipFile(files.opened(sha256)) as package, package.open("docProps/core.xml") as core:
            found = {kind: parts for kind, *parts in _CORE_DATE.findall(core.read(65536))}
        year, month, day = (int(part) for part in found.get(b"modified") or found[b"created"])
        return date(year, month, day)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return None


def screened(rows: list[dict] | None) -> list[Finding]:
    """What the screening found when this edition was submitted, with the basis for whatever stays.

    rows: as the submit row keeps them; None where the edition was not screened.
    """
    if rows is None:
        return []
    found = []
    for row in rows:
        told = [
            f"共 {row['count']} 处" if row["count"] > 1 else "",
            f"例如 {row['sample']}" if row["sample"] else "",
            f"写明的理由：{row['basis']}（{row['by']}）" if row["basis"] else "",
        ]
        found.append(Finding(row["severity"], row["sentence"], "　".join(part for part in told if part)))
    return found or [
        Finding("", "没有查出个人信息", "查了正文和附件：身份证号、银行卡号、手机号、详细住址、密级标志。")
    ]
