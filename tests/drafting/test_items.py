"""Writing an item in the admin, through its pages."""

import html
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from audit import workflow
from audit.checks import Given
from audit.clock import local_date, now
from audit.models import Edition, LedgerEntry
from disclosure.models import ForwardedDocument, Notice
from tests.cast import edit, make_column, make_notice, published, submit
from tests.drafting.pages import NOTICES, change, file, filled, pdf, picture


@pytest.fixture
def desk(town, client):
    client.force_login(town.reporter)
    return client


def said(page) -> str:
    return html.unescape(page.content.decode())


def new_notice(client, town, **over):
    page = client.get(NOTICES + "add/")
    values = {
        "title": "冬季施肥通知",
        "unit": town.agriculture.pk,
        "column": town.notices.pk,
        "formed_on": "2026-11-02",
    }
    return client.post(NOTICES + "add/", filled(page, **(values | over)), follow=True)


def test_a_reporter_writes_a_notice(town, desk):
    page = new_notice(desk, town, body="<h2>一、总体</h2><p>不带火种。</p>", _save="1")
    notice = Notice.objects.get()
    assert (notice.title, notice.body, notice.drafter) == (
        "冬季施肥通知", "<h2>一、总体</h2><p>不带火种。</p>", town.reporter.person,
    )  # fmt: skip
    assert notice.history.get().history_user == town.reporter
    assert "已保存" in said(page)
    assert page.redirect_chain[-1][0] == change(notice)


def test_a_forwarded_document_says_where_it_comes_from(town, desk):
    address = reverse("admin:disclosure_forwardeddocument_add")
    values = {
        "title": "转发县方案", "unit": town.agriculture.pk, "column": town.notices.pk, "source_organ": "霍山县人民政府",
        "original_number": "霍政〔2026〕3号", "original_date": "2026-10-01", "original_url": "https://example.org/a",
    }  # fmt: skip
    desk.post(address, filled(desk.get(address), **values))
    kept = ForwardedDocument.objects.get()
    assert (kept.source_organ, kept.original_date) == ("霍山县人民政府", date(2026, 10, 1))


def test_only_her_unit_and_the_finest_columns_are_offered(town, desk):
    form = desk.get(NOTICES + "add/").context["adminform"].form
    assert list(form.fields["unit"].queryset) == [town.agriculture]
    offered = set(form.fields["column"].queryset)
    assert town.notices in offered and town.other in offered
    assert town.disclosure not in offered
    shown = str(form["column"])
    assert f'<option value="{town.disclosure.pk}" disabled>政府信息公开</option>' in shown
    assert f'<option value="{town.notices.pk}">\u3000通知公告</option>' in shown


@pytest.mark.parametrize("field", ["unit", "column"])
def test_a_forged_unit_or_column_is_not_taken(town, desk, field):
    forged = {"unit": town.treasury.pk, "column": make_column("off", is_active=False).pk}
    page = new_notice(desk, town, **{field: forged[field]})
    assert not Notice.objects.exists()
    assert page.context["adminform"].form.errors[field]


def test_an_officer_of_a_subtree_cannot_write_into_another(town, client):
    from audit import appointments

    post = appointments.make_post("只管通知的信息员", "officer", [town.notices])
    proposal = appointments.propose(town.leader, town.reporter2.person, post)
    appointments.confirm(town.principal, proposal)
    client.force_login(town.reporter2)  # 财政所报送员 as well: each post opens its own place only
    page = new_notice(client, town, unit=town.agriculture.pk, column=town.other.pk)
    assert "不能往这个单位的这个栏目里写" in said(page)
    assert not Notice.objects.exists()


