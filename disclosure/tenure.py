"""任职起止 and 职务 as clerks write them: from when until when, and which posts only one person can hold. Pure."""

import calendar
import re
import unicodedata
from datetime import date

OPEN_END = ("至今", "今", "现在", "-", "—")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?[日号月]?")
_BETWEEN_POSTS = re.compile(r"[、，,；;/\s]+")
# Several people may be 副镇长, 党委委员 or hold the same rank at once; 镇长 and 纪委书记 are one person.
_SHARED = re.compile(r"副|委员$|级|员$|助理|协理")


def canonical_day(text: str) -> str:
    """2026年3月2日, 2026.3.2, ２０２６/3/2 → 2026-03-02; without a day 2026-03; 至今 and nothing → "".

    Raises ValueError where it is no day of the calendar.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not plain or plain in OPEN_END:
        return ""
    found = _DAY.fullmatch(plain)
    if not found:
        raise ValueError(text)
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
    told = date(year, month, day)  # raises ValueError for the 31st of June
    if not 1949 <= year <= 2100:
        raise ValueError(text)
    return told.isoformat() if found[3] else f"{told:%Y-%m}"


def first_day(text: str) -> date | None:
    """The first day a canonical text may mean; None where it is open or unreadable."""
    try:
        told = canonical_day(text)
    except ValueError:
        return None
    return date.fromisoformat(f"{told}-01" if len(told) == 7 else told) if told else None


def last_day(text: str) -> date | None:
    first = first_day(text)
    if first is None or len(canonical_day(text)) > 7:
        return first
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def over(until: str, on: date) -> bool:
    """Has the last day passed?"""
    last = last_day(until)
    return last is not None and last < on


def overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Do two terms (from, until) share a day? An open end reaches everywhere."""
    one_from, one_until = first_day(one[0]) or date.min, last_day(one[1]) or date.max
    other_from, other_until = first_day(other[0]) or date.min, last_day(other[1]) or date.max
    return one_from <= other_until and other_from <= one_until


def posts(text: str) -> list[str]:
    """党委副书记、镇长 → 党委副书记, 镇长."""
    return [post for post in _BETWEEN_POSTS.split(text.strip()) if post]


def single_posts(text: str) -> set[str]:
    """Those of the posts that one person alone can hold at a time."""
    return {post for post in posts(text) if not _SHARED.search(post)}


def heads_all(duties: str) -> bool:
    """Does she answer for the whole of party committee or government?"""
    return "主持" in duties and "全面" in duties
