"""保密审查表 says everything of an edition's review; 不予公开 is listed and looked at again each year."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import changes, clock, duties, verifier, workflow
from audit.checks import Given
from audit.desk import withheld
from audit.models import LedgerEntry, PendingChange, Threshold
from audit.screening import gate
from tests.cast import edit, first_review, make_notice, make_town, published, sign, signature, submit


def said(client, account, address) -> str:
    client.force_login(account)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(edition) -> str:
    return reverse("desk:review_form", args=[edition.item_id, edition.number])


def withhold(town, title="关于某项部署的通知"):
    edition = submit(town, make_notice(town, title=title))
    given = Given(clause="国令第711号第十四条，涉及未公开的部署")
    edition = workflow.take_step(town.officer, "propose_withhold", edition, given)
    return workflow.take_step(town.leader, "withhold", edition, signature())


def test_the_form_of_a_published_notice_has_every_field(town, client, settings):
    settings.SITE_URL = "https" + "://town.example"
    notice = make_notice(town, document_number="落政〔2026〕7号", body="<p>当事人身份证号 110101199003070070。</p>")
    (one,) = [one for one in gate.look_at_item(notice) if one.blocks]
    gate.decide(town.reporter, notice, one.subject.sha256, one.key, "行政处罚法第四十八条")
    edition = submit(town, notice)
    edition = sign(town, first_review(town, edition))
    page = said(client, town.officer, form_of(edition))
    for wanted in (
        "政府信息公开保密审查表", "填表日期", "拟公开单位", "农业农村办公室", "公文类（落政〔2026〕7号）", "政府网站、公开栏", "签发后即时",
        "周示例", "主动公开", "内容摘要", "没有附件", "行政处罚法第四十八条", "含有国家秘密、工作秘密或敏感信息吗？", "国令第711号第十四条",
        "信息员初审", "王示例（党政办信息员）", "分管领导审核签发", "李示例（分管政务公开副镇长）", "没有送审查部门", "系统（签发后自动上网）",
        "town.example/items/",
    ):  # fmt: skip
        assert wanted in page, wanted
    assert "110101199003070070" not in page.replace("当事人身份证号 110101199003070070。", "")
    assert "保密审查表" in said(client, town.officer, reverse("desk:review", args=[notice.pk]))


def test_the_form_of_one_under_review_says_what_is_still_open(town, client):
    edition = submit(town, make_notice(town, column=town.money))
    page = said(client, town.reporter, form_of(edition))
    assert page.count("还没有办到这一步") == 3  # officer, leader, principal
    assert "还没有初审" in page
    assert "这一稿没有上过网" in page


def test_who_may_not_see_the_item_sees_no_form_and_the_inspectors_reading_is_on_record(town, client):
    edition = published(town)
    for name in ("reporter2", "window", "admin", "root"):
        client.force_login(getattr(town, name))
        assert client.get(form_of(edition)).status_code == 404, name
    assert "保密审查表" in said(client, town.inspector, reverse("inspection:timeline", args=[edition.item_id]))
    before = LedgerEntry.objects.filter(act="read").count()
    said(client, town.inspector, form_of(edition))
    assert LedgerEntry.objects.filter(act="read").count() == before  # one row a session and item
    client.force_login(town.inspector)
    assert client.get(reverse("desk:review_form", args=[edition.item_id, 99])).status_code == 404


def test_a_referral_and_its_answer_stand_on_the_form_and_the_clock_goes_on_where_it_stopped(db, client):
    def at(day, hour):
        return clock.example_clock(timezone.make_aware(datetime(2026, 11, day, hour)))

    with at(3, 8):
        town = make_town()

    with at(23, 8):  # Monday
        edition = submit(town, make_notice(town))
    with at(23, 9):
        edition = first_review(town, edition)
    with at(23, 19):  # ten hours of the leader's twenty-four have passed
        edition = workflow.take_step(town.leader, "refer", edition, Given(remark="请县保密局看"))
    with at(25, 9):
        assert "等答复时不计时" in said(client, town.leader, reverse("desk:review", args=[edition.item_id]))
        edition = workflow.take_step(town.leader, "resume", edition, Given(remark="县保密局：可以公开"))
        page = said(client, town.leader, reverse("desk:review", args=[edition.item_id]))
        assert "请在 11月25日 23:00 前办" in page
        form = said(client, town.leader, form_of(edition))
    assert "请县保密局看" in form
    assert "县保密局：可以公开" in form


def test_what_is_withheld_is_listed_with_reason_and_the_day_of_its_next_look(town, client):
    edition = withhold(town)
    page = said(client, town.leader, reverse("desk:withheld"))
    assert "关于某项部署的通知" in page
    assert "涉及未公开的部署" in page
    due = withheld.months_after(clock.local_date(clock.now()), 12)
    assert f"{due.year}年{due.month}月{due.day}日" in page
    assert "到期了" not in page
    assert "不予公开" in said(client, town.officer, form_of(edition))
    for name in ("reporter", "window", "admin"):
        client.force_login(getattr(town, name))
        assert client.get(reverse("desk:withheld")).status_code == 404, name
    client.force_login(town.inspector)
    page = client.get(reverse("desk:withheld")).content.decode()
    assert "关于某项部署的通知" in page
    assert "仍不公开" not in page  # reads, decides nothing


@pytest.fixture
def a_year_on(town):
    """Withheld a year ago; (edition, the clock of now)."""
    edition = withhold(town)
    with clock.example_clock(clock.now() + timedelta(days=366)):
        yield edition


def test_after_a_year_it_is_due_and_the_look_is_an_act_by_name(town, client, a_year_on):
    edition = a_year_on
    duties.look()
    assert "1 件到了该复看的日子" in said(client, town.leader, "/desk/")
    assert "到期了" in said(client, town.leader, reverse("desk:withheld"))
    address = reverse("desk:withheld_look", args=[edition.item_id])
    answer = client.post(address, {"outcome": "keep", "remark": " "})
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()
    answer = client.post(address, {"outcome": "nonsense", "remark": "看过"})
    assert answer.status_code == 422
    client.post(address, {"outcome": "keep", "remark": "部署还在进行"})
    row = LedgerEntry.objects.get(act="keep_withheld")
    assert (row.person_name, row.item_uuid, row.edition_number) == ("李示例", edition.item_id, 1)
    page = said(client, town.leader, reverse("desk:withheld"))
    assert "部署还在进行" in page
    assert "到期了" not in page
    assert "到了该复看的日子" not in said(client, town.leader, "/desk/")


def test_what_may_be_disclosed_now_goes_back_to_drafting_and_through_both_reviews(town, client, a_year_on):
    edition = a_year_on
    client.force_login(town.officer)
    client.post(reverse("desk:withheld_look", args=[edition.item_id]), {"outcome": "open", "remark": "部署已经结束"})
    assert "共 0 件" in said(client, town.leader, reverse("desk:withheld"))
    assert "关于某项部署的通知" in said(client, town.reporter, "/desk/")  # among her drafts
    item = edit(edition.item.concrete(), town.reporter, body="<p>部署已经结束，情况如下。</p>")
    again = sign(town, first_review(town, submit(town, item)))
    assert again.state == "published"
    assert [str(finding) for finding in verifier.verify()] == []


@pytest.mark.parametrize("name", ["reporter", "reporter2", "inspector", "window", "admin"])
def test_nobody_else_looks_for_them(town, client, name):
    edition = withhold(town)
    client.force_login(getattr(town, name))
    sent = {"outcome": "open", "remark": "可以"}
    assert client.post(reverse("desk:withheld_look", args=[edition.item_id]), sent).status_code == 404
    assert not LedgerEntry.objects.filter(act__in=withheld.LOOKS.values()).exists()


def test_the_months_between_are_a_setting(town, client):
    withhold(town)
    threshold = Threshold.objects.get(key=withheld.KEY)
    changes.propose_change(town.admin, threshold, {"value": 6})
    changes.confirm_change(town.leader, PendingChange.objects.get())
    assert "隔 6 个月复看一次" in said(client, town.leader, reverse("desk:withheld"))
    with clock.example_clock(clock.now() + timedelta(days=190)):
        duties.look()
        assert '<b class="overdue">1 件到了该复看的日子' in said(client, town.leader, reverse("desk:today"))
        assert "该复看的日子" not in said(client, town.reporter, reverse("desk:today"))
    duties.look()
    assert "每年复看一次" in said(client, town.leader, reverse("desk:today"))


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [("2026-11-25", 12, "2027-11-25"), ("2024-02-29", 12, "2025-02-28"), ("2026-08-31", 6, "2027-02-28"),
     ("2026-12-31", 1, "2027-01-31"), ("2026-12-01", -12, "2025-12-01"), ("2026-03-31", -1, "2026-02-28")],
)  # fmt: skip
def test_months_end_where_the_calendar_ends(day, months, result):
    assert withheld.months_after(date.fromisoformat(day), months) == date.fromisoformat(result)
