"""What is no workbook, or one that cannot be: one sentence each, quickly, and the machine stays up."""

import io
import zipfile

import pytest

from disclosure.finance.reading import read_quarter
from tests.finance.books import Q3, THREE, TITLE, UNIT, ods, package, table, whole, xls, xlsx


def told(data):
    reading = read_quarter(data, Q3)
    assert (reading.report is None) == bool(reading.problems)
    return "\n".join(map(str, reading.problems))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 50, b"%PDF-1.4", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600,
                                  package({"a.txt": "x"}), package({"xl/workbook.xml": "<x>"})])  # fmt: skip
def test_what_is_no_workbook_gets_one_sentence(data):
    assert len(told(data).splitlines()) == 1


def test_a_cut_file_gets_a_sentence():
    for data in (xlsx(whole()), xls(whole()), ods(whole())):
        assert told(data[: len(data) // 2])


def far_cell():
    book = io.BytesIO(xlsx({"收入": [["科目", "本季", "累计"], ["一", 1, 1]]}))
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                text = text.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(entry, text)
    return out.getvalue()


def repeated_cells():
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="a">'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="float" office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


@pytest.mark.parametrize("bomb", [far_cell, repeated_cells])
def test_one_cell_far_away_does_not_take_all_memory(bomb):
    assert "复制到新的工作簿" in told(bomb())


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    assert "解开后太大" in told(package({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": " " * 50_000_000}))


def test_everything_missing_is_told_at_once():
    text = told(xlsx({"Sheet1": [["随便写的"], [1, 2, 3]]}))
    for word in ("收入表", "支出表", "“三公”经费表", "期初结余", "期末结余"):
        assert f"没有找到{word}" in text


def test_another_quarter_than_the_one_chosen_is_told():
    sheets = whole()
    sheets["收入"][0] = ["落儿岭镇2026年第二季度收入表"]
    assert "您选的是2026年第三季度" in told(xlsx(sheets))


def test_a_missing_unit_column_or_total_is_told():
    sheets = whole()
    sheets["收入"].pop(1)
    sheets["支出"] = [row[:1] + row[2:] if n < 7 else row for n, row in enumerate(sheets["支出"])]
    sheets["三公经费"].pop()
    text = told(xlsx(sheets))
    assert "没有写金额单位" in text and "支出表没有找到“全年预算”" in text and "没有“合计”行" in text


def test_two_tables_of_one_kind_and_two_different_closings_are_told():
    sheets = whole() | {"收入（二）": table("收入", [["甲", 1, 1, 1]])}
    sheets["支出"].append(["季末结余", None, 1.0])
    text = told(xlsx(sheets))
    assert "又有一张收入表" in text and "写的不一样" in text


def test_a_table_nobody_can_place_is_told():
    assert "看不出这张表是收入还是支出" in told(
        xlsx({"Sheet1": [["收支表"], [UNIT], ["科目", "预算", "本季", "累计"], ["甲", 1, 1, 1]]})
    )


def test_details_that_do_not_make_their_line_are_told():
    sheets = whole()
    sheets["收入"][4:4] = [["其中：甲", 1, 400, 5], ["　乙", 1, 100, 5]]
    sheets["支出"] = [[f"{TITLE}支出"], [UNIT], ["科目", "全年预算", "本季", "累计"], ["一、农林水", 10, 5, 6], ["1.农业", 4, 3, 3],
                    ["2.林业", 6, 1, 3], ["二、其他", 1, 1, 1], ["小计", 1, 2, 1], ["合计", 11, 6, 7], ["期初结余", 0], ["期末结余", 0]]  # fmt: skip
    text = told(xlsx(sheets))
    assert "“其中”各项加起来是 500.00，比“上级补助收入”的 412.80 还大" in text
    assert "第 4 行 C 列：本季的“农林水”写的是 5.00，各行加起来是 4.00" in text and "小计写的是 2.00" in text


def test_rounding_in_the_sheets_own_unit_is_no_fault_and_more_than_that_is():
    def sheet(last):
        rows = [["甲", 100, 33.33, 33.33], ["乙", 100, 33.33, 33.33], ["丙", 100, 33.33, 33.33]]
        return xlsx(
            whole()
            | {
                "三公经费": [
                    ["三公经费"],
                    [UNIT],
                    ["项目", "全年预算", "本季", "累计"],
                    *rows,
                    ["合计", 300, last, last],
                ]
            }
        )

    assert told(sheet(100.0)) == "" and told(sheet(100.02)) != ""
    assert [row[0] for row in THREE]  # the ordinary table of the others
