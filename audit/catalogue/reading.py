"""Reading a catalogue sheet: cell by cell, every fault by row and column; no database.

What a heading is not there for is left as it is; an empty cell under a heading that is there empties the field - but
a choice, a yes or no, and the order, which then keep what they were.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from ..characters import clean_text
from ..models import Column
from .headings import BY_NAME, CHANNELS, GROUP, LABELS, NEEDED, NUMBERING, OTHER_CHANNELS, Heading, official

MOST_ROWS, MOST_COLUMNS = 3000, 120
HEAD_WITHIN = 15  # rows in which the headings must stand
YES = {"是", "√", "✓", "✔", "☑", "■", "●", "1", "v", "y", "yes", "true", "对"}
NO = {"", "否", "×", "✗", "x", "□", "☐", "○", "0", "n", "no", "false", "—", "-", "/"}
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")
TERM = re.compile(r"(\d{1,5})\s*个?\s*(工作日|自然日|日历日|日|天)?(?:内|以内)?")
LONGEST_ELEMENT = 100


class Unreadable(Exception):
    """The file is no catalogue sheet; a sentence that says what to do."""


@dataclass(frozen=True)
class Fault:
    row: int
    letter: str
    name: str
    sentence: str

    def __str__(self) -> str:
        where = f"第 {self.row} 行" + (f" {self.letter} 列" if self.letter else "")
        return f"{where}{f'（{self.name}）' if self.name else ''}：{self.sentence}"


@dataclass
class Row:
    """values: field → plain value; parent as slug, responsible_unit as the words written."""

    number: int
    values: dict[str, object]


@dataclass
class Sheet:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)  # field → letter of its column

    def fault(self, number: int, name: str, sentence: str) -> None:
        """A fault of a field found later, at its place in the sheet."""
        self.faults.append(Fault(number, self.letters.get(name, ""), LABELS.get(name, ""), sentence))


def read(data: bytes) -> Sheet:
    for grid in _grids(data):
        found = _headings(grid)
        if found:
            first, places = found
            return _rows(grid, first, places)
    wanted = "、".join(f"“{name}”" for name in NEEDED)
    raise Unreadable(f"表里没有找到表头。表头里要有 {wanted} 两列；请先导出现在的目录，在那张表上改。")


def _grids(data: bytes) -> Iterator[list[list[str]]]:
    """The sheets as words."""
    _bounded(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise Unreadable(
                    f"“{name}”有 {sheet.total_height} 行、{sheet.total_width} 列，太大了。请删掉空行空列再传。"
                )
            yield [[_words(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except Unreadable:
        raise
    except Exception as error:  # calamine raises many kinds on broken files
        raise Unreadable("这个文件打不开，可能没有传完或加了密码。请另存为 .xlsx 再传。") from error


FAR_CELL = re.compile(rb'\br="(?:[A-Z]{3}\d+|[A-Z]{1,3}\d{5,})"')  # the reader lays out every cell up to the furthest


def _bounded(data: bytes) -> None:
    """One cell at the far end of a small file would make the reader fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if "worksheets/" in entry.filename and FAR_CELL.search(archive.read(entry)):
                    raise Unreadable("表的最右边或最下边很远的地方还有内容，请删掉多余的行和列再传。")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return  # .xls and whatever is no sheet at all: the reader itself says so


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "是" if cell else "否"
    words = "" if cell is None else str(cell)
    return clean_text(words).strip() + ("\n" if "；" in words and words.endswith("\n") else "")  # see writing.as_lines


def _plain_heading(words: str) -> str:
    return re.sub(r"\s+", "", words).rstrip("*＊")


def _headings(grid: list[list[str]]) -> tuple[int, dict[int, str]] | None:
    """Index of the first row of data, and place → heading. The channels may stand a row below their group."""
    for at, row in enumerate(grid[:HEAD_WITHIN]):
        names = [_plain_heading(word) for word in row]
        if not all(name in names for name in NEEDED):
            continue
        below = [_plain_heading(word) for word in grid[at + 1]] if at + 1 < len(grid) else []
        two = any(official(word) in CHANNELS for word in below) and not (below[names.index("代号")])
        if two:
            names = [low or high for high, low in zip(names, below, strict=True)]
        return at + (2 if two else 1), {place: name for place, name in enumerate(names) if name}
    return None


def _rows(grid: list[list[str]], first: int, places: dict[int, str]) -> Sheet:
    sheet = Sheet()
    known = _known(places, sheet, first)
    met: dict[str, int] = {}
    for at in range(first, len(grid)):
        cells = grid[at]
        if not any(cells[place] for place, name in places.items() if name != NUMBERING):
            continue
        number = at + 1
        row = Row(number, _values(cells, known, number, sheet))
        slug = str(row.values.get("slug", ""))
        if slug in met:
            sheet.fault(number, "slug", f"代号“{slug}”第 {met[slug]} 行已经用过。")
        elif slug:
            met[slug] = number
            sheet.rows.append(row)
    if not met and not sheet.faults:
        raise Unreadable("表头下面一行也没有。")
    return sheet


