"""Plain text and CSV in whatever encoding the office's computers write."""

import codecs
import csv
import io

from audit.screening.readers.gather import Gather, Unreadable
from audit.screening.readers.grid import Grid, Square
from audit.screening.readers.kinds import UNKNOWN

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_SEPARATORS = ",\t;|，"
_WIDEST = 1_000


def decode(data: bytes, gather: Gather) -> str:
    """The text; a byte order mark decides, then UTF-8, then UTF-16 without a mark, then GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 5 or (zeros and _reads_as_wide(data)):
        even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
        return data.decode("utf-16-le" if odd >= even else "utf-16-be", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > len(data) - 8 and len(data) > 100:  # cut in the middle of a sign
                return data.decode(encoding, "ignore")
    gather.eyes("文字编码认不全，有些字没有读对")
    return data.decode("gb18030", "replace")


def _reads_as_wide(data: bytes) -> bool:
    """UTF-16 of mostly Chinese text has few zero bytes: only line ends, digits and spaces."""
    try:
        text = data[: 4000 - len(data[:4000]) % 2].decode("utf-16-le", "strict")
    except UnicodeDecodeError:
        return False
    chinese = sum("\u4e00" <= sign <= "\u9fff" or sign < "\x7f" or "\u3000" <= sign <= "\u303f" for sign in text)
    return chinese > 0.9 * len(text)


def read_plain(name: str, data: bytes, gather: Gather):
    text = decode(data, gather)
    sample = text[:20_000]
    odd = sum((sign < " " and sign not in "\t\r\n\x0c") or sign == "\ufffd" for sign in sample)
    if odd > max(3, len(sample) // 20):
        raise Unreadable(UNKNOWN)
    if separator := _separator(name, text):
        _read_rows(text, separator, gather)
        return
    for number, line in enumerate(text.splitlines(), 1):
        gather.add(line, f"第 {number} 行")


def _separator(name: str, text: str) -> str:
    """The sign between columns, empty when this is no table."""
    lines = [line for line in text[:20_000].splitlines()[:12] if line.strip()]
    named = name.lower().endswith((".csv", ".tsv"))
    for sign in _SEPARATORS:
        counts = [line.count(sign) for line in lines]
        if sign == "，" and not named:
            continue
        if counts and min(counts) >= 1 and (named or (len(lines) > 2 and len(set(counts)) == 1)):
            return sign
    return max(_SEPARATORS, key=text[:20_000].count) if named and any(sign in text for sign in _SEPARATORS) else ""


def _read_rows(text: str, separator: str, gather: Gather):
    grid = Grid("CSV")
    try:
        # strict=False never refuses but for a field over the limit: then the lines are read as they stand
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            for column, value in enumerate(row[:_WIDEST], 1):
                gather.cell()
                if value.strip():
                    grid.put(number, column, Square(value, f"第 {number} 行第 {column} 列"))
            if len(row) > _WIDEST:
                gather.add(separator.join(row[_WIDEST:]), f"第 {number} 行 {_WIDEST} 列以后")
    except csv.Error:
        grid = Grid("CSV")
        for number, line in enumerate(text.splitlines(), 1):
            gather.add(line, f"第 {number} 行")
    finally:
        grid.write(gather)
