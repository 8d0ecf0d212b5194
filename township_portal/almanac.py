"""The date as this town reads it: weekday, lunar day, solar term. Pure; no database.

Lunar years as the usual table gives them: sixteen bits a year, bit 4 upwards the months twelve to one (a set bit
is a month of 30 days), bits 0-3 the leap month (0 for none), bit 16 whether that leap month has 30 days.
"""

from datetime import date, timedelta

from chinese_calendar import get_solar_terms

FIRST_YEAR = 2024
FIRST_DAY = date(2024, 2, 10)  # 正月初一 of FIRST_YEAR
YEARS = (
    0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530, 0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0,
)  # fmt: skip
WEEKDAYS = "一二三四五六日"
DIGITS = "一二三四五六七八九十"
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")


def months_of(bits: int) -> list[tuple[str, int]]:
    """(name, days) of every month of one lunar year, the leap month after the one it repeats."""
    found = []
    for month in range(1, 13):
        found.append((MONTHS[month - 1], 30 if bits >> (16 - month) & 1 else 29))
        if bits & 0xF == month:
            found.append((f"闰{MONTHS[month - 1]}", 30 if bits >> 16 & 1 else 29))
    return found


def day_name(day: int) -> str:
    if day <= 10:
        return f"初{DIGITS[day - 1]}"
    if day in (20, 30):
        return f"{DIGITS[day // 10 - 1]}十"
    return f"{'十' if day < 20 else '廿'}{DIGITS[day % 10 - 1]}"


def lunar(day: date) -> str:
    """农历十月十五; "" outside the years the table knows."""
    left = (day - FIRST_DAY).days
    if left < 0:
        return ""
    for bits in YEARS:
        for name, length in months_of(bits):
            if left < length:
                return f"农历{name}月{day_name(left + 1)}"
            left -= length
    return ""


def solar_term(day: date) -> str:
    """The solar term in force and how long: 小雪 on its day, 小雪第二天 …; "" where the library has no table."""
    try:
        terms = get_solar_terms(day - timedelta(days=17), day)
    except Exception:  # the library names its own errors by year
        return ""
    if not terms:
        return ""
    since, name = terms[-1]
    passed = (day - since).days
    return f"今日{name}" if passed == 0 else f"{name}第{passed + 1}天"


def date_line(day: date) -> list[str]:
    """What stands over the board: 2026年11月23日 · 星期一 · 农历十月十五 · 小雪第2天."""
    parts = [f"{day.year}年{day.month}月{day.day}日", f"星期{WEEKDAYS[day.weekday()]}", lunar(day), solar_term(day)]
    return [part for part in parts if part]
