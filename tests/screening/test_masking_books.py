"""Workbooks: what nobody sees is not carried over, what everybody sees still looks and counts as before."""

import io
from datetime import date, datetime
from functools import partial

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from audit.screening.masking import Mask, MaskError, RemoveColumn, mask, proof, remove_orders
from audit.screening.masking.book import MAX_CELLS
from audit.screening.passages import Passage
from audit.screening.readers import read
from audit.screening.rules import Context, find
from tests.screening import files
from tests.screening.leftovers import left_in, members

ID, OTHER_ID, PHONE = "110101190001011009", "110101190002022005", "16912345678"
look = partial(find, context=Context(today=date(2026, 11, 23)))


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


MAIN = files.MAIN


def raw(rows, after=""):
    """A real workbook whose only sheet is this XML."""
    book = Workbook()
    book.active["A1"] = "甲"
    parts = members(saved(book))
    begin = '<?xml version="1.0"?>' + (rows[: rows.index("<row")] if rows.startswith("<!") else "")
    rows = rows[rows.index("<row") :]
    sheet = f'{begin}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return files.package(parts | {"xl/worksheets/sheet1.xml": sheet})


def payments():
    """A list as an office sends it, with a number in every hiding place openpyxl can make."""
    book = Workbook()
    sheet = book.active
    sheet.title = "发放名单"
    sheet["A1"] = "2026年耕地地力保护补贴发放公示表"
    sheet.merge_cells("A1:F1")
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
    sheet.append(["姓名", "村", "身份证号", "金额", "日期", "备用"])
    for n, name in enumerate(["赵测试", "钱样例", "孙虚构"]):
        sheet.append(
            [name, "太平村", ID if n else f"{ID[:6]} {ID[6:14]} {ID[14:]}", 1200.5, datetime(2026, 11, 3), OTHER_ID]
        )
        sheet.cell(n + 3, 4).number_format = "#,##0.00"
        sheet.cell(n + 3, 5).number_format = "yyyy-mm-dd"
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["F"].hidden = True
    sheet.append(["李某甲", "太平村", OTHER_ID, 1, None, None])
    sheet.row_dimensions[6].hidden = True
    sheet["B3"].comment = Comment(f"他的身份证 {OTHER_ID}", "经办人周样张")
    sheet["B4"].hyperlink = f"http://example.invalid/{OTHER_ID}"
    sheet["D7"] = "=SUM(D3:D5)"
    rule = DataValidation(type="list", formula1=f'"{OTHER_ID},无"')
    sheet.add_data_validation(rule)
    rule.add("B3")
    book.create_sheet("底册").append([OTHER_ID])
    book["底册"].sheet_state = "veryHidden"
    book.defined_names["银行"] = DefinedName("银行", attr_text=f'"{OTHER_ID}"')
    book.properties.creator, book.properties.keywords = "周样张", OTHER_ID
    sheet["G3"], sheet["G3"].font = OTHER_ID, Font(color="FFFFFFFF")
    sheet["G4"], sheet["G4"].number_format = 110101190002022, ";;;"
    return saved(book)


def order(*cells, rule="id_number", sheet="发放名单"):
    return Mask(rule, tuple(Passage(text, f"表“{sheet}”", "cell", sheet, row, column) for text, row, column in cells))


IDS = order((f"{ID[:6]} {ID[6:14]} {ID[14:]}", 3, 3), (ID, 4, 3), (ID, 5, 3))


def test_a_list_is_masked_and_nothing_hidden_comes_along():
    made = mask("名单.xlsx", payments(), [IDS])
    proof(made, made.removed, read, look)
    assert OTHER_ID in made.removed  # nobody saw it, so nobody decided about it: it may not come along either
    for number in (ID, OTHER_ID, "110101190002022", "周样张"):
        assert not left_in(made.data, number)
    text = "；".join(made.changes)
    for gone in ("遮盖 3 处", "1 个隐藏的工作表", "1 个隐藏的列", "1 个隐藏的行", "1 条批注", "1 个定义名称"):
        assert gone in text
    assert not [name for name in members(made.data) if "comment" in name or "vba" in name or "drawing" in name]


def test_what_everybody_sees_looks_and_counts_as_before():
    sheet = openpyxl.load_workbook(io.BytesIO(mask("名单.xlsx", payments(), [IDS]).data)).active
    assert [cell.value for cell in sheet[2]][:5] == ["姓名", "村", "身份证号", "金额", "日期"]
    assert [cell.value for cell in sheet[4]][:5] == [
        "钱样例",
        "太平村",
        "11*************009",
        1200.5,
        datetime(2026, 11, 3),
    ]
    assert sheet["D3"].number_format == "#,##0.00"
    assert sheet["A1"].font.bold and sheet["A1"].font.size == 16
    assert sheet.column_dimensions["A"].width == 22
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:E1"]
    assert sheet["A2"].font.bold is False


