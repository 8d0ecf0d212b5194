"""The records of an .xls stream (Excel 97-2003, and the older 8-bit kind): strings, numbers, cells."""

import struct
from collections.abc import Iterator

CONTINUE = 0x3C


def records(data: bytes) -> Iterator[tuple[int, bytes, list[bytes], int]]:
    """(kind, content, contents of the CONTINUE records after it, place in the stream)."""
    at = 0
    while at + 4 <= len(data):
        start = at
        kind, size = struct.unpack_from("<HH", data, at)
        content = data[at + 4 : at + 4 + size]
        at += 4 + size
        more: list[bytes] = []
        while kind != CONTINUE and at + 4 <= len(data) and struct.unpack_from("<H", data, at)[0] == CONTINUE:
            size = struct.unpack_from("<H", data, at + 2)[0]
            more.append(data[at + 4 : at + 4 + size])
            at += 4 + size
        yield kind, content, more, start


class Pieces:
    """Reads on over the borders of CONTINUE records; a string cut there says anew how wide its characters are."""

    def __init__(self, contents: list[bytes]):
        self.contents, self.which, self.at = contents, 0, 0

    def left(self) -> int:
        return len(self.contents[self.which]) - self.at if self.which < len(self.contents) else 0

    def _next(self) -> bool:
        self.which, self.at = self.which + 1, 0
        return self.which < len(self.contents)

    def take(self, size: int) -> bytes:
        found = b""
        while size > len(found):
            if not self.left() and not self._next():
                return found
            piece = self.contents[self.which][self.at : self.at + size - len(found)]
            self.at += len(piece)
            found += piece
        return found

    def characters(self, count: int, wide: bool) -> str:
        text: list[str] = []
        while count > 0:
            if not self.left():
                if not self._next():
                    break
                wide = bool(self.take(1)[:1] == b"\x01")
            fits = min(count, self.left() // (2 if wide else 1))
            if not fits:
                self.at += self.left()
                continue
            raw = self.take(fits * (2 if wide else 1))
            text.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= fits
        return "".join(text)

    def string(self) -> str:
        """A string of the table of shared strings: with runs of looks and phonetic data, which are passed over."""
        head = self.take(3)
        if len(head) < 3:
            return ""
        count, flags = struct.unpack("<HB", head)
        runs = int.from_bytes(self.take(2), "little") if flags & 8 else 0
        phonetic = int.from_bytes(self.take(4), "little") if flags & 4 else 0
        text = self.characters(count, bool(flags & 1))
        self.take(4 * runs)
        if phonetic:
            self.take(min(phonetic, 1_000_000))
        return text


def shared_strings(content: bytes, more: list[bytes]) -> list[str]:
    if len(content) < 8:
        return []
    pieces = Pieces([content, *more])
    count = struct.unpack("<II", pieces.take(8))[1]
    found = []
    for _ in range(count):
        if not pieces.left() and pieces.which >= len(pieces.contents) - 1:
            break
        found.append(pieces.string())
    return found


def text_at(content: bytes, at: int, old: bool, short: bool = False) -> str:
    """A string inside a record: its length in two bytes (one when `short`), then in new files how wide it is."""
    size = 1 if short else 2
    count = int.from_bytes(content[at : at + size], "little")
    at += size
    if old:
        return content[at : at + count].decode("gb18030", "replace")
    flags = content[at] if at < len(content) else 0
    at += 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    return unicode_at(content, at, count, bool(flags & 1))


def unicode_at(content: bytes, at: int, count: int, wide: bool) -> str:
    if wide:
        return content[at : at + 2 * count].decode("utf-16-le", "replace")
    return content[at : at + count].decode("latin-1")


def rk_number(raw: bytes) -> float:
    """The short form of numbers: 30 bits of a whole number or of a float, perhaps times a hundred."""
    value = int.from_bytes(raw, "little")
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", b"\x00\x00\x00\x00" + (value & 0xFFFFFFFC).to_bytes(4, "little"))[0]
    return number / 100 if value & 1 else number