BAD = [
    ({"title": ""}, "title", "必填"),
    ({"title": "长" * 121}, "title", "120"),
    ({"title": "\u200b\u202e \n"}, "title", ""),
    ({"formed_on": "3026-01-01"}, "formed_on", "请核对年份"),
    ({"formed_on": "0206-11-02"}, "formed_on", "请核对年份"),
    ({"formed_on": "2026-13-45"}, "formed_on", "有效"),
    ({"formed_on": str(local_date(now()) + timedelta(days=2))}, "formed_on", "晚于今天"),
    ({"expires_on": "2026-01-01"}, "expires_on", "不能早于落款日期"),
    ({"validity": "lapsed"}, "lapsed_on", "废止日期"),
    ({"genre": "<script>"}, "genre", "有效"),
    ({"not_before": "明天"}, "not_before", "有效"),
    ({"summary": "长" * 201}, "summary", "200"),
    ({"column": ""}, "column", "必填"),
    ({"unit": "x'; drop table"}, "unit", "有效"),
]


@pytest.mark.parametrize(("typed", "field", "sentence"), BAD)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(town, desk, typed, field, sentence):
    page = new_notice(desk, town, **({"body": "<p>写了半天的正文</p>"} | typed))
    assert page.status_code == 200
    assert sentence in " ".join(page.context["adminform"].form.errors[field])
    assert "写了半天的正文" in said(page)
    assert not Notice.objects.exists()


def test_control_characters_are_dropped(town, desk):
    new_notice(desk, town, title="关\x00于\u200b冬季\x1b施肥", body="<p>第\x00一\u2028段</p>", keywords="茶\x07叶")
    notice = Notice.objects.get()
    assert (notice.title, notice.keywords) == ("关于冬季施肥", "茶叶")
    assert "\x00" not in notice.body


PASTED = """<p class=MsoNormal style='margin:0'>一<o:p></o:p></p><script>alert(1)</script><img src=x onerror=alert(1)>
<svg onload=alert(1)><iframe src=//evil></iframe><a href="javascript:alert(1)">点</a><table onclick=x><tr><td colspan=2
style="color:red">格</td></tr></table><style>p{}</style><p onmouseover=x>二</p>"""


def test_a_script_in_pasted_html_is_gone(town, desk):
    new_notice(desk, town, body=PASTED)
    body = Notice.objects.get().body
    assert all(word not in body.lower() for word in ("script", "onerror", "onload", "iframe", "style", "svg", "mso"))
    assert '<td colspan="2">格</td>' in body
    assert "<p>一</p>" in body


def test_a_picture_of_another_item_cannot_be_put_into_the_text(town, desk):
    mine, other = make_notice(town), make_notice(town, by=town.reporter2, unit=town.treasury)
    from audit import drafting
    from audit.uploads import accept

    upload = accept("账.png", picture("PNG"))
    drafting.attach(town.reporter2, other, [upload], inline=True)
    stolen = f'<p>看</p><p><img src="files:{drafting.digest(upload)}" alt="x"></p>'
    desk.post(change(mine), filled(desk.get(change(mine)), body=stolen))
    mine.refresh_from_db()
    assert mine.body == "<p>看</p>"


def test_a_picture_put_in_goes_round_and_leaves_with_the_text(town, desk):
    notice = make_notice(town)
    upload = reverse("admin:audit_notice_images", args=[notice.pk])
    answer = desk.post(upload, {"image": file("村口.jpg", picture())}).json()
    assert desk.get(answer["address"]).status_code == 200
    typed = f'<p>看图</p><p><img src="{answer["address"]}" alt="{answer["name"]}"></p>'
    desk.post(change(notice), filled(desk.get(change(notice)), body=typed))
    notice.refresh_from_db()
    (row,) = notice.attachments.all()
    assert row.inline
    assert notice.body == f'<p>看图</p><p><img src="files:{row.sha256}" alt="村口"></p>'
    page = desk.get(change(notice))
    assert answer["address"] in said(page)
    assert f"files:{row.sha256}" not in said(page)
    desk.post(change(notice), filled(page, body="<p>看图</p>"))
    assert not notice.attachments.exists()
    desk.post(change(notice), filled(desk.get(change(notice)), body=typed))  # undo in the browser
    assert notice.attachments.get().sha256 == row.sha256


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("名单.pdf", pdf(), "不是图片"),
        ("x.svg", b"<svg onload=alert(1)>", "SVG"),
        ("坏.jpg", b"\xff\xd8\xff", "打不开"),
    ],
)
def test_what_is_no_picture_is_not_put_in(town, desk, name, data, sentence):
    address = reverse("admin:audit_notice_images", args=[make_notice(town).pk])
    answer = desk.post(address, {"image": file(name, data)})
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_nobody_puts_pictures_into_what_is_not_hers(town, client):
    address = reverse("admin:audit_notice_images", args=[make_notice(town).pk])
    for name, status in (("reporter2", 404), ("leader", 404), ("inspector", 404), ("admin", 404), ("root", 302)):
        client.force_login(getattr(town, name))
        assert client.post(address, {"image": file("a.png", picture("PNG"))}).status_code in (status, 403), name


