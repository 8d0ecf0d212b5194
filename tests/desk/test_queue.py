"""今天: who finds what on the desk, in which order, and nothing of what is not hers."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import appointments, clock, duties, workflow
from audit.checks import Given
from audit.models import Edition, HolidayNotice, Item, Post
from tests.cast import (
    CODE,
    edit,
    end_post,
    first_review,
    make_notice,
    make_town,
    published,
    sign,
    submit,
)

TODAY = "/desk/"


def ago(**length):
    return clock.example_clock(timezone.now() - timedelta(**length))


@pytest.fixture
def town(db):
    with ago(days=400):
        return make_town()


def sections(client, account):
    client.force_login(account)
    answer = client.get(TODAY)
    assert answer.status_code == 200
    return {section["key"]: [row["title"] for row in section["rows"]] for section in answer.context["sections"]}


def test_without_login_the_desk_asks_for_it(client, db):
    assert client.get(TODAY).headers["Location"].startswith(reverse("desk:login"))


def test_what_waits_goes_from_one_person_to_the_next(client, town):
    edition = submit(town, make_notice(town, title="森林防火通知"))
    assert sections(client, town.officer)["waiting"] == ["森林防火通知"]
    assert "waiting" not in sections(client, town.leader)
    assert sections(client, town.reporter)["mine"] == ["森林防火通知"]
    edition = first_review(town, edition)
    assert "waiting" not in sections(client, town.officer)
    assert sections(client, town.leader)["waiting"] == ["森林防火通知"]
    sign(town, edition)
    assert "waiting" not in sections(client, town.leader)


@pytest.mark.parametrize("name", ["reporter2", "window", "inspector", "admin"])
def test_others_find_nothing_of_it(client, town, name):
    submit(town, make_notice(town, title="森林防火通知"))
    client.force_login(getattr(town, name))
    answer = client.get(TODAY)
    assert not answer.context["waiting"]
    if name != "inspector":
        assert "森林防火通知" not in answer.content.decode()


def test_an_account_without_any_post_sees_an_empty_desk(client, town):
    submit(town, make_notice(town, title="森林防火通知"))
    client.force_login(town.root)
    answer = client.get(TODAY)
    assert answer.status_code == 200
    assert "森林防火通知" not in answer.content.decode()
    assert "桌上没有事" in answer.content.decode()


def test_corrections_lie_on_top_then_what_is_due_first(client, town):
    wednesday = timezone.make_aware(datetime(2026, 11, 25, 16))
    with clock.example_clock(wednesday - timedelta(days=9)):
        first = published(town, title="老名单")
    with clock.example_clock(wednesday - timedelta(hours=30)):
        submit(town, make_notice(town, title="迟了的"))
    with clock.example_clock(wednesday - timedelta(hours=2)):
        submit(town, make_notice(town, title="刚来的"))
        submit(town, edit(first.item.concrete(), town.reporter, title="新名单", correction_note="漏了一户"))
    client.force_login(town.officer)
    with clock.example_clock(wednesday):
        rows = client.get(TODAY).context["sections"][0]["rows"]
    assert [row["title"] for row in rows] == ["新名单", "迟了的", "刚来的"]
    assert [row["late"] for row in rows] == [False, True, False]
    assert [row["correction"] for row in rows] == [True, False, False]
    assert rows[1]["due"] == "已超过 6 小时"
    assert "已等 30 小时" in rows[1]["meta"]
    assert rows[0]["button"] == "去初审"


def due_of(client, town, came: datetime, at: datetime) -> tuple[str, bool]:
    """What the officer's desk says at a moment about the one thing that came at another (town time)."""
    with clock.example_clock(timezone.make_aware(came)):
        submit(town, make_notice(town, title="通知", formed_on=date(2026, 9, 2)))
    client.force_login(town.officer)
    with clock.example_clock(timezone.make_aware(at)):
        row = client.get(TODAY).context["sections"][0]["rows"][0]
    return row["due"], row["late"]


def test_a_weekend_does_not_make_anybody_late(client, town):
    friday, sunday = datetime(2026, 11, 20, 16), datetime(2026, 11, 22, 20)
    assert due_of(client, town, friday, sunday) == ("请在 11月23日 16:00 前办", False)


