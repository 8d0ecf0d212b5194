"""What the finance office's headings and row names mean, however they are written. Pure.

Roles of a column: name, budget, quarter, cumulative, note; "" for one that is not read (rates, last year's).
"""

import re
import unicodedata
from typing import Any

NAME = {
    "科目", "项目", "科目名称", "项目名称", "预算科目", "预算科目名称", "功能分类", "功能分类科目", "收入项目", "支出项目", "收入科目",
    "支出科目", "收入来源", "来源", "资金来源", "支出用途", "支出功能分类", "支出功能分类科目", "收入", "支出", "名称", "摘要", "收入名称",
    "支出名称", "费用项目", "经费项目", "类别", "支出内容", "收入内容", "预算项目",
}  # fmt: skip
NOTE = ("备注", "说明", "原因")
NOT_READ = (
    "%", "率", "比重", "占比", "进度", "同比", "上年", "去年", "上季", "上期", "增减", "序号", "编码", "代码", "比上", "差额", "余额",
    "结余",
)  # fmt: skip
UNIT = re.compile(r"[(（\[【]?(?:(?:金额)?单位[:：为]?)?(亿元|万元|千元|元)(?:人民币)?[)）\]】]?")
_SAID_UNIT = re.compile(r"单位[^0-9]{0,8}?(亿元|万元|千元|元)")
_BRACKETED = re.compile(r"[(\[【](亿元|万元|千元|元)[)\]】]")
_CUMULATIVE = re.compile(r"累计|年初至|至今|前[二三]季度|上半年|^1(?:月)?[-~—至到]+(?:6|9|12)月")
_QUARTER = re.compile(r"本季|当季|本期|第?([一二三四1-4])季度?|(1|4|7|10)月?[-~—至到]+(3|6|9|12)月")
_BUDGETS = ("调整预算", "调整后预算", "全年预算", "年度预算", "本年预算", "年初预算", "预算", "年度计划", "计划")
_ORDINALS = (
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^\([一二三四五六七八九十]+\)"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^(?:\(\d{1,2}\)|[①-⑳])"),
)
_CODE = re.compile(r"^\d{3,7}(?=[^\d.])")
_TOTAL = re.compile(r"^(?:本年|本季|全镇)?(?:收入|支出|经费)?(?:合计|总计|共计)数?$")
_ENDS = re.compile(
    r"^(?:注\d*[:：.、]|注$|备注|说明|编[表报制]|制表|填[表报]|复核|审核|单位负责人|负责人|财务负责人|经办|联系电话)"
)


def squeezed(cell: Any) -> str:
    """Half-width, without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else ""


def unit_in(text: str) -> str:
    """The unit a title or heading states: 单位：万元, 本季（元）; "" for none."""
    found = _SAID_UNIT.search(text) or _BRACKETED.search(text)
    return found[1] if found else ""


def role_of(text: str) -> str:
    """The role of a column by its heading (squeezed); "" for one that is not read or not known."""
    bare = UNIT.sub("", text) if unit_in(text) or text.endswith("元") else text
    if bare in NAME:
        return "name"
    if not bare or any(word in bare for word in NOT_READ):
        return ""
    if any(word in bare for word in NOTE):
        return "note"
    if _CUMULATIVE.search(bare):
        return "cumulative"
    if _QUARTER.search(bare):
        return "quarter"
    return "budget" if any(word in bare for word in _BUDGETS) else ""


def quarter_named(text: str) -> int | None:
    """Which quarter a column is of, where its heading says so: 三季度, 7-9月."""
    found = _QUARTER.search(text)
    if not found:
        return None
    if found[1]:
        return int(found[1]) if found[1].isdigit() else "一二三四".index(found[1]) + 1
    if found[3]:
        return int(found[3]) // 3
    return None


def budget_rank(text: str) -> int:
    """The budget as adjusted goes before the one of the year's beginning."""
    return next((rank for rank, word in enumerate(_BUDGETS) if word in text), len(_BUDGETS))


def ordinal_level(name: str) -> int:
    """一、 is 1, （一） 2, 1. 3, （1） 4; a code of the classification 类 is 5, 款 6, 项 7; 0 for none."""
    code = re.match(r"\d{3,7}(?=[^\d.,])", name)
    if code:
        return {3: 5, 5: 6, 7: 7}.get(len(code[0]), 0)
    return next((level for level, sign in enumerate(_ORDINALS, start=1) if sign.match(name)), 0)


def bare_name(name: str) -> str:
    """Squeezed, without ordinal, code and colon: “一、 213农林水支出：” → 农林水支出."""
    for sign in _ORDINALS:
        name = sign.sub("", name)
    return _CODE.sub("", name).rstrip(":：").strip()


def proper(name: str) -> str:
    """With the brackets of Chinese text, as it is shown: 因公出国（境）费."""
    return name.replace("(", "（").replace(")", "）")


def is_total(name: str) -> bool:
    return bool(_TOTAL.match(name))


def is_subtotal(name: str) -> bool:
    return name.endswith("小计")


def ends_table(name: str) -> bool:
    """A note or a signature below the table, not a row of it."""
    return bool(_ENDS.match(name))
