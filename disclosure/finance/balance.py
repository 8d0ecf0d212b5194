"""What stands around the tables: opening and closing balance, who made the sheet and who checked it. Pure."""

import re
import unicodedata
from decimal import Decimal

from .amounts import NOTHING, UNITS, NotMoney, yuan
from .headings import bare_name, squeezed, unit_in
from .problems import Problem
from .workbook import Grid

OPENING = (
    "期初结余",
    "季初结余",
    "上季结余",
    "上季末结余",
    "上季度结余",
    "上季度末结余",
    "上期结余",
    "期初余额",
    "季初余额",
    "上季结转",
)
CLOSING = (
    "期末结余",
    "季末结余",
    "本季结余",
    "本季末结余",
    "本季度末结余",
    "期末余额",
    "季末余额",
    "本期结余",
    "结转下季",
    "累计结余",
)
_IN_WORDS = re.compile(
    r"(?P<label>[一-鿿]{3,8})(?:[:：为]|\s)*(?P<amount>[(（]?[-−]?[\d,，.]+[)）]?)\s*(?P<unit>亿元|万元|千元|元)?"
)
_MADE = re.compile(r"(?:制表|编制|编报|编表|填表|填报|经办)人?\s*[:：]\s*([^\s:：，,。；;（()）\d]{2,20})")
_CHECKED = re.compile(r"(?:复核|审核|稽核)人?\s*[:：]\s*([^\s:：，,。；;（()）\d]{2,20})")


def is_balance(name: str) -> bool:
    bare = re.sub(r"^(?:加|减)[:：]", "", name)
    return bare in OPENING or bare in CLOSING


Found = dict[str, tuple[Decimal | None, Problem]]


def balances(grids: list[Grid]) -> tuple[Found, list[Problem]]:
    """({"opening"/"closing": (yuan, its place)}, problems). None: said, but not readable. The place carries no text."""
    found: Found = {}
    problems: list[Problem] = []
    for grid in grids:
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                for which, amount in _told(grid, row, column, cell, problems):
                    place = Problem(grid.name, row, column, "")
                    if which in found and None not in (amount, found[which][0]) and found[which][0] != amount:
                        problems.append(_twice(which, place, found[which][1]))
                    found.setdefault(which, (amount, place))
    return found, problems


def _twice(which: str, place: Problem, first: Problem) -> Problem:
    word = "期初结余" if which == "opening" else "期末结余"
    return Problem(place.sheet, place.row, place.column, f"{word}和{first.place}写的不一样，请改成一个数。")


def _which(name: str) -> str:
    bare = re.sub(r"^(?:加|减)[:：]", "", bare_name(name))
    return "opening" if bare in OPENING else "closing" if bare in CLOSING else ""


def _told(grid: Grid, row: int, column: int, cell, problems: list[Problem]):
    """(opening or closing, amount): a label with its number at the right, or both in one sentence."""
    if not isinstance(cell, str):
        return
    text = squeezed(cell)
    label = re.sub(r"[(（].*?[)）]", "", text)
    if which := _which(label):
        unit = UNITS[unit_in(text) or _unit(grid)]
        line = grid.rows[row]
        filled = [place for place in range(column + 1, len(line)) if line[place] not in ("", None)]
        if not filled:
            problems.append(Problem(grid.name, row, column, f"“{label}”右边没有数。没有结余请填 0。"))
            yield which, None
            return
        said = [place for place in filled if line[place] not in NOTHING]
        filled = said or filled  # a dash in the budget's column says nothing of the balance
        try:
            yield which, yuan(line[filled[0]], unit)
        except NotMoney as error:
            problems.append(Problem(grid.name, row, filled[0], f"“{line[filled[0]]}”{error}。"))
            yield which, None
        return
    plain = unicodedata.normalize("NFKC", cell)
    for worded in _IN_WORDS.finditer(plain):
        if which := _which(_last_words(worded["label"])):
            measure = worded["unit"] or _unit(grid)
            try:
                yield which, yuan(worded["amount"].rstrip(".,"), UNITS[measure])
            except NotMoney as error:
                problems.append(Problem(grid.name, row, column, f"“{worded['amount']}”{error}。"))
                yield which, None


def _last_words(label: str) -> str:
    """The label at the end of the words before a number: 本镇季末结余 → 季末结余."""
    known = [word for word in (*OPENING, *CLOSING) if label.endswith(word)]
    return max(known, key=len, default="")


def _unit(grid: Grid) -> str:
    for row in grid.rows:
        for cell in row:
            if isinstance(cell, str) and (unit := unit_in(squeezed(cell))):
                return unit
    return "万元"


def people(grids: list[Grid]) -> tuple[str, str]:
    """(who compiled, who checked) as the foot of a sheet says; "" where it does not."""
    words = "\n".join(
        unicodedata.normalize("NFKC", cell)
        for grid in grids
        for row in grid.rows
        for cell in row
        if isinstance(cell, str)
    )
    made, checked = _MADE.search(words), _CHECKED.search(words)
    return (made[1] if made else ""), (checked[1] if checked else "")
