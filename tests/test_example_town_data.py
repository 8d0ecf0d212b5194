"""The example town's words and figures, before any database sees them."""

import re
from collections import Counter
from datetime import date

import pytest

from township_portal.example_town import content

ITEMS = content.items()
COLUMNS = content.read("columns.json")
PEOPLE = content.read("people.json")


def test_nothing_is_wrong_with_the_data():
    assert list(content.problems()) == []


def test_there_is_enough_to_fill_two_years_and_every_page():
    assert len(ITEMS) >= 90
    days = sorted(date.fromisoformat(item["at"][:10]) for item in ITEMS)
    assert (days[-1] - days[0]).days >= 20 * 30
    assert days[-1].isoformat() <= content.LAST_DAY
    assert {item["story"] for item in ITEMS} == set(content.STORIES)
    assert {item["kind"] for item in ITEMS} >= {"notice", "forwarded", "leadership", "unit_profile"}
    assert 60 <= len(COLUMNS) <= 110


def test_enough_waits_today_in_each_queue():
    waiting = Counter(item["story"] for item in ITEMS)
    assert waiting["first_review"] + waiting["correction_in_first_review"] >= 5
    assert waiting["leader_review"] + waiting["correction_in_leader_review"] >= 4


def test_no_two_items_are_alike():
    texts = [item for item in ITEMS if item["kind"] in ("notice", "forwarded")]  # others stand on their facts
    bodies = [re.sub(r"<[^>]+>|\s", "", item["body"]) for item in texts]
    assert all(150 <= len(body) <= 2500 for body in bodies)
    openings = Counter(body[:24] for body in bodies)
    assert [opening for opening, times in openings.items() if times > 1] == []


def test_a_column_without_items_is_only_one_that_has_columns_below():
    parents = {column["parent"] for column in COLUMNS}
    filled = {item["column"] for item in ITEMS}
    assert {column["slug"] for column in COLUMNS} - parents - filled == set()


def test_lists_of_persons_are_counts_only_and_the_initial_review_goes_on_the_board_alone():
    board = [column["slug"] for column in COLUMNS if column["board_only"]]
    assert board == ["low-income-review"]
    assert next(c for c in COLUMNS if c["slug"] == "low-income-review")["channels"] == ["村公示栏"]


def test_every_person_named_is_invented():
    assert all("示例" in person["name"] for person in PEOPLE["people"])
    numbers = [person["staff_number"] for person in PEOPLE["people"]]
    assert len(set(numbers)) == len(numbers)


def test_the_accounts_of_the_design_are_there():
    accounts = {person["account"] for person in PEOPLE["people"]}
    assert {
        "reporter", "reporter2", "officer", "officer2", "leader", "leader2", "principal", "window", "inspector",
        "admin",
    } <= accounts  # fmt: skip


@pytest.mark.parametrize("item", [item for item in ITEMS if item["kind"] == "forwarded"], ids=lambda item: item["key"])
def test_a_forwarded_document_says_where_it_came_from(item):
    assert item["source_organ"] and item["original_number"] and item["original_date"] <= item["at"][:10]


def bad(item, **over):
    return list(content._item_problems(item | over))


def test_each_check_notices_what_it_is_for():
    item = next(item for item in ITEMS if item["story"] == "published" and "合计" in item["body"])
    assert bad(item) == []
    figure = content.tables(item["body"])[0][1][1]
    assert bad(item, body=item["body"].replace(f"<td>{figure}</td>", "<td>999999</td>", 1))
    assert bad(item, body=item["body"] + "<p>请带身份证等材料</p>")
    assert bad(item, body=item["body"] + "<p>电话13800001234</p>")
    assert bad(item, body=item["body"] + "<p>电话0564-5022000</p>")
    assert bad(item, body=item["body"] + "<p>举报打12388</p>")
    assert bad(item, body=item["body"] + "<p>34242519600101001X</p>")
    assert bad(item, body=item["body"] + "<p>6222020200112233445</p>")
    assert bad(item, story="corrected")
    assert bad(item, story="somehow")
    assert bad(item, expires_on="2025-01-01")
    assert bad(item, changes=[{"field": "body", "old": "不在里面的话", "new": "x"}])
