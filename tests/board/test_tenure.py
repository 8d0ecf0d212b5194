"""Days, posts and phone numbers as clerks write them. Pure, by the dozen."""

from datetime import date

import pytest

from disclosure import phone_numbers, tenure
from disclosure.organisation import leaders_in, numbers, units_of

GOOD = {
    "2026-03-02": "2026-03-02", "2026年3月2日": "2026-03-02", "2026.3.2": "2026-03-02", "2026/03/2": "2026-03-02",
    "２０２６年３月２日": "2026-03-02", " 2026 年 3 月 ": "2026-03", "2026.3": "2026-03", "2024-02-29": "2024-02-29",
    "": "", "至今": "", "—": "", "2026年3月2号": "2026-03-02",
}  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_a_day_is_read_however_it_is_written(text):
    assert tenure.canonical_day(text) == GOOD[text]


@pytest.mark.parametrize(
    "text", ["去年三月", "2026", "2026-13-01", "2026-02-30", "26.3.2", "1826-01-01", "3月2日", "2026-3-2-1"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        tenure.canonical_day(text)


def test_a_month_means_its_first_and_its_last_day():
    assert tenure.first_day("2024-02") == date(2024, 2, 1) and tenure.last_day("2024-02") == date(2024, 2, 29)
    assert tenure.last_day("2024-02-10") == date(2024, 2, 10) and tenure.last_day("") is None


@pytest.mark.parametrize(
    ("until", "on", "over"),
    [("2026-10-31", date(2026, 10, 31), False), ("2026-10-31", date(2026, 11, 1), True), ("2026-10", date(2026, 10, 31), False),
     ("", date(2099, 1, 1), False), ("看不懂", date(2099, 1, 1), False)],
)  # fmt: skip
def test_a_term_is_over_the_day_after_its_last(until, on, over):
    assert tenure.over(until, on) is over


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [(("2021-09", ""), ("2024-01", ""), True), (("2021-09", "2023-12"), ("2024-01", ""), False),
     (("", "2023-12-31"), ("2023-12-31", ""), True), (("", ""), ("", ""), True), (("2021", "x"), ("", ""), True)],
)  # fmt: skip
def test_two_terms_overlap_when_they_share_a_day(one, other, both):
    assert tenure.overlap(one, other) is tenure.overlap(other, one) is both


@pytest.mark.parametrize(
    ("post", "single"),
    [("镇长", {"镇长"}), ("党委副书记、镇长", {"镇长"}), ("副镇长", set()), ("党委委员、纪委书记", {"纪委书记"}),
     ("党委书记", {"党委书记"}), ("四级调研员", set()), ("党委委员，武装部长", {"武装部长"}), ("", set())],
)  # fmt: skip
def test_posts_that_one_person_alone_can_hold(post, single):
    assert tenure.single_posts(post) == single


PUBLISHED = frozenset({"05640000101", "13800000000"})


@pytest.mark.parametrize(
    "text", ["0564-0000101", "（0564）5022000", "5022000", "12345", "0564-0000112转3", "400-8001234", "010-12345678"]
)
def test_office_phones_raise_no_doubt(text):
    assert phone_numbers.doubts("李示例", text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("13912345678", "手机号"), ("0564-0000101、138 0000 0001", "尾号0001"), ("李主任", "看不出"), ("12", "看不出")],
)
def test_a_mobile_or_no_number_is_doubted_and_never_repeated_whole(text, word):
    said = phone_numbers.doubts("李示例", text, PUBLISHED)
    assert len(said) == 1 and word in said[0] and "13912345678" not in said[0]


def test_a_mobile_the_office_publishes_is_an_office_phone():
    assert phone_numbers.doubts("李示例", "138-0000-0000", PUBLISHED) == []


def test_numbers_are_dialled_without_their_dress():
    assert [(one.text, one.dial) for one in numbers("0564-0000112转3；12345")] == [
        ("0564-0000112转3", "05640000112,3"), ("12345", "12345"),
    ]  # fmt: skip
    assert numbers("没有") == ()


def test_units_are_told_apart_by_any_comma():
    assert units_of("民政办，社保所,卫生院、 便民中心") == ("民政办", "社保所", "卫生院", "便民中心")


def test_a_leader_without_a_column_of_the_head_reads_as_blank():
    fact = {"key": "leaders", "label": "镇领导", "head": ["姓名", "职务"], "rows": [["孙示例", "党委副书记、镇长"]]}
    (leader,) = leaders_in([fact])
    assert (leader.called, leader.duties, leader.phones, leader.term) == ("孙示例镇长", "", (), "")
