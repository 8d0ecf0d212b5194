"""Money in a cell, in the model, on the page. Pure."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
WAN = UNITS["万元"]
CENT = Decimal("0.01")
MOST = Decimal(10) ** 13  # yuan: ten trillion is a slip of the hand
NOTHING = {"-", "--", "—", "——", "–", "−", "－", "/", "无", "零", "○", "〇"}
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_MINUS = str.maketrans("−–—﹣", "----")


class NotMoney(ValueError):
    """The cell holds no amount; the message is the end of a sentence: “…”{message}."""


def yuan(cell: object, unit: Decimal) -> Decimal:
    """The amount a cell says, in yuan to the cent. Raises NotMoney."""
    if isinstance(cell, bool):
        raise NotMoney("是“是/否”，不是数")
    if isinstance(cell, int | float):
        amount = _from_number(cell)
    elif isinstance(cell, str):
        amount, said = _from_words(cell)
        unit = UNITS[said] if said else unit
    elif hasattr(cell, "isoformat"):
        raise NotMoney("是日期或时间，不是数。请把这一格的格式改成“数值”再填")
    else:
        raise NotMoney("不是数")
    if abs(amount) * unit > MOST:
        raise NotMoney("大得不像真的，请核对单位和小数点")
    return (amount * unit).quantize(CENT, ROUND_HALF_UP)


def _from_number(cell: int | float) -> Decimal:
    """A float as people typed it: what a formula leaves behind the eighth decimal is no money."""
    amount = Decimal(repr(cell))
    if not amount.is_finite():
        raise NotMoney("不是数")
    return amount.quantize(Decimal("1e-8"), ROUND_HALF_UP) if abs(amount) < MOST else amount


def _from_words(cell: str) -> tuple[Decimal, str]:
    text = unicodedata.normalize("NFKC", cell).strip().translate(_MINUS)
    if not text:
        raise NotMoney("空着。没有发生额请填 0")
    if text in NOTHING or text.strip("-") == "":
        return Decimal(0), ""
    if text.startswith("#"):
        raise NotMoney("是公式算错了，请在 Excel 里改好公式再上传")
    if text.endswith("%"):
        raise NotMoney("是百分比，不是金额")
    negative = text.startswith("(") and text.endswith(")")
    bare = (text[1:-1] if negative else text).strip().lstrip("¥").strip()
    said = next((unit for unit in ("亿元", "万元", "千元", "元") if bare.endswith(unit)), "")
    bare = bare.removesuffix(said).strip()
    if not _NUMBER.fullmatch(bare):
        raise NotMoney("不是数" if not re.search(r"\d", bare) else "不是一个数，请只填数字")
    try:
        amount = Decimal(re.sub(r"[, ]", "", bare))
    except InvalidOperation as error:
        raise NotMoney("不是数") from error
    return (-amount if negative else amount), said


def in_wan(amount: Decimal) -> str:
    """Yuan → "1083.40", the text that is kept and sealed."""
    return plain((amount / WAN).quantize(CENT, ROUND_HALF_UP))


def plain(amount: Decimal) -> str:
    """Never -0.00."""
    return f"{amount if amount else abs(amount):.2f}"


def kept(text: str) -> Decimal | None:
    """The amount of a kept text, in 万元; None where there is none (not given, or erased)."""
    try:
        found = Decimal(text.replace(",", "").strip()) if text.strip() else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found) < MOST else None


def settled(text: str) -> str:
    """1,083.4 → 1083.40; what is no amount stays as it was typed."""
    amount = kept(text)
    return text.strip() if amount is None else plain(amount)


def shown(amount: Decimal | str | None) -> str:
    """1083.4 → "1,083.40"; "" for none."""
    value = kept(amount) if isinstance(amount, str) else amount
    return "" if value is None else f"{value if value else abs(value):,.2f}"


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Per cent to one decimal; None where nothing can be said."""
    if part is None or not whole or whole < 0:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
