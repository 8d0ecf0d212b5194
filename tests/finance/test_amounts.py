"""Money: Decimal, 元 and 万元, whatever a cell says."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from disclosure.finance.amounts import UNITS, WAN, NotMoney, in_wan, kept, percent, plain, settled, shown, yuan
from disclosure.finance.checks import explained
from disclosure.finance.figures import side
from disclosure.finance.problems import letters
from disclosure.finance.quarters import Quarter, named_in, quarter_of

CENTS = some.integers(min_value=-(10**12), max_value=10**12)
FULL_WIDTH = str.maketrans("0123456789.-,()", "０１２３４５６７８９．－，（）")
quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@quick
@given(CENTS)
def test_an_amount_comes_back_from_its_kept_form(cents):
    amount = Decimal(cents) / 100
    assert kept(plain(amount)) == amount and kept(shown(amount)) == amount
    assert settled(shown(amount)) == plain(amount)


@quick
@given(CENTS, some.sampled_from(sorted(UNITS)))
def test_a_cell_means_the_same_as_number_text_full_width_and_with_separators(cents, unit):
    amount = Decimal(cents) / 100
    if abs(amount * UNITS[unit]) > 10**12:
        return
    ways = [
        plain(amount),
        f"{amount:,.2f}",
        f"  {plain(amount)} ",
        plain(amount).translate(FULL_WIDTH),
        f"{amount:,.2f}{unit}",
    ]
    if amount < 0:
        ways += [f"({-amount:.2f})", f"（{-amount:,.2f}）"]
    assert {yuan(way, UNITS[unit]) for way in ways} == {amount * UNITS[unit]}


@quick
@given(some.integers(min_value=-(10**9), max_value=10**9))
def test_a_float_of_two_decimals_is_the_amount_people_typed(cents):
    assert yuan(cents / 100, WAN) == Decimal(cents) * 100


@quick
@given(CENTS)
def test_yuan_rounded_to_wan_is_off_by_at_most_half_a_hundred_yuan(cents):
    amount = Decimal(cents) / 100
    assert abs(Decimal(in_wan(amount)) * WAN - amount) <= 50


@quick
@given(some.lists(some.integers(min_value=0, max_value=10**10), min_size=1, max_size=30))
def test_lines_in_yuan_rounded_to_wan_add_up_within_what_rounding_explains(cents):
    amounts = [Decimal(one) / 100 for one in cents]
    lines = [Decimal(in_wan(one)) for one in amounts]
    assert abs(sum(lines) - Decimal(in_wan(sum(amounts)))) <= explained(len(lines), Decimal(1000))


@quick
@given(some.lists(some.integers(min_value=-(10**8), max_value=10**8), min_size=1, max_size=20))
def test_the_total_of_lines_without_a_total_row_is_their_sum(cents):
    rows = [[f"行{n}", plain(Decimal(one) / 100), plain(Decimal(one) / 100), "0.00"] for n, one in enumerate(cents)]
    assert side(rows).total.quarter == Decimal(sum(cents)) / 100
    assert side([*rows, ["合 计", "1.00", "2.00", "3.00"]]).total.quarter == 2


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1,083.40", "1083.40"), ("￥1 083.40", "1083.40"), ("12万元", "120000"), ("—", "0"), ("-", "0"), ("/", "0"), ("无", "0"),
     ("(3.5)", "-3.5"), ("−3.5", "-3.5"), ("+3.5", "3.5"), (".5", "0.5"), (0.1 + 0.2, "0.3"), (True + 0, "1"), ("８０", "80")],
)  # fmt: skip
def test_what_counts_as_an_amount(cell, amount):
    assert yuan(cell, Decimal(1)) == Decimal(amount)


@pytest.mark.parametrize("cell", ["", "  ", "约300", "12.3.4", "1,23", "#REF!", "#DIV/0!", "71.8%", "三百", "12/13", True, None,
                                  float("nan"), float("inf"), 1e300, "1e5", "12 万3", "12-13", "=A1", object()])  # fmt: skip
def test_what_does_not(cell):
    with pytest.raises(NotMoney):
        yuan(cell, WAN)


def test_nothing_is_ever_minus_nought():
    assert plain(Decimal("-0")) == "0.00" and shown(Decimal("-0.00")) == "0.00"
    assert kept("NaN") is None and kept("") is None and kept("abc") is None and kept("1e999999") is None


def test_percent_says_nothing_where_nothing_can_be_said():
    assert percent(Decimal(1), Decimal(0)) is None and percent(None, Decimal(1)) is None
    assert percent(Decimal("905.20"), Decimal(1260)) == Decimal("71.8")


def test_columns_are_lettered_as_in_excel():
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@quick
@given(some.integers(2000, 2100), some.integers(1, 4))
def test_quarters_follow_one_another(year, number):
    quarter = Quarter(year, number)
    assert quarter.after().before() == quarter == quarter.before().after()
    assert quarter_of(quarter.last_day) == quarter == quarter_of(quarter.first_day)
    assert named_in(f"落儿岭镇{quarter.full}财政收支") == (year, number)


@pytest.mark.parametrize(
    ("title", "named"),
    [("２０２６年三季度", (2026, 3)), ("2026年7-9月收支", (2026, 3)), ("2026年1—9月", (2026, 3)), ("2026年10－12月", (2026, 4)),
     ("2026年第4季度", (2026, 4)), ("财政收支情况表", (None, None)), ("2026年1至6月份", (2026, 2))],
)  # fmt: skip
def test_titles_name_their_quarter_in_many_ways(title, named):
    assert named_in(title) == named
