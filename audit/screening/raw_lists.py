"""The office's raw sheet understood: where the heading stands, what each column holds, which rows are people's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from audit.screening.masking.book import open_book
from audit.screening.masking.formats import ACCOUNT, ADDRESS, CARD, ID, NAME, PHONE
from audit.screening.masking.orders import MaskError
from audit.screening.masking.sheets import text_of
from audit.screening.masking.text import decoded, read_rows, separator_of
from audit.screening.passages import Reading

KEEP, MASK, DROP = "keep", "mask", "drop"
HEADER_WITHIN = 20  # rows
MOST_ROWS = 50_000

# What a heading says its column holds; the first that fits. Acts follow domain.md §11: name, village, item and amount stay.
_HEADINGS = [
    ("number", KEEP, r"^(?:序号|编号|序|行次)$"),
    (ID, DROP, r"身份证|证件号|身份号码|证号"),
    (CARD, DROP, r"[账帐]号|卡号|存折|一卡通|开户|银行"),
    (PHONE, DROP, r"电话|手机|联系方式|联系号码"),
    ("illness", DROP, r"病|诊断|健康|残疾|致贫|致残|伤情"),
    ("background", DROP, r"民族|宗教|政治面貌|婚姻|出生|生日|性别|年龄|监护"),
    ("signature", DROP, r"签字|签名|签章|手印|领款|备注"),
    (ADDRESS, MASK, r"住址|地址|门牌"),
    (ACCOUNT, DROP, r"邮箱|微信|QQ"),
    ("village", KEEP, r"^村组|^(?:所在|所属|行政|户籍)?(?:村|社区|村居|村名|村别|村委会|村（居）|村（社区）|村\(社区\)|村/社区|村居名称|村名称|居委会|村庄|单位（村）)$"),
    ("group", KEEP, r"组$|组别|小组|自然村|组名"),
    (NAME, KEEP, r"姓名|户主|名字|补[贴助]对象|领取人|受益人|申请人|救助对象|农户"),
    ("amount", KEEP, r"(?:金额|补[贴助](?:资金|款|金)|实发|发放|资金|应补|合计|小计).{0,6}$|元）$|元\)$"),
    ("item", KEEP, r"项目|类别|类型|品种|名称|事项|标准|面积|数量|亩|人数|户数|年度|月份|批次|等级|内容"),
]  # fmt: skip
_TOTAL = re.compile(r"(?:合|总|共|小)\s*计|总数")
_MONEY = re.compile(r"[￥¥$]?([+\-]?[0-9]+(?:\.[0-9]+)?)元?")
_UNFOLD = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")


class ListTrouble(Exception):
    """What the clerk has to mend; a Chinese sentence."""


@dataclass(frozen=True)
class Column:
    """kind: name, village, group, item, amount, id_number … other. act: keep, mask or drop."""

    place: int  # in the sheet, from 0
    label: str
    kind: str
    act: str


@dataclass(frozen=True)
class Raw:
    """The office's rows, found and understood. numbers: of each row in the file, from 1."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    stated_total: Decimal | None = None
    notes: tuple[str, ...] = ()

    def column(self, kind: str) -> Column | None:
        return next((column for column in self.columns if column.kind == kind), None)


def find_list(name: str, data: bytes, reading: Reading | None = None) -> Raw:
    """The first sheet with a heading row, its columns understood. Hidden rows and columns do not count."""
    notes: list[str] = []
    sheets = _csv(data) if name.lower().endswith((".csv", ".tsv", ".txt")) else _sheets(data, reading, notes)
    for sheet, rows in sheets:
        at = _heading_row(rows)
        if at is not None:
            return _understood(sheet, rows, at, notes)
    raise ListTrouble(f"前 {HEADER_WITHIN} 行里没有找到表头。请在名单上面留一行列名，至少有“姓名”和“金额”，再上传。")


def _csv(data: bytes) -> list[tuple[str, list[list[str]]]]:
    try:
        text, _ = decoded(data)
        return [("CSV", read_rows(text, separator_of(text)))]
    except MaskError as error:
        raise ListTrouble(str(error)) from error


def _sheets(data: bytes, reading: Reading | None, notes: list[str]) -> list[tuple[str, list[list[str]]]]:
    """Dense rows of visible cells; merged headings are repeated over their columns."""
    try:
        book = open_book(data, reading)
    except MaskError as error:
        raise ListTrouble(str(error)) from error
    notes += [f"没有取用 {count} {kind}" for kind, count in book.dropped.items() if count and "隐藏" in kind]
    found = []
    for sheet in book.sheets:
        last_row, width = max(row for row, _ in sheet.cells), min(max(column for _, column in sheet.cells), 200)
        if last_row > MOST_ROWS:
            raise ListTrouble(f"表“{sheet.name}”超过 {MOST_ROWS} 行。请按批次分成几个表再上传。")
        rows = [[""] * width for _ in range(last_row)]
        for (row, column), value in sheet.cells.items():
            if column <= width:
                rows[row - 1][column - 1] = text_of(value).strip()
        for top, left, bottom, right in sheet.merged:
            for row, column in _covered(top, left, min(bottom, last_row), min(right, width)):
                rows[row - 1][column - 1] = rows[row - 1][column - 1] or rows[top - 1][left - 1]
        found.append((sheet.name, rows))
    return found


