"""A quarter of a year: its words, its neighbours, its last day. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

NUMERALS = ("", "一", "二", "三", "四")
_YEAR = re.compile(r"((?:19|20|21)\d{2})\s*年?度?")
_QUARTER = re.compile(r"第?\s*([一二三四1-4])\s*季")
_SPAN = re.compile(r"(?:1\s*(?:月)?\s*[-~—–至到]+\s*)(3|6|9|12)\s*月")
_OWN_SPAN = re.compile(r"(?<!\d)(4|7|10)\s*(?:月)?\s*[-~—–至到]+\s*(6|9|12)\s*月")
CUMULATIVE = {1: "1－3月", 2: "1－6月", 3: "1－9月", 4: "全年"}


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def name(self) -> str:
        """第三季度"""
        return f"第{NUMERALS[self.number]}季度"

    @property
    def short(self) -> str:
        """三季度"""
        return f"{NUMERALS[self.number]}季度"

    @property
    def full(self) -> str:
        return f"{self.year}年{self.name}"

    @property
    def so_far(self) -> str:
        """What the cumulative column counts: 1－9月."""
        return CUMULATIVE[self.number]

    @property
    def time_passed(self) -> int:
        """Per cent of the year."""
        return self.number * 25

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.after().first_day - timedelta(days=1)

    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def after(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def last_finished(today: date) -> Quarter:
    return quarter_of(today).before()


def named_in(text: str) -> tuple[int | None, int | None]:
    """(year, quarter) as a title says them: 2026年第三季度, 2026年1-9月, 2026年10—12月."""
    plain = unicodedata.normalize("NFKC", text)
    year, quarter = _YEAR.search(plain), _QUARTER.search(plain)
    if quarter:
        sign = quarter[1]
        number = int(sign) if sign.isdigit() else NUMERALS.index(sign)
    else:
        span = _OWN_SPAN.search(plain)
        ends = span[2] if span else (found[1] if (found := _SPAN.search(plain)) else "")
        number = int(ends) // 3 if ends else 0
    return (int(year[1]) if year else None), (number or None)
