"""Mobile numbers and landlines that are on none of the offices' own lists."""

import re
from collections.abc import Iterator

from ..passages import HARD, SOFT
from .context import masked
from .normal import normalised
from .runs import Window
from .view import Hit, Kind, View

# Hard even for one number in a text: 永安 2022 was two notices with somebody's mobile (domain.md §11). A mobile that
# an office answers belongs on its published list, and is then allowed everywhere.
MOBILE = Kind(
    "mobile", HARD, "有手机号码。请遮成“138****1234”的样子或者删去；是单位对外的值班手机，请先写进公开电话表。"
)
SPLIT = Kind("mobile", HARD, "手机号码被拆在相邻的格子里，合起来是完整的号码。请遮去或者删去。")
LANDLINE = Kind("landline", SOFT, "有不在公开电话表里的座机号码。私人电话请遮去；是单位电话，请核对或写进公开电话表。")

_MOBILE = re.compile(r"(?:0{0,2}86|0)?(1[3-9][0-9]{9})")
_GROUPS = (
    (11,),
    (3, 4, 4),
    (3, 8),
    (7, 4),
    (4, 7),
    (4, 4, 3),
    (3, 3, 5),
    (3, 2, 6),
    (1,) * 11,
    (2, 2, 2, 2, 2, 1),
    (1, 2, 2, 2, 2, 2),
    (3, 2, 2, 2, 2),
)
_LANDLINE = re.compile(
    r"(?<![0-9.\-*])(?:(?:\+|00)86[ \-]{0,2}[（(]?0?|[（(]?[ ]{0,2}0)(10|2[0-9]|[3-9][0-9]{2})[ ]{0,2}[)）]?[ \-_·.\n]{0,3}"
    r"([2-8](?:[ \-·]?[0-9]){6,7})(?![0-9*]|[.][0-9])"
)
_LOCAL = re.compile(
    r"(?:宅电|座机|固话|固定电话|家庭电话|住宅电话|家里电话|电话|联系方式|传真|TEL)[:： ]{0,3}([2-8][0-9]{6,7})(?![0-9*])",
    re.I,
)
_DIGITS = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})([2-8][0-9]{6,7})")
_LABEL = re.compile(r"电话|手机|联系方式|联系号码|移动号码|Tel|Mobile|Phone", re.I)
_OFFICE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2})[ \-]{0,2})?(?<![0-9])([2-8][0-9]{6,7}|1[3-9][0-9]{9})(?![0-9])")
_NOT_DIGITS = re.compile(r"\D")


def hits(view: View) -> Iterator[Hit]:
    office = frozenset(number for phone in view.context.office_phones for number in _numbers_of(phone))
    yield from _mobiles(view, office)
    yield from _landlines(view, office)
    yield from _written_apart(view, office)
    yield from _spread(view, office)


def _numbers_of(phone: str) -> Iterator[str]:
    """`0564-5021234、5025678` as its numbers, an area code with and without."""
    plain = normalised(phone)
    yield _NOT_DIGITS.sub("", plain).removeprefix("0086").removeprefix("86")
    for match in _OFFICE.finditer(re.sub(r"[（()）]", " ", plain)):
        yield _NOT_DIGITS.sub("", match[0])
        yield match[2]


def _mobiles(view: View, office: frozenset[str]) -> Iterator[Hit]:
    keep = view.context.masks.phone
    for length in (15, 13, 12, 11):
        for window in view.windows[length]:
            match = _MOBILE.fullmatch(window.digits)
            if not match or not _written_as_one(window, match.start(1), view) or not view.free(window):
                continue
            if view.measured(window) or (view.something_else(window.start) and not view.labelled(window.start, _LABEL)):
                continue
            if match[1] in office:
                _allow(view, window.start, window.end)
            else:
                yield view.take(MOBILE, masked(match[1], keep), window.start, window.end)


def _written_as_one(window: Window, prefix: int, view: View) -> bool:
    """Not several numbers side by side: grouped as people group phones, or broken by one line end."""
    if not window.close or window.in_row:
        return False
    pieces = list(window.pieces)
    while prefix > 0 and pieces:
        if pieces[0] > prefix:
            pieces[0], prefix = pieces[0] - prefix, 0
        else:
            prefix -= pieces.pop(0)
    between = view.stream.text[window.start : window.end]
    return tuple(pieces) in _GROUPS or (len(pieces) == 2 and "\n" in between)


def _landlines(view: View, office: frozenset[str]) -> Iterator[Hit]:
    keep = view.context.masks.landline
    for pattern in (_LANDLINE, _LOCAL):
        for match in pattern.finditer(view.stream.text):
            digits = _NOT_DIGITS.sub("", "".join(("0", *match.groups()) if pattern is _LANDLINE else match.groups()))
            if not view.stream.free(*match.span()):
                continue
            if _known(digits, match.groups()[-1], office):
                _allow(view, *match.span())
                continue
            if not view.something_else(match.start()) or view.labelled(match.start(), _LABEL):
                yield view.take(LANDLINE, masked(digits, keep), *match.span())


def _written_apart(view: View, office: frozenset[str]) -> Iterator[Hit]:
    """05645021234 and 0 5 6 4 5 …: what has no dash where one looks for it."""
    for window in (*view.windows[11], *view.windows[12]):
        match = _DIGITS.fullmatch(window.digits)
        if (
            not match
            or not window.close
            or window.in_row
            or not view.free(window)
            or _known(match[0], match[1], office)
        ):
            continue
        if not view.measured(window) and not view.something_else(window.start):
            yield view.take(LANDLINE, masked(match[0], view.context.masks.landline), window.start, window.end)


def _allow(view: View, start: int, end: int) -> None:
    """An office's own: no later rule speaks of it, the heading of its column neither."""
    view.stream.take(start, end)
    view.hit.add(view.stream.index(start))


def _known(digits: str, local: str, office: frozenset[str]) -> bool:
    local = _NOT_DIGITS.sub("", local)
    return digits in office or local in office or (len(digits) < 9 and any(phone.endswith(digits) for phone in office))


def _spread(view: View, office: frozenset[str]) -> Iterator[Hit]:
    """Only under or after a word for phone: three amounts side by side look the same."""
    for chain in view.chains:
        if len(chain.digits) != 11 or not _MOBILE.fullmatch(chain.digits) or view.hit.intersection(chain.passages):
            continue
        first = chain.passages[0]
        left = view.left_of(first)
        words = "".join(
            [*map(view.header, chain.passages), view.compact[first], view.compact[left] if left is not None else ""]
        )
        if chain.digits not in office and _LABEL.search(words):
            view.hit.update(chain.passages)
            yield Hit(SPLIT, masked(chain.digits, view.context.masks.phone), chain.passages)