def test_what_comes_on_a_holiday_has_the_whole_next_working_day(client, town):
    assert due_of(client, town, datetime(2026, 10, 3, 9), datetime(2026, 10, 7, 9)) == (
        "请在 10月8日 24:00 前办",
        False,
    )


def test_lateness_counts_working_hours(client, town):
    assert due_of(client, town, datetime(2026, 11, 19, 16), datetime(2026, 11, 23, 1)) == ("已超过 9 小时", True)


def test_over_a_year_nobody_announced_the_due_day_is_said_to_be_provisional(client, town):
    told = due_of(client, town, datetime(2026, 12, 31, 16), datetime(2026, 12, 31, 17))
    assert told == ("请在 1月1日 16:00 前办（按周末推算，节假日安排公布后重算）", False)


def test_once_the_notice_is_entered_the_due_day_moves(client, town):
    HolidayNotice.objects.create(year=2027, text="元旦：1月1日（周五）至3日（周日）放假，共3天。", source="示例")
    told = due_of(client, town, datetime(2026, 12, 31, 16), datetime(2026, 12, 31, 17))
    assert told == ("请在 1月4日 16:00 前办", False)


def test_a_returned_item_says_who_when_and_why(client, town):
    notice = make_notice(town, title="招租公告")
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="写清楚几间、多少钱"))
    client.force_login(town.reporter)
    answer = client.get(TODAY)
    text = answer.content.decode()
    assert sections(client, town.reporter)["returned"] == ["招租公告"]
    assert "写清楚几间、多少钱" in text
    assert "王示例" in text
    assert "returned" not in sections(client, town.officer2)  # not hers to put right
    submit(town, edit(notice, town.reporter, body="<p>三间，每间每月 300 元。</p>"))
    assert "returned" not in sections(client, town.reporter)


def test_the_number_counts_all_there_is_to_do(client, town):
    def number(account):
        client.force_login(account)
        answer = client.get(TODAY)
        (shown,) = (entry["count"] for entry in answer.context["desk_menu"] if entry["label"] == "今天")
        assert (f"等您办的 {shown} 件" if shown else "没有等您办的") in answer.content.decode()
        return shown

    workflow.take_step(town.officer, "return", submit(town, make_notice(town)), Given(remark="再写"))
    assert (number(town.reporter), number(town.leader)) == (1, 0)
    edition, other = published(town), published(town)
    workflow.withdraw_item(town.officer, edition.item, Given(reason="wrong"))
    workflow.take_step(town.window, "ask_withdrawal", other, Given(remark="有电话"))
    waits = first_review(town, submit(town, make_notice(town)))
    assert (number(town.officer), number(town.leader)) == (1, 3)
    confirm = reverse("desk:decide", args=[edition.item_id, "confirm_withdrawal"])
    sent = client.post(confirm, {"number": 1, "state": "withdrawn"})  # by the leader, who goes on to what waits
    assert sent.headers["Location"] == reverse("desk:review", args=[waits.item_id])
    sign(town, waits)
    assert "还有 1 件等您办" in client.get(reverse("desk:done")).content.decode()  # somebody rang: not all is done


def test_drafts_are_mine_and_never_elsewhere(client, town):
    make_notice(town, title="还没写完")
    client.force_login(town.reporter)
    assert [row["title"] for row in client.get(TODAY).context["drafts"]] == ["还没写完"]
    for other in (town.reporter2, town.officer, town.leader):
        client.force_login(other)
        assert client.get(TODAY).context["drafts"] == []


def test_a_withdrawal_waits_for_another_person(client, town):
    edition = published(town, title="有身份证号的名单")
    workflow.withdraw_item(town.officer, edition.item, Given(reason="privacy", remark="第 14 行"))
    assert sections(client, town.leader)["withdrawn"] == ["有身份证号的名单"]
    assert sections(client, town.officer2)["withdrawn"] == ["有身份证号的名单"]
    mine = sections(client, town.officer)
    assert "withdrawn" not in mine
    assert mine["others"] == ["有身份证号的名单"]
    workflow.take_step(town.leader, "confirm_withdrawal", Edition.objects.get(pk=edition.pk))
    assert "withdrawn" not in sections(client, town.officer2)


def test_a_request_to_take_down_is_on_top(client, town):
    edition = published(town, title="有电话的名单")
    submit(town, make_notice(town, title="别的"))
    workflow.take_step(town.window, "ask_withdrawal", edition, Given(remark="第二页有电话"))
    found = sections(client, town.officer)
    assert next(iter(found)) == "asked"
    assert found["asked"] == ["有电话的名单"]
    workflow.withdraw_item(town.officer, Item.objects.get(pk=edition.item_id), Given(reason="privacy"))
    assert "asked" not in sections(client, town.leader)


