"""The inspector's seat: sees everything, changes nothing, and leaves a trace of what it read."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock, files, guards, watch, workflow
from audit.checks import Given, Refused
from audit.models import Attachment, Edition, Item, LedgerEntry, Verification
from tests.cast import (
    CODE,
    edit,
    first_review,
    make_notice,
    published,
    signature,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client, town):
    client.force_login(town.inspector)
    return client


def page_of(seat, item, name="timeline", query=""):
    response = seat.get(reverse(f"inspection:{name}", args=[item.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["reporter", "officer", "leader", "principal", "window", "admin", "root"])
def test_to_everybody_else_these_pages_do_not_exist(client, town, name):
    item = published(town).item
    client.force_login(getattr(town, name))
    for address in (
        reverse("inspection:acts"), reverse("inspection:items"), reverse("inspection:chain"),
        reverse("inspection:timeline", args=[item.pk]), reverse("inspection:compare", args=[item.pk]),
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    for address in (reverse("inspection:export"), reverse("inspection:verify")):
        assert client.post(address).status_code == 404
    assert not LedgerEntry.objects.filter(act__in=("read", "export")).exists()


def test_a_timeline_shows_every_act_and_every_save(seat, town):
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title="改过的标题", correction_note="标题写错")
    second = submit(town, notice)
    second = workflow.take_step(town.officer, "return", second, Given(remark="金额还没改"))
    with pytest.raises(Refused):
        workflow.take_step(town.root, "withdraw", first, Given(reason="wrong"))
    page = page_of(seat, notice)
    for word in ("新建底稿", "改动底稿", "送审", "初审通过", "签发", "上网", "退回修改", "金额还没改",
                 "被拒绝的操作", "root", "第2稿", "王示例", "党政办信息员"):  # fmt: skip
        assert word in page, word


def test_reading_leaves_one_row_a_session_and_item(seat, client, town):
    item = published(town).item
    for _ in range(3):
        page_of(seat, item)
    rows = LedgerEntry.objects.filter(act="read", item_uuid=item.pk)
    assert [(row.person_name, row.visibility) for row in rows] == [("陈示例", "inspection")]
    client.logout()
    client.force_login(town.inspector)
    page_of(client, item)
    assert rows.all().count() == 2


def test_the_inspector_can_move_nothing(seat, town):
    edition = submit(town, make_notice(town))
    before = Edition.objects.values().get(pk=edition.pk), Item.objects.values().get(pk=edition.item_id)
    rows = LedgerEntry.objects.count()
    page_of(seat, edition.item)
    seat.post(reverse("inspection:export"))
    seat.post(reverse("inspection:verify"))
    assert before == (Edition.objects.values().get(pk=edition.pk), Item.objects.values().get(pk=edition.item_id))
    assert LedgerEntry.objects.count() == rows + 2


def test_any_two_editions_are_told_apart_in_words(seat, town):
    first = published(town, title="补贴面积1724亩")
    notice = edit(first.item.concrete(), town.reporter, title="补贴面积1742亩", correction_note="面积颠倒")
    submit(town, notice)
    page = page_of(seat, notice, "compare", "?a=1&b=2")
    assert "<del>" in page and "1724" in page and "1742" in page
    assert "一字不差" in page_of(seat, notice, "compare", "?a=1&b=1")
    for wrong in ("", "?a=1&b=9", "?a=x&b=1", "?a=1"):
        assert seat.get(reverse("inspection:compare", args=[notice.pk]) + wrong).status_code == 404


def test_any_two_saves_are_told_apart_in_words(seat, town):
    notice = make_notice(town)
    edit(notice, town.officer, body="<p>进入林区不得带火种。</p>", summary="防火")
    page = page_of(seat, notice, "saves")
    assert "摘要" in page and "<ins>" in page and "王示例" in page
    assert page_of(seat, notice, "saves", "?a=999999&b=zzz")


def attach(town, notice):
    data = b"a,b\n1,2\n"
    row = Attachment(
        item=notice, sha256=files.put(data), name="汇总表.csv", size=8, content_type="text/csv",
        uploaded_by=town.reporter.person,
    )  # fmt: skip
    row._history_user = town.reporter
    row.save()
    return row


def test_signing_from_the_drafters_device_or_with_files_unopened_is_marked(seat, town):
    notice = make_notice(town)
    file = attach(town, notice)
    edition = workflow.take_step(town.reporter, "submit", notice, Given(device="d" * 64))
    edition = first_review(town, edition)
    workflow.take_step(town.leader, "sign", edition, Given(code=CODE, has_read=True, device="d" * 64))
    page = page_of(seat, notice)
    assert "和送审用的是同一台设备" in page and "签发前没有打开附件：汇总表.csv" in page

    other = make_notice(town, title="另一条")
    attach(town, other)
    edition = workflow.take_step(town.reporter, "submit", other, Given(device="d" * 64))
    edition = first_review(town, edition)
    given = Given(code=CODE, has_read=True, device="e" * 64, opened=[file.sha256])
    workflow.take_step(town.leader, "sign", edition, given)
    page = page_of(seat, other)
    assert "同一台设备" not in page and "没有打开附件" not in page


def test_an_erased_item_is_still_there_without_its_words(seat, town):
    edition = published(town, title="不该有的标题")
    workflow.withdraw_item(town.officer, edition.item, Given(reason="privacy"))
    edition.refresh_from_db()
    workflow.take_step(town.leader, "propose_erase", edition, signature_with("名单"))
    workflow.take_step(town.inspector, "erase", edition, signature())
    page = page_of(seat, edition.item)
    assert "不该有的标题" not in page
    assert "清除内容：正文一稿" in page and "已由第" in page


def signature_with(remark):
    given = signature()
    given.remark = remark
    return given


@pytest.mark.parametrize(
    "query,acts",
    [
        ("person=李示例&act=sign", {"sign"}),
        ("person=t-officer&act=pass", {"pass"}),
        ("unit=agriculture&act=submit", {"submit"}),
        ("column=disclosure&act=publish", {"publish"}),
        ("item=森林防火&act=publish", {"publish"}),
        ("post=信息员&act=pass", {"pass"}),
        ("unit=treasury", set()),
        ("since=2001-01-01&until=2001-01-02", set()),
        ("item=没有这样的标题", set()),
    ],
)
def test_filters(seat, town, query, acts):
    published(town)
    response = seat.get(reverse("inspection:acts") + "?" + query)
    assert {row.act for row in response.context["rows"]} == acts


@pytest.mark.parametrize(
    "query", ["since=昨天", "act=nothing", "unit=none", "since=2026-02-01&until=2026-01-01", "before=x", "item=%00"]
)
def test_odd_filters_are_answered_kindly(seat, town, query):
    published(town)
    assert seat.get(reverse("inspection:acts") + "?" + query).status_code == 200


def test_the_export_holds_the_filtered_rows_and_is_recorded(seat, town):
    published(town, title="=HYPERLINK(1)")
    response = seat.post(reverse("inspection:export") + "?act=sign")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert row[head.index("事项")] == "签发"
    assert row[head.index("标题")] == "'=HYPERLINK(1)"
    last = LedgerEntry.objects.last()
    assert (last.act, last.subject, last.visibility) == ("export", "办理记录 1 行", "inspection")


def test_rows_of_reading_are_seen_by_inspection_only(seat, town):
    item = published(town).item
    page_of(seat, item)
    assert not LedgerEntry.objects.of_item(item.pk).for_staff().filter(act="read").exists()


def test_the_state_of_the_chain_stands_on_top(seat, town):
    published(town)
    assert "还没有做过" in seat.get(reverse("inspection:acts")).content.decode()
    seat.post(reverse("inspection:verify"))
    assert "防改校验：未发现改动" in seat.get(reverse("inspection:acts")).content.decode()
    from django.db import connection

    guards.drop(connection)
    LedgerEntry.objects.filter(number=3).update(person_name="别人")
    guards.install(connection)
    seat.post(reverse("inspection:verify"))
    page = seat.get(reverse("inspection:chain")).content.decode()
    assert "发现 1 处问题" in page and "第 3 行：内容被改过" in page


def test_the_schedule_looks_once_a_day_and_keeps_what_it_found(town):
    published(town)
    assert [watch.look_daily(), watch.look_daily()] == [True, False]
    with clock.example_clock(clock.now() + timedelta(hours=25)):
        assert watch.look_daily()
    last = Verification.objects.first()
    assert (last.rows, last.findings) == (LedgerEntry.objects.count(), [])


def test_an_item_with_2000_acts_opens_in_few_queries(seat, town, django_assert_max_num_queries):
    edition = submit(town, make_notice(town))
    from django.db import transaction

    from audit import ledger, rights

    actor = rights.actor(town.window)
    with transaction.atomic():
        for _ in range(2000):
            ledger.append(actor, "read", edition=edition, texts={"remark": "x"})
    page_of(seat, edition.item)
    with django_assert_max_num_queries(20):
        page_of(seat, edition.item, query="?readings=on")


def test_readings_stay_out_of_the_rows_until_asked_for(seat, town):
    item = published(town).item
    first = page_of(seat, item)
    assert "纪检查阅 1 行没有列" in first and "<h3>纪检查阅</h3>" not in first
    assert "<h3>纪检查阅</h3>" in page_of(seat, item, query="?readings=on")
    shown = seat.get(reverse("inspection:acts"))
    assert "read" not in {row.act for row in shown.context["rows"]} and shown.context["unlisted"] == 1
    for asked in ("?readings=on", "?act=read"):
        assert "read" in {row.act for row in seat.get(reverse("inspection:acts") + asked).context["rows"]}, asked


def test_a_timeline_begins_with_the_verdict_and_counts_only_who_worked_on_it(seat, town):
    edition = published(town)
    watch.look()
    with pytest.raises(Refused):
        workflow.take_step(town.root, "withdraw", edition, Given(reason="wrong"))
    response = seat.get(reverse("inspection:timeline", args=[edition.item_id]))
    page = response.content.decode()
    assert page.index("防改校验：未发现改动") < page.index("现在的状态")
    assert "想办：撤下。" in page and "想办：withdraw" not in page
    assert (
        response.context["handlers"] == 3
    )  # who wrote, who reviewed, who signed: not the system, not inspection, not root


def test_pages_back_through_the_rows(seat, town):
    for n in range(12):
        published(town, title=f"第{n}条")
    first = seat.get(reverse("inspection:acts"))
    older = seat.get(reverse("inspection:acts") + "?" + first.context["older"])
    assert first.context["rows"][-1].number == older.context["rows"][0].number + 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_in_the_browser_nothing_overflows_and_axe_finds_nothing(
    live_server, open_browser, find_barriers, town, client, width
):
    item = published(town).item
    edit(item.concrete(), town.reporter, title="改过的标题", correction_note="标题")
    client.force_login(town.inspector)
    page = open_browser(width=width)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    for address in (
        reverse("inspection:acts"), reverse("inspection:items"), reverse("inspection:chain"),
        reverse("inspection:timeline", args=[item.pk]), reverse("inspection:saves", args=[item.pk]),
        reverse("inspection:compare", args=[item.pk]) + "?a=1&b=1",
    ):  # fmt: skip
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert find_barriers(page) == [], address


def test_the_clock_of_the_loader_is_told(seat, town):
    with clock.example_clock(clock.now() + timedelta(seconds=1)):
        item = published(town).item
    assert "示例数据" in page_of(seat, item)
