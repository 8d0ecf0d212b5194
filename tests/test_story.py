"""The main job, from the Word file to the tombstone, each person in a browser of her own.

reporter drafts from a .docx and submits → officer returns → reporter mends → first review with questions → leader
signs at 390 px in at most four taps from the pasted link → a resident finds it by search → a correction as the
second edition through both → withdrawal, confirmed by another → the inspector sees every act, the verifier is
content. Every page is watched: a CSP violation, a console error or a foreign request fails the test.
"""

import re

import pytest

from audit import verifier
from audit.models import Edition, Item
from tests.audit.word_files import docx, p, table
from tests.cast import CODE, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "关于做好2026年冬季茶园防冻工作的通知"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file() -> bytes:
    return docx(
        p("落儿岭镇人民政府文件", align="center"),
        p("落政〔2026〕41号", align="center"),
        p(TITLE, align="center"),
        p("各村民委员会，镇直各单位："),
        p("近期气温下降，请各村组织茶农做好防冻。现将有关事项通知如下："),
        p("一、培土盖草"),
        p("每株根部培土十厘米，盖草五厘米，十一月底前做完。"),
        table(["村", "茶园（亩）", "物资（元）"], ["白云庵村", "320", "12800"], ["烂泥坳村", "210", "8400"]),
        p("落儿岭镇人民政府", align="right"),
        p("2026年11月2日", align="right"),
    )