def test_public_notices_that_end_within_three_days(client, town):
    today = clock.local_date(clock.now())
    published(town, title="快到期", expires_on=today + timedelta(days=3))
    published(town, title="还早", expires_on=today + timedelta(days=4))
    assert sections(client, town.officer)["ending"] == ["快到期"]
    assert sections(client, town.reporter)["ending"] == ["快到期"]
    assert "ending" not in sections(client, town.reporter2)


def test_approved_items_wait_for_their_time(client, town):
    at = timezone.now() + timedelta(days=2)
    sign(town, first_review(town, submit(town, make_notice(town, title="后天上网", not_before=at))))
    assert sections(client, town.leader)["approved"] == ["后天上网"]


def test_what_she_wrote_herself_is_not_counted_as_hers_to_sign(client, town):
    edition = workflow.take_step(town.officer2, "submit", make_notice(town, title="她写的", by=town.leader))
    first_review(town, edition)
    found = sections(client, town.leader)
    assert "waiting" not in found
    assert found["others"] == ["她写的"]
    assert sections(client, town.leader2)["waiting"] == ["她写的"]


def test_referred_items_wait_without_a_clock(client, town):
    edition = first_review(town, submit(town, make_notice(town, title="拿不准")))
    workflow.take_step(town.leader, "refer", edition, Given(remark="送县保密局"))
    client.force_login(town.leader)
    answer = client.get(TODAY)
    section = next(s for s in answer.context["sections"] if s["key"] == "referred")
    assert section["rows"][0]["due"] == ""
    assert not answer.context["waiting"]


def test_a_leader_sees_what_was_signed_in_her_name(client, town):
    published(town, title="她签的")
    client.force_login(town.leader)
    assert [line["title"] for line in client.get(TODAY).context["signed"]] == ["她签的"]
    client.force_login(town.leader2)
    assert client.get(TODAY).context["signed"] == []


def test_missing_people_are_named(client, town):
    end_post(town, town.officer2)
    duties.look()
    client.force_login(town.leader)
    assert "只有一人" in client.get(TODAY).content.decode()
    client.force_login(town.reporter)
    assert "只有一人" not in client.get(TODAY).content.decode()


def test_board_only_items_are_marked_for_those_with_the_right(client, town):
    submit(town, make_notice(town, title="低保初审名单", column=town.wall))
    client.force_login(town.officer)
    answer = client.get(TODAY)
    assert answer.context["sections"][0]["rows"][0]["meta"][1] == "只上墙"


@pytest.mark.parametrize("name", ["officer", "leader", "principal", "reporter", "window", "inspector", "admin"])
@pytest.mark.parametrize("many", [1, 40])
def test_the_desk_takes_the_same_few_queries(client, town, name, many, django_assert_max_num_queries):
    for number in range(many):
        edition = submit(town, make_notice(town, title=f"第{number}件"))
        if number % 3:
            edition = first_review(town, edition)
        if number % 3 == 2:
            sign(town, edition)
    make_notice(town)
    workflow.take_step(town.officer, "return", submit(town, make_notice(town)), Given(remark="x"))
    client.force_login(getattr(town, name))
    client.get(TODAY)
    duties.look()  # what the rooms ask is stored: one query, however many rooms
    with django_assert_max_num_queries(12):
        assert client.get(TODAY).status_code == 200


def test_a_deputys_desk_takes_no_more(client, town, django_assert_max_num_queries):
    post = Post.objects.get(title="分管政务公开副镇长")
    proposal = appointments.propose(
        town.leader2, town.window.person, post, mode="deputy", ends=timezone.now() + timedelta(days=9)
    )
    appointments.confirm(town.principal, proposal)
    first_review(town, submit(town, make_notice(town)))
    edition = first_review(town, submit(town, make_notice(town)))
    account = type(town.window).objects.get(pk=town.window.pk)
    workflow.take_step(account, "sign", edition, Given(code=CODE, has_read=True))
    client.force_login(account)
    client.get(TODAY)
    with django_assert_max_num_queries(12):
        assert len(client.get(TODAY).context["waiting"]) == 1
