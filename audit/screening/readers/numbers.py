"""A stored number as digits, and as the cell's format shows it."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

EXACT = 15  # digits a spreadsheet keeps; an ID number stored as a number loses the rest
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE_SIGN = re.compile("[ymdhs年月日]", re.I)


def digits(value: str) -> str:
    """'1.38E+10' and '13800000000.0' as 13800000000; anything else as it stands."""
    if value.isdigit():
        return value
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return value
    return str(int(number)) if number == int(number) else format(number, "f")


def of_float(number: float) -> str:
    """A stored binary number with the fifteen digits people see."""
    if number != number or number in (float("inf"), float("-inf")):
        return ""
    return digits(format(number, f".{EXACT}g"))


def lost_digits(text: str) -> bool:
    """Whether a number is longer than a cell keeps exactly."""
    return text.isdigit() and len(text) > EXACT


def is_date(code: str | int) -> bool:
    """Whether a number format (its code, or a built-in's number) shows a date or time."""
    if isinstance(code, int):
        return code in _DATES
    bare = re.sub(r"general", "", _QUOTED.sub("", code.partition(";")[0]), flags=re.I)
    return bool(_DATE_SIGN.search(bare)) and not re.search("[0#?]", bare.replace("0.0", ""))


def date_text(value: str, from_1904: bool) -> str:
    """A stored day as 2026-03-05 (14:30); empty when it is no day."""
    try:
        number = float(value)
        if not 0 <= number < 2_958_466:
            return ""
        day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        moment = day + timedelta(days=number)
    except (ValueError, OverflowError):
        return ""
    return moment.strftime("%Y-%m-%d %H:%M:%S" if number % 1 else "%Y-%m-%d")


def hides(code: str | int) -> bool:
    """A format of empty sections (;;;) shows nothing at all."""
    return isinstance(code, str) and bool(re.fullmatch(r"\s*;\s*;\s*;?\s*", code))


def shown(text: str, code: str | int) -> str:
    """What a format adds to a whole number when it writes digits of its own ("138"00000000); else empty."""
    if not isinstance(code, str) or not text.isdigit():
        return ""
    first = code.partition(";")[0]
    literal = "".join(a or b for a, b in re.findall(r'"([^"]*)"|\\(.)', first))
    if not any(sign.isdigit() for sign in literal):
        return ""
    places = len(re.findall("[0#?]", _QUOTED.sub("", first)))
    rest = list(text.zfill(len(re.findall("0", _QUOTED.sub("", first)))))
    out: list[str] = []
    left = places
    for match in re.finditer(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([0#?])|([^0#?"\\]+)', first):
        if match[3]:
            take = len(rest) - left + 1 if left == places else 1  # a longer number overflows at the first place
            out.append("".join(rest[: max(0, take)]))
            rest = rest[max(0, take) :]
            left -= 1
        else:
            out.append(match[1] or match[2] or match[4] or "")
    return "".join(out)
