"""Plain text and .csv: the encoding stays in its family, formulas are harmless, columns go."""

import csv
import io

import pytest

from audit.screening.masking import Mask, MaskError, RemoveColumn, mask
from audit.screening.masking.text import harmless
from audit.screening.passages import Passage
from tests.screening.leftovers import left_in

ID = "110101190001011009"
ROWS = "姓名,身份证号,金额\r\n赵测试,'110101190001011009,1200\r\n钱样例,,800\r\n"
ORDER = Mask("id_number", (Passage(f"'{ID}", "第 2 行第 2 列", "cell", "CSV", 2, 2),))
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-8-sig": "utf-8-sig",
    "gb18030": "gb18030",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "utf-32": "utf-8-sig",
}


@pytest.mark.parametrize("given", ENCODINGS)
def test_the_encoding_stays_in_its_family(given):
    made = mask("名单.csv", ROWS.encode(given), [ORDER])
    assert not left_in(made.data, ID)
    rows = list(csv.reader(io.StringIO(made.data.decode(ENCODINGS[given]), newline="")))
    assert rows == [["姓名", "身份证号", "金额"], ["赵测试", "'11*************009", "1200"], ["钱样例", "", "800"]]


def test_a_csv_in_utf8_opens_in_excel():
    assert mask("a.csv", ROWS.encode(), []).data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("sign", ",\t;|")
def test_the_separator_stays(sign):
    made = mask("a.csv", ROWS.replace(",", sign).encode(), [RemoveColumn("CSV", 2)])
    assert made.data.decode("utf-8-sig").splitlines() == [f"姓名{sign}金额", f"赵测试{sign}1200", f"钱样例{sign}800"]


def test_a_removed_columns_number_is_masked_elsewhere():
    made = mask("a.csv", (ROWS + f"注：{ID}重复,,\r\n").encode(), [RemoveColumn("CSV", 2)])
    assert not left_in(made.data, ID)
    assert "注：***重复" in made.data.decode("utf-8-sig")


HARMLESS = [
    ("=1+1", "'=1+1"),
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("+cmd", "'+cmd"),
    ("-2+3+cmd", "'-2+3+cmd"),
    ("@SUM(1)", "'@SUM(1)"),
    ("\t=1", "'\t=1"),
    ("  =1", "'  =1"),
    ("＝1+1", "'＝1+1"),
    ("\u200b=1", "'\u200b=1"),
    ("-12.5", "-12.5"),
    ("+86", "+86"),
    ("-1,200.00", "-1,200.00"),
    ("-", "-"),
    ("—", "—"),
    ("", ""),
    ("赵测试", "赵测试"),
    ("8-1=7", "8-1=7"),
]


@pytest.mark.parametrize(("value", "safe"), HARMLESS)
def test_formulas_are_made_harmless_and_amounts_left_alone(value, safe):
    assert harmless(value) == safe


def test_a_csv_with_formulas_comes_back_without():
    made = mask("a.csv", '姓名,备注\n赵测试,"=HYPERLINK(""http://x"")"\n'.encode(), [])
    assert "\n赵测试,\"'=HYPERLINK" in made.data.decode("utf-8-sig").replace("\r", "")


def test_text_keeps_its_lines():
    lines = f"通知\n身份证 {ID}\n\n止\n"
    made = mask("a.txt", lines.encode("gb18030"), [Mask("id_number", (Passage(f"身份证 {ID}", "第 2 行"),))])
    assert made.data.decode("gb18030").splitlines() == ["通知", "身份证 11*************009", "", "止"]


def test_control_characters_hide_nothing():
    made = mask("a.txt", f"证\0件{ID[:9]}\x07{ID[9:]}".encode(), [Mask("id_number", (Passage(ID, ""),))])
    assert not left_in(made.data, ID)


STRANGE = [b"\xff\xfe\x00\xd8\x00", b"\x81\x00\x81\xff\xff\xff\xff", b"\xff\xff\xff\xff\xff"]


@pytest.mark.parametrize("data", STRANGE)
def test_an_unknown_encoding_is_refused_with_a_sentence(data):
    with pytest.raises(MaskError, match="编码"):
        mask("a.csv", data, [])


def test_too_much_text_and_endless_fields_are_refused():
    with pytest.raises(MaskError, match="MB"):
        mask("a.txt", b"a" * (21 << 20), [])
    with pytest.raises(MaskError, match="分隔"):
        mask("a.csv", b'a,"' + b"b" * 300_000, [])
