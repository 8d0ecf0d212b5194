"""The catalogue as a spreadsheet: out and in again is the same, every fault by row and column, one change for a leader."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import changes
from audit.admin.catalogue_sheet import in_order
from audit.catalogue import importing, reading, writing
from audit.catalogue.headings import CHANNELS
from audit.checks import Refused
from audit.models import Column, LedgerEntry, PendingChange
from tests.cast import make_column, published
from township_portal.example_town import content, foundation

pytestmark = pytest.mark.django_db
PAGE = "/admin/audit/column/sheet/"


def exported() -> bytes:
    return writing.workbook(in_order(), "公开目录")


def rewritten(change) -> bytes:
    """The exported sheet with `change(sheet, at)` done to it; at: heading → number of its column."""
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    sheet = book.active
    change(sheet, {name: number for number, name in enumerate(writing.names(), start=1)})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet, slug):
    return next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value == slug)


def prepare(data: bytes) -> importing.Preview:
    return importing.prepare(reading.read(data))


def send(client, data, name="目录.xlsx"):
    return client.post(PAGE, {"sheet": SimpleUploadedFile(name, data)})


def test_the_example_towns_whole_catalogue_goes_out_and_in_unchanged(db):
    foundation.make_places()
    found = prepare(exported())
    assert ([str(f) for f in found.faults], found.new, found.changed, found.missing) == ([], [], [], [])
    assert found.unchanged == len(content.read("columns.json"))


WORDS = st.text(alphabet="低保名单、，=+；第一项 123aB\n（）/", max_size=30).map(lambda s: s.strip())
ELEMENT = WORDS.map(lambda s: s.replace("\n", "")).filter(bool)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.fixed_dictionaries({
        "level1_matter": WORDS, "legal_basis": WORDS, "content_elements": st.lists(ELEMENT, max_size=4),
        "channels": st.lists(st.sampled_from([*CHANNELS, "村公示栏", "大喇叭"]), unique=True),
        "time_limit": st.none() | st.integers(1, 400), "audience": st.sampled_from(["society", "specific"]),
        "level": st.sampled_from(["county", "town", "village"]), "board_only": st.booleans(), "order": st.integers(0, 900),
        "update_cycle": WORDS, "is_active": st.booleans(), "time_limit_unit": st.sampled_from(["work_day", "calendar_day"]),
    })
)  # fmt: skip
def test_whatever_a_column_says_goes_out_and_in_unchanged(db, told):
    Column.objects.filter(slug="any").delete()
    make_column("any", **told)
    found = prepare(exported())
    assert ([str(f) for f in found.faults], found.changed) == ([], [])


def test_words_that_begin_like_a_formula_stay_words(town):
    Column.objects.filter(pk=town.notices.pk).update(legal_basis="=1+1", level1_matter="+86")
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    row = row_of(book.active, "notices")
    assert [book.active.cell(row, at).data_type for at in (5, 8)] == ["s", "s"]


def test_the_preview_tells_new_changed_unchanged_and_missing(town):
    def change(sheet, at):
        sheet.cell(row_of(sheet, "notices"), at["公开时限"]).value = 7
        sheet.delete_rows(row_of(sheet, "other"))
        last = sheet.max_row + 1
        for name, value in {"代号": "tea", "上级代号": "disclosure", "栏目名称": "茶叶", "公开主体": "财政所",
                            "政府网站": "√", "公开层级": "村级"}.items():  # fmt: skip
            sheet.cell(last, at[name]).value = value

    found = prepare(rewritten(change))
    assert [str(f) for f in found.faults] == []
    assert [(one.slug, one.old, one.new) for one in found.changed] == [
        ("notices", {"time_limit": None}, {"time_limit": 7})
    ]
    assert [one.slug for one in found.new] == ["tea"] and found.new[0].new["channels"] == ["政府网站"]
    assert [column.slug for column in found.missing] == ["other"] and found.unchanged == 3


FAULTS = [
    ({"公开时限": "二十"}, "公开时限", "不是整数"),
    ({"公开时限": "0"}, "公开时限", "太大或太小"),
    ({"公开时限": "-3"}, "公开时限", "不是整数"),
    ({"公开主体": "没有这个所"}, "公开主体", "没有叫"),
    ({"上级代号": "nowhere"}, "上级代号", "没有代号为"),
    ({"上级代号": "不是代号"}, "上级代号", "不能作代号"),
    ({"代号": "通知"}, "代号", "不能作代号"),
    ({"代号": None}, "代号", "不能空着"),
    ({"代号": "money"}, "代号", "已经用过"),
    ({"栏目名称": None}, "栏目名称", "不能空着"),
    ({"栏目名称": "长" * 41}, "栏目名称", "最多 40 个字"),
    ({"公开依据": "据" * 301}, "公开依据", "最多 300 个字"),
    ({"公开对象": "所有人"}, "公开对象", "不在可选的里面"),
    ({"公开方式": "公开"}, "公开方式", "不在可选的里面"),
    ({"公开层级": "省级"}, "公开层级", "不在可选的里面"),
    ({"时限单位": "周"}, "时限单位", "不在可选的里面"),
    ({"政府网站": "也许"}, "政府网站", "看不懂"),
    ({"只上墙": "大概"}, "只上墙", "看不懂"),
    ({"排序": "前面"}, "排序", "不是整数"),
    ({"公开内容（要素）": "字" * 101}, "公开内容（要素）", "太长"),
]


def test_every_fault_is_named_by_row_and_column(town):
    """All in one sheet, each in a row of its own: every one is found, and nothing is imported."""
    for number in range(len(FAULTS)):
        make_column(f"c{number}", town.disclosure)
    rows = {}

    def change(sheet, at):
        for number, (cells, name, _) in enumerate(FAULTS):
            row = row_of(sheet, f"c{number}")
            for heading, value in cells.items():
                sheet.cell(row, at[heading]).value = value
            rows[number] = (row, openpyxl.utils.get_column_letter(at[name]))

    found = prepare(rewritten(change))
    told = [str(fault) for fault in found.faults]
    for number, (_, name, words) in enumerate(FAULTS):
        row, letter = rows[number]
        assert [t for t in told if t.startswith(f"第 {row} 行 {letter} 列（{name}）") and words in t], (
            name,
            words,
            told,
        )
    assert len(told) == len(FAULTS)


@pytest.mark.parametrize(("change", "words"), [
    (lambda s, at: s.cell(2, 40, "备注二"), "不认识这一列"),
    (lambda s, at: s.cell(2, 40, "公开依据"), "出现了两次"),
    (lambda s, at: s.cell(row_of(s, "disclosure"), at["上级代号"], "money"), "上级栏目不能是它自己"),
    (lambda s, at: s.cell(row_of(s, "notices"), at["只上墙"], "是"), "不能改成只上墙"),
])  # fmt: skip
def test_what_the_confirmation_would_refuse_is_said_in_the_preview(town, change, words):
    published(town)
    told = [str(fault) for fault in prepare(rewritten(change)).faults]
    assert len(told) == 1 and words in told[0]


def test_one_cell_at_the_far_end_does_not_fill_the_memory(town):
    with pytest.raises(reading.Unreadable, match="很远的地方"):
        reading.read(rewritten(lambda s, at: s.cell(1_048_576, 16_384, "x")))


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_a_file_that_is_no_sheet_ends_in_a_sentence(client, town, data):
    client.force_login(town.admin)
    response = send(client, data)
    assert response.status_code == 422 and "errorlist" in response.content.decode()


def test_a_sheet_of_another_layout_is_read_where_its_headings_say_what_they_are(town):
    """One row of headings, blank rows, other words for the same, spaces in the headings, only some columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某镇公开目录"])
    sheet.append([])
    sheet.append(["栏 目 名 称", "代号", "公开时限", "公开主体", "村公开栏", "公开方式"])
    sheet.append(["通知公告", "notices", "20个工作日内", "农业农村办", "是", "主动"])
    sheet.append([None] * 6)
    sheet.append(["茶叶", "tea", 5.0, "", "", ""])
    out = io.BytesIO()
    book.save(out)
    found = prepare(out.getvalue())
    assert [str(f) for f in found.faults] == []
    assert found.changed[0].new == {"time_limit": 20, "channels": ["社区/企事业单位/村公示栏（电子屏）"]}
    assert found.new[0].new["time_limit"] == 5


