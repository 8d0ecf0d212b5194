"""Lunar days and solar terms against days everybody can look up (official calendars 2024-2035)."""

from datetime import date, timedelta

import pytest

from township_portal.almanac import YEARS, date_line, lunar, months_of, solar_term


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ((2024, 2, 10), "正月初一"), ((2024, 9, 17), "八月十五"), ((2025, 1, 28), "腊月廿九"), ((2025, 1, 29), "正月初一"),
        ((2025, 7, 25), "闰六月初一"), ((2025, 10, 6), "八月十五"), ((2026, 2, 16), "腊月廿九"), ((2026, 2, 17), "正月初一"),
        ((2026, 6, 19), "五月初五"), ((2026, 9, 25), "八月十五"), ((2026, 11, 23), "十月十五"), ((2027, 2, 6), "正月初一"),
        ((2028, 1, 26), "正月初一"), ((2028, 6, 23), "闰五月初一"), ((2029, 2, 13), "正月初一"), ((2030, 2, 3), "正月初一"),
        ((2031, 1, 23), "正月初一"), ((2032, 2, 11), "正月初一"), ((2033, 1, 31), "正月初一"), ((2033, 12, 22), "闰冬月初一"),
        ((2034, 2, 19), "正月初一"), ((2035, 2, 8), "正月初一"), ((2025, 11, 29), "十月初十"), ((2026, 3, 8), "正月二十"),
        ((2026, 3, 18), "正月三十"),
    ],
)  # fmt: skip
def test_lunar_days(day, name):
    assert lunar(date(*day)) == f"农历{name}"


def test_every_month_has_29_or_30_days_and_every_year_a_length_that_exists():
    for bits in YEARS:
        months = months_of(bits)
        assert {length for _, length in months} <= {29, 30}
        assert sum(length for _, length in months) in (353, 354, 355, 383, 384, 385)


@pytest.mark.parametrize(
    "day", [date(2024, 2, 9), date(1900, 1, 1), date(2036, 1, 28), date(9999, 12, 31), date(1, 1, 1)]
)
def test_outside_the_table_it_says_nothing_rather_than_wrong(day):
    assert lunar(day) == ""
    assert date_line(day)[1].startswith("星期")


def test_no_day_between_is_without_name():
    day = date(2024, 2, 10)
    while day <= date(2036, 1, 27):
        assert lunar(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "words"),
    [((2026, 11, 22), "今日小雪"), ((2026, 11, 23), "小雪第2天"), ((2026, 12, 22), "今日冬至"), ((2027, 1, 1), "冬至第11天"),
     ((2024, 2, 4), "今日立春"), ((2025, 4, 4), "今日清明"), ((2035, 6, 21), "今日夏至")],
)  # fmt: skip
def test_solar_terms(day, words):
    assert solar_term(date(*day)) == words