class Person:
    """Somebody at a browser, counting what she taps."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def log_in(self, name):
        self.page.goto("/desk/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button:has-text('登录')")
        return self

    def go(self, address):
        self.page.goto(address)
        return self

    def tap(self, selector):
        self.taps += 1
        self.page.locator(selector).first.click()
        return self

    def fill(self, selector, text):
        self.page.fill(selector, text)
        return self

    def sees(self, *words):
        """All the words, at the latest in ten seconds: a click may still be on its way."""
        for word in words:
            self.page.wait_for_function("word => document.body && document.body.innerText.includes(word)", arg=word)
        return self

    def fits(self):
        self.page.wait_for_function("document.body && document.readyState === 'complete'")  # a tap may be on its way
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url
        return self


@pytest.fixture
def sit_down(open_browser, town):
    def at(name, width=1280):
        return Person(open_browser(width=width, height=844 if width < 600 else 900)).log_in(name)

    return at


def pasted_link(person):
    """The address in the one line a step offers for the chat group."""
    line = person.page.locator(".copy-line, [id$=line]").first.inner_text()
    return re.search(r"https?://[^/\s]+(/\S+)", line).group(1)


def draft_from_word(reporter):
    reporter.go("/admin/disclosure/notice/word/")
    reporter.page.set_input_files("input[type=file]", {"name": "防冻.docx", "mimeType": DOCX, "buffer": word_file()})
    choose_column(reporter)
    reporter.tap("input[value='读成草稿']")
    assert reporter.page.input_value("[name=title]") == TITLE
    assert reporter.page.input_value("[name=document_number]") == "落政〔2026〕41号"
    assert reporter.page.input_value("[name=formed_on]") == "2026-11-02"
    assert reporter.page.locator(".ProseMirror table").count() == 1


def choose_column(reporter):
    option = reporter.page.locator("select[name=column] option", has_text="通知公告").first
    reporter.page.select_option("[name=column]", option.get_attribute("value"))


def submit_in_admin(reporter):
    reporter.tap("input[name=_submit]")
    reporter.sees("待初审", "现在不能改")


def answer_all_no(officer):
    for radio in officer.page.locator("input[type=radio][value=no]").all():
        radio.check()


def pass_first_review(officer, address):
    officer.go(address)
    answer_all_no(officer)
    officer.tap("button:has-text('初审通过')")
    return pasted_link(officer)


def sign_on_the_phone(leader, address):
    """From the pasted link: jump, tick, code, sign."""
    leader.go(address).fits()
    leader.taps = 0
    leader.tap(".sticky-bar a:has-text('签发')").tap("[name$=has_read]")
    leader.tap("[name$=code]").fill("[name$=code]", CODE)
    leader.tap("button:has-text('签发')")
    assert leader.taps <= 4


def test_from_a_word_file_to_the_tombstone(sit_down, open_browser, town):
    reporter, officer, leader = sit_down("reporter"), sit_down("officer"), sit_down("leader", width=390)
    resident = Person(open_browser(width=390, javascript=False))  # an old phone without scripts
    draft_from_word(reporter)
    submit_in_admin(reporter)
    item = Item.objects.get(title=TITLE)
    desk = f"/desk/items/{item.pk}/"
    returned_and_mended(reporter, officer, item, desk)
    link = pass_first_review(officer, desk)
    leader.go(link).sees(TITLE, "王示例")
    sign_on_the_phone(leader, link)
    public = found_by_a_resident(resident, item)
    corrected(reporter, officer, leader, item, desk)
    resident.go(public).sees("烂泥坳村茶园面积更正为230亩", "230")
    withdrawn(officer, leader, resident, desk, public)
    inspected(sit_down("inspector"), item)


def returned_and_mended(reporter, officer, item, desk):
    """Returned with a stock phrase and her own words; the reporter sees who and why, mends, submits again."""
    officer.go(desk).sees(TITLE, "第一次公开")
    officer.page.locator("label:has-text('数字或事实要再核实')").first.click()
    officer.fill("[name=return-remark]", "白云庵村的物资金额请核对")
    officer.tap("button:has-text('退回')")
    reporter.go(f"/admin/disclosure/notice/{item.pk}/change/").sees("王示例", "白云庵村的物资金额请核对")
    type_over(reporter, "12800", "13600")
    submit_in_admin(reporter)
    officer.go(desk).sees("13600", "12800")


def type_over(reporter, old, new):
    reporter.page.locator(f".ProseMirror td:has-text('{old}')").click(click_count=3)
    reporter.page.keyboard.type(new)


def found_by_a_resident(resident, item):
    edition = Edition.objects.select_related("publication").get(item=item, state="published")
    assert edition.number == 2
    resident.go("/search/?q=茶园防冻").fits().sees(TITLE)
    resident.tap(f"a:has-text('{TITLE[:8]}')")
    resident.sees("培土十厘米", "13600", "落政〔2026〕41号", edition.publication.index_number, "2026-11-02").fits()
    return resident.page.url


def corrected(reporter, officer, leader, item, desk):
    """The second edition residents see, through both reviews, differences shown to both."""
    reporter.go(f"/admin/disclosure/notice/{item.pk}/change/")
    reporter.fill("[name=correction_note]", "烂泥坳村茶园面积更正为230亩")
    type_over(reporter, "210", "230")
    submit_in_admin(reporter)
    officer.go(desk).sees("改了什么", "210", "230")
    link = pass_first_review(officer, desk)
    leader.go(link).sees("改了什么", "210", "230", "更正")
    sign_on_the_phone(leader, link)


def withdrawn(officer, leader, resident, desk, public):
    """Down at once by one person, confirmed by another; the address says so."""
    officer.go(f"{desk}withdraw/")
    officer.page.locator("input[value=wrong]").check()
    officer.tap("button:has-text('马上撤下')")
    officer.sees("撤下")
    assert resident.page.goto(public).status == 410
    resident.sees("内容有误").fits()
    assert "培土十厘米" not in resident.page.inner_text("body")
    resident.go("/search/?q=茶园防冻")
    assert TITLE not in resident.page.inner_text("main")
    leader.go(desk)
    leader.tap("button:has-text('确认撤下')")
    leader.page.wait_for_load_state()


def inspected(inspector, item):
    """The whole life of the item, and the record proves itself."""
    inspector.go(f"/audit/items/{item.pk}/").sees(
        "新建底稿", "送审", "退回修改", "白云庵村的物资金额请核对", "初审通过", "签发", "上网", "更新", "撤下", "确认撤下",
        "周示例", "王示例", "李示例",
    )  # fmt: skip
    inspector.go("/audit/chain/").tap("button:has-text('重新验一遍')").sees("防改校验：未发现改动")
    assert list(verifier.verify()) == []
