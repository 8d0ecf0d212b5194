"""What clerks read is Chinese: the catalogues that other packages lack, and the pages themselves."""

import gettext
import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.cast import NAMES, make_notice
from tests.drafting.pages import change

FOLDER = Path(settings.BASE_DIR) / "locale" / "zh_Hans" / "LC_MESSAGES"


def entries(name: str) -> dict[str, str]:
    """msgid → msgstr of a .po file (one line each)."""
    text = (FOLDER / f"{name}.po").read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M))


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_words_are_the_written_ones(name):
    with (FOLDER / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = entries(name)
    assert written
    assert {key: compiled.gettext(key) for key in written} == written
    assert not [key for key, word in written.items() if word.isascii() and key != "URL"]


def test_every_word_of_the_editor_is_translated():
    import django_prose_editor

    source = Path(django_prose_editor.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "djangojs.po"
    asked = set(re.findall(r'^msgid "(.+)"$', source.read_text(encoding="utf-8"), re.M))
    assert asked - set(entries("djangojs")) == set()


def test_the_browser_gets_the_words(town, client):
    client.force_login(town.reporter)
    assert "\\u63d2\\u5165\\u8868\\u683c" in client.get(reverse("admin:jsi18n")).content.decode()  # 插入表格


ENGLISH = re.compile(r"\b[A-Za-z]{4,}\b")
KNOWN = {"Word", "docx", "root", *NAMES}  # and the cast's account names


def test_pages_carry_no_english(town, client):
    notice = make_notice(town)
    client.force_login(town.reporter)
    kind = "/admin/disclosure/notice/"
    pages = ["/admin/", kind, f"{kind}add/", change(notice), f"{kind}word/", "/desk/write/",
             *(reverse(f"admin:audit_notice_{what}", args=[notice.pk]) for what in ("saves", "preview"))]  # fmt: skip
    found = {address: _english(client.get(address).content.decode()) for address in pages}
    client.force_login(town.admin)
    for model in ("unit", "column", "person", "account", "question", "phrase", "threshold"):
        for what in ("changelist", "add"):
            address = reverse(f"admin:audit_{model}_{what}")
            found[address] = _english(client.get(address).content.decode())
    assert {address: words for address, words in found.items() if words} == {}


def _english(page: str) -> set[str]:
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<textarea.*?</textarea>", " ", page, flags=re.S)
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return {word for word in ENGLISH.findall(text) if word not in KNOWN}


STOCK = ("过滤器", "显示计数", "增加", "另一个", " 以 ", "Error", "继续编辑", "选中了")


def test_the_admin_speaks_like_a_clerk_not_like_its_library(town, client):
    client.force_login(town.admin)
    pages = ["/admin/audit/account/?is_active__exact=1", "/admin/audit/person/add/", "/admin/audit/unit/"]
    told = [html.unescape(re.sub(r"<[^>]+>", " ", client.get(page).content.decode())) for page in pages]
    told.append(client.post(pages[1], {"name": ""}).content.decode())
    client.force_login(town.reporter)
    told.append(re.sub(r"<[^>]+>", " ", client.get("/admin/disclosure/notice/").content.decode()))
    assert [word for page in told for word in STOCK if word in page] == []
    assert "有错：" in told[3] and "筛选" in told[0]


def test_a_cell_of_a_list_keeps_the_heading_of_its_column(town, client):
    client.force_login(town.admin)
    page = client.get("/admin/audit/account/").content.decode()
    assert re.search(r'<td data-label="[^"]*登录[^"]*" class="field-last_login', page), page
    assert "data-label" not in re.search(r"<tbody>.*?<th", page, re.S)[0]  # the name needs none
