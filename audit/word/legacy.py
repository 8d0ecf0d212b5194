"""Text of a binary .doc (Word 97-2003), after [MS-DOC]: piece table, deleted and hidden runs, paragraph ends, table rows."""

import io
import struct
from bisect import bisect_right
from collections import Counter
from html import escape

import olefile

from audit.characters import one_line
from audit.word.blocks import Block
from audit.word.draft import Properties, WordError
from audit.word.kinds import ENCRYPTED, SAVE_AS

MAX_CHARACTERS = 2_000_000
_PAGE = 512
_CLX, _CHPX, _PAPX = 33, 12, 13  # places in the table of offsets
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DELETED, _HIDDEN, _INSERTED = 0x0800, 0x083C, 0x0801
_IN_TABLE, _ROW_END, _ALIGN, _ALIGN_80 = 0x2416, 0x2417, 0x2461, 0x2403
_DROPPED = dict.fromkeys([*range(9), *range(14, 32)])
BROKEN_DOC = f"这个 .doc 文件已损坏或太旧，读不出文字。{SAVE_AS}"


def read_legacy(data: bytes) -> tuple[list[Block], Counter[str], Properties]:
    """Blocks, what was dropped (revisions, hidden), and the file's properties. WordError with what to do."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            main = ole.openstream("WordDocument").read()
            if len(main) < 0x1AA or struct.unpack_from("<H", main)[0] != 0xA5EC:
                raise WordError(BROKEN_DOC)
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            if flags & 0x0100:
                raise WordError(ENCRYPTED)
            table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
            properties = _properties(ole)
        seen: Counter[str] = Counter()
        return _blocks(_Text(main, table, seen), main, table), seen, properties
    except WordError:
        raise
    except Exception as error:  # broken containers and offsets end in many kinds of errors
        raise WordError(BROKEN_DOC) from error


def _properties(ole: olefile.OleFileIO) -> Properties:
    meta = ole.get_metadata()

    def text(value) -> str:
        for encoding in ("utf-8", "gb18030"):
            try:
                return one_line((value or b"").decode(encoding))
            except UnicodeDecodeError:
                continue
        return ""

    from datetime import UTC

    times = [
        time.replace(tzinfo=UTC) if time and time.year > 1980 else None
        for time in (meta.create_time, meta.last_saved_time)
    ]
    return Properties(text(meta.author), text(meta.last_saved_by), times[0], times[1])


def _offsets(main: bytes, place: int) -> tuple[int, int]:
    return struct.unpack_from("<II", main, 0x9A + 8 * place)


class _Text:
    """The main text with the file position of every character, deleted and hidden runs left out."""

    def __init__(self, main: bytes, table: bytes, seen: Counter[str]):
        self.characters: list[str] = []
        self.positions: list[int] = []
        length = struct.unpack_from("<I", main, 0x4C)[0]
        if length > MAX_CHARACTERS:
            raise WordError(f"这个文件太长，无法直接读取。请分成几个文件，{SAVE_AS}")
        starts, ends = dropped_runs(main, table, seen)
        for first, last, position, width in pieces(main, table, length):
            raw = main[position : position + (last - first) * width]
            text = raw.decode("cp1252" if width == 1 else "utf-16-le", "replace")
            for index, sign in enumerate(text):
                place = position + index * width
                run = bisect_right(starts, place) - 1
                if run < 0 or place >= ends[run]:
                    self.characters.append(sign)
                    self.positions.append(place)


def pieces(main: bytes, table: bytes, length: int):
    """(first, last, file position, bytes a character) of each piece of the main text."""
    start, size = _offsets(main, _CLX)
    clx = table[start : start + size]
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise WordError(BROKEN_DOC)
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        first, last = bounds[index], min(bounds[index + 1], length)
        if first >= last:
            continue
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        yield first, last, place // 2 if narrow else place, 1 if narrow else 2


def _runs(main: bytes, table: bytes, place: int, entry: int):
    """(from, to, properties) by file position, for characters (entry 1) or paragraphs (entry 13)."""
    start, size = _offsets(main, place)
    count = max(0, (size - 4) // 8)
    pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))
    for number in pages:
        page = main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            continue
        runs = page[_PAGE - 1]
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for index in range(runs):
            offset = 2 * page[4 * (runs + 1) + entry * index]
            yield bounds[index], bounds[index + 1], _stored(page, offset, entry) if offset else b""


def _stored(page: bytes, offset: int, entry: int) -> bytes:
    size = page[offset]
    if entry == 1:
        return page[offset + 1 : offset + 1 + size]
    if size:
        return page[offset + 3 : offset + 2 * size]  # after the two bytes of the style number
    return page[offset + 4 : offset + 2 + 2 * page[offset + 1]]


def _settings(stored: bytes) -> dict[int, int]:
    """The one-byte settings of a run of properties: code -> value."""
    found, at = {}, 0
    while at + 3 <= len(stored):
        code = struct.unpack_from("<H", stored, at)[0]
        kind = code >> 13
        size = _OPERAND.get(kind, 0) if kind != 6 else stored[at + 2] + 1
        if code in (0xD608, 0xC615):  # two with a size of their own
            size = struct.unpack_from("<H", stored, at + 2)[0] + 1 if code == 0xD608 and at + 4 <= len(stored) else 255
        found[code] = stored[at + 2]
        at += 2 + size
    return found


def dropped_runs(main: bytes, table: bytes, seen: Counter[str]) -> tuple[list[int], list[int]]:
    dropped = []
    for start, end, stored in _runs(main, table, _CHPX, 1):
        settings = _settings(stored)
        seen["revisions"] += bool(settings.get(_DELETED) or settings.get(_INSERTED))
        if settings.get(_DELETED) or settings.get(_HIDDEN) in (1, 0x81):
            seen["hidden"] += bool(settings.get(_HIDDEN) and not settings.get(_DELETED))
            dropped.append((start, end))
    dropped.sort()
    return [start for start, _ in dropped], [end for _, end in dropped]


def table_marks(main: bytes, table: bytes) -> tuple[list[int], list[tuple[bool, bool]]]:
    """Where each paragraph starts in the file, and whether it stands in a table and whether it ends a row."""
    found = sorted((start, _settings(stored)) for start, _, stored in _runs(main, table, _PAPX, 13))
    return [start for start, _ in found], [(bool(s.get(_IN_TABLE)), bool(s.get(_ROW_END))) for _, s in found]


def _blocks(text: _Text, main: bytes, table: bytes) -> list[Block]:
    paragraphs = sorted((start, _settings(stored)) for start, _, stored in _runs(main, table, _PAPX, 13))
    starts = [start for start, _ in paragraphs]
    found: list[Block] = []
    line: list[str] = []
    cells: list[str] = []
    rows: list[list[str]] = []
    depth: list[bool] = []  # fields open now: still in their code?
    for sign, position in zip(text.characters, text.positions, strict=True):
        if sign in "\x13\x14\x15":
            depth = [*depth, True] if sign == "\x13" else [*depth[:-1], False] if sign == "\x14" else depth[:-1]
        elif sign in "\r\x07\x0c":
            at = bisect_right(starts, position) - 1
            settings = paragraphs[at][1] if at >= 0 else {}
            written, line = one_line("".join(line).translate(_DROPPED)), []
            if sign == "\x07" and settings.get(_ROW_END):
                rows.append(cells)
                cells = []
            elif sign == "\x07":
                cells.append(written)
            elif written:
                found += _table(rows)
                rows = []
                align = {1: "center", 2: "right"}.get(settings.get(_ALIGN, settings.get(_ALIGN_80, 0)), "")
                found.append(Block(written, escape(written, quote=False), align=align))
        elif not any(depth):
            line.append("\n" if sign == "\x0b" else "-" if sign == "\x1e" else sign)
    rest = one_line("".join(line).translate(_DROPPED))
    return (
        found + _table(rows + ([cells] if cells else [])) + ([Block(rest, escape(rest, quote=False))] if rest else [])
    )


def _table(rows: list[list[str]]) -> list[Block]:
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    html = "".join("<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in rows)
    return [Block("\n".join(" ".join(row) for row in rows), f"<table>{html}</table>", table=True, rows=rows)]
