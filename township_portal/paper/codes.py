"""The code on a paper: eight digits in two groups, the last one a check digit. Pure.

Damm's algorithm (H. M. Damm, 2004): its table is a totally anti-symmetric quasigroup, so that every single wrong
digit and every swap of two neighbours is noticed.
"""

import re
import secrets

_TABLE = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
LENGTH = 8
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_BETWEEN = re.compile(r"[\s\-－—–_·.．,，、]+")


def check_digit(digits: str) -> str:
    held = 0
    for digit in digits:
        held = int(_TABLE[held][int(digit)])
    return str(held)


def is_sound(code: str) -> bool:
    """Eight digits whose last fits the others."""
    return bool(re.fullmatch(r"[0-9]{8}", code)) and check_digit(code) == "0"


def fresh() -> str:
    """A code nobody can foresee; that it is new, the table's unique column says."""
    digits = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return digits + check_digit(digits)


def typed(text: str) -> str:
    """What somebody typed or read out, as bare digits: wide digits, spaces and strokes do no harm."""
    return _BETWEEN.sub("", (text or "").translate(_WIDE))


def grouped(code: str) -> str:
    return f"{code[:4]} {code[4:]}"