def test_a_removed_column_is_gone_with_its_heading_and_its_numbers_everywhere():
    book = openpyxl.load_workbook(io.BytesIO(payments()))
    book.active["B7"] = f"另见 {ID}"
    made = mask("名单.xlsx", saved(book), [RemoveColumn("发放名单", 3)])
    assert ID in [text.replace(" ", "") for text in made.removed]
    assert not left_in(made.data, ID)
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).active
    assert [cell.value for cell in sheet[2]] == ["姓名", "村", "金额", "日期"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["A1"].value == "2026年耕地地力保护补贴发放公示表"


def test_removing_the_first_column_keeps_the_title_over_all():
    sheet = openpyxl.load_workbook(io.BytesIO(mask("a.xlsx", payments(), [RemoveColumn("发放名单", 1)]).data)).active
    assert sheet["A1"].value == "2026年耕地地力保护补贴发放公示表"
    assert sheet["A2"].value == "村"


def test_the_finding_of_a_column_becomes_the_order_to_remove_it():
    reading = read("名单.xlsx", payments())
    found = next(one for one in look(reading.passages) if one.rule == "id_number" and not one.hidden)
    assert remove_orders(found, reading) == [RemoveColumn("发放名单", 3)]


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_words_that_look_like_a_formula_stay_words(text):
    data = raw(files.row("甲", text))
    made = mask("a.xlsx", data, [])
    cell = openpyxl.load_workbook(io.BytesIO(made.data)).active["B1"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_formula_becomes_its_result():
    data = raw('<row r="1"><c r="A1"><f>1+2</f><v>3</v></c><c r="B1" t="str"><f>"a"</f><v>甲</v></c></row>')
    sheet = openpyxl.load_workbook(io.BytesIO(mask("a.xlsx", data, []).data)).active
    assert [cell.value for cell in sheet[1]] == [3, "甲"]
    assert b"<f>" not in members(mask("a.xlsx", data, []).data)["xl/worksheets/sheet1.xml"]


def test_a_merged_title_that_begins_in_a_hidden_column_stays_in_sight():
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["B2"] = "总标题", "甲"
    sheet.merge_cells("A1:C1")
    sheet.column_dimensions["A"].hidden = True
    made = openpyxl.load_workbook(io.BytesIO(mask("a.xlsx", saved(book), []).data)).active
    assert (made["A1"].value, made["A2"].value) == ("总标题", "甲")


def test_a_sheet_named_after_a_person_loses_the_number():
    book = Workbook()
    book.active.title = f"卡{PHONE}"
    book.active["A1"] = PHONE
    made = mask("a.xlsx", saved(book), [order((PHONE, 1, 1), rule="mobile", sheet=f"卡{PHONE}")])
    assert not left_in(made.data, PHONE)
    proof(made, made.removed, read, look)


def test_headers_in_print_and_widths_are_kept_but_masked():
    book = Workbook()
    book.active["A1"], book.active["A2"] = PHONE, "甲"
    book.active.oddHeader.center.text = f"联系人 {PHONE}"
    book.active.page_setup.orientation = "landscape"
    book.active["A2"].fill = PatternFill("solid", fgColor="FFFF00")
    made = mask("a.xlsx", saved(book), [order((PHONE, 1, 1), rule="mobile", sheet="Sheet")])
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).active
    assert sheet.oddHeader.center.text == "联系人 169****5678"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A2"].fill.fgColor.rgb == "00FFFF00"
    assert not left_in(made.data, PHONE)


def test_an_ods_with_a_hidden_row_comes_back_as_xlsx_without_it():
    word = partial(files.ods_cell, more='office:value-type="string"')
    rows = (
        f"<table:table-row>{word('姓名')}{word('证件号')}</table:table-row>"
        f"<table:table-row>{word('赵测试')}{word(ID)}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{word("李某甲")}{word(OTHER_ID)}</table:table-row>'
    )
    data = files.ods(rows)
    reading = read("名单.ods", data)
    found = [passage for passage in reading.passages if passage.text == ID]
    made = mask("名单.ods", data, [Mask("id_number", tuple(found))], reading=reading)
    assert made.name == "名单.xlsx"
    proof(made, made.removed, read, look)
    assert not left_in(made.data, ID)
    assert not left_in(made.data, OTHER_ID)
    assert "赵测试" in [passage.text for passage in read(made.name, made.data).passages]


def hidden_only():
    parts = members(raw(files.row("甲")))
    book = parts["xl/workbook.xml"]
    assert b'state="visible"' in book
    return files.package(parts | {"xl/workbook.xml": book.replace(b'state="visible"', b'state="hidden"')})


HOSTILE = {
    "merged over everything": raw(files.row("甲"), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged many times": raw(files.row("甲"), "<mergeCells>" + '<mergeCell ref="A1:ZZ900"/>' * 50 + "</mergeCells>"),
    "entities": raw('<!DOCTYPE x [<!ENTITY a "b">]><row r="1"><c r="A1"><v>&a;</v></c></row>'),
    "too many cells": raw('<row r="1">' + '<c r="A1"><v>1</v></c>' * (MAX_CELLS + 1) + "</row>"),
    "broken sheet": raw("<row><c"),
    "not even a workbook": files.xlsx(files.row("甲")),
    "nothing visible": raw(files.row("甲", more='hidden="1"')),
    "hidden sheet only": hidden_only(),
    "a style that is not there": raw('<row r="1"><c r="A1" s="999"><v>1</v></c></row>'),
    "bomb": files.package({"[Content_Types].xml": files.TYPES, "xl/workbook.xml": b" " * 90_000_000}),
    "duplicate and empty": b"PK\x05\x06" + b"\0" * 18,
    "a binary workbook": files.package({"[Content_Types].xml": files.TYPES, "xl/workbook.bin": b"x"}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_workbooks_end_in_a_sentence(what):
    with pytest.raises(MaskError) as error:
        mask("名单.xlsx", HOSTILE[what], [])
    assert str(error.value).endswith("。")


def test_a_cell_in_the_farthest_corner_costs_nothing():
    data = raw('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>甲</t></is></c></row>')
    assert openpyxl.load_workbook(io.BytesIO(mask("a.xlsx", data, []).data)).active["A1"].value == "甲"
