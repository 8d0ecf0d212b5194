"""ID numbers of 18 and 15 digits (GB 11643): division, birthday, check digit."""

import re
from collections.abc import Iterator
from datetime import date

from ..passages import HARD, SOFT
from ..regions import PREFECTURES, PROVINCES
from .context import masked
from .runs import Window
from .split import Chain
from .view import Hit, Kind, View

NUMBER = Kind(
    "id_number", HARD, "有完整的身份证号码。请遮成“34*************123”的样子，或者删去这一列；没有法定依据不能公开。"
)
SPLIT = Kind("id_number", HARD, "身份证号码被拆在相邻的格子或段落里，合起来是完整的号码。请整列删去。")
DOUBTFUL = Kind(
    "id_number_doubtful", SOFT, "像身份证号码，但校验位不对，可能抄错了一位。请核对；真是身份证号码就要遮去。"
)
LABELLED = Kind("id_number_doubtful", HARD, "写明是身份证号码，虽然位数或校验位不对，仍会暴露本人。请遮去或者删去。")
CUT = Kind(
    "id_number_cut", SOFT, "像身份证号码，末几位被 Excel 变成了 0，前面的地区和生日还在。请删去这一列，或者遮去。"
)
CUT_LABELLED = Kind(
    "id_number_cut", HARD, "写明是身份证号码，末几位虽被 Excel 变成了 0，地区和生日还在。请删去这一列，或者遮去。"
)
THIN = Kind("id_number_thin", SOFT, "身份证号码遮得不够，生日或大部分号码还看得见。请按“34*************123”重新遮。")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LABEL = re.compile(r"身份证|身份号码|身份证明号|公民身份|证件号|居民证号|残疾证号|社会保障号|ID\s*(?:号|No)", re.I)
_SCIENTIFIC = re.compile(r"(?<![0-9.])[1-8]\.[0-9]{2,14}[eE]\+?1[47](?![0-9])")
_SHORT_OR_LONG = re.compile(
    r"(?:身份证|公民身份)(?:件|明)?(?:号码?|编号)?[ \t]?[:：为是]?[ \t]{0,3}([1-9][0-9]{13,19}[xX]?)(?![0-9*])"
)
_HALF_MASKED = re.compile(r"(?<![0-9*])[1-8][0-9]{5}[0-9*xX]{9,12}(?![0-9*xX])")
_GROUPS_18 = ((18,), (6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (17, 1), (6, 8, 3, 1), (1,) * 18)
_GROUPS_15 = ((15,), (6, 6, 3), (6, 2, 2, 2, 3), (3, 3, 3, 3, 3), (5, 5, 5), (1,) * 15)


def check_digit(first17: str) -> str:
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def born(year: str, month: str, day: str, today: date) -> bool:
    try:
        return date(1890, 1, 1) <= date(int(year), int(month), int(day)) <= today
    except ValueError:
        return False


def plausible_18(number: str, today: date) -> bool:
    """Division and birthday as they can be. 9 and a province: permanent residence of a foreigner (2023)."""
    if not number[:17].isdigit() or not (number[17].isdigit() or number[17] in "xX"):
        return False
    place = number[:4] in PREFECTURES or (number[0] == "9" and number[1:3] in PROVINCES)
    return place and born(number[6:10], number[10:12], number[12:14], today)


def valid_18(number: str, today: date) -> bool:
    return plausible_18(number, today) and check_digit(number[:17]) == number[17].upper()


def valid_15(number: str, today: date) -> bool:
    """The old ones have no check digit; nobody who holds one was born after 1999."""
    if not number.isdigit() or number[:4] not in PREFECTURES or number[4:6] == "00" or number[12:] == "000":
        return False
    return born("19" + number[6:8], number[8:10], number[10:12], today)


def hits(view: View) -> Iterator[Hit]:
    yield from _valid(view)
    yield from _nearly(view)
    yield from _spread(view)
    yield from _masked_too_little(view)


def _valid(view: View) -> Iterator[Hit]:
    today, keep = view.context.today, view.context.masks.id_number
    for window in view.windows[18]:
        if valid_18(window.digits, today) and view.free(window):
            cut = window.digits.endswith("0000") and not view.labelled(window.start, _LABEL)
            kind = CUT if cut else NUMBER
            yield view.take(kind, masked(window.digits.upper(), keep), window.start, window.end)
    for window in view.windows[15]:
        if _old(window, view) and view.free(window):
            yield view.take(NUMBER, masked(window.digits, keep), window.start, window.end)


def _old(window: Window, view: View) -> bool:
    if not window.close or window.in_row or not valid_15(window.digits, view.context.today) or view.measured(window):
        return False
    broken_once = len(window.pieces) == 2 and "\n" in view.stream.text[window.start : window.end]
    if window.pieces not in _GROUPS_15 and not broken_once and not view.labelled(window.start, _LABEL):
        return False
    return view.labelled(window.start, _LABEL) or not view.something_else(window.start)


def _nearly(view: View) -> Iterator[Hit]:
    """Division and birthday are right, the check digit is not."""
    for window in view.windows[18]:
        if window.inside or window.pieces not in _GROUPS_18 or not plausible_18(window.digits, view.context.today):
            continue
        if not view.free(window):
            continue
        if window.digits.endswith("000"):
            kind = CUT_LABELLED if view.labelled(window.start, _LABEL) else CUT
        elif view.labelled(window.start, _LABEL):
            kind = LABELLED
        elif view.something_else(window.start):
            continue
        else:
            kind = DOUBTFUL
        yield view.take(kind, masked(window.digits.upper(), view.context.masks.id_number), window.start, window.end)
    for match in _SHORT_OR_LONG.finditer(view.stream.text):
        if view.stream.free(*match.span(1)) and match[1][:4] in PREFECTURES:
            yield view.take(LABELLED, masked(match[1], view.context.masks.id_number), *match.span(1))
    for match in _SCIENTIFIC.finditer(view.stream.text):
        digits = match[0].replace(".", "")[:4]
        if digits[:2] in PROVINCES and (len(digits) < 4 or digits in PREFECTURES or not digits.isdigit()):
            yield view.take(CUT, digits[:2] + "*************E+17", *match.span())


def _spread(view: View) -> Iterator[Hit]:
    for chain in view.chains:
        if view.hit.issuperset(chain.passages):
            continue
        if _spread_18(chain, view.context.today) or _spread_15(chain, view):
            view.hit.update(chain.passages)
            yield Hit(SPLIT, masked(chain.digits.upper(), view.context.masks.id_number), chain.passages)


def _spread_18(chain: Chain, today: date) -> bool:
    return len(chain.digits) == 18 and valid_18(chain.digits, today)


def _spread_15(chain: Chain, view: View) -> bool:
    if len(chain.digits) != 15 or not valid_15(chain.digits, view.context.today):
        return False
    first = chain.passages[0]
    labelled = _LABEL.search(view.header(first)) or _LABEL.search(view.compact[first])
    return chain.pieces in ((6, 6, 3), (6, 2, 2, 2, 3), (1,) * 15) or bool(labelled)


def _masked_too_little(view: View) -> Iterator[Hit]:
    for match in _HALF_MASKED.finditer(view.stream.text):
        text = match[0]
        if len(text) not in (15, 18) or "*" not in text or not view.stream.free(*match.span()):
            continue
        seen = sum(sign != "*" for sign in text)
        if seen >= 13 or (len(text) == 18 and "*" not in text[6:14]):
            yield view.take(THIN, masked(text, view.context.masks.id_number), *match.span())
