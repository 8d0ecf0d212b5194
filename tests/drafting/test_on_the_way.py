"""From the admin onward: submitting, the lock, taking back, attachments, history, who may enter."""

import html

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit import drafting, workflow
from audit.models import Account, Attachment, Edition
from audit.uploads import accept
from disclosure.models import Notice
from tests.cast import edit, make_account, make_notice, published, submit
from tests.drafting.pages import NOTICES, change, file, filled, pdf, picture, zipped


@pytest.fixture
def desk(town, client):
    client.force_login(town.reporter)
    return client


def said(page) -> str:
    return html.unescape(page.content.decode())


def test_saving_and_submitting_in_one_go(town, desk):
    notice = make_notice(town)
    page = desk.post(change(notice), filled(desk.get(change(notice)), title="改好的标题", _submit="1"), follow=True)
    edition = Edition.objects.get()
    assert (edition.title, edition.state) == ("改好的标题", "first_review")
    assert "已送审，等 王示例、吴示例 初审" in said(page)


def test_what_is_missing_is_listed_and_the_draft_is_kept(town, desk):
    notice = make_notice(town, body="", formed_on=None)
    page = desk.post(change(notice), filled(desk.get(change(notice)), title="只有标题", _submit="1"), follow=True)
    assert page.context["missing"] == ["正文或附件", "落款日期"]
    assert "还不能送审" in said(page)
    notice.refresh_from_db()
    assert notice.title == "只有标题"
    assert not Edition.objects.exists()


def test_the_list_submits_several_each_with_its_own_answer(town, desk):
    good, empty, foreign = make_notice(town), make_notice(town, formed_on=None, title="没有日期"), make_notice(
        town, by=town.reporter2, unit=town.treasury
    )  # fmt: skip
    chosen = [str(item.pk) for item in (good, empty, foreign)]
    page = desk.post(NOTICES, {"action": "submit_chosen", "_selected_action": chosen}, follow=True)
    assert [edition.item_id for edition in Edition.objects.all()] == [good.pk]
    assert "“没有日期”：还不能送审" in said(page)


def test_while_under_review_the_form_says_who_has_it_and_cannot_be_typed_into(town, desk):
    notice = make_notice(town)
    submit(town, notice)
    page = desk.get(change(notice))
    assert "起等 王示例、吴示例 办，现在不能改" in said(page)
    assert 'name="title"' not in said(page)
    assert 'name="_save"' not in said(page)


def test_a_form_sent_after_somebody_submitted_loses_nothing(town, desk):
    notice = make_notice(town)
    opened = desk.get(change(notice))
    submit(town, notice)
    page = desk.post(change(notice), filled(opened, title="晚了一步的标题"))
    assert page.status_code == 200
    assert "正在审核中，现在不能改" in said(page)
    assert "晚了一步的标题" in said(page)
    notice.refresh_from_db()
    assert notice.title != "晚了一步的标题"


def test_of_two_who_save_at_once_the_second_is_told(town):
    notice = make_notice(town)
    first, second = Notice.objects.get(), Notice.objects.get()
    first.title, second.title = "先存的", "后存的"
    assert drafting.save(town.reporter, first, seen=notice.revision)
    with pytest.raises(drafting.Stale, match="别人也改过"):
        drafting.save(town.officer, second, seen=notice.revision)
    assert Notice.objects.get().title == "先存的"


def test_taking_it_back(town, desk, client):
    notice = make_notice(town)
    submit(town, notice)
    address = reverse("admin:audit_notice_recall", args=[notice.pk])
    assert address in said(desk.get(change(notice)))
    assert desk.get(address).status_code == 405
    assert "已取回" in said(desk.post(address, follow=True))
    assert notice.editions.get().state == "recalled"
    assert 'name="title"' in said(desk.get(change(notice)))
    assert "没有在审核" in said(desk.post(address, follow=True))


def test_others_cannot_take_it_back(town, client):
    notice = make_notice(town)
    submit(town, notice)
    for name in ("reporter2", "leader", "inspector", "window", "admin", "root"):
        client.force_login(getattr(town, name))
        client.post(reverse("admin:audit_notice_recall", args=[notice.pk]))
        assert notice.editions.get().state == "first_review", name


