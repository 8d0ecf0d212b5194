"""Which attributes of a file's XML may hold words or numbers of people, and what people call them."""

import re

SPEAKING = set(
    "descr title name alt author lastmodifiedby instr tooltip display displayname displaytext caption prompt prompttitle "
    "error errortitle string target tag initials v val value userid href location comment text description connection "
    "command content label help statustext uri subject formula refersto sqref f printtitle lastname firstname".split()
)
_MACHINE = re.compile(
    r"rsid|id$|^(?:style|path|coordsize|coordorigin|adj|points|d|fmla|viewbox|"
    r"transform|guid|hash|salt|spin|typeface|font|panose|clr$|color)",
    re.I,
)
_GUID = re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?", re.I)
_LONG_NUMBER = re.compile(r"(?:\d[\s\-–—.·]?){7,}")
_SCHEMA = re.compile(r"https?://(?:schemas\.|www\.w3\.org|purl\.o)|urn:schemas")


# Elements whose numbers Office makes up itself: revision marks, list templates, font descriptions, axes
MACHINE_TAGS = set(
    "rsid rsidRoot nsid tmpl panose1 sig docId id axId crossAx crossesAt creationId modId uniqueId crc".split()
)
_OWN_BOOKMARK = re.compile(r"_(?:Toc|Ref|Hlk|GoBack)\d{0,10}")


def speaks(name: str, value: str) -> bool:
    """Whether an attribute may hold words or numbers of people, not of machines."""
    if "@" in value:
        return True
    if len(value) < 2 or _SCHEMA.match(value):
        return False
    name = name.rpartition(":")[2].lower()
    if not value.isascii():
        return name in SPEAKING or not _MACHINE.search(name)
    if not _LONG_NUMBER.search(value) or _GUID.fullmatch(value) or _OWN_BOOKMARK.fullmatch(value):
        return False
    return name in SPEAKING or (not _MACHINE.search(name) and len(re.findall(r"\d", value)) >= 11)


LABELS = {
    "docPr": "替代文字", "cNvPr": "替代文字", "shape": "替代文字", "comment": "批注作者", "ins": "修订人", "del": "修订人",
    "bookmarkStart": "书签", "docVar": "文档变量", "Relationship": "链接", "hyperlink": "链接", "alias": "控件", "tag": "控件",
    "s": "缓存", "x": "缓存", "person": "批注作者", "tableColumn": "表头", "fldSimple": "域代码", "listItem": "下拉项",
}  # fmt: skip
