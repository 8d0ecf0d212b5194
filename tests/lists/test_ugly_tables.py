"""The tables offices really send: old formats, titles, merged villages, hidden columns, subtotals, signatures, odd ends."""

import io

import pytest
import xlwt
from openpyxl import Workbook

from audit.screening.lists import ListTrouble
from disclosure import list_building as building
from tests.lists.tables import HEAD, ID, PHONE, ROWS, VILLAGES, make_villages, person, saved
from tests.screening.files import ods, ods_cell


@pytest.fixture(autouse=True)
def villages(town):
    return make_villages(town)


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    return book


def made(town, data, name="表.xlsx", choices=None):
    """(columns, rows, notes) as they would be published by rule."""
    raw = building.read_raw(town.reporter, name, data)
    decided = choices or building.default_choices(raw)
    listing = building.built(raw, decided)
    whole = building.whole(building.split(listing), listing)
    return *building.arranged(raw, decided, whole), listing.notes


def old_excel():
    book = xlwt.Workbook()
    page = book.add_sheet("发放表")
    for r, row in enumerate((HEAD, *ROWS)):
        for c, cell in enumerate(row):
            page.write(r, c, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def open_document():
    def line(cells):
        told = "".join(ods_cell(str(cell), 'office:value-type="string"') for cell in cells)
        return f"<table:table-row>{told}</table:table-row>"

    return ods("".join(map(line, (HEAD, *ROWS))))


def text(encoding, end="\r\n"):
    rows = [HEAD, *ROWS]
    return end.join(",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in rows).encode(
        encoding
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [("旧.xls", old_excel()), ("开放.ods", open_document()), ("国标.csv", text("gb18030")), ("乙.csv", text("utf-8-sig", "\n")),
     ("丙.csv", text("utf-16")), ("没有名字", saved(sheet(HEAD, *ROWS)))],
    ids=["xls", "ods", "gb18030", "utf-8", "utf-16", "no ending"],
)  # fmt: skip
def test_every_format_gives_the_same_list(town, name, data):
    columns, rows, _ = made(town, data, name)
    assert [label for label, _ in columns] == ["户主", "村民组", "面积（亩）", "金额（元）"]
    assert [row[:2] for row in rows] == [["白云庵村", "赵样户"], ["白云庵村", "钱样户"], ["太子庙村", "孙样户"]]
    assert not any(number in str(rows) for number in (ID, PHONE))


def test_a_sheet_full_of_habits(town):
    """Title, unit of money, second heading row, merged village, subtotals, a repeated heading, a total, signatures."""
    book = sheet(
        ["落儿岭镇2026年补贴发放公示表", *[""] * 5], ["单位：元", *[""] * 5], ["村", "户主", "补贴", "", "身份证号", "签字"],
        ["", "", "面积", "金额", "", ""], ["白云庵村", "赵样户", 1, "￥１，２００．５０元", ID, ""],
        ["", "钱 样 户", 2, 300, ID, ""], ["小计", "", "", 1500.5, "", ""], ["太子庙村委会", "孙样户", 1, 10, ID, ""],
        ["村", "户主", "面积", "金额", "身份证号", "签字"], ["落儿岭镇太子庙村", "李样户", 1, 20, ID, ""],
        ["合  计", "", "", 1530.5, "", ""], ["制表：周样户", "", "审核：吴样户", "", "", ""],
    )  # fmt: skip
    for area in ("A1:F1", "A3:A4", "B3:B4", "C3:D3", "A5:A6"):
        book.active.merge_cells(area)
    columns, rows, notes = made(town, saved(book))
    assert [label for label, _ in columns] == ["户主", "面积", "金额"]
    assert [row[:2] for row in rows] == [
        ["白云庵村", "赵样户"], ["白云庵村", "钱样户"], ["太子庙村", "孙样户"], ["太子庙村", "李样户"]
    ]  # fmt: skip
    assert not any("合计" in note for note in notes)


def test_what_is_hidden_is_not_published_and_that_is_said(town):
    book = sheet(HEAD, *ROWS)
    book.active.column_dimensions["H"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("底稿").sheet_state = "hidden"
    book["底稿"].append(HEAD)
    columns, rows, notes = made(town, saved(book))
    assert "面积（亩）" not in [label for label, _ in columns] and len(rows) == 2
    assert any("隐藏" in note for note in notes)


def test_a_row_with_money_and_no_name_is_not_lost_silently(town):
    *_, notes = made(town, saved(sheet(HEAD, *ROWS, person(4, "白云庵村", "", 88))))
    assert any("没有取用第 5 行" in note for note in notes)


def test_namesakes_and_doubled_rows_all_stay(town):
    _, rows, _ = made(town, saved(sheet(HEAD, *[person(1, "白云庵村", "赵样户", 5)] * 3)))
    assert len(rows) == 3


def test_a_formula_is_its_result_and_a_name_that_looks_like_one_stays_text(town):
    book = sheet(["户主", "金额"], ["=1+1", 5], ["赵样户", "=A9*2"])
    with pytest.raises(ListTrouble):
        made(town, saved(book))  # never calculated: no name, no number, nothing to publish


@pytest.mark.parametrize("cell", ["", None, "无", "-", "1e5", "12.3.4", "五百", "１００"])
def test_money_that_is_none_is_told_by_its_row(town, cell):
    rows = [person(1, "白云庵村", "赵样户", cell), person(2, "白云庵村", "钱样户", 5)]
    data = saved(sheet(HEAD, *rows))
    if cell in ("", None, "１００"):
        assert len(made(town, data)[1]) == 2
    else:
        with pytest.raises(ListTrouble, match="第 2 行的金额"):
            made(town, data)


def test_control_characters_and_broad_names_do_not_break_the_seal(town):
    data = text("utf-8-sig").replace("钱样户".encode(), "钱\x00样\x07户\u200b".encode())
    _, rows, _ = made(town, data, "表.csv")
    assert not set("\x00\x07\u200b") & set("".join(map("".join, rows)))


def test_two_hundred_columns_and_one_row(town):
    wide = ["户主", "金额", *(f"列{n}" for n in range(198))]
    columns, rows, _ = made(town, saved(sheet(wide, ["赵样户", 5, *range(198)])))
    assert len(columns) == len(rows[0]) - 1 and len(VILLAGES) == 2
