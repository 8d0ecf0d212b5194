"""The parts of a zipped Office file, unpacked under `audit.word.package`'s limits and counted in the file's own."""

import re
from collections.abc import Iterator

from audit.screening.readers.gather import BROKEN, ENCRYPTED, TOO_BIG_INSIDE, Gather, Unreadable
from audit.screening.readers.markup import local, walk_xml
from audit.word import package
from audit.word.draft import WordError


def sentence_of(error: WordError) -> str:
    """The Word reader's refusal in words that fit any file."""
    if "密码" in error.sentence:
        return ENCRYPTED
    return BROKEN if error.sentence == package.BROKEN else TOO_BIG_INSIDE


class Parts:
    def __init__(self, data: bytes, gather: Gather):
        self.gather = gather
        try:
            self.package = package.Package(data)
        except WordError as error:
            raise Unreadable(sentence_of(error)) from error
        self.package.budget = min(self.package.budget, gather.limits.unpacked - gather.spent.unpacked)
        self.unread = {name: True for name in self.package.entries if not name.endswith("/")}
        if comment := self.package.archive.comment:
            gather.add(comment.decode("utf-8", "replace"), "压缩包注释", "comment", hidden=True)

    def has(self, name: str) -> bool:
        return self.package.has(name)

    def take(self, name: str) -> bytes:
        """A part's bytes, empty when it is not there; it counts as read."""
        self.unread.pop(name, None)
        if not self.package.has(name):
            return b""
        try:
            data = self.package.read(name, self.gather.limits.part)
        except WordError as error:
            raise Unreadable(sentence_of(error)) from error
        self.gather.unpack(len(data))
        return data

    def matching(self, pattern: str) -> Iterator[str]:
        """Names not read yet that match, in natural order (slide2 before slide10)."""
        rule = re.compile(pattern, re.I)
        yield from sorted((name for name in self.unread if rule.fullmatch(name)), key=natural)

    def relations(self, part: str) -> dict[str, str]:
        """Relationship id -> target as written; the targets themselves are read as passages elsewhere."""
        folder, _, name = part.rpartition("/")
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]):
            if tag == "Relationship":
                found[local(attributes, "Id")] = local(attributes, "Target")

        if self.has(where := f"{folder}/_rels/{name}.rels".lstrip("/")):
            data = self.package.read(where)
            walk_xml(data, self.gather, start, lambda tag: None, lambda text: None)
        return found


def natural(name: str) -> list:
    return [(int(piece[:9]), "") if piece.isdigit() else (0, piece) for piece in re.split(r"(\d+)", name)]


def number_in(name: str) -> str:
    """The number at the end of a part's name (slide12.xml -> 12)."""
    found = re.findall(r"\d+", name.rpartition("/")[2])
    return found[-1] if found else ""