def _known(places: dict[int, str], sheet: Sheet, first: int) -> dict[int, str]:
    """Place → the heading as we know it; the others are faults, for what is written under them would be lost."""
    known: dict[int, str] = {}
    for place, name in places.items():
        letter = get_column_letter(place + 1)
        wanted = official(name) if official(name) in CHANNELS else name
        if name == NUMBERING:
            continue
        if wanted in known.values():
            sheet.faults.append(Fault(first, letter, name, "这一列出现了两次，请删掉一列。"))
        elif wanted in (*CHANNELS, OTHER_CHANNELS, *BY_NAME):
            known[place] = wanted
            sheet.letters[BY_NAME[wanted].field if wanted in BY_NAME else "channels"] = letter
        elif wanted != GROUP:
            sheet.faults.append(Fault(first, letter, name, "不认识这一列。请按导出的表头写；不用的列请删掉。"))
    return known


def _values(cells: list[str], known: dict[int, str], number: int, sheet: Sheet) -> dict[str, object]:
    values: dict[str, object] = {}
    channels: list[str] = []
    for place, name in known.items():
        words, letter = cells[place] if place < len(cells) else "", get_column_letter(place + 1)
        try:
            if name in BY_NAME:
                values |= _value(BY_NAME[name], words)
            elif name == OTHER_CHANNELS:
                channels += listed(words)
            elif _yes(words):
                channels.append(name)
        except ValueError as error:
            sheet.faults.append(Fault(number, letter, name, str(error)))
    if any(name not in BY_NAME for name in known.values()):
        values["channels"] = channels
    return values


def _value(heading: Heading, words: str) -> dict[str, object]:
    """The value of one cell, under its field; {} where an empty cell leaves things as they are."""
    kind, name = heading.kind, heading.field
    if kind != "list":
        words = words.strip()
    if not words and (kind in ("choice", "yes") or name == "order"):
        return {}
    if kind == "slug":
        return {name: _slug(words, needed=True)}
    if kind == "parent":
        return {name: _slug(words, needed=False)}
    if kind == "number":
        return _number(name, words)
    if kind == "yes":
        return {name: _yes(words)}
    if kind == "choice":
        return {name: _choice(name, words)}
    if kind == "list":
        return {name: _short(listed(words))}
    longest = getattr(Column._meta.get_field(name), "max_length", None) or 60
    if name == "name" and not words:
        raise ValueError("栏目名称不能空着。")
    if len(words) > longest:
        raise ValueError(f"最多 {longest} 个字，现在有 {len(words)} 个。")
    return {name: words}


def _slug(words: str, *, needed: bool) -> str:
    if not words and needed:
        raise ValueError("代号不能空着：新栏目起一个英文代号，例如 tea-support；已有的照导出的写。")
    if words and not SLUG.fullmatch(words):
        raise ValueError(f"“{words[:30]}”不能作代号，只能用英文字母、数字和短横线，最多 60 个。")
    return words


def _number(name: str, words: str) -> dict[str, object]:
    found = TERM.fullmatch(words) if name == "time_limit" else re.fullmatch(r"(\d{1,5})()", words)
    if words and not found:
        raise ValueError(
            f"“{words[:20]}”不是整数。" + ("要写成 20，单位写在“时限单位”里。" if name == "time_limit" else "")
        )
    number = int(found[1]) if found else None
    if number is not None and not (0 if name == "order" else 1) <= number <= 32000:
        raise ValueError(f"{number} 太大或太小，请核对。")
    unit = (
        {"工作日": "work_day", "自然日": "calendar_day", "日历日": "calendar_day"}.get(found[2] or "")
        if found
        else None
    )
    return {name: number} | ({"time_limit_unit": unit} if unit else {})


def _yes(words: str) -> bool:
    plain = words.strip().lower()
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise ValueError(f"“{words[:20]}”看不懂，勾的写“√”或“是”，不勾的空着。")


def _choice(name: str, words: str) -> str:
    choices = {str(label): value for value, label in Column._meta.get_field(name).choices or ()}  # type: ignore[union-attr]
    short = {"主动": "主动公开", "依申请": "依申请公开", "社会": "全社会", "特定群众": "特定群体", "县": "县级", "乡": "乡级",
             "镇级": "乡级", "村": "村级", "日": "自然日", "天": "自然日"}  # fmt: skip
    found = choices.get(short.get(words, words))
    if found is None:
        raise ValueError(f"“{words[:20]}”不在可选的里面：{'、'.join(choices)}。")
    return found


def listed(words: str) -> list[str]:
    """One a line; written on one line, parted by semicolons."""
    parts: Iterable[str] = words.splitlines() if "\n" in words else words.split("；")
    return [part.strip() for part in parts if part.strip()]


def _short(values: list[str]) -> list[str]:
    for value in values:
        if len(value) > LONGEST_ELEMENT:
            raise ValueError(f"“{value[:20]}…”太长，一项最多 {LONGEST_ELEMENT} 个字，一行写一项。")
    return values
