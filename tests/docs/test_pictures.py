"""The pictures of the guides, taken from the example town: DOCS_PICTURES=1 pytest tests/docs/test_pictures.py.

Which pictures there are, who looks and how wide, is said in docs/pictures/README.md. Taking them also walks every
role's first screens in a browser that complains of whatever goes wrong.
"""

import io
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from audit import accounts, appointments, changes
from audit.models import Account, Column, Edition, Person, Post, Unit
from audit.models.people import PostKind
from tests.audit.word_files import docx, p

os.environ.setdefault("LANGUAGE", "zh_CN")  # the browser's own words, where its Chinese is installed
FOLDER = Path(__file__).resolve().parents[2] / "docs/pictures"
PASSWORD = "luoerling"
COLOURS, LARGEST = 128, 150_000
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("DOCS_PICTURES"), reason="pictures are made with DOCS_PICTURES=1"),
]


def shot(page, name, height=None):
    """Keep what is on the screen (so many CSS pixels of it) as docs/pictures/<name>.png, in few colours."""
    if height:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.evaluate("document.fonts.ready.then(() => { document.activeElement.blur(); scrollTo(0, 0); })")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, f"{name}.png is {path.stat().st_size} bytes"


@pytest.fixture
def example_town(transactional_db, capsys):
    """The example town as `make run` loads it, with a change and an appointment that wait for a leader."""
    call_command("load_example_town")

    def account(name):
        return Account.objects.select_related("person").get(username=name)

    unit = Unit.objects.get(slug="agriculture")
    changes.propose_change(
        account("admin"), unit, {"phone": "0564-0000199", "hours": "周一至周五 8:00—11:30，14:30—17:30"}
    )
    accounts.reset_password(account("admin"), account("officer2"))
    post = Post.objects.filter(kind=PostKind.OFFICER).first()
    person = Person.objects.get(accounts__username="minzheng")
    appointments.propose(account("leader2"), person, post)
    return account


@pytest.fixture
def sit_down(open_browser):
    """sit_down("officer", 1280): a page of that person, logged in at the desk."""

    def open_page(name, width):
        phone = width < 600
        page = open_browser(width=width, height=844 if phone else 860, device_scale_factor=1.5 if phone else 1)
        if name:
            page.goto("/desk/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            page.click("button:has-text('登录')")
            page.wait_for_url(lambda url: "/login/" not in url)
        return page

    return open_page


def corrected():
    """A corrected item that residents read, the one with the longest life."""
    return (
        Edition.objects.live()
        .filter(number__gte=2, lists_persons=False)
        .select_related("publication")
        .order_by("-number", "-pk")
        .first()
    )


def residents(sit_down):
    page = sit_down("", 1280)
    page.goto("/")
    shot(page, "home", 1150)
    phone = sit_down("", 390)
    phone.goto(f"/items/{corrected().publication.slug}/")
    shot(phone, "item", 1500)
    phone.goto("/search/?q=茶园")
    assert phone.locator(".results li").count() >= 1
    shot(phone, "search", 1000)
    gone = Edition.objects.tombstones().filter(state="withdrawn").select_related("publication").first()
    assert phone.goto(f"/items/{gone.publication.slug}/").status == 410
    shot(phone, "tombstone", 1150)


def staff_on_the_phone(sit_down):
    page = sit_down("reporter", 390)
    page.goto("/desk/write/")
    page.fill("[name=title]", "古桥畈村春茶采摘期间道路临时管制的通知")
    page.fill("[name=body]", "4月1日至4月20日，每天早上6点到9点，古桥至茶山组的路只上不下。急事打村部电话。")
    shot(page, "write", 1300)
    came_back = Edition.objects.filter(state="returned").select_related("item__drafter").order_by("pk").last()
    writer = Account.objects.filter(person=came_back.item.drafter).first()
    page = sit_down(writer.username, 390)
    page.goto(f"/desk/write/{came_back.item_id}/")
    shot(page, "returned", 1150)
    page = sit_down("leader", 390)
    page.goto("/desk/")
    page.click("a:has-text('去签发') >> nth=0")
    shot(page, "sign", 1400)
    page.goto("/desk/appointments/")
    shot(page, "appointments", 1100)
    page = sit_down("window", 390)
    page.goto("/desk/")
    shot(page, "window")


def staff_at_the_desk(sit_down):
    page = sit_down("officer", 1280)
    page.goto("/desk/")
    shot(page, "today")
    page.click("a:has-text('去初审') >> nth=0")
    shot(page, "review", 1100)
    page = sit_down("leader", 1280)
    page.goto("/desk/changes/")
    shot(page, "changes")
    page = sit_down("admin", 1280)
    page.goto("/admin/")
    shot(page, "administration")
    page = sit_down("inspector", 1280)
    page.goto("/audit/")
    page.goto("/audit/chain/")
    page.click("button:has-text('重新验一遍')")
    page.goto("/audit/")
    shot(page, "ledger")
    page.goto(f"/audit/items/{corrected().item_id}/")
    shot(page, "timeline", 1150)


def a_draft_from_word(sit_down, tmp_path):
    file = tmp_path / "关于做好今冬明春森林防火工作的通知.docx"
    file.write_bytes(
        docx(
            p("霍山县落儿岭镇人民政府文件", align="center"), p("落政〔2026〕31号", align="center"),
            p("关于做好今冬明春森林防火工作的通知", align="center"), p("各村，镇直各单位："),
            p("进入防火期，为保护山林和群众安全，现将有关事项通知如下。"), p("一、进山不带火种。"),
            p("二、田埂、坟头不烧草，祭祀用鲜花代替烧纸。"), p("三、发现烟火，马上打镇应急办电话。"),
            p("落儿岭镇人民政府", align="right"), p("2026年11月16日", align="right"),
        )
    )  # fmt: skip
    page = sit_down("reporter", 1280)
    page.goto("/admin/disclosure/notice/word/")
    page.set_input_files("[name=word]", file)
    page.select_option("[name=column]", str(Column.objects.get(slug="general-notices").pk))
    page.click("input[value=读成草稿]")
    page.wait_for_url(re.compile("/change/"))
    shot(page, "from_word", 1150)


def test_the_pictures_of_the_guides(example_town, sit_down, tmp_path):
    """One test: the example town is loaded once."""
    residents(sit_down)
    staff_on_the_phone(sit_down)
    staff_at_the_desk(sit_down)
    a_draft_from_word(sit_down, tmp_path)
