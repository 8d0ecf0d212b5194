"""Columns and form fields whose heading says what they hold, whatever is in the cells. Runs last."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..passages import HARD, SOFT
from .view import Hit, Kind, View


@dataclass(frozen=True, slots=True)
class Heading:
    words: re.Pattern
    kind: Kind
    without_digits: str = SOFT  # the severity when no cell holds a longer number


def _heading(words: str, rule: str, severity: str, sentence: str, without_digits: str = SOFT) -> Heading:
    return Heading(re.compile(rf"(?:{words})"), Kind(rule, severity, sentence), without_digits)


HEADINGS = (
    _heading(
        "身份证(?:号|件号|编号|$)|身份号码|公民身份|证件号|证件编号|居民证号|军官证号|士兵证号|驾驶证号|户口[簿本]号|残疾人?证(?:号|编号|$)|护照(?:号|$)|社会?保障?(?:卡)?号|通行证号",
        "id_header", HARD, "这一列是证件号码。请整列删去；已遮的请核对遮得够不够。",
    ),
    _heading(
        "(?:银行|存折|一卡通|开户|收款|领款|打卡|惠农)?(?:[账帐][号户]|卡号)(?!名|登录)|银行卡(?!类|种)|存折号?|一卡通(?:号|$)",
        "account_header", HARD, "这一列是银行账号、卡号。请整列删去。",
    ),
    _heading("手机|移动电话|联系电话|联系方式|电话|联系号码", "phone_header", SOFT, "这一列是联系电话。个人的请遮成“138****1234”或者删去，单位的请核对。"),
    _heading("病种|病名|病情|诊断|疾病|患病|病史|病因", "illness_header", HARD, "这一列是病情，属于敏感个人信息。请整列删去。", HARD),
    _heading("健康(?:状况|情况)|致贫原因|致困原因|身体状况", "health_header", SOFT, "这一列写着健康或致贫原因。请删去。"),
    _heading("残疾(?:类|等|级|程度|情况)|致残", "disability_header", SOFT, "这一列是残疾类别、等级。请删去；法定必须公示的请核对范围。"),
    _heading("民族$|宗教|政治面貌|婚姻", "background_header", SOFT, "这一列是民族、婚姻等个人情况。没有必要公开的请删去。"),
    _heading("出生(?:日期|年月|时间)?$|生日|出生年月日", "birthday_header", SOFT, "这一列是出生日期。写年龄段或者删去；任前公示等写到年月为止。"),
    _heading("(?:家庭|户籍|详细|居住|现|常住|通讯|通信|联系)(?:住址|地址|所在地|地)|^住址|^地址$|门牌", "address_header", SOFT, "这一列是住址。公开到乡镇、村为止，请删去组号和门牌。"),
)  # fmt: skip
_ANY_HEADING = re.compile("|".join(heading.words.pattern for heading in HEADINGS))
_NOT_OF_PERSONS = re.compile(
    r"公示|说明|名称|类型|种类|复印件|原件|是否|办公|咨询|监督|举报|投诉|服务|单位|部门|窗口|受理|要求|填写|公众号|信用代码"
)
_LONG_NUMBER = re.compile(r"[0-9](?:[ \-.·]{0,2}[0-9]){5}")
_MASKED = re.compile(r"[*＊×]{2,}|[xX]{4,}")
_EMPTY = re.compile(r"[—\-/无\s.]*")
_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]|[*:：。]")
_LONGEST_HEADING = 16


def hits(view: View) -> Iterator[Hit]:
    for column in view.columns.values():
        heading: Heading | None = None
        cells: list[int] = []
        for index in column:
            found = None if view.passages[index].settled else _heading_in(view.compact[index])
            if found:
                yield from _report(heading, cells, view)
                heading, cells = found, []
            elif heading and cells and _after_an_empty_row(index, view):
                yield from _report(heading, cells, view)
                heading, cells = None, []
            elif heading:
                cells.append(index)
        yield from _report(heading, cells, view)
    yield from _form_fields(view)


def _after_an_empty_row(index: int, view: View) -> bool:
    """Another table begins."""
    cell = view.passages[index]
    return not any(view.compact[other] for other in view.rows.get((cell.sheet, cell.row - 1), ()))


def _heading_in(text: str) -> Heading | None:
    if not 1 < len(text) <= _LONGEST_HEADING * 2 or text[0].isdigit() or not _ANY_HEADING.search(text):
        return None
    bare = _BRACKETS.sub("", text)
    if not 1 < len(bare) <= _LONGEST_HEADING or _LONG_NUMBER.search(bare) or _NOT_OF_PERSONS.search(bare):
        return None
    return next((heading for heading in HEADINGS if heading.words.search(bare)), None)


def _report(heading: Heading | None, cells: list[int], view: View) -> Iterator[Hit]:
    """The cells below a heading that no rule before has spoken of."""
    told = [index for index in cells if _tells(index, view)]
    if heading is None or not told:
        return
    numbers = any(_LONG_NUMBER.search(view.stream.texts[index]) for index in told)
    if heading.kind.rule == "phone_header" and not numbers:
        return
    severity = heading.kind.severity if numbers else heading.without_digits
    kind = Kind(heading.kind.rule, severity, heading.kind.sentence)
    for index in told:
        yield Hit(kind, _stars(view.compact[index]), (index,))


def _tells(index: int, view: View) -> bool:
    text = view.stream.texts[index]
    return index not in view.hit and not _EMPTY.fullmatch(text) and not _MASKED.search(text)


def _form_fields(view: View) -> Iterator[Hit]:
    """`身份证号 | 3415…` side by side, as in application forms."""
    for row in view.rows.values():
        for left, right in pairwise(row):
            heading = _heading_in(view.compact[left])
            if (
                heading is None
                or view.passages[left].settled
                or heading.kind.rule not in ("id_header", "account_header")
            ):
                continue
            if _tells(right, view) and _LONG_NUMBER.search(view.stream.texts[right]):
                yield Hit(heading.kind, _stars(view.compact[right]), (right,))


def _stars(text: str) -> str:
    return text[:1] + "*" * min(max(len(text) - 1, 2), 17)
