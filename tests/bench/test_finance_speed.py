"""make bench: reading a workbook of money, as ratios."""

import time

import pytest

from disclosure.finance.reading import read_quarter
from tests.finance.books import Q3, whole, xlsx

pytestmark = [pytest.mark.bench]


def seconds(data, rounds=7):
    read_quarter(data, Q3)
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        assert read_quarter(data, Q3).problems == []
        times.append(time.perf_counter() - started)
    return min(times)


def book(rows):
    lines = [[f"科目甲{n}支出", 100.5, 10.25, 30.75] for n in range(rows)]
    closing = round(45.65 + 412.8 + 386.5 + 15.7 - rows * 10.25, 2)
    return xlsx(whole(spending=lines, closing=closing))


def test_a_workbook_of_a_thousand_lines_against_one_of_ten():
    small, large = seconds(book(10)), seconds(book(1000))
    print(f"\n读表用时：1000 行比 10 行 {large / small:.1f} 倍（{small * 1000:.1f} → {large * 1000:.1f} 毫秒）")
    assert large / small < 150  # a hundred times the lines, and never worse than about in proportion
