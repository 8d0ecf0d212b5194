"""Passports, travel permits, military papers, social-security cards and birth certificates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..passages import HARD, SOFT
from .context import masked
from .view import Hit, Kind, View

_ASK = "请遮去或者删去；没有法定依据不能公开。"
PASSPORT = Kind("passport", HARD, f"有护照号码。{_ASK}")
PERMIT = Kind("travel_permit", HARD, f"有港澳台通行证号码。{_ASK}")
MILITARY = Kind("military_id", HARD, f"有军官证、士兵证等军人证件号码。{_ASK}")
SOCIAL = Kind("social_security", HARD, f"有社会保障卡号码。{_ASK}")
BIRTH = Kind("birth_certificate", HARD, f"有出生医学证明编号，会牵出未成年人。{_ASK}")
MAYBE = Kind("paper_doubtful", SOFT, "像护照或通行证号码。请核对；真是证件号码就要遮去。")

_G = r"(?:[ \t\n\-._·]{0,3}|\n[ \t]{3,24})"


def _digits(count: str) -> str:
    """So many digits, whatever people put between them."""
    return rf"(?:{_G}[0-9]){{{count}}}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A number that is certain when its word stands near by."""

    kind: Kind
    word: re.Pattern
    number: re.Pattern


_START, _END = r"(?<![A-Za-z0-9\-_/])", r"(?![0-9A-Za-z*])"
PAPERS = (
    Paper(
        PASSPORT,
        re.compile(r"护照|passport|证件号", re.I),
        re.compile(
            rf"{_START}(?:[Ee]{_G}[A-HJ-NP-Za-hj-np-z]{_digits('7')}|[DPSdps][Ee]{_digits('7')}|"
            rf"[DEGPSdegps]{_digits('8')}|1[45]{_digits('7')}){_END}"
        ),
    ),
    Paper(
        PERMIT,
        re.compile(r"通行证|回乡证|台胞证|来往大陆|来往内地|往来港澳|往来台湾|港澳证|香港(?:居民)?身份证|证件号"),
        re.compile(
            rf"{_START}(?:[CHMTLWchmtlw]{_digits('8,10')}|[Cc]{_G}[A-HJ-NP-Za-hj-np-z]{_digits('7')}|"
            rf"[0-9]{_digits('7')}|[A-Za-z]{{1,2}}{_digits('6')}[(（][0-9Aa][)）]){_END}"
        ),
    ),
    Paper(
        MILITARY,
        re.compile(r"军官证|士兵证|军人证|文职干部证|义务兵证|士官证|警官证|军人身份|学员证"),
        re.compile(
            rf"[军士兵文武南北沈京兰成广济参政后装空海]{_G}[字职警]{_G}第?{_digits('4,8')}{_G}号?|{_START}[0-9]{_digits('6,9')}{_END}"
        ),
    ),
    Paper(
        SOCIAL,
        re.compile(r"社会?保(?:障|险)?卡|社保号|社会保障号|医保卡|医疗保险卡|医保号"),
        re.compile(rf"{_START}(?:[A-Za-z]{_digits('7,8')}(?:{_G}[0-9Xx])?|[0-9]{_digits('7,9')}{_G}[0-9Xx]){_END}"),
    ),
    Paper(
        BIRTH,
        re.compile(r"出生医学证明|出生证|出生证明"),
        re.compile(rf"{_START}[A-Za-z]{_digits('9')}{_END}"),
    ),
)
_ALONE = (
    (PASSPORT, re.compile(rf"{_START}(?:E[A-HJ-NP-Z][0-9]{{7}}|[EG](?!19[0-9]{{2}}|20[0-4][0-9])[0-9]{{8}}){_END}")),
    (MAYBE, re.compile(rf"{_START}[CHM](?!19[0-9]{{2}}|20[0-4][0-9])[0-9]{{8}}(?:[0-9]{{2}})?{_END}")),
    (MILITARY, re.compile(rf"[军士兵文南北沈京兰成广济参政后装空海]{_G}字{_G}第{_digits('6,8')}(?:{_G}号)?")),
)
_SIGNS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")


def hits(view: View) -> Iterator[Hit]:
    for paper in PAPERS:
        if paper.word.search(view.vocabulary):
            yield from _labelled(view, paper)
    for kind, number in _ALONE:
        for match in number.finditer(view.stream.text):
            if view.stream.free(*match.span()) and not view.something_else(match.start()):
                yield view.take(kind, _masked(match[0], view), *match.span())


def _labelled(view: View, paper: Paper) -> Iterator[Hit]:
    for match in paper.number.finditer(view.stream.text):
        if view.stream.free(*match.span()) and view.labelled(match.start(), paper.word):
            yield view.take(paper.kind, _masked(match[0], view), *match.span())


def _masked(text: str, view: View) -> str:
    return masked(_SIGNS.sub("", text), view.context.masks.paper)
