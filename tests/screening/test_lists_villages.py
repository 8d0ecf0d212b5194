"""Lists compared with the period before, and split into one for each village."""

from decimal import Decimal

import pytest

from audit.screening import lists
from audit.screening.lists import (
    Line,
    Listing,
    ListTrouble,
    build,
    by_village,
    compare,
    find_list,
)
from tests.screening.test_lists import HEAD, PEOPLE, VILLAGES, book, built, saved


def line(name, amount, village="太平村", group="", number=1):
    return Line(number, (village, group, name, str(amount)), name, village, group, Decimal(amount))


def listing(*lines):
    return Listing(("村", "组", "姓名", "金额"), lines)


def test_compared_with_the_last_period():
    last = listing(line("赵测试", 100), line("钱样例", 200), line("孙虚构", 300))
    now = listing(line("赵测试", 100), line("钱样例", 250), line("李某甲", 9000, "街道社区"))
    found = compare(now, last)
    assert (found.total, found.count, found.last_total, found.last_count) == (9350, 3, 600, 3)
    assert [one.name for one in found.new] == ["李某甲"]
    assert [one.name for one in found.gone] == ["孙虚构"]
    assert [(then.amount, one.amount) for then, one in found.changed] == [(200, 250)]
    assert [one.name for one in found.largest] == ["李某甲", "钱样例", "赵测试"]


def test_namesakes_are_told_apart_by_their_amounts():
    last = listing(line("赵测试", 100), line("赵测试", 200))
    found = compare(listing(line("赵测试", 200), line("赵测试", 100), line("赵测试", 50)), last)
    assert (len(found.new), found.gone, found.changed) == (1, (), ())
    assert found.new[0].amount == 50


def test_a_village_written_otherwise_is_the_same_village():
    found = compare(listing(line("赵测试", 1, "落儿岭镇太平村")), listing(line("赵测试", 1, "太平村委会")))
    assert not found.new and not found.gone and not found.changed


def test_the_first_list_of_its_kind_is_all_new_and_ten_are_shown():
    found = compare(listing(*[line(f"人{n}", n) for n in range(30)]), None)
    assert (len(found.new), found.last_count, found.last_total) == (30, 0, 0)
    assert [one.amount for one in found.largest] == list(range(29, 19, -1))


def test_the_published_list_can_be_read_back_and_compared():
    now = built(HEAD, *PEOPLE)
    again = build(find_list("上期.xlsx", saved(book(now.labels, *[one.values for one in now.lines]))))
    found = compare(now, again)
    assert not (found.new or found.gone or found.changed) and found.last_total == now.total


def test_one_upload_becomes_a_list_for_each_village():
    parts = by_village(built(HEAD, *PEOPLE), VILLAGES)
    assert {name: part.count for name, part in parts.items()} == {"太平村": 2, "街道社区": 1}
    assert parts["太平村"].total == Decimal("825.50")
    assert parts["街道社区"].after[1][3] == "孙虚构" and not parts["街道社区"].before


WRITTEN = [
    "太平村",
    "太平",
    "太平村委会",
    "太平村民委员会",
    "落儿岭镇太平村",
    "霍山县落儿岭镇太平村",
    " 太 平 村 ",
    "太平村张湾组",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_village_names_as_offices_write_them(written):
    assert list(by_village(listing(line("赵测试", 1, written)), VILLAGES)) == ["太平村"]


def test_an_unknown_village_is_named_with_its_row():
    people = [["赵测试", "太平村", 1], ["钱样例", "大平村", 2], ["孙虚构", "", 3]]
    with pytest.raises(ListTrouble, match="第 3 行“大平村”、第 4 行是空的"):
        by_village(built(["姓名", "村", "金额"], *people), VILLAGES)


def test_without_a_village_column_nothing_is_split():
    with pytest.raises(ListTrouble, match="没有“村”这一列"):
        by_village(built(["姓名", "金额"], ["赵测试", 1]), VILLAGES)


def test_the_modules_names_are_offered_in_one_place():
    assert set(lists.__all__) <= set(dir(lists))
