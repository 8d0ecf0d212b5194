"""Working days 工作日: which days count, and when a term of them ends. Pure; the town's own entries are handed in.

Weekends and statutory holidays do not count, working weekends 调休上班 do. What the town entered from the State
Council's notice wins over the library's table. A year that neither knows is counted by its weekdays alone, and whoever
shows such a date says UNANNOUNCED beside it. The first day is not counted (Civil Code art 201).

    calendar = HolidayNotice.objects.calendar()
    due = calendar.after(received_on, 20)
    f"{due.day:%Y年%-m月%-d日}{due.note}"
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

UNANNOUNCED = "按周末推算，节假日安排公布后重算"
DAY = timedelta(days=1)
LONGEST_HOLIDAY = 15  # days; longer is a slip of the pen


@dataclass(frozen=True)
class Due:
    """The last day of a term. provisional: it touches a year whose holidays nobody has announced."""

    day: date
    provisional: bool

    @property
    def note(self) -> str:
        return f"（{UNANNOUNCED}）" if self.provisional else ""


@dataclass(frozen=True)
class Calendar:
    """off, on: days the town entered as free or as worked. years: those it entered the notice of."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        if day in self.on or day in self.off:
            return day in self.on
        printed = _printed(day)
        return day.weekday() < 5 if printed is None else printed

    def announced(self, year: int) -> bool:
        return year in self.years or _printed(date(year, 1, 1)) is not None

    def after(self, start: date, days: int) -> Due:
        """The last of so many working days counted from the day after `start`; none: `start`, or the next worked."""
        day, left = start, days
        while left > 0 or not self.works(day):
            day += DAY
            left -= left > 0 and self.works(day)
        return Due(day, self._provisional(start, day))

    def rolled(self, day: date) -> Due:
        """A term in natural days that ends on a free day ends on the next working day (Civil Code art 203)."""
        return self.after(day, 0)

    def count(self, start: date, until: date) -> int:
        """Working days after `start` up to and with `until`; negative when `until` lies before."""
        first, last, sign = (start, until, 1) if start <= until else (until, start, -1)
        return sign * sum(self.works(first + n * DAY) for n in range(1, (last - first).days + 1))

    def later(self, at: datetime, hours: float) -> datetime:
        """The moment when so many hours of working days have passed: 24 are one working day, nights count."""
        left = max(timedelta(hours=hours), timedelta())
        while True:
            midnight = datetime.combine(at.date() + DAY, time(0), at.tzinfo)
            if self.works(at.date()):
                if at + left <= midnight:
                    return at + left
                left -= midnight - at
            at = midnight

    def passed(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` lay on working days."""
        total = timedelta()
        while start < end:
            midnight = datetime.combine(start.date() + DAY, time(0), start.tzinfo)
            if self.works(start.date()):
                total += min(end, midnight) - start
            start = midnight
        return total

    def _provisional(self, start: date, end: date) -> bool:
        return not all(self.announced(year) for year in range(start.year, end.year + 1))

    def provisional(self, start: datetime, end: datetime) -> bool:
        return self._provisional(start.date(), end.date())


def _printed(day: date) -> bool | None:
    """What the library's table says of the day; None for a year it does not have."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


class NoticeError(ValueError):
    """A sentence for the person who pasted the notice."""


_DAY = r"(?:(?P<{0}y>20[0-9]{{2}})年)?(?:(?P<{0}m>[0-9]{{1,2}})月)?(?P<{0}d>[0-9]{{1,2}})日"
_SPAN = re.compile(f"{_DAY.format('a')}(?:[至到—–~～-]+{_DAY.format('b')})?")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")


def read_notice(year: int, text: str) -> tuple[frozenset[date], frozenset[date]]:
    """(free days, working days) of the State Council's notice as it is printed, or of lines like 2月3日放假。

    「元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。」 NoticeError with a sentence.
    """
    off: set[date] = set()
    on: set[date] = set()
    for sentence in _sentences(text):
        days = set(_days(year, sentence))
        if not days:
            continue
        if ("放假" in sentence) == ("上班" in sentence):
            raise NoticeError(f"“{sentence[:30]}”看不出是放假还是上班。一句话只写一样，写明“放假”或“上班”。")
        (off if "放假" in sentence else on).update(days)
    if not off and not on:
        raise NoticeError("没有读到日期。请把通知里各个节日的那几句原样粘进来，例如：1月1日至3日放假调休，共3天。")
    if both := off & on:
        raise NoticeError(f"{_named(both)}又写放假又写上班，请核对。")
    return frozenset(off), frozenset(on)


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"[。；;\n]", _ASIDE.sub("", text)):
        if cleaned := "".join(sentence.split()):
            yield cleaned


def _days(year: int, sentence: str) -> Iterator[date]:
    month = None
    for found in _SPAN.finditer(sentence):
        month = int(found["am"] or month or 0)
        first = _date(int(found["ay"] or year), month, int(found["ad"]), found[0])
        last = first
        if found["bd"]:
            month = int(found["bm"] or month)
            last = _date(int(found["by"] or first.year), month, int(found["bd"]), found[0])
        if not 0 <= (last - first).days < LONGEST_HOLIDAY:
            raise NoticeError(f"“{found[0]}”前后不对，请核对起止日期。")
        yield from (first + n * DAY for n in range((last - first).days + 1))


def _date(year: int, month: int, day: int, said: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoticeError(f"“{said}”不是一个日期，请核对月和日。") from None


def _named(days: Iterable[date]) -> str:
    return "、".join(f"{day.month}月{day.day}日" for day in sorted(days))