def test_where_the_head_submits_the_reporter_has_no_such_button(town, desk):
    town.agriculture.head_submits = True
    town.agriculture.save()
    notice = make_notice(town)
    page = said(desk.get(change(notice)))
    assert 'name="_submit"' not in page
    assert "由单位负责人送审" in page
    desk.post(change(notice), filled(desk.get(change(notice)), _submit="1"))
    assert not Edition.objects.exists()


def test_attachments_several_at_once_ordered_renamed_taken_off(town, desk):
    notice = make_notice(town)
    given = [file("名单.pdf", pdf()), file("名单.pdf", pdf(b"\n")), file("照片.jpg", picture())]
    page = desk.post(change(notice), filled(desk.get(change(notice))) | {"uploads": given}, follow=True)
    assert "改名为“名单（2）.pdf”" in said(page)
    rows = list(notice.attachments.all())
    assert [row.name for row in rows] == ["名单.pdf", "名单（2）.pdf", "照片.jpg"]
    form = filled(desk.get(change(notice)))
    form |= {"attachments-0-position": "9", "attachments-1-DELETE": "on", "attachments-2-name": "../村口.exe",
             "attachments-2-paper_only": "on"}  # fmt: skip
    desk.post(change(notice), form)
    assert [(row.name, row.paper_only) for row in notice.attachments.all()] == [("村口.jpg", True), ("名单.pdf", False)]
    assert Attachment.history.filter(item_id=notice.pk, history_type="-").get().history_user == town.reporter


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("病毒.exe", b"MZ" + b"\0" * 99, "是程序"),
        ("空.pdf", b"", "空的"),
        ("图.svg", b"<svg onload=alert(1)></svg>", "SVG"),
        ("炸弹.docx", zipped(**{"word/a": b"\0" * 60_000_000}), "大得不正常"),
    ],
)
def test_a_bad_file_is_refused_and_the_text_stays(town, desk, name, data, sentence):
    notice = make_notice(town)
    form = filled(desk.get(change(notice)), title="写了半天") | {"uploads": [file(name, data), file("好.pdf", pdf())]}
    page = desk.post(change(notice), form)
    assert sentence in said(page)
    assert "写了半天" in said(page)
    assert not notice.attachments.exists()


