"""One planted string in every hiding place of .xlsx, .xls and text tables; numbers as stored and as seen; headers."""

import io
import time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from audit.screening.readers import Limits, read
from tests.screening import files
from tests.screening.files import MARK, row, workbook, xlsx

HALVES = (MARK[:6], MARK[6:])
RUNS = f"<r><t>{HALVES[0]}</t></r><r><rPr/><t>{HALVES[1]}</t></r>"
SHARED = '<c r="A1" t="s"><v>0</v></c>'
COMMENTS = '<comments xmlns="x"><authors><author>{}</author></authors><commentList><comment ref="B2" authorId="0"><text>{}</text></comment></commentList></comments>'
CUSTOM = '<numFmts><numFmt numFmtId="200" formatCode="{}"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>'
XLSX = {
    "inline string": xlsx(row(MARK)),
    "inline runs": xlsx(row(f'<c r="A1" t="inlineStr"><is>{RUNS}</is></c>')),
    "shared string": xlsx(row(SHARED), strings=[MARK]),
    "shared runs": xlsx(row(SHARED), strings=[RUNS]),
    "shared string nobody uses": xlsx(row(SHARED), strings=["甲", MARK]),
    "phonetic reading": xlsx(row(SHARED), strings=[f"<t>甲</t><rPh><t>{MARK}</t></rPh>"]),
    "cached text of a formula": xlsx(row(f'<c r="A1" t="str"><f>B1</f><v>{MARK}</v></c>')),
    "formula": xlsx(row(f'<c r="A1"><f>IF(1,"{MARK}",0)</f><v>0</v></c>')),
    "without cell addresses": xlsx(f'<row><c t="inlineStr"><is><t>{MARK}</t></is></c></row>'),
    "hidden row": xlsx(row(MARK, more='hidden="1"')),
    "row of no height": xlsx(row(MARK, more='ht="0" customHeight="1"')),
    "hidden column": xlsx(f'<cols><col min="1" max="1" hidden="1"/></cols><sheetData>{row(MARK)}</sheetData>'),
    "column of no width": xlsx(f'<cols><col min="1" max="1" width="0"/></cols><sheetData>{row(MARK)}</sheetData>'),
    "hidden sheet": xlsx(row(MARK), state='state="hidden"'),
    "very hidden sheet": xlsx(row(MARK), state='state="veryHidden"'),
    "sheet no list names": xlsx(xl__worksheets__sheet9_xml=f'<worksheet><sheetData>{row(MARK)}</sheetData></worksheet>'),
    "name of a sheet": files.package({"[Content_Types].xml": files.TYPES, "xl/workbook.xml": f'<workbook xmlns:r="r"><sheets><sheet name="{MARK}" r:id="a"/></sheets></workbook>', "xl/_rels/workbook.xml.rels": '<R><Relationship Id="a" Target="/xl/worksheets/s.xml"/></R>', "xl/worksheets/s.xml": "<worksheet/>"}),
    "white on white": xlsx(row(f'<c r="A1" s="1" t="inlineStr"><is><t>{MARK}</t></is></c>'), styles='<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs>'),
    "format that shows nothing": xlsx(row(f'<c r="A1" s="1" t="inlineStr"><is><t>{MARK}</t></is></c>'), styles=CUSTOM.format(";;;")),
    "comment": xlsx(xl__comments1_xml=COMMENTS.format("甲", RUNS)),
    "author of a comment": xlsx(xl__comments1_xml=COMMENTS.format(MARK, "<t>x</t>")),
    "threaded comment": xlsx(xl__threadedComments__threadedComment1_xml=f'<T><threadedComment ref="A1"><text>{MARK}</text></threadedComment></T>'),
    "person": xlsx(xl__persons__person_xml=f'<personList><person displayName="{MARK}"/></personList>'),
    "text box": xlsx(xl__drawings__drawing1_xml=f"<d {files.A}>{files.words(MARK)}</d>"),
    "alt text": xlsx(xl__drawings__drawing1_xml=f'<d><cNvPr id="1" name="图" descr="{MARK}"/></d>'),
    "old drawing": xlsx(xl__drawings__vmlDrawing1_vml=f'<xml><textbox><div>{MARK}<br></div></textbox></xml>'),
    "pivot cache": xlsx(xl__pivotCache__pivotCacheRecords1_xml=f'<pivotCacheRecords><r><s v="{MARK}"/></r></pivotCacheRecords>'),
    "pivot items": xlsx(xl__pivotCache__pivotCacheDefinition1_xml=f'<p><sharedItems><s v="{MARK}"/></sharedItems></p>'),
    "defined name": xlsx(names=f'<definedNames><definedName name="n">"{MARK}"</definedName></definedNames>'),
    "name of a name": xlsx(names=f'<definedNames><definedName name="{MARK}">A1</definedName></definedNames>'),
    "printed header": xlsx(sheet=f"<headerFooter><oddHeader>&amp;C{MARK}</oddHeader></headerFooter>"),
    "first footer": xlsx(sheet=f"<headerFooter><firstFooter>{MARK}</firstFooter></headerFooter>"),
    "dropdown list": xlsx(sheet=f'<dataValidations><dataValidation type="list"><formula1>"甲,{MARK}"</formula1></dataValidation></dataValidations>'),
    "prompt": xlsx(sheet=f'<dataValidations><dataValidation prompt="{MARK}"/></dataValidations>'),
    "link": xlsx(sheet=f'<hyperlinks><hyperlink ref="A1" tooltip="{MARK}"/></hyperlinks>'),
    "target of a link": xlsx(xl__worksheets___rels__sheet1_xml_rels=f'<R><Relationship Id="a" Target="https://e.cn/{MARK}"/></R>'),
    "table column": xlsx(xl__tables__table1_xml=f'<table><tableColumns><tableColumn name="{MARK}"/></tableColumns></table>'),
    "chart cache": xlsx(xl__charts__chart1_xml=f"<chart><pt><v>{MARK}</v></pt></chart>"),
    "external link": xlsx(xl__externalLinks__externalLink1_xml=f"<x><cell><v>{MARK}</v></cell></x>"),
    "connection": xlsx(xl__connections_xml=f'<connections><connection name="c" description="{MARK}"/></connections>'),
    "scenario": xlsx(sheet=f'<scenarios><scenario name="s" comment="{MARK}"/></scenarios>'),
    "custom xml": xlsx(customXml__item1_xml=f"<a>{MARK}</a>"),
    "author": xlsx(docProps__core_xml=f"<c><creator>{MARK}</creator></c>"),
    "embedded": xlsx(xl__embeddings__doc_docx=files.docx(f"<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p>")),
    "binary leftovers": xlsx(xl__printerSettings__p_bin=b"\x00\x01" * 50 + "tel 99012345678".encode("utf-16-le")),
}  # fmt: skip


