"""What all readers write into, and the bounds they all share: bytes, pieces, cells, depth and seconds of one file."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from audit.screening.passages import Passage, Reading


@dataclass(frozen=True)
class Limits:
    """Of one file handed in, everything nested in it counted together."""

    file: int = 60 * 1024 * 1024  # bytes, as handed in
    unpacked: int = 200 * 1024 * 1024  # bytes of everything unpacked, at all depths
    part: int = 64 * 1024 * 1024  # bytes of one part or member
    ratio: int = 400  # unpacked : packed, above ratio_from
    ratio_from: int = 8 * 1024 * 1024
    members: int = 2_000  # of all archives together
    depth: int = 4  # archive in archive in archive …
    nesting: int = 200  # of XML elements
    cells: int = 400_000
    passages: int = 600_000
    characters: int = 30_000_000
    pages: int = 1_000
    seconds: float = 30.0


DEFAULT = Limits()


class Unreadable(Exception):
    """This file (or member) cannot be read. The message is a Chinese sentence that says what to do."""


class Enough(Exception):
    """A bound was reached: what was read so far stands, the rest needs eyes. The message says which bound."""


TOO_LONG = "读了太久还没有读完，后面的部分没有检查。请分成几个较小的文件再传，或由专人逐页看过。"
TOO_MUCH = "内容太多，后面的部分没有检查。请分成几个较小的文件再传，或由专人逐页看过。"
TOO_MANY_CELLS = "表格太大，后面的行没有检查。请按村或按批次分成几个表再传，或由专人逐行看过。"
TOO_BIG_INSIDE = "文件解开后大得不正常，为了安全没有读取。请打开后把内容复制到新建的文件里，另存后再传。"
BROKEN = "文件已损坏或没有传完，打不开。请在电脑上用 WPS 或 Office 打开后“另存为”一份，再上传。"
ENCRYPTED = "文件加了密码，无法检查。请去掉密码（文件→信息→保护文档）保存后再上传。"

PICTURES = "图片里的字没有检查"  # how the mildest sentence of `needs_eyes` ends: pictures beside text that was read

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Text without NUL and control characters; invisible characters stay, the rules must see through them."""
    return _CONTROL.sub("", _LINES.sub("\n", text)).strip()


@dataclass
class Spent:
    """Counted over a file and everything inside it."""

    limits: Limits
    began: float = field(default_factory=time.monotonic)
    unpacked: int = 0
    members: int = 0
    cells: int = 0
    characters: int = 0
    progress: Callable[[int, int], None] | None = None  # told how many pages of how many are done


@dataclass
class Gather:
    """Where passages go. `inside(…)` gives one for a member: own prefix, same reading and bounds."""

    limits: Limits
    reading: Reading
    spent: Spent
    reader: Callable[[str, bytes, "Gather"], None]  # reads anything by its content
    prefix: str = ""
    depth: int = 0
    hidden: bool = False

    @classmethod
    def begin(cls, limits: Limits, reader: Callable[[str, bytes, "Gather"], None]) -> "Gather":
        return cls(limits, Reading(), Spent(limits), reader)

    def inside(self, label: str, hidden: bool = False) -> "Gather":
        """For something nested: an archive's member, an embedded file. Unreadable when nested too deep."""
        if self.depth >= self.limits.depth:
            raise Unreadable(f"一层套一层超过 {self.limits.depth} 层，没有读取。请解压或取出里面的文件，单独上传。")
        return replace(self, prefix=f"{self.prefix}{label}·", depth=self.depth + 1, hidden=self.hidden or hidden)

    def embedded(self, label: str, name: str, data: bytes, hidden: bool = False):
        """A file inside a document; what cannot be read there needs eyes, the document itself was read."""
        try:
            self.reader(name, data, self.inside(label, hidden))
        except Unreadable as error:
            self.eyes(f"{label}：{error}")

    def check(self):
        """Called every few thousand steps: Enough when the time is over."""
        if time.monotonic() - self.spent.began > self.limits.seconds:
            raise Enough(TOO_LONG)

    def page(self, done: int, total: int):
        """Called before each page of a file that has pages: tells whoever waits, and keeps the time."""
        self.check()
        if self.spent.progress and not self.depth:
            self.spent.progress(done, total)

    def unpack(self, size: int):
        """Counts unpacked bytes; Unreadable when all together are too many."""
        self.spent.unpacked += size
        if self.spent.unpacked > self.limits.unpacked:
            raise Unreadable(TOO_BIG_INSIDE)

    def member(self):
        self.spent.members += 1
        if self.spent.members > self.limits.members:
            raise Unreadable(f"压缩包里的文件超过 {self.limits.members} 个，没有读完。请分成几个小压缩包再上传。")

    def add(self, text: str, place: str, kind: str = "body", *, hidden: bool = False, **cell):
        """One passage (nothing when the text is empty); `cell`: sheet, row, column, header."""
        text = clean(text)
        if not text:
            return
        found = self.reading.passages
        self.spent.characters += len(text)
        if self.spent.characters > self.limits.characters or len(found) >= self.limits.passages:
            raise Enough(TOO_MUCH)
        if not len(found) & 1023:
            self.check()
        found.append(Passage(text, self.prefix + place, kind, hidden=hidden or self.hidden, **cell))

    def cell(self):
        """Counts one cell of a table."""
        self.spent.cells += 1
        if self.spent.cells > self.limits.cells:
            raise Enough(TOO_MANY_CELLS)
        if not self.spent.cells & 4095:
            self.check()

    def note(self, sentence: str):
        if self.prefix + sentence not in self.reading.notes:
            self.reading.notes.append(self.prefix + sentence)

    def eyes(self, part: str):
        """A part no machine read."""
        if self.prefix + part not in self.reading.needs_eyes:
            self.reading.needs_eyes.append(self.prefix + part)


def unread(reading: Reading) -> list[str]:
    """What no machine read and nobody may take for checked: all that needs eyes but the pictures beside a text."""
    if not reading.readable:
        return [reading.why]
    return [part for part in reading.needs_eyes if not part.endswith(PICTURES)]
