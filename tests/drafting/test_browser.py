"""Drafting in a real browser: the editor under the strict policy, text that is not lost, pages for a thumb."""

import pytest
from django.urls import reverse

from audit import drafting, workflow
from audit.checks import Given
from audit.uploads import accept
from disclosure.models import Notice
from tests.cast import edit, make_notice, submit
from tests.drafting.pages import change, pdf, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Controls a thumb cannot hit: lower than 44 px, where it is not the label around them that is hit.
SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(node => {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height || box.bottom < 0 || node.closest('.skip, .skip-to-content-link')) return false;
    const tick = ['checkbox', 'radio'].includes(node.type);
    const around = tick && (node.closest('label') || document.querySelector(`label[for='${node.id}']`) || node.closest('td'));
    return (around || node).getBoundingClientRect().height < 43.5;
  }).map(node => node.outerHTML.slice(0, 120))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

WORD_HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color:red}</style></head><body>
<!--StartFragment--><h2 style='margin:0'>一、总体要求<o:p></o:p></h2><p class=MsoNormal style='text-indent:21.0pt'><span
style='font-family:仿宋'>进入林区<b>不带火种</b>。</span></p><table class=MsoNormalTable border=1><tr><td colspan=2
style='width:99pt'><p class=MsoNormal>村</p></td></tr><tr><td><p>太子庙</p></td><td><p>0564</p></td></tr></table>
<p style="display:none">藏着的身份证号</p><!--EndFragment--></body></html>"""
TEXT = ".ProseMirror[aria-label]"  # the editor's list of headings carries the class too
PASTE = """html => { const data = new DataTransfer(); data.setData('text/html', html); data.setData('text/plain', 'x');
  document.querySelector('.ProseMirror[aria-label]').dispatchEvent(new ClipboardEvent('paste',
    {clipboardData: data, bubbles: true, cancelable: true})); }"""


@pytest.fixture
def enter(client, live_server):
    """enter(page, account): logged in, as after the login page."""

    def log_in(page, account):
        client.force_login(account)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )

    return log_in


def opened(page, item):
    page.goto(change(item))
    page.wait_for_selector(TEXT)


def test_the_editor_works_under_the_policy_with_table_word_paste_and_picture(town, open_browser, enter, tmp_path):
    notice = make_notice(town, body="")
    page = open_browser()
    enter(page, town.reporter)
    opened(page, notice)
    page.click(TEXT)
    page.evaluate(PASTE, WORD_HTML)
    page.keyboard.press("Control+End")
    page.get_by_title("插入表格").click()
    page.get_by_role("button", name="插入表格", exact=True).last.click()
    page.wait_for_function("() => document.querySelectorAll('.ProseMirror table').length == 2")
    photo = tmp_path / "村口.png"
    photo.write_bytes(picture("PNG"))
    page.set_input_files(".editor-tools input[type=file]", photo)
    page.wait_for_selector(".ProseMirror img")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector(".messagelist")
    notice.refresh_from_db()
    assert "<h2>一、总体要求</h2><p>进入林区<strong>不带火种</strong>。</p>" in notice.body
    assert '<td colspan="2">村</td>' in notice.body
    assert notice.body.count("<table>") == 2
    assert "身份证" not in notice.body
    assert f'<img src="files:{notice.attachments.get().sha256}" alt="村口">' in notice.body
    assert page.locator(".ProseMirror img").evaluate("image => image.naturalWidth") > 0
    assert page.complaints == []


def test_what_a_clerk_reads_in_the_editor_is_chinese(town, open_browser, enter):
    page = open_browser()
    enter(page, town.reporter)
    opened(page, make_notice(town))
    titles = page.locator(".prose-menubar [title]").evaluate_all("nodes => nodes.map(n => n.title)")
    options = page.locator(".prose-menubar__option").evaluate_all("nodes => nodes.map(n => n.textContent)")
    assert len(titles) > 15
    assert [word for word in [*titles, *options] if word.isascii()] == []
    page.get_by_title("插入表格").click()
    assert page.locator(".prose-editor-dialog").inner_text().isascii() is False
    assert "Rows" not in page.locator(".prose-editor-dialog").inner_text()


def test_what_was_typed_survives_a_dropped_line(town, open_browser, enter):
    notice = make_notice(town)
    page = open_browser()
    enter(page, town.reporter)
    opened(page, notice)
    page.context.set_offline(True)
    page.fill("#id_title", "没有信号时打的标题")
    page.click(TEXT)
    page.keyboard.type("山里打的字")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector("#draft-note:has-text('现在连不上，还没有保存')")
    assert page.input_value("#id_title") == "没有信号时打的标题"
    page.context.set_offline(False)
    opened(page, notice)  # the browser was closed and opened again
    page.get_by_role("button", name="恢复").click()
    assert page.input_value("#id_title") == "没有信号时打的标题"
    page.fill("#id_formed_on", "2026-11-02")
    assert "山里打的字" in page.locator(TEXT).inner_text()
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector(".messagelist")
    notice.refresh_from_db()
    assert notice.title == "没有信号时打的标题"
    assert "山里打的字" in notice.body
    assert page.locator("#draft-note").is_hidden()
    assert page.evaluate("() => Object.keys(localStorage).filter(k => k.startsWith('draft:'))") == []


def test_after_the_session_ran_out_nothing_is_lost_and_the_same_page_saves(town, open_browser, enter):
    notice = make_notice(town)
    page = open_browser()
    enter(page, town.reporter)
    opened(page, notice)
    page.fill("#id_title", "写到一半登录过期")
    page.context.clear_cookies()
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector("#draft-note:has-text('登录已过期')")
    enter(page, town.reporter)  # in another window; the page's old token no longer counts
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector(".messagelist")
    notice.refresh_from_db()
    assert notice.title == "写到一半登录过期"


def test_another_person_at_the_same_desk_is_not_offered_the_text(town, open_browser, enter):
    notice = make_notice(town)
    page = open_browser()
    enter(page, town.reporter)
    opened(page, notice)
    page.fill("#id_title", "周示例没存的标题")
    page.wait_for_timeout(700)
    enter(page, town.officer)
    opened(page, notice)
    assert page.locator("#draft-note").is_hidden()


def test_the_phone_keeps_the_text_without_signal(town, open_browser, enter):
    page = open_browser(width=390)
    enter(page, town.reporter)
    page.goto("/desk/write/")
    page.context.set_offline(True)
    page.fill("#id_title", "田埂上写的")
    page.fill("#id_body", "第一段\n第二段")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector("#draft-note:has-text('还没有保存')")
    page.context.set_offline(False)
    page.goto("/desk/write/")
    page.get_by_role("button", name="恢复").click()
    page.select_option("#id_column", str(town.notices.pk))
    page.fill("#id_formed_on", "2026-11-02")
    page.get_by_role("button", name="保存并送审").click()
    page.wait_for_selector("text=起等 王示例")
    assert Notice.objects.get().body == "<p>第一段</p><p>第二段</p>"
    page.goto("/desk/write/")
    assert page.locator("#draft-note").is_hidden()


def test_the_phone_page_works_without_javascript(town, open_browser, enter):
    page = open_browser(width=390, javascript=False)
    enter(page, town.reporter)
    page.goto("/desk/write/")
    page.fill("#id_title", "没有脚本也行")
    page.fill("#id_body", "一段")
    page.select_option("#id_column", str(town.notices.pk))
    page.get_by_role("button", name="保存草稿").click()
    assert Notice.objects.get().title == "没有脚本也行"


@pytest.fixture
def desk_full(town):
    """Items in every situation the pages show, and the addresses to look at, by who looks."""
    back, waiting, filed = (
        make_notice(town),
        make_notice(town, title="等人初审的一条"),
        make_notice(town, title="带附件"),
    )
    workflow.take_step(town.officer, "return", submit(town, back), Given(remark="附件打不开，请重传。"))
    back.refresh_from_db()
    edit(back, town.reporter, title="改过一次的标题")
    submit(town, waiting)
    drafting.attach(town.reporter, filed, [accept("名单.pdf", pdf()), accept("村口.jpg", picture())])
    own = [reverse(f"admin:audit_notice_{what}", args=[back.pk]) for what in ("saves", "preview")]
    kind, audit = "/admin/disclosure/notice/", "/admin/audit/"
    return {
        "reporter": [
            "/admin/", kind, f"{kind}add/", change(back), change(waiting), change(filed), *own, f"{kind}word/",
            "/admin/disclosure/forwardeddocument/add/", "/admin/disclosure/emergencytemplate/add/",
            "/desk/write/", "/desk/write/published/",
            reverse("desk:write_preview", args=[back.pk]),
            *(reverse("desk:write_edit", args=[item.pk]) for item in (back, waiting, filed)),
        ],
        "admin": [
            "/admin/", *(f"{audit}{model}/" for model in ("unit", "column", "person", "account", "post", "question")),
            f"{audit}unit/{town.agriculture.pk}/change/", f"{audit}column/add/", f"{audit}account/add/",
            f"{audit}account/{town.reporter.pk}/change/", f"{audit}question/1/change/", f"{audit}threshold/1/change/",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("who", ["reporter", "admin"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_the_screen_and_the_thumb_and_axe_finds_nothing(
    town, desk_full, open_browser, enter, find_barriers, who, width
):
    page = open_browser(width=width)
    enter(page, getattr(town, who))
    found = []
    for address in desk_full[who]:
        page.goto(address)
        if page.locator("textarea[data-django-prose-editor-configurable]").count():
            page.wait_for_selector(TEXT)
        if page.evaluate(WIDER) > 0:
            found.append(f"{address} scrolls sideways")
        if width == 390:
            found += [f"{address} too low: {node}" for node in page.evaluate(SMALL)]
        assert page.complaints == [], address
        found += [f"{address} {barrier}" for barrier in find_barriers(page)]
        page.complaints.clear()  # axe itself writes style attributes, which the policy stops and notes
    assert found == []


def test_the_login_page_has_no_barriers(town, open_browser, find_barriers):
    page = open_browser(width=390)
    page.goto("/admin/")
    assert "/desk/login/" in page.url
    assert page.complaints == []
    assert find_barriers(page) == []
    page.complaints.clear()