def test_every_hiding_place_of_xlsx_gives_its_secret_up():
    missed = []
    for place, data in XLSX.items():
        reading = read("名单.xlsx", data)
        wanted = MARK if place != "binary leftovers" else "99012345678"
        if not reading.readable or not any(wanted in passage.text for passage in reading.passages):
            missed.append((place, reading.why, [passage.text for passage in reading.passages]))
    assert missed == []


@pytest.mark.parametrize(
    "place",
    "hidden row|row of no height|hidden column|column of no width|hidden sheet|very hidden sheet|sheet no list names|white on white|format that shows nothing".split(
        "|"
    ),
)
def test_what_nobody_sees_is_called_hidden(place):
    assert [passage.hidden for passage in read("x.xlsx", XLSX[place]).passages if passage.text == MARK] == [True]


def test_hidden_sheets_rows_and_columns_are_noted():
    notes = " ".join(
        note
        for place in ("hidden row", "hidden column", "very hidden sheet")
        for note in read("x.xlsx", XLSX[place]).notes
    )
    assert "1 个隐藏的行" in notes and "隐藏的列：A" in notes and "深度隐藏" in notes


def test_the_real_writer_is_read_too():
    book = Workbook()
    sheet = book.active
    sheet.title = "发放表"
    sheet.append(["2026 年补贴发放表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "姓名", "联系方式", None, "证件号"])
    sheet.merge_cells("C2:D2")
    sheet.append([None, None, "手机", "固话", None])
    sheet.append([1, "张三", 99012345678, "0562-88", "甲乙丙"])
    sheet["B4"].comment = Comment("批注里的字", "乙")
    sheet["B4"].font = Font(color="FFFFFF")
    checked = DataValidation(type="list", formula1='"东村,西村"')
    checked.add("A4")
    sheet.add_data_validation(checked)
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read("a.xlsx", buffer.getvalue())
    cells = {passage.text: passage for passage in reading.passages}
    assert cells["99012345678"].header == "联系方式 手机"
    assert cells["99012345678"].place == "表“发放表”C4"
    assert cells["甲乙丙"].header == "证件号"
    assert cells["2026 年补贴发放表"].kind == "cell"
    assert cells["张三"].hidden
    assert {"批注里的字", "乙", '"东村,西村"'} <= cells.keys()


NUMBERS = [
    ("99012345678", 0, "99012345678"),
    ("9.9012345678E10", 0, "99012345678"),
    ("99012345678.0", 0, "99012345678"),
    ("3.40821199001011E+17", 0, "340821199001011000"),
    ("340821199001011234", 0, "340821199001011234"),
    ("1234.5", 0, "1234.5"),
    ("-5", 0, "-5"),
    ("45000", 14, "2023-03-15"),
    ("45000.5", 22, "2023-03-15 12:00:00"),
    ("NaN", 0, "NaN"),
    ("1E+400", 0, "1E+400"),
]


@pytest.mark.parametrize("stored, style, text", NUMBERS)
def test_a_number_comes_as_its_digits_and_a_day_as_a_day(stored, style, text):
    styles = f'<cellXfs><xf/><xf numFmtId="{style}"/></cellXfs>'
    reading = read("x.xlsx", xlsx(row(f'<c r="A1" s="1"><v>{stored}</v></c>'), styles=styles))
    assert text in [passage.text for passage in reading.passages]


@pytest.mark.parametrize(
    "code, stored, text",
    [('&quot;990&quot;00000000', "12345678", "99012345678"), ('\\9\\9\\00000000', "1234567", "9901234567"), ("000-0000-0000", "99012345678", "99012345678"), ('yyyy"年"m"月"', "45000", "2023-03-15")],
)  # fmt: skip
def test_digits_that_only_the_format_writes_come_out(code, stored, text):
    data = xlsx(row(f'<c r="A1" s="1"><v>{stored}</v></c>'), styles=CUSTOM.format(code.replace('"', "&quot;")))
    assert text in [passage.text for passage in read("x.xlsx", data).passages]


def test_an_id_stored_as_a_number_is_noted():
    reading = read("x.xlsx", xlsx(row('<c r="A1"><v>340821199001011000</v></c>')))
    assert any("科学计数法" in note and "A1" in note for note in reading.notes)


def test_a_size_before_a_number_in_a_printed_header_takes_no_digit_of_it():
    for code in ("&amp;8", "&amp;10", "&amp;C", "&amp;&quot;宋体,常规&quot;", "&amp;KFF0000"):
        data = xlsx(sheet=f"<headerFooter><oddHeader>{code}13000000000</oddHeader></headerFooter>")
        assert "13000000000" in [passage.text for passage in read("x.xlsx", data).passages], code


HEADERS = [
    ([["姓名", "身份证号"], ["张三", "x"]], {0}),
    ([["落霞镇补贴表"], ["序号", "户主姓名", "银行账号"], [1, "张三", "x"]], {1}),
    ([["落霞镇补贴表"], ["单位：元", None, "2026年1月"], ["序号", "姓名", "金额"], [1, "张三", 5]], {2}),
    ([["甲列", "乙列"], [1, 12345]], {0}),
    ([["张三", "12345678"], ["李四", "12345679"]], set()),
    ([["姓名", "关系"], ["张三", "户主"], ["李四", "配偶"]], {0}),
    ([["姓名", "电话"], ["张三", "1"], [None, None], ["村名", "负责人电话"], ["东村", "2"]], {0, 3}),
    ([["身份证号"], ["12345678901"], ["12345678902"]], {0}),
    ([["东村"], ["西村"]], set()),
    ([], set()),
]  # fmt: skip


@pytest.mark.parametrize("rows, headers", HEADERS)
def test_which_rows_are_headers(rows, headers):
    reading = read("x.xlsx", workbook(rows))
    assert {passage.row - 1 for passage in reading.passages if passage.kind == "header"} == headers


def test_a_thousand_rows_take_less_than_a_second():
    data = workbook(
        [["序号", "姓名", *[f"列{n}" for n in range(18)]], *[[n, f"张{n}", *range(n, n + 18)] for n in range(1000)]]
    )
    began = time.process_time()
    reading = read("x.xlsx", data)
    assert time.process_time() - began < 1
    assert len([passage for passage in reading.passages if passage.row]) == 20_020


def test_beyond_the_cap_of_cells_eyes_are_needed_and_the_rest_stands():
    reading = read("x.xlsx", workbook([["甲", n] for n in range(200)]), limits=Limits(cells=100))
    assert [passage.row for passage in reading.passages if passage.row][-1] == 50
    assert any("表格太大" in part for part in reading.needs_eyes)


XLS = (Path(__file__).parent / "data" / "hidden.xls").read_bytes()  # written by xlwt, numbers made up


def test_xls_gives_up_hidden_sheets_rows_columns_names_and_long_strings():
    reading = read("x.xls", XLS)
    found = {passage.text: passage for passage in reading.passages}
    assert reading.readable
    assert found["甲某"].header == "姓名" and not found["甲某"].hidden
    assert found["99012345601"].place == "表“名单”C2"
    assert found["2020-02-03"].header == "日期"
    assert found["乙某"].hidden and found["x90000001"].hidden  # hidden row, hidden column
    assert found["深藏99012345678"].hidden
    assert "YM99012345699" in found
    assert "底表" in found and any("深度隐藏" in note for note in reading.notes)
    assert sum(text.startswith("某某") for text in found) == 300
    assert any("存成了数字" in note for note in reading.notes)


def test_xls_agrees_with_another_reader():
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(XLS))
    theirs = {
        value
        for name in book.sheet_names
        for line in book.get_sheet_by_name(name).to_python()
        for value in line
        if isinstance(value, str) and value
    }
    mine = {passage.text for passage in read("x.xls", XLS).passages}
    assert len(theirs) > 300
    assert theirs <= mine


TABLES = "姓名,身份证号\n张三,99012345678\n李四,99012345679\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_tables_in_every_encoding_have_headers(encoding, separator):
    data = TABLES.replace(",", separator).encode(encoding)
    cells = {passage.text: passage for passage in read("x.csv", data).passages}
    assert cells["99012345679"].header == "身份证号"
    assert cells["99012345679"].place == "第 3 行第 2 列"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", ["通知\n" + MARK, f"说明：{MARK}，请知悉。" * 50])
def test_plain_text_in_every_encoding(encoding, text):
    assert any(MARK in passage.text for passage in read("x.txt", text.encode(encoding)).passages)


@pytest.mark.parametrize(
    "data",
    [
        b'"' * 300_000,
        b'a,"b\n' * 1000,
        b"a," * 50_000,
        b"\xff" * 5000,
        b"a\x00b,c\x00d\n" * 50,
        "a，b\nc，d".encode(),
        b",\n,\n",
    ],
)
def test_odd_csv_never_fails(data):
    reading = read("x.csv", data)
    assert reading.passages and (reading.readable or reading.why)
