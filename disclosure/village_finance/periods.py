"""The quarter or month a village's finances are of, its days, and days as people write them. Pure."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.finance.quarters import NUMERALS, last_finished

QUARTERS = [(f"q{n}", f"第{NUMERALS[n]}季度") for n in range(1, 5)]
CHOICES = [*QUARTERS, *((f"m{n:02}", f"{n}月") for n in range(1, 13))]
_FULL = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_SHORT = re.compile(r"(\d{1,2})[月./-](\d{1,2})日?")
_SERIALS = range(36526, 73051)  # Excel's days of 2000 to 2099
_ORIGIN = date(1899, 12, 30)


class NotADay(ValueError):
    """The cell names no day of the period; the message is the end of a sentence: “…”{message}."""


@dataclass(frozen=True, order=True)
class Period:
    year: int
    code: str  # q3, m09

    @property
    def number(self) -> int:
        return int(self.code[1:])

    @property
    def is_quarter(self) -> bool:
        return self.code.startswith("q")

    @property
    def full(self) -> str:
        return f"{self.year}年{dict(CHOICES)[self.code]}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2 if self.is_quarter else self.number, 1)

    @property
    def last_day(self) -> date:
        month = self.number * 3 if self.is_quarter else self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def last_quarter(today: date) -> Period:
    quarter = last_finished(today)
    return Period(quarter.year, f"q{quarter.number}")


def day_of(cell: object, period: Period) -> date:
    """The day a cell says; raises NotADay, also where it is outside the period."""
    day = _read(cell, period)
    if not period.holds(day):
        raise NotADay(f"不在{period.full}里")
    return day


def _read(cell: object, period: Period) -> date:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if int(cell) == cell and int(cell) in _SERIALS:
            return _ORIGIN + timedelta(days=int(cell))
        raise NotADay("是数字，看不出几月几日，请写成 7月8日 的样子")
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else ""
    if not text:
        raise NotADay("没有写日期")
    full, short = _FULL.fullmatch(text), _SHORT.fullmatch(text)
    if not full and not short:
        raise NotADay("看不出几月几日，请写成 7月8日 的样子")
    try:
        return date(*map(int, full.groups())) if full else date(period.year, *map(int, short.groups()))  # type: ignore[union-attr]
    except ValueError as error:
        raise NotADay("没有这一天") from error


def shown_day(kept: str) -> str:
    """2026-07-08 → 7月8日; what is no day stays as it is."""
    try:
        day = date.fromisoformat(kept)
    except ValueError:
        return kept
    return f"{day.month}月{day.day}日"
