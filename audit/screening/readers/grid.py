"""The cells of one table as passages: which rows are headers, and which header stands over each cell."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from audit.screening.readers.gather import Gather

LONGEST_LABEL = 30
_WORDS = re.compile(
    "序号|编号|姓名|名字|户主|农户|性别|年龄|民族|出生|身份证|证件|证号|号码|账号|帐号|账户|卡号|开户|银行|电话|手机|固话|座机|联系|"
    "地址|住址|住所|户籍|村名|村组|村民组|居委会|镇村|所在|金额|补助|补贴|标准|面积|数量|合计|小计|人数|户数|时间|日期|年度|月份|"
    "备注|说明|单位|部门|项目|名称|类型|类别|原因|病种|残疾|疾病|等级|级别|职务|职位|签名|签字|关系|人口|成员|监护|学校|班级|"
    "车牌|邮箱|微信|政治面貌|学历|籍贯|状态|情况|规格|型号|单价|总价|序列|对象|方式|内容|面貌|户号|编码|代码|税号|"
    "(?i:name|phone|mobile|account|address|email|id\\s*(?:no|card|number))"
)
_WHOLE = {
    "村",
    "组",
    "乡",
    "镇",
    "区",
    "县",
    "市",
    "序",
    "名",
    "人",
    "元",
    "亩",
    "岁",
    "户",
    "卡",
    "证",
    "id",
    "no",
    "no.",
}
_DIGITS = re.compile(r"\d")


@dataclass
class Square:
    text: str
    place: str
    hidden: bool = False
    number: bool = False  # stored as a number


def looks_like_label(square: Square) -> bool:
    """Reads like the head of a column: short, few digits, with one of the words lists use."""
    text = "".join(square.text.split())
    if square.number or not text or len(text) > LONGEST_LABEL or len(_DIGITS.findall(text)) > 5:
        return False
    return bool(_WORDS.search(text)) or text.strip("()（）:：").lower() in _WHOLE


def could_be_label(square: Square) -> bool:
    text = square.text
    return not square.number and 0 < len(text) <= LONGEST_LABEL and len(_DIGITS.findall(text)) < 3


@dataclass
class Grid:
    """Fill with `put` and `merge`, then `write` once. Rows and columns count from 1."""

    sheet: str
    rows: dict[int, dict[int, Square]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, column, last row, column

    def put(self, row: int, column: int, square: Square):
        self.rows.setdefault(row, {})[column] = square

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int):
        self.merged.append((first_row, first_column, last_row, last_column))

    def write(self, gather: Gather, extra: Callable[[int, int], None] | None = None):
        """All cells in reading order; header cells as kind "header", the others know the header over them."""
        headers = self._header_rows()
        over: dict[int, str] = {}
        last = -1
        for row in sorted(self.rows):
            if row in headers:
                labels = self._labels(row)
                continued = row == last + 1 and last in headers
                over = (
                    {column: _joined(over.get(column, ""), text) for column, text in labels.items()}
                    | {column: text for column, text in over.items() if continued and column not in labels}
                    if continued
                    else labels
                )
                last = row
            for column, square in sorted(self.rows[row].items()):
                kind = "header" if row in headers else "cell"
                gather.add(
                    square.text, square.place, kind, hidden=square.hidden, sheet=self.sheet, row=row, column=column,
                    header="" if kind == "header" else over.get(column, ""),
                )  # fmt: skip

    def _header_rows(self) -> set[int]:
        found: set[int] = set()
        numbers = sorted(self.rows)
        for row in numbers:
            squares = list(self.rows[row].values())
            labels = sum(looks_like_label(square) for square in squares)
            if labels >= 2 and labels >= 0.6 * len(squares):
                found.add(row)
        narrow = len({column for row in self.rows.values() for column in row}) == 1
        if not found:
            found |= self._first_header(numbers[:10], narrow)
        for row in list(found):  # a wider heading right above: 联系方式 over 手机 and 固话
            above = list(self.rows.get(row - 1, {}).values())
            if len(above) >= 2 and all(could_be_label(square) for square in above):
                found.add(row - 1)
            if self._under_merged(row) and row + 1 not in found:
                found.add(row + 1)
        return found

    def _under_merged(self, row: int) -> bool:
        """Whether the next row only divides merged headings of this one."""
        below = self.rows.get(row + 1, {})
        wide = {
            column
            for top, first, bottom, last in self.merged
            if bottom == row and last > first and top in (row, row - 1)
            for column in range(first, min(last, first + 200) + 1)
        }
        return bool(below) and below.keys() <= wide and all(could_be_label(square) for square in below.values())

    def _first_header(self, numbers: list[int], narrow: bool) -> set[int]:
        for row, below in itertools.pairwise(numbers):
            squares = list(self.rows[row].values())
            if narrow and not looks_like_label(squares[0]):
                continue
            if (len(squares) >= 2 or narrow) and all(could_be_label(square) for square in squares):
                data = any(
                    square.number or len(_DIGITS.findall(square.text)) > 2 for square in self.rows[below].values()
                )
                return {row} if data else set()
            if any(not could_be_label(square) for square in squares) and len(squares) >= 2:
                return set()
        return set()

    def _labels(self, row: int) -> dict[int, str]:
        """Column -> header text of one row; a merged heading stands over each of its columns."""
        labels = {column: " ".join(square.text.split()) for column, square in self.rows[row].items()}
        for first_row, first_column, last_row, last_column in self.merged:
            if first_row <= row <= last_row and (top := self.rows.get(first_row, {}).get(first_column)):
                for column in range(first_column, min(last_column, first_column + 200) + 1):
                    labels.setdefault(column, " ".join(top.text.split()))
        return labels


def _joined(above: str, text: str) -> str:
    return text if not above or above == text else f"{above} {text}"
