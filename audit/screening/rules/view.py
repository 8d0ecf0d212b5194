"""One file as the rules look at it, and what they report."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from ..passages import Passage
from .context import Context
from .normal import SEPARATOR, Stream
from .runs import Window, all_windows
from .split import Chain, chains

# Words before a number, or above its column, that say it is none of a person's.
OTHER_NUMBERS = (
    "订单|单号|项目编|项目代|合同|文号|批号|批次|流水|序列|许可|发票|票据|税号|信用代码|机构代码|注册号|车架|条码|条形码|"
    "宗地|地块|不动产|产权证|单元号|索引号|备案|招标|采购编|计划编|资产编|物料|货号|型号|邮编|邮政编码|ISBN|ISSN|统一书号|"
    "坐标|经度|纬度|东经|北纬|金额|合计|总计|小计|面积|编码|编号|准考证|考号|座位|用户号|户号"
)
_OTHER_BEFORE = re.compile(rf"(?:{OTHER_NUMBERS})[^0-9，。；;\n]{{0,8}}$", re.I)
_OTHER_HEADER = re.compile(rf"{OTHER_NUMBERS}|补贴标准|金 *额|数量|资金|元）|元\)|单价", re.I)
_NAME_HEADER = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,6}(?:姓名|名字|户主|领取人|申请人|申请者|补助对象|补贴对象|受益人|救助对象|当事人|监护人|"
    r"患者|学生|残疾人|持卡人|收款人))(?:[（(].*)?$"
)
_LIST_MARK = re.compile(r"(?:^|\n)[ ]*[1-9][0-9]?\.$")
_MEASURE = re.compile(r"\.[0-9]{2}(?![0-9])|[ ]?(?:[万亿]?[元亩吨斤株棵米]|[万亿]|公里|㎡|m²|%|％)")


@dataclass(frozen=True, slots=True)
class Kind:
    """What was found, and what the clerk is told about it."""

    rule: str
    severity: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Hit:
    """start, end: in the stream's text; equal when the whole passages are meant."""

    kind: Kind
    masked: str
    passages: tuple[int, ...]
    start: int = 0
    end: int = 0


Rule = Callable[["View"], Iterator[Hit]]


class View:
    def __init__(self, passages: list[Passage], context: Context):
        self.passages = passages
        self.context = context
        self.stream = Stream(passages)
        self.hit: set[int] = set()  # passages in which a rule before found something

    @cached_property
    def windows(self) -> dict[int, list[Window]]:
        """All sequences of digits that could be one number, by length."""
        by_length = defaultdict(list)
        for window in all_windows(self.stream):
            by_length[len(window.digits)].append(window)
        return by_length

    @cached_property
    def chains(self) -> list[Chain]:
        """The same, put together from neighbouring cells or paragraphs."""
        return chains(self)

    def free(self, window: Window) -> bool:
        return self.stream.free(window.start, window.end)

    def take(self, kind: Kind, masked: str, start: int, end: int) -> Hit:
        """The stretch belongs to this rule from now on."""
        self.stream.take(start, end)
        return Hit(kind, masked, (self.stream.index(start),), start, end)

    @cached_property
    def compact(self) -> list[str]:
        """Each passage's text without white space."""
        return ["".join(text.split()) for text in self.stream.texts]

    @cached_property
    def said(self) -> str:
        """All of `compact` in one, to know quickly that something stands nowhere."""
        return SEPARATOR.join(self.compact)

    @cached_property
    def vocabulary(self) -> str:
        """Every word there is, headings that come with their cells included."""
        return "\n".join([self.stream.text, *{passage.header for passage in self.passages if passage.header}])

    @cached_property
    def rows(self) -> dict[tuple[str, int], list[int]]:
        return self._sorted(attrgetter("sheet", "row"), attrgetter("column"))

    @cached_property
    def columns(self) -> dict[tuple[str, int], list[int]]:
        return self._sorted(attrgetter("sheet", "column"), attrgetter("row"))

    def _sorted(self, key: attrgetter, order: attrgetter) -> dict[tuple[str, int], list[int]]:
        groups = defaultdict(list)
        for index, passage in enumerate(self.passages):
            if passage.column and passage.row:
                groups[key(passage)].append((order(passage), index))
        return {key: [index for _, index in sorted(group)] for key, group in groups.items()}

    @cached_property
    def headers(self) -> dict[tuple[str, int], str]:
        """Of each column: its short wordy cells above the first number, one after the other."""
        found = {}
        for key, column in self.columns.items():
            words = []
            for index in column[:8]:
                text = self.compact[index]
                if self.passages[index].kind != "header" and (not text or text[0].isdigit() or len(text) > 24):
                    if text[:1].isdigit():
                        break
                    continue
                words.append(text)
            found[key] = "\n".join(words)
        return found

    def header(self, index: int) -> str:
        passage = self.passages[index]
        return passage.header or self.headers.get((passage.sheet, passage.column), "")

    @cached_property
    def name_columns(self) -> dict[str, int]:
        """Of each sheet the column that holds people's names."""
        found: dict[str, int] = {}
        for (sheet, number), header in self.headers.items():
            if any(_NAME_HEADER.match(word) for word in header.split("\n")):
                found[sheet] = min(number, found.get(sheet, number))
        return found

    def labelled(self, position: int, words: re.Pattern) -> bool:
        """Whether one of the words stands before the position, left of its cell, or above its column."""
        index = self.stream.index(position)
        before = "".join(self.stream.before(position, 40).split())[-24:]
        if words.search(before) or words.search(self.header(index)):
            return True
        left = self.left_of(index)
        return left is not None and len(self.compact[left]) <= 24 and bool(words.search(self.compact[left]))

    @cached_property
    def _left(self) -> dict[int, int]:
        return {right: left for row in self.rows.values() for left, right in pairwise(row)}

    def left_of(self, index: int) -> int | None:
        """The cell left of a cell; of a paragraph none."""
        return self._left.get(index)

    def something_else(self, position: int) -> bool:
        """Whether the words around a number say it is none of a person's."""
        index = self.stream.index(position)
        left = self.left_of(index)
        beside = self.compact[left] if left is not None and len(self.compact[left]) <= 12 else ""
        if _OTHER_BEFORE.search(self.stream.before(position, 24)) or _OTHER_BEFORE.search(beside):
            return True
        return bool(_OTHER_HEADER.search(self.header(index)))

    def measured(self, window: Window) -> bool:
        """An amount, or a piece of a number with a point: 3.1415, 13800000000.00, 13800000000元."""
        text, start = self.stream.text, window.start
        point = text[start - 1 : start] == "." and text[start - 2 : start - 1].isdigit()
        if (
            point
            and not self.passages[self.stream.index(start)].column
            and _LIST_MARK.search(self.stream.before(start, 6))
        ):
            point = False  # 1.13812345678 as the first point of a list
        return (
            point
            or bool(_MEASURE.match(text, window.end))
            or text[max(0, start - 2) : start].strip()[-1:] in tuple("¥￥$")
        )
