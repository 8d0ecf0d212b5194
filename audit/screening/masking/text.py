"""Masking .csv and .txt: the same encoding family, formulas made harmless."""

import codecs
import csv
import io
import re

from audit.screening.masking.orders import MaskError
from audit.screening.masking.plan import Plan, cell_instead, line_instead

MAX_SIZE = 20 * 1024 * 1024
SHEET = "CSV"  # as the reader calls it
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_FORMULA = re.compile(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠\t\r]")
_PLAIN_NUMBER = re.compile(r"\s*[+\-]?[0-9][0-9,]*(?:\.[0-9]+)?%?\s*|[\s\-—/]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
UNKNOWN_TEXT = "文字编码认不出来，没有遮盖。请用 Excel 或记事本打开后另存为“UTF-8”编码，再上传。"


def decoded(data: bytes) -> tuple[str, str]:
    """(text, encoding to write it back with)."""
    if len(data) > MAX_SIZE:
        raise MaskError(f"文件超过 {MAX_SIZE >> 20} MB，没有遮盖。请分成几个较小的文件再传。")
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in encodings or _guesses(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, UnicodeError):
            continue
        written = {"utf-8": "utf-8-sig", "utf-32": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(
            encoding, encoding
        )
        return text.removeprefix("\ufeff"), written
    raise MaskError(UNKNOWN_TEXT)


def _guesses(data: bytes) -> list[str]:
    start = data[:4000]
    wide = ["utf-16-le", "utf-16-be"] if start[1::2].count(0) >= start[::2].count(0) else ["utf-16-be", "utf-16-le"]
    if start.count(0) > len(start) // 5:
        return [*wide, "utf-8", "gb18030"]
    return ["utf-8", *wide, "gb18030"] if 0 in start else ["utf-8", "gb18030"]


def mask_text(data: bytes, plan: Plan) -> bytes:
    text, encoding = decoded(data)
    lines = _CONTROL.sub("", text).splitlines()
    return _encoded("\r\n".join(line_instead(plan, line) for line in lines) + "\r\n", encoding)


def mask_csv(name: str, data: bytes, plan: Plan) -> bytes:
    text, encoding = decoded(data)
    text = _CONTROL.sub("", text)
    rows = read_rows(text, separator_of(text))
    gone = {column for sheet, column in plan.columns if sheet in (SHEET, "")}
    for row in rows:
        for column in gone:
            if column <= len(row):
                plan.personal(row[column - 1])
    plan.close()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator_of(text), lineterminator="\r\n")
    for number, row in enumerate(rows, 1):
        kept = [(column, value) for column, value in enumerate(row, 1) if column not in gone]
        writer.writerow([harmless(cell_instead(plan, (SHEET, number, column), value)) for column, value in kept])
    return _encoded(buffer.getvalue(), encoding)


def separator_of(text: str) -> str:
    """The sign that divides most lines most alike."""
    lines = [line for line in text[:20_000].splitlines()[:12] if line.strip()]
    for sign in ",\t;|，":
        if lines and min(line.count(sign) for line in lines) >= 1:
            return sign
    return max(",\t;|", key=text[:20_000].count)


def read_rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise MaskError("表格的分隔或引号乱了，没有遮盖。请用 Excel 打开，另存为 .xlsx 再上传。") from error


def harmless(value: str) -> str:
    """A value a spreadsheet would run as a formula, as plain words."""
    return f"'{value}" if _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value) else value


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")