def test_the_whole_import_is_one_change_that_a_leader_puts_in_force(client, town):
    def change(sheet, at):
        sheet.cell(row_of(sheet, "notices"), at["栏目名称"]).value = "公告和通知"
        last = sheet.max_row + 1
        for name, value in {"代号": "green", "上级代号": "tea", "栏目名称": "绿茶", "启用": "是"}.items():
            sheet.cell(last, at[name]).value = value
        for name, value in {"代号": "tea", "上级代号": "disclosure", "栏目名称": "茶叶"}.items():
            sheet.cell(last + 1, at[name]).value = value  # the one above stands below

    client.force_login(town.admin)
    response = send(client, rewritten(change))
    page = response.content.decode()
    assert response.status_code == 200 and "新增 2 个，改动 1 个" in page and "公告和通知" in page
    assert not Column.objects.filter(slug="tea").exists()
    assert client.post(PAGE, {"shown": response.context["shown"]}).status_code == 302
    waiting = PendingChange.objects.get(model="catalogue")
    row = LedgerEntry.objects.get(number=waiting.proposed_row)
    assert row.act == "propose_change" and json.loads(row.words.text)["new"]["通知公告·栏目名称"] == "公告和通知"
    assert Column.objects.get(slug="notices").name == "通知公告"  # nothing before the confirmation
    with pytest.raises(Refused):
        changes.confirm_change(town.admin, waiting)
    client.force_login(town.leader)
    assert "新增栏目“绿茶”" in client.get("/desk/changes/").content.decode()
    client.post(f"/desk/changes/{waiting.pk}/confirm/")
    assert Column.objects.get(slug="notices").name == "公告和通知"
    green = Column.objects.get(slug="green")
    assert [c.slug for c in Column.objects.filter(pk__in=green.ancestor_ids)] == ["disclosure", "tea", "green"]
    assert LedgerEntry.objects.filter(act="confirm_change", refers_to=row.number).count() == 1


