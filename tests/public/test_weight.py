"""What a page weighs on the line, compressed, with every style, script and drawing it asks for: bytes, so no guess."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests.bulk import make_columns, publish_many
from tests.cast import make_column
from tests.public.making import address, correct, publish_with_file

pytestmark = pytest.mark.django_db
HOME, ITEM = 60_000, 30_000


def weight(client, url) -> tuple[int, dict[str, int]]:
    """Bytes of the page and of each file of ours it asks for, as the server sends them."""
    answer = client.get(url, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "gzip", url
    page = gzip.decompress(answer.content).decode()
    parts = {}
    for name in re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page):
        with open(finders.find(name), "rb") as file:
            parts[name] = len(gzip.compress(file.read(), 9, mtime=0))
    return len(answer.content), parts


def test_home_and_item_are_light(client, town):
    columns = [*make_columns(town, 8), make_column("policy", name="政策文件"), make_column("news", name="政务动态")]
    publish_many(town, 120, columns)
    edition = correct(
        town, publish_with_file(town, over={"body": "<p>" + "进入林区不带火种，也不吸烟。" * 150 + "</p>"})
    )
    for url, most in (("/", HOME), (address(edition), ITEM)):
        page, parts = weight(client, url)
        total = page + sum(parts.values())
        assert len(parts) >= 9 and total <= most, f"{url} weighs {total}: page {page}, {parts}"


def test_what_must_not_be_compressed_is_not(client, town):
    """Staff pages and pages with a form's secret: next to chosen words the length would tell it."""
    asked = {"headers": {"accept-encoding": "gzip"}}
    assert "Content-Encoding" not in client.get("/desk/login/", **asked).headers
    client.force_login(town.officer)
    assert "Content-Encoding" not in client.get("/desk/", **asked).headers
    client.cookies["csrftoken"] = "x" * 32
    assert "Content-Encoding" not in client.get("/search/?q=x", **asked).headers
    edition = publish_with_file(town)
    assert "Content-Encoding" not in client.get(address(edition, "files/1/附件1 汇总表.xlsx"), **asked).headers
