"""A text browser reads the page from top to bottom in the order it means."""

import html
import re
import shutil
import subprocess

import pytest

from tests.cast import published
from tests.public.making import address

pytestmark = pytest.mark.django_db


def as_text(page: bytes) -> str:
    """As w3m shows it; where there is none, the words in the order of the source, which is what it goes by."""
    if not shutil.which("w3m"):
        return html.unescape(re.sub(r"<(script|style|title|svg)\b.*?</\1>|<[^>]*>", "", page.decode(), flags=re.S))
    asked = ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "200"]
    return subprocess.run(asked, input=page, capture_output=True, check=True, timeout=30).stdout.decode()


def test_a_text_browser_reads_a_page_in_order(client, town):
    edition = published(town, title="森林防火通知", body="<p>先说不带火种。</p><p>再说不吸烟。</p>")
    for url, order in (
        (
            address(edition),
            (
                "跳到正文",
                "落儿岭镇",
                "首页",
                "森林防火通知",
                "索引号",
                "先说不带火种",
                "再说不吸烟",
                "有话要说",
                "主办单位",
            ),
        ),
        ("/", ("跳到正文", "落儿岭镇", "首页", "公开栏", "最新公开", "主办单位")),
    ):
        text = as_text(client.get(url).content)
        places = [text.index(word) for word in order]
        assert places == sorted(places), (url, text)
