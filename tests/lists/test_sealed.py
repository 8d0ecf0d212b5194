"""A sealed list read back: tables a village for page and poster, and how it stands to the period before. Mostly pure."""

from decimal import Decimal

import pytest

from audit import workflow
from audit.checks import Given
from audit.facts import is_table, value
from audit.screening.lists import compare
from disclosure.models import PersonList
from disclosure.person_list import (
    amount,
    facts_of,
    in_words,
    last_published,
    listing_of,
    period_before,
    review,
    village_tables,
)
from tests.cast import first_review, sign, submit
from tests.lists.tables import TODAY

COLUMNS = [["户主", "name"], ["村民组", "group"], ["面积", "item"], ["金额（元）", "amount"]]
ROWS = [
    ["白云庵村", "赵样户", "张湾组", "3", "500"], ["白云庵村", "钱样户", "张湾组", "3", "1,200.50"],
    ["太子庙村", "孙样户", "庙前组", "1", "300"],
]  # fmt: skip
LATER = [
    ["白云庵村", "赵样户", "张湾组", "3", "500"], ["白云庵村", "钱样户", "张湾组", "2", "900"],
    ["太子庙村", "李样户", "庙前组", "1", "80"], ["太子庙村", "周样户", "庙前组", "1", "70"],
]  # fmt: skip


def test_a_poster_gets_a_table_a_village_with_its_total():
    one, two = village_tables(facts_of(COLUMNS, ROWS))
    assert (one.village, one.count, one.total) == ("白云庵村", 2, "1,700.50")
    assert one.head == ("户主", "村民组", "面积", "金额（元）") and two.rows == (("孙样户", "庙前组", "1", "300"),)


def test_the_facts_say_total_and_count_and_read_back_to_the_same_lines():
    facts = facts_of(COLUMNS, ROWS)
    assert (value(facts, "total"), value(facts, "count")) == ("2,000.50", "3 户（人）")
    listing = listing_of(facts)
    assert listing.total == Decimal("2000.50")
    assert [(line.village, line.name, line.group) for line in listing.lines] == [tuple(row[:3]) for row in ROWS]


def test_a_list_without_villages_or_money_is_a_list_too():
    facts = facts_of([["姓名", "name"], ["岗位", "item"]], [["", "赵样户", "保洁"], ["", "钱样户", "保洁"]])
    (table,) = village_tables(facts)
    assert (table.village, table.count, table.total) == ("", 2, "") and not value(facts, "total")
    told = in_words(compare(listing_of(facts), None), "2026年", "")
    assert [row["label"] for row in told["rows"]] == ["人数（户数）"] and told["largest"] == []


def test_short_rows_stay_on_one_line_of_a_phone_long_ones_may_fold():
    assert village_tables(facts_of(COLUMNS, ROWS))[0].is_narrow
    long = facts_of([["姓名", "name"], ["项目", "item"]], [["", "赵样户", "秸秆还田深耕深松作业补助项目（第二批）"]])
    assert not village_tables(long)[0].is_narrow


def test_masks_are_shown_as_they_are_and_do_not_break_the_count():
    facts = facts_of([["姓名", "name"], ["住址", "item"]], [["", "赵*", "白云庵村***"], ["", "赵*", "白云庵村***"]])
    assert village_tables(facts)[0].rows[0] == ("赵*", "白云庵村***") and listing_of(facts).count == 2


def test_other_tables_of_an_edition_are_no_part_of_the_list():
    facts = [*facts_of(COLUMNS, ROWS), {"key": "else", "label": "说明", "head": ["a"], "rows": [["b"]]}]
    assert sum(map(is_table, facts)) == 3 and len(village_tables(facts)) == 2


def test_a_comparison_in_words():
    told = in_words(
        compare(listing_of(facts_of(COLUMNS, LATER)), listing_of(facts_of(COLUMNS, ROWS))), "2026年", "2025年"
    )
    total, count = told["rows"]
    assert (total["now"], total["last"], total["change"], total["share"]) == ("1,550", "2,000.50", "少 450.50", "22.5%")
    assert (count["change"], count["share"]) == ("多 1", "33.3%")
    new, gone, changed = told["groups"]
    assert [one["name"] for one in new["people"]] == ["李样户", "周样户"] and gone["count"] == 1
    assert changed["people"] == [{"name": "钱样户", "place": "白云庵村 张湾组", "amount": "900", "then": "1,200.50"}]
    assert [one["amount"] for one in told["largest"]] == ["900", "500", "80", "70"]


def test_more_than_a_screen_of_new_ones_is_counted_not_hidden():
    many = [["白云庵村", f"赵{n}", "", "", str(n)] for n in range(100)]
    (new, *_) = in_words(compare(listing_of(facts_of(COLUMNS, many)), None), "二", "一")["groups"]
    assert (new["count"], len(new["people"]), new["more"]) == (100, 30, 70)


@pytest.mark.parametrize(
    ("sum_", "told"),
    [("0", "0"), ("1234.5", "1,234.50"), ("1234.00", "1,234"), ("-3", "-3"), ("0.005", "0.00"), ("1e6", "1,000,000")],
)
def test_amounts_as_people_write_them(sum_, told):
    assert amount(Decimal(sum_)) == told


def make_list(town, period, rows, *, by=None, **over):
    by = by or town.reporter
    values = {
        "title": f"{period}补贴名单", "column": town.notices, "unit": town.agriculture, "programme": "耕地地力保护补贴",
        "period": period, "basis": "财农〔2025〕1号", "formed_on": TODAY, "columns": COLUMNS, "rows": rows,
    }  # fmt: skip
    item = PersonList(**(values | over), drafter=by.person)
    item._history_user = by
    item.save()
    return item


def out(town, item):
    edition = sign(town, first_review(town, submit(town, item)))
    edition.refresh_from_db()
    return edition


def test_the_period_before_is_the_last_one_published_of_the_same_series(town):
    first, second = out(town, make_list(town, "2024年", ROWS)), out(town, make_list(town, "2025年", LATER))
    out(town, make_list(town, "2025年", ROWS, programme="农机购置补贴"))
    out(town, make_list(town, "2025年", ROWS, village="白云庵村"))
    make_list(town, "2027年", ROWS)  # a draft is no period
    waiting = submit(town, make_list(town, "2026年", ROWS))
    assert period_before(waiting) == second and period_before(second) == first and period_before(first) is None
    assert review(first)["last_period"] == "" and review(waiting)["last_period"] == "2025年"


def test_one_that_ran_out_is_compared_with_a_withdrawn_one_is_not(town):
    kept, gone = out(town, make_list(town, "2024年", ROWS)), out(town, make_list(town, "2025年", LATER))
    workflow.take_step(town.officer, "withdraw", gone, Given(reason="privacy"))
    assert last_published(town.agriculture.pk, "耕地地力保护补贴", "") == kept


def test_only_the_wall_of_another_column_is_not_shown(town):
    out(town, make_list(town, "2025年", ROWS, column=town.wall))
    assert period_before(submit(town, make_list(town, "2026年", LATER))) is None
    assert period_before(submit(town, make_list(town, "2026年", LATER, column=town.wall)))


def test_a_list_always_lists_persons_and_lacks_what_it_needs(town):
    item = make_list(town, "2026年", [], programme="", basis="", lists_persons=False)
    assert item.lists_persons and len(item.lacking()) == 3
    assert submit(town, make_list(town, "2026年", ROWS)).lists_persons
