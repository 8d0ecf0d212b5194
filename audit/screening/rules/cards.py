"""Bank cards by issuer and Luhn's check digit; accounts by the word before them."""

import re
from collections.abc import Iterator, Sequence

from ..passages import HARD, SOFT
from .context import Issuer, masked
from .runs import Window
from .split import Chain
from .view import Hit, Kind, View

CARD = Kind("bank_card", HARD, "有完整的银行卡号。请删去这一列；确要保留只能留末四位。")
SPLIT = Kind("bank_card", HARD, "银行卡号被拆在相邻的格子或段落里，合起来是完整的卡号。请整列删去。")
DOUBTFUL = Kind("bank_card_doubtful", SOFT, "像银行卡号，但校验位不对。请核对；真是卡号或账号就要删去。")
ACCOUNT = Kind("bank_account", HARD, "写明是银行账号、卡号。请删去，或者只留末四位。")
PUBLIC_ACCOUNT = Kind("public_account", SOFT, "有单位的银行账号。确是对外收款账户可以保留，请核对户名和账号。")

_GROUPS = (
    (4, 4, 4, 4),
    (4, 4, 4, 4, 3),
    (4, 4, 4, 4, 2),
    (4, 4, 4, 4, 1),
    (6, 13),
    (6, 10),
    (4, 4, 4, 7),
    (4, 6, 5),
    (6, 6, 7),
    (8, 8),
    (8, 11),
)
_LABEL = re.compile(r"银行[账帐卡]|[账帐]号|卡号|存折|一卡通|开户行|银行卡|储蓄卡|社保卡|[账帐]户")
_ACCOUNT = re.compile(
    r"(?:银行|存折|一卡通|惠农卡|社保卡|开户|收款|领款|打卡)[^0-9\x1e。；;]{0,12}?(?:[账帐]号|卡号|[账帐]户|号码)[^0-9\x1e。；;]{0,8}"
    r"|(?<![\u4e00-\u9fff])(?:[账帐]号|卡号|[账帐]户|存折号|一卡通号)(?:为|是)?[ \t]*[:：]?[ \t]*"
)
_NUMBER = re.compile(r"[0-9](?:(?:[ \-·._\n\t]{0,3}|\n[ \t]{3,24})[0-9]){7,29}(?![0-9*])")
_PUBLIC = re.compile(
    r"财政|国库|非税|对公|收款单位|专户|代收|基本户|学校|捐赠|缴款|人民政府|村民委员会|合作社|有限公司"
)
_MONEY = re.compile(r"金 *额|补贴|补助|资金|面积|合计|小计|元")


def luhn(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def issued(number: str, issuers: Sequence[Issuer]) -> bool:
    return any(number.startswith(prefix) and len(number) in lengths for prefix, lengths in issuers)


def hits(view: View) -> Iterator[Hit]:
    yield from _cards(view)
    yield from _accounts(view)
    yield from _spread(view)


def _cards(view: View) -> Iterator[Hit]:
    issuers, keep = view.context.issuers, view.context.masks.card
    for length in sorted({length for issuer in issuers for length in issuer.lengths}, reverse=True):
        prefixes = tuple(issuer.prefix for issuer in issuers if length in issuer.lengths)
        for window in view.windows[length]:
            digits = window.digits
            if not digits.startswith(prefixes) or not digits.isdigit() or not _written_as_one(window, view):
                continue
            if not view.free(window):
                continue
            labelled = view.labelled(window.start, _LABEL)
            if not labelled and (view.measured(window) or view.something_else(window.start)):
                continue
            if luhn(digits) or labelled:
                yield view.take(CARD, masked(digits, keep), window.start, window.end)
            elif digits.startswith("62") and length in (16, 19) and len(window.pieces) == 1:
                yield view.take(DOUBTFUL, masked(digits, keep), window.start, window.end)


def _written_as_one(window: Window, view: View) -> bool:
    """Not several amounts side by side: one piece, groups of four, sign by sign, or broken by one line end."""
    if not window.close or window.inside or window.in_row:
        return False
    pieces, broken = window.pieces, "\n" in view.stream.text[window.start : window.end]
    even = len(pieces) > 3 and max(pieces) <= 4 and len(set(pieces[:-1])) == 1
    return len(pieces) == 1 or pieces in _GROUPS or even or (broken and len(pieces) == 2)


def _accounts(view: View) -> Iterator[Hit]:
    """`账号：2001 0012 3456`: whatever its check digit, the word before it says what it is."""
    for label in _ACCOUNT.finditer(view.stream.text):
        match = _NUMBER.match(view.stream.text, label.end())
        if not match or not view.stream.free(*match.span()):
            continue
        around = view.stream.before(label.start(), 40) + label[0] + view.stream.after(match.end(), 30)
        kind = PUBLIC_ACCOUNT if _PUBLIC.search(around) else ACCOUNT
        yield view.take(kind, masked(re.sub(r"\D", "", match[0]), view.context.masks.card), *match.span())


def _spread(view: View) -> Iterator[Hit]:
    for chain in view.chains:
        if len(chain.digits) < 16 or not chain.digits.isdigit() or view.hit.intersection(chain.passages):
            continue
        if issued(chain.digits, view.context.issuers) and luhn(chain.digits) and _no_amounts(chain, view):
            view.hit.update(chain.passages)
            yield Hit(SPLIT, masked(chain.digits, view.context.masks.card), chain.passages)


def _no_amounts(chain: Chain, view: View) -> bool:
    """Cells side by side that happen to add up to a card are amounts unless their lengths are a card's."""
    headers = [view.header(index) for index in chain.passages]
    if any(map(_LABEL.search, headers)) or _LABEL.search(view.compact[chain.passages[0]]):
        return True
    if any(map(_MONEY.search, headers)) or not chain.digits.startswith(("62", "955")):
        return False
    pieces = chain.pieces
    return pieces in _GROUPS or min(pieces) >= 6 or set(pieces) == {1}
