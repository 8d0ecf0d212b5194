"""A sweep over bytes no reader understands: printable runs that hold a long number or an address, not seen elsewhere."""

import re

from audit.screening.readers.gather import Gather

_NARROW = re.compile(rb"[\x20-\x7e]{7,400}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){7,400}")
_TELLING = re.compile(r"(?:\d[\s-]?){7,}|[\w.]{2,}@[\w-]{2,}\.\w")
_NUMBER = re.compile(r"\d{7,}")
MOST = 2_000


def sweep(data: bytes, gather: Gather, label: str):
    """Adds what looks like numbers or addresses of people; numbers the reading already has are not said again."""
    known: set[str] | None = None
    joined = ""
    said: set[str] = set()
    for pattern, encoding in ((_NARROW, "ascii"), (_WIDE, "utf-16-le")):
        for count, match in enumerate(pattern.finditer(data)):
            if not count & 1023:
                gather.check()
            text = match[0].decode(encoding).strip()
            if len(said) >= MOST or text in said or not _TELLING.search(text):
                continue
            if known is None:
                known = {number for passage in gather.reading.passages for number in _NUMBER.findall(passage.text)}
                joined = " ".join(known)
            numbers = _NUMBER.findall(text)
            if not numbers or not all(number in known or number in joined for number in numbers):
                said.add(text)
                gather.add(text, f"{label}（文件深处残留的文字）", "hidden", hidden=True)