def _covered(top: int, left: int, bottom: int, right: int) -> list[tuple[int, int]]:
    """Merged headings, and a village written once beside its rows; not a title over the whole sheet."""
    wide = right - left >= 5
    return [] if wide else [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The row of headings that says most, above the first figures: a heading printed again further down is none."""
    best = None
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        if best and any(money(cell) is not None for cell in row):
            break
        kinds = {kind_of(cell)[0] for cell in row if cell} - {"other"}
        says = ("amount" in kinds, len(kinds))
        if len(kinds) >= 2 and (NAME in kinds or "amount" in kinds) and (best is None or says > best[0]):
            best = (says, number)
    return best[1] if best else None


def kind_of(label: str) -> tuple[str, str]:
    """(kind, what the rules do with such a column)."""
    bare = "".join(label.split())
    if not bare or len(bare) > 30 or len(re.findall(r"\d", bare)) > 5:
        return "other", KEEP
    return next(((kind, act) for kind, act, words in _HEADINGS if re.search(words, bare)), ("other", MASK))


def _understood(sheet: str, rows: list[list[str]], at: int, notes: list[str]) -> Raw:
    columns = _one_amount(_columns(rows, at))
    kept, numbers, left, stated = list[tuple[str, ...]](), list[int](), dict[int, bool](), None
    for number, row in enumerate(rows[at + 1 :], at + 2):
        values = tuple(row[column.place] if column.place < len(row) else "" for column in columns)
        if _is_total(values, columns):
            if any(re.search(r"小\s*计", value) for value in values):
                continue
            amounts = [money(value) for value, column in zip(values, columns, strict=True) if column.kind == "amount"]
            stated = next((amount for amount in amounts if amount is not None), stated)
        elif _is_line(values, columns):
            kept.append(values)
            numbers.append(number)
        elif any(value.strip() for value in values):
            left[number] = any(value for value, column in zip(values, columns, strict=True) if column.kind == "amount")
    if not kept:
        raise ListTrouble(f"表“{sheet}”表头下面没有名单。请检查文件后再上传。")
    skipped = [number for number, has_money in left.items() if has_money or number < numbers[-1]]
    return Raw(sheet, tuple(columns), tuple(kept), tuple(numbers), stated, (*notes, *_skipped(skipped)))


def _skipped(rows: list[int]) -> list[str]:
    """Rows among people's that are nobody's; words and signatures below the list need no telling."""
    more = f" 等 {len(rows)} 行" if len(rows) > 10 else ""
    told = f"没有取用第 {'、'.join(map(str, rows[:10]))} 行{more}：没有姓名，或只填了一格。是人的，请补上再上传。"
    return [told] if rows else []


def _columns(rows: list[list[str]], at: int) -> list[Column]:
    """A heading nobody understands may be explained by the wider one above it (联系方式 over 固话)."""
    above = rows[at - 1] if at and len(set(filter(None, rows[at - 1]))) >= 3 else []
    found = []
    for place, own in enumerate(rows[at]):
        if not any(len(row) > place and row[place] for row in rows[at:]):
            continue
        wider = above[place] if place < len(above) else ""
        kind = kind_of(own) if kind_of(own)[0] != "other" else kind_of(wider or own)
        found.append(Column(place, " ".join((own or wider).split()) or f"第{place + 1}列", *kind))
    return found


def _is_total(values: Sequence[str], columns: Sequence[Column]) -> bool:
    """合计 and the like, where no person's name stands; the sum of a village (小计) is left out as well."""
    names = [value for value, column in zip(values, columns, strict=True) if column.kind == NAME]
    words = [value for value in values if len(value) < 12 and _TOTAL.search(value)]
    return bool(words) and all(not name.strip() or name in words for name in names)


def _one_amount(columns: list[Column]) -> list[Column]:
    """Of several columns of money the last is what was paid out; the others stay as they are."""
    money_columns = [column for column in columns if column.kind == "amount"]
    last = money_columns[-1] if money_columns else None
    return [replace(c, kind="item") if c.kind == "amount" and c is not last else c for c in columns]


def _is_line(values: Sequence[str], columns: Sequence[Column]) -> bool:
    """A person's row; notes and signatures below the table fill one cell only, a second heading row repeats itself."""
    filled = [(column, value) for value, column in zip(values, columns, strict=True) if value.strip()]
    named = [(column, value) for column, value in filled if column.kind == NAME]
    if any("".join(value.split()) == "".join(column.label.split()) for column, value in named):
        return False
    return len(filled) > 1 and (bool(named) or all(column.kind != NAME for column in columns))


def money(text: str) -> Decimal | None:
    """1,200.00, ￥1200元, １２００ … as Decimal; None when it is no amount."""
    bare = re.sub(r"[\s,]", "", text.translate(_UNFOLD))
    found = _MONEY.fullmatch(bare) if len(bare) < 30 else None
    try:
        return Decimal(found[1]) if found else None
    except InvalidOperation:
        return None
