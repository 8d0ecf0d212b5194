"""What a change makes wrong, from facts and words alone. Pure."""

import pytest

from audit import facts
from audit.outdated import outdated

LEADERS = {"leaders/姓名": "person", "leaders/职务": "post", "leaders/联系电话": "phone"}
PROFILE = {"head": "person", "office": "place", "hours": "hours", "phones/电话": "phone"}
HEAD = ("姓名", "职务", "联系电话")


def leaders(*rows):
    return [facts.table("leaders", "镇领导", HEAD, rows)]


def profile(**over):
    values = {
        "head": "王示例",
        "office": "落儿岭镇示例路1号便民服务中心一楼3号窗口",
        "hours": "周一至周五 8:00—12:00，14:00—17:30",
    }
    return [facts.line(key, key, value) for key, value in (values | over).items()]


def gone(old, new, told, near=()):
    return outdated(old, new, told, facts.words(old), facts.words(new), near)


A, B = ("孙示例", "镇长", "0564-0000103"), ("吴示例", "副镇长", "0564-0000105")


def test_nothing_changed_is_nothing_outdated():
    assert gone(leaders(A, B), leaders(B, A), LEADERS) == []


def test_a_changed_phone_is_told_with_whose_it_was():
    (one,) = gone(leaders(A, B), leaders(A, (*B[:2], "0564-0000109")), LEADERS)
    assert one.sentence == "吴示例的电话 0564-0000105 改为 0564-0000109"


def test_who_left_and_her_number_are_two_things():
    told = {one.sentence for one in gone(leaders(A, B), leaders(A), LEADERS)}
    assert told == {"吴示例不再列出", "电话 0564-0000105 不再公布"}


def test_a_number_that_went_to_somebody_else_is_told_too():
    told = {one.sentence for one in gone(leaders(A, B), leaders(A, ("何示例", "副镇长", "0564-0000105")), LEADERS)}
    assert told == {"吴示例不再列出", "吴示例的电话 0564-0000105 现在是何示例的"}


def test_two_who_swapped_numbers_are_both_told():
    swapped = leaders((*A[:2], B[2]), (*B[:2], A[2]))
    assert len(gone(leaders(A, B), swapped, LEADERS)) == 2


def test_a_new_post_is_looked_for_under_the_name():
    (one,) = gone(leaders(A, B), leaders(A, (B[0], "党委委员、副镇长", B[2])), LEADERS)
    assert one.sentence == "吴示例的职务 副镇长 改为 党委委员、副镇长" and one.needles == ("吴示例",)
    assert one.found_in("副镇长吴示例到村里看茶园") and not one.found_in("副镇长李示例")


def test_any_kind_of_text_that_drops_a_phone_is_asked():
    (one,) = outdated([], [], {}, "联系电话0564-0000114，投诉12345。", "投诉12345。")
    assert one.kind == "phone" and one.old == "0564-0000114"
    assert outdated([], [], {}, "金额 0000114 元，2026-11-20", "没有了") == []


WRITTEN = ["0564-0000105", "05640000105", "（0564）0000105", "0564 0000105", "打0000105问", "0564—0000105转2"]
NOT_IT = ["0564-00001051", "10564-0000105", "0551-0000105", "编号 20000105", "0564-0000106"]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_phone_is_found_however_it_is_written(text):
    (one,) = gone(leaders(B), leaders((*B[:2], "0564-0000109")), LEADERS)
    assert one.found_in(f"有事请{text}。") and any(needle in text for needle in one.needles)


@pytest.mark.parametrize("text", NOT_IT)
def test_another_number_is_left_alone(text):
    (one,) = gone(leaders(B), leaders((*B[:2], "0564-0000109")), LEADERS)
    assert one.found_in(f"有事请打 {text}。") is None


def test_a_mobile_is_found_broken_or_whole():
    (one,) = outdated([], [], {}, "值班 13800000001", "值班 0564-0000101")
    for text in ("138-0000-0001", "138 0000 0001", "13800000001"):
        assert one.found_in(text) and any(needle in text for needle in one.needles)


def test_a_moved_office_is_found_by_its_last_part():
    (one,) = gone(profile(), profile(office="落儿岭镇示例路3号"), PROFILE)
    assert one.found_in("请到便民服务中心一楼3号窗口办理")
    assert one.found_in("请到便民服务中心一楼4号窗口办理") is None


def test_hours_are_asked_range_by_range_and_only_where_the_unit_is_named():
    new = profile(hours="周一至周五 8:00—12:00，14:30—18:00")
    (one,) = gone(profile(), new, PROFILE, ("民政办",))
    assert one.old == "14:00—17:30"
    assert one.found_in("民政办下午14:00-17:30上班") and one.found_in("民政办下午14：00至17：30上班")
    assert one.found_in("财政所下午14:00-17:30上班") is None


def test_a_new_head_and_nothing_in_place_of_one():
    told = [one.sentence for one in gone(profile(), profile(head="郑示例"), PROFILE)]
    assert told == ["王示例改为郑示例"]


def test_the_words_around_a_find_stay_on_their_line():
    (one,) = gone(leaders(B), leaders((*B[:2], "0564-0000109")), LEADERS)
    assert one.found_in("上一行\n接访打 0564-0000105，不用预约\n下一行") == ("接访打 ", "0564-0000105", "，不用预约")
