"""The office's raw tables of these tests, and the way through the builder's two steps. Nobody in them exists."""

import io
import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from audit.models import Column, Unit
from disclosure.models import PersonList
from tests.cast import make_column

ID, PHONE, CARD = "110101190001011009", "16912345678", "6299000000000000018"
VILLAGES = ("白云庵村", "太子庙村")
HEAD = ["序号", "村", "村民组", "户主", "身份证号", "联系电话", "一卡通账号", "面积（亩）", "金额（元）", "备注"]
BEGIN = reverse("admin:disclosure_personlist_build")


def person(n, village, name, money, group="张湾组", remark=""):
    return [n, village, group, name, ID, PHONE, CARD, 3, money, remark]


ROWS = [
    person(1, "白云庵村", "赵样户", 500), person(2, "白云庵村", "钱样户", "1,200.50"), person(3, "太子庙村", "孙样户", 300),
]  # fmt: skip
LATER = [
    person(1, "白云庵村", "赵样户", 500), person(2, "白云庵村", "钱样户", 900), person(3, "太子庙村", "李样户", 80),
    person(4, "太子庙村", "周样户", 70),
]  # fmt: skip


def xlsx(*rows, name="表.xlsx", title="发放表"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    return file_of(name, saved(book))


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def file_of(name, data):
    return SimpleUploadedFile(name, data, "application/octet-stream")


def make_villages(town):
    """Two villages with a column for their affairs each; nobody reports for them but the officers."""
    columns = {}
    for order, (slug, name) in enumerate(zip(("baiyunan", "taizimiao"), VILLAGES, strict=True)):
        unit = Unit.objects.create(
            slug=slug,
            name=f"落儿岭镇{name}村民委员会",
            short_name=name,
            kind=Unit.Kind.VILLAGE,
            order=200 + order,
            phone="0564-0000121",
        )
        columns[name] = make_column(
            f"{slug}-affairs", Column.objects.get(pk=town.disclosure.pk), name=f"{name}村务", responsible_unit=unit,
            lists_persons=True,
        )  # fmt: skip
    return columns


def said(town, file=None, **over):
    """The form of step one."""
    values = {
        "table": file or xlsx(HEAD, *ROWS), "programme": "耕地地力保护补贴", "period": "2025年", "basis": "财农〔2025〕1号",
        "unit": town.agriculture.pk, "column": town.notices.pk, "formed_on": "2026-11-02",
    }  # fmt: skip
    return {name: value for name, value in (values | over).items() if value is not None}


def begin(client, town, account=None, file=None, **over):
    """Upload; the response of step one (a redirect to step two where the table could be read)."""
    client.force_login(account or town.reporter)
    return client.post(BEGIN, said(town, file, **over))


def chosen(page):
    """What step two's form would send as it stands."""
    text = page.content.decode()
    found = {}
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        found[name] = re.search(r'value="([^"]+)" selected', options)[1]
    return found


def built(client, town, rows=ROWS, *, by=None, how="one", file=None, **over):
    """Both steps as they stand by rule: the drafts made."""
    before = set(PersonList.objects.values_list("pk", flat=True))
    first = begin(client, town, by, file or xlsx(HEAD, *rows), **over)
    assert first.status_code == 302, first.context["form"].errors
    page = client.get(first.url)
    answer = client.post(first.url, chosen(page) | {"how": how, "_make": "1"})
    assert answer.status_code == 302
    return list(PersonList.objects.exclude(pk__in=before).order_by("village"))


TODAY = date(2026, 11, 2)