def test_a_column_changed_in_between_keeps_the_import_from_its_force(client, town):
    client.force_login(town.admin)
    response = send(client, rewritten(lambda s, at: s.cell(row_of(s, "notices"), at["公开时限"], 7)))
    client.post(PAGE, {"shown": response.context["shown"]})
    Column.objects.filter(slug="notices").update(time_limit=9)
    client.force_login(town.leader)
    page = client.post(f"/desk/changes/{PendingChange.objects.get().pk}/confirm/", follow=True).content.decode()
    assert "又变了" in page and Column.objects.get(slug="notices").time_limit == 9


def test_a_preview_cannot_be_proposed_by_another_or_after_the_tree_changed(client, town):
    client.force_login(town.admin)
    shown = send(client, rewritten(lambda s, at: s.cell(row_of(s, "notices"), at["公开时限"], 7))).context["shown"]
    Column.objects.filter(slug="notices").update(time_limit=8)
    for sent in (shown, shown + "x", ""):
        client.post(PAGE, {"shown": sent})
    assert not PendingChange.objects.exists()


def test_the_sheet_is_the_administrators_alone(client, town):
    for account, status in ((town.officer, 403), (town.leader, 403), (town.admin, 200)):
        client.force_login(account)
        assert client.get(PAGE).status_code == client.get("/admin/audit/column/sheet.xlsx").status_code == status