def test_nothing_goes_into_the_log_of_django_and_nothing_can_be_deleted(town, desk):
    new_notice(desk, town)
    notice = Notice.objects.get()
    desk.post(change(notice), filled(desk.get(change(notice)), title="改过的标题"))
    delete = reverse("admin:disclosure_notice_delete", args=[notice.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    desk.post(NOTICES, {"action": "delete_selected", "_selected_action": [notice.pk], "post": "yes"})
    assert Notice.objects.get().title == "改过的标题"
    assert not LogEntry.objects.exists()


def test_the_preview_is_the_residents_page_and_stores_nothing(town, desk):
    notice = make_notice(town, body="<p>全文在此</p>")
    before = (Edition.objects.count(), LedgerEntry.objects.count(), notice.history.count())
    page = desk.get(reverse("admin:audit_notice_preview", args=[notice.pk]))
    assert "这是预览，还没有公开" in said(page)
    assert "<p>全文在此</p>" in said(page)
    assert (Edition.objects.count(), LedgerEntry.objects.count(), notice.history.count()) == before


def test_a_correction_says_what_was_corrected(town, desk):
    notice = published(town).item.concrete()
    page = desk.get(change(notice))
    assert "correction_note" in page.context["adminform"].form.fields
    desk.post(change(notice), filled(page, title="改正后的标题", _submit="1"))
    assert notice.editions.count() == 1  # kept, but not sent without the note
    page = desk.post(
        change(notice), filled(desk.get(change(notice)), correction_note="日期写错了", _submit="1"), follow=True
    )
    assert "已送审" in said(page)
    assert notice.editions.get(number=2).state == "first_review"


def test_the_correction_note_is_asked_only_of_what_was_published(town, desk):
    page = desk.get(change(make_notice(town)))
    assert "correction_note" not in page.context["adminform"].form.fields


def test_saving_without_a_change_leaves_no_hand(town, client):
    notice = make_notice(town)
    client.force_login(town.officer)
    client.post(change(notice), filled(client.get(change(notice))))
    notice.refresh_from_db()
    assert (notice.revision, notice.history.count()) == (1, 1)
    assert workflow.take_step(town.reporter, "submit", notice).hands.filter(person=town.officer.person).count() == 0


def test_a_returned_item_shows_who_when_and_why_on_top(town, desk):
    notice = make_notice(town)
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="附件打不开，请重传。"))
    page = said(desk.get(change(notice)))
    assert "王示例（党政办信息员）" in page
    assert "附件打不开，请重传。" in page
    assert page.index("附件打不开") < page.index('name="title"')


def test_a_stale_form_shows_both_and_loses_nothing(town, desk):
    notice = make_notice(town, body="<p>原来的一段。</p>")
    opened = desk.get(change(notice))
    edit(notice, town.officer, body="<p>信息员改过的一段。</p>")
    page = desk.post(change(notice), filled(opened, body="<p>我写的一段。</p>", title="我的标题"))
    notice.refresh_from_db()
    assert notice.body == "<p>信息员改过的一段。</p>"
    assert "别人也改过这条信息" in said(page)
    assert "我写的一段。" in said(page) and "我的标题" in said(page)
    assert "信息员改过" in "".join(change.old_html for change in page.context["adminform"].form.differences)
    page = desk.post(change(notice), filled(page), follow=True)
    notice.refresh_from_db()
    assert (notice.title, notice.body) == ("我的标题", "<p>我写的一段。</p>")
