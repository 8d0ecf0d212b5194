"""Working days: the test vectors of the notices of 2025 and 2026, the town's own entries, years nobody announced."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import changes, working_days
from audit.models import HolidayNotice, PendingChange
from audit.working_days import Calendar, NoticeError, read_notice

PRINTED = Calendar()
NOTICE_2026 = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""
VECTORS = [
    ("2026-09-21", 20, "2026-10-26"), ("2026-02-09", 20, "2026-03-13"), ("2026-04-28", 7, "2026-05-11"),
    ("2025-09-26", 20, "2025-10-30"), ("2026-09-24", 15, "2026-10-22"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "days", "end"), VECTORS)
def test_terms_end_where_they_were_computed_to_end(start, days, end):
    start, end = date.fromisoformat(start), date.fromisoformat(end)
    entered = Calendar(*read_notice(2026, NOTICE_2026), frozenset({2026}))
    for calendar in (PRINTED, entered):
        due = calendar.after(start, days)
        assert (due.day, due.provisional, due.note) == (end, False, "")
        assert calendar.count(start, end) == days
        assert calendar.count(end, start) == -days or not calendar.works(start)


def test_the_notice_read_by_the_machine_is_the_librarys_table():
    entered = Calendar(*read_notice(2026, NOTICE_2026))
    days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    assert [day for day in days if entered.works(day) != PRINTED.works(day)] == []


def test_the_first_day_is_not_counted_and_a_term_of_none_rolls_on():
    friday, saturday = date(2026, 11, 27), date(2026, 11, 28)
    assert PRINTED.after(friday, 1).day == date(2026, 11, 30)
    assert PRINTED.rolled(saturday).day == date(2026, 11, 30)
    assert PRINTED.rolled(friday).day == friday


def test_a_year_nobody_announced_is_counted_by_weekdays_and_says_so():
    due = PRINTED.after(date(2026, 12, 3), 20)
    assert due.day == date(2026, 12, 31)
    assert not due.provisional
    due = PRINTED.after(date(2026, 12, 4), 20)
    assert due.day == date(2027, 1, 1)
    assert due.note == "（按周末推算，节假日安排公布后重算）"
    entered = Calendar(*read_notice(2027, "元旦：1月1日至3日放假。"), frozenset({2027}))
    assert entered.after(date(2026, 12, 4), 20) == working_days.Due(date(2027, 1, 4), False)


def test_what_the_town_entered_wins_over_the_printed_table():
    snow = Calendar(*read_notice(2026, "11月26日放假。11月28日上班"))
    assert not snow.works(date(2026, 11, 26))
    assert snow.works(date(2026, 11, 28))
    assert snow.after(date(2026, 11, 25), 1).day == date(2026, 11, 27)


def test_hours_pass_on_working_days_alone():
    def at(text):
        return datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=8)))

    assert PRINTED.later(at("2026-11-20 16:00"), 24) == at("2026-11-23 16:00")
    assert PRINTED.later(at("2026-09-19 16:00"), 24) == at("2026-09-21 00:00")  # Saturday; the Sunday is worked
    assert PRINTED.later(at("2026-11-25 16:00"), 0) == at("2026-11-25 16:00")
    assert PRINTED.passed(at("2026-11-20 16:00"), at("2026-11-23 16:00")) == timedelta(hours=24)
    assert PRINTED.passed(at("2026-11-21 16:00"), at("2026-11-22 16:00")) == timedelta()


@pytest.mark.parametrize(
    ("text", "off", "on"),
    [
        ("元旦：2026年12月31日至2027年1月2日放假调休，共3天。", ["2026-12-31", "2027-01-01", "2027-01-02"], []),
        ("1月4日（周日）上班", [], ["2027-01-04"]),
        ("2月3日、4日放假\n2月6日上班", ["2027-02-03", "2027-02-04"], ["2027-02-06"]),
        ("9 月 30 日 至 10 月 2 日 放假", ["2027-09-30", "2027-10-01", "2027-10-02"], []),
        ("5月1日—2日放假；5月8日上班", ["2027-05-01", "2027-05-02"], ["2027-05-08"]),
    ],
)
def test_notices_as_people_write_them(text, off, on):
    found_off, found_on = read_notice(2027, text)
    assert [day.isoformat() for day in sorted(found_off)] == off
    assert [day.isoformat() for day in sorted(found_on)] == on


@pytest.mark.parametrize(
    "text",
    ["", "明年再说", "1月1日", "2月30日放假", "1月1日放假并于1月4日上班", "13月1日放假", "1月1日至2月20日放假", "5日放假",
     "1月4日放假。1月4日上班。", "3月3日至3月1日放假"],
)  # fmt: skip
def test_a_notice_that_cannot_be_understood_gets_a_sentence(text):
    with pytest.raises(NoticeError) as refused:
        read_notice(2027, text)
    assert len(str(refused.value)) > 10


def test_the_administrator_pastes_the_notice_and_a_leader_confirms(town, client):
    client.force_login(town.admin)
    page = client.post(reverse("admin:audit_holidaynotice_add"), {"year": "2027", "text": "再看", "source": "示例通知"})
    assert "没有读到日期" in page.content.decode()
    client.post(
        reverse("admin:audit_holidaynotice_add"),
        {"year": "2027", "text": "1月1日至3日放假。1月10日上班。", "source": "国办发明电〔2026〕示例号"},
    )
    assert not HolidayNotice.objects.exists()
    changes.confirm_change(town.leader, PendingChange.objects.get())
    calendar = HolidayNotice.objects.calendar()
    assert not calendar.works(date(2027, 1, 1))
    assert calendar.works(date(2027, 1, 10))
    assert calendar.announced(2027)


def test_a_notice_past_the_form_is_refused_too(db):
    with pytest.raises(ValidationError):
        HolidayNotice(year=2027, text="1月1日", source="x").full_clean()