def test_a_file_too_big_is_refused(town, desk, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    notice = make_notice(town)
    form = filled(desk.get(change(notice))) | {"uploads": [file("大.pdf", pdf(b"0" * 3 * 1024 * 1024))]}
    assert "超过了 1 MB" in said(desk.post(change(notice), form))


def test_too_many_files_for_one_item(town, desk, settings):
    settings.UPLOAD_MAX_FILES = 2
    notice = make_notice(town)
    form = filled(desk.get(change(notice))) | {"uploads": [file(f"{n}.pdf", pdf(b"\n" * n)) for n in range(3)]}
    assert "最多 2 个附件" in said(desk.post(change(notice), form))
    assert not notice.attachments.exists()


def test_more_than_a_request_may_hold_is_answered_in_words(town, desk, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    page = desk.post(NOTICES + "add/", {"title": "x", "body": "长" * 10_000})
    assert page.status_code == 400
    assert "内容太大" in said(page)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 8_000_000, 2
    many = desk.post(NOTICES + "add/", {"uploads": [file(f"{n}.txt", b"x") for n in range(3)]})
    assert many.status_code == 400
    assert "文件太多" in said(many)


def test_a_token_from_an_old_page_is_answered_in_words(town):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(town.reporter)
    page = client.post(NOTICES + "add/", {"title": "x"})
    assert page.status_code == 403
    assert "放得太久" in said(page)
    assert "CSRF" not in said(page)


def test_after_the_session_ran_out_the_page_leads_to_the_login(town, client):
    page = client.post(NOTICES + "add/", {"title": "x"}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/desk/login/?next=")


# --- history ---
def test_any_two_saves_are_compared_in_words(town, desk):
    notice = make_notice(town, body="<p>补贴每亩100元。</p>")
    edit(notice, town.officer, body="<p>补贴每亩120元。</p>", title="茶叶补贴通知")
    drafting.attach(town.reporter, notice, [accept("名单.pdf", pdf())])
    edit(notice, town.reporter, title="茶叶补贴通知（修订）")
    address = reverse("admin:audit_notice_saves", args=[notice.pk])
    first, second, third = (row.history_id for row in notice.history.order_by("history_id"))
    page = desk.get(address, {"old": first, "new": third})
    places = [change.place for change in page.context["changes"]]
    assert places == ["标题", "正文第 1 段", "附件：名单.pdf"]
    assert "<ins>" in page.context["changes"][1].new_html
    assert [save.who for save in page.context["saves"]] == ["周示例", "周示例", "王示例", "周示例"]
    same = desk.get(address, {"old": third, "new": second})  # the other way round is the same question
    assert [change.place for change in same.context["changes"]] == ["标题"]
    assert desk.get(address, {"old": "x", "new": "99999999999999999999"}).status_code == 200
    assert desk.get(reverse("admin:disclosure_notice_history", args=[notice.pk])).headers["Location"] == address


def test_nothing_is_reverted_through_history(town, desk):
    notice = make_notice(town)
    edit(notice, town.reporter, title="后来的")
    address = reverse("admin:audit_notice_saves", args=[notice.pk])
    desk.post(address, {"_save": "1"})
    assert Notice.objects.get().title == "后来的"
    assert desk.get(f"{NOTICES}{notice.pk}/history/{notice.history.last().history_id}/").status_code in (302, 404)


def test_two_thousand_saves_open_quickly_enough(town, desk, django_assert_max_num_queries):
    notice = make_notice(town)
    History = type(notice.history.first())
    row = notice.history.first()
    rows = []
    for number in range(300):
        copy = History.objects.get(pk=row.pk)
        copy.pk, copy.title = None, f"第{number}次"
        rows.append(copy)
    History.objects.bulk_create(rows)
    with django_assert_max_num_queries(25):
        assert desk.get(reverse("admin:audit_notice_saves", args=[notice.pk])).status_code == 200


@pytest.mark.parametrize("command", ["clean_old_history", "clean_duplicate_history"])
def test_history_cannot_be_cleaned(town, command):
    notice = make_notice(town)
    with pytest.raises(CommandError, match="只增不减"):
        call_command(command)
    assert notice.history.count() == 1


# --- who may enter ---
@pytest.mark.parametrize(
    ("name", "status"),
    [("reporter", 200), ("reporter2", 404), ("officer", 200), ("leader", 200), ("inspector", 200), ("admin", 404)],
)
def test_who_sees_an_item(town, client, name, status):
    notice = make_notice(town)
    client.force_login(getattr(town, name))
    for page in (change(notice), *(reverse(f"admin:audit_notice_{w}", args=[notice.pk]) for w in ("saves", "preview"))):
        assert client.get(page).status_code == status, page


@pytest.mark.parametrize("name", ["reporter2", "leader", "inspector", "admin", "window", "root"])
def test_who_cannot_change_an_item(town, client, name):
    notice = make_notice(town)
    client.force_login(town.reporter)
    form = filled(client.get(change(notice)), title="被改了")
    client.force_login(getattr(town, name))
    assert client.post(change(notice), form).status_code in (302, 403, 404)
    notice.refresh_from_db()
    assert notice.title != "被改了"


def test_a_superuser_with_every_permission_is_told_he_has_no_post(town, client):
    from django.contrib.auth.models import Permission

    make_account("second-root", is_superuser=True, is_staff=True)
    account = Account.objects.get(username="second-root")
    account.user_permissions.set(Permission.objects.all())
    client.force_login(account)
    page = client.get("/admin/", follow=True)
    assert page.status_code == 403
    assert "没有起草或管理的岗位" in said(page)


def test_published_items_stay_as_they_are_while_the_draft_changes(town, desk):
    edition = published(town)
    notice = edition.item.concrete()
    desk.post(change(notice), filled(desk.get(change(notice)), title="还没审的新标题"))
    edition.refresh_from_db()
    assert edition.title == "关于做好今冬明春森林防火工作的通知"
    with pytest.raises(workflow.Incomplete, match="改了什么"):
        workflow.take_step(town.reporter, "submit", notice)
