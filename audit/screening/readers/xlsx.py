""".xlsx: every sheet, hidden ones too, then comments, caches, names and everything else the package holds."""

from audit.screening.readers.gather import BROKEN, Gather, Unreadable, clean
from audit.screening.readers.markup import walk_xml
from audit.screening.readers.office import Part
from audit.screening.readers.parts import Parts
from audit.screening.readers.rest import read_rest
from audit.screening.readers.sheet import Book, Sheet

STATES = {"hidden": "隐藏", "veryHidden": "深度隐藏"}
_REST = {
    "xl/pivotcache/": "数据透视表缓存", "xl/pivottables/": "数据透视表", "xl/comments": "批注", "xl/threadedcomments/": "批注",
    "xl/persons/": "批注作者", "xl/drawings/": "图形", "xl/charts/": "图表", "xl/externallinks/": "外部链接缓存",
    "xl/tables/": "表格", "xl/connections": "数据连接", "xl/querytables/": "数据连接", "customxml/": "自定义数据",
    "xl/worksheets/_rels/": "链接", "xl/revisions/": "修订记录", "_rels/": "链接", "xl/printersettings/": "打印机设置",
}  # fmt: skip
_SHEETS = r"xl/(?:worksheets|chartsheets|dialogsheets|macrosheets)/[^/]*\.xml"


def read_xlsx(name: str, data: bytes, gather: Gather):
    parts = Parts(data, gather)
    if not parts.has("xl/workbook.xml"):
        raise Unreadable(BROKEN)
    book = Book()
    sheets = _workbook(parts, book, gather)
    _styles(parts, book, gather)
    _strings(parts, book, gather)
    problems: list[str] = []
    for path, title, state in sheets:
        if parts.has(path) and path in parts.unread:
            hidden = state in STATES
            gather.add(title, "工作表名", "name", hidden=hidden)
            if hidden:
                gather.note(f"表“{title}”是{STATES[state]}的。")
            _sheet(parts, path, Sheet(book, title, gather, hidden), problems)
    for path in parts.matching(_SHEETS):  # sheets no list names any more
        _sheet(parts, path, Sheet(book, path.rpartition("/")[2], gather, True), problems)
    _unused_strings(book, gather)
    for part in parts.matching(r"xl/(?:comments[^/]*|comments/[^/]*|threadedcomments/[^/]*)\.xml"):
        Part(gather, "批注", "comment").read(parts.take(part))
    if any(passage.kind == "comment" for passage in gather.reading.passages):
        gather.note("文件里有批注。")
    read_rest(parts, gather, _REST)
    if problems:
        raise Unreadable(f"{problems[0]}（共 {len(problems)} 个表读不出）" if len(problems) > 1 else problems[0])


def _sheet(parts: Parts, path: str, sheet: Sheet, problems: list[str]):
    try:
        sheet.read(parts.take(path))
    except Unreadable as error:
        problems.append(f"表“{sheet.name}”：{error}")


def _workbook(parts: Parts, book: Book, gather: Gather) -> list[tuple[str, str, str]]:
    """(path, title, state) of each sheet in order; defined names come out as passages."""
    relations = parts.relations("xl/workbook.xml")
    sheets: list[tuple[str, str, str]] = []
    name = ""
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]):
        nonlocal name
        if tag == "sheet":
            target = next(
                (relations[value] for key, value in attributes.items() if key.endswith(":id") and value in relations),
                "",
            )
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            sheets.append((path, attributes.get("name", ""), attributes.get("state", "")))
        elif tag == "workbookPr":
            book.from_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "definedName":
            name = attributes.get("name", "")
            gather.add(attributes.get("comment", ""), f"名称“{name}”的说明", "name", hidden=True)
            text.clear()

    def end(tag: str):
        nonlocal name
        if tag == "definedName":
            gather.add(f"{name} = {''.join(text)}", f"定义的名称“{name}”", "name", hidden=True)
            name = ""

    walk_xml(parts.take("xl/workbook.xml"), gather, start, end, lambda piece: text.append(piece) if name else None)
    return sheets


def _styles(parts: Parts, book: Book, gather: Gather):
    custom: dict[str, str] = {}
    fonts: list[bool] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]):
        inside.append(tag)
        if tag == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "font" and "fonts" in inside:
            fonts.append(False)
        elif tag == "color" and inside[-2:-1] == ["font"] and fonts:
            fonts[-1] = attributes.get("rgb", "").upper() in ("FFFFFFFF", "00FFFFFF") or attributes.get("theme") == "0"
        elif tag == "xf" and "cellXfs" in inside:
            number, font = attributes.get("numFmtId", "0"), attributes.get("fontId", "0")
            book.formats.append(custom.get(number, int(number) if number.isdigit() and len(number) < 6 else 0))
            filled = attributes.get("fillId", "0") not in ("0", "1")
            plain = font.isdigit() and len(font) < 6 and int(font) < len(fonts) and fonts[int(font)]
            book.white.append(bool(plain and not filled))

    if parts.has("xl/styles.xml"):
        walk_xml(parts.take("xl/styles.xml"), gather, start, lambda tag: inside.pop(), lambda text: None)


def _strings(parts: Parts, book: Book, gather: Gather):
    """Fills the shared strings; phonetic readings come out by themselves."""
    pieces: list[str] = []
    taking = phonetic = False

    def start(tag: str, attributes: dict[str, str]):
        nonlocal taking, phonetic
        if tag == "si":
            pieces.clear()
        taking = tag == "t"
        phonetic = phonetic or tag == "rPh"

    def end(tag: str):
        nonlocal taking, phonetic
        taking = False
        if tag == "si":
            book.strings.append("".join(pieces))
        elif tag == "rPh":
            phonetic = False

    def text(piece: str):
        if phonetic:
            gather.add(piece, "拼音注音", "hidden", hidden=True)
        elif taking:
            pieces.append(piece)

    if parts.has("xl/sharedStrings.xml"):
        walk_xml(parts.take("xl/sharedStrings.xml"), gather, start, end, text)


def _unused_strings(book: Book, gather: Gather):
    """Strings no cell shows any more, left behind by a program that deleted the cells."""
    shown = {passage.text for passage in gather.reading.passages}
    for string in dict.fromkeys(book.strings):
        if clean(string) not in shown:
            gather.add(string, "残留的文字（没有单元格在用）", "hidden", hidden=True)
