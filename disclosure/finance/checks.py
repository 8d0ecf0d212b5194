"""What a quarter's figures must hold, what needs a written reason, and what both reviewers should look at. Pure.

`faults` block. A `Doubt` passes only with a note, which the leader reads and residents too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .amounts import shown
from .figures import ZERO, Entry, Figures, Side, points, slow

HALF = Decimal("0.005")
SIDES = (("income", "收入"), ("spending", "支出"), ("three", "“三公”经费"))
ROLES = (("budget", "全年预算"), ("quarter", "本季"), ("cumulative", "累计"))


@dataclass(frozen=True)
class Limits:
    """Settings in force. rounding, least: 万元; jump: per cent; lag: percentage points."""

    rounding: Decimal = Decimal("0.05")
    jump: Decimal = Decimal(50)
    least: Decimal = Decimal(20)
    lag: Decimal = Decimal(9)


@dataclass(frozen=True)
class Doubt:
    """note: which note answers it: balance, tie, jump or lag. side, name: the line it is about, where it is one's."""

    note: str
    text: str
    name: str = ""
    side: str = ""


def faults(figures: Figures, rounding: Decimal) -> list[str]:
    """What cannot be submitted: nothing there, a cell that is no amount, a sum that does not come out."""
    found = []
    for key, title in SIDES:
        own: Side = getattr(figures, key)
        if not own.lines:
            found.append(f"{title}表还是空的，请上传财政所的表或逐行填")
            continue
        found += _cells(own, title, optional=("budget",) if key != "spending" else ())
        found += _sums(own, title, rounding)
        names = [line.name for line in own.lines]
        found += [f"{title}表里“{name}”写了两遍" for name in dict.fromkeys(names) if names.count(name) > 1]
    for amount, word in ((figures.opening, "期初结余"), (figures.closing, "期末结余")):
        if amount is None:
            found.append(f"没有填{word}（没有结余填 0）")
    return found


def _cells(own: Side, title: str, optional: tuple[str, ...]) -> Iterator[str]:
    for line in [*own.lines, own.total]:
        for role, word in ROLES:
            if getattr(line, role) is None and role not in optional:
                yield f"{title}表“{line.name or '（没有名称）'}”的{word}不是数"


def _sums(own: Side, title: str, rounding: Decimal) -> Iterator[str]:
    for role, word in ROLES:
        amounts, total = [getattr(line, role) for line in own.lines], getattr(own.total, role)
        if total is None or None in amounts:
            continue
        added = sum(amounts, ZERO)
        if abs(added - total) > explained(len(amounts), rounding):
            gap = shown(abs(added - total))
            yield f"{title}表{word}的合计写的是 {shown(total)}，各行加起来是 {shown(added)}，差 {gap} 万元"


def explained(figures: int, rounding: Decimal) -> Decimal:
    """The difference that rounding so many figures to two decimals can make, never more than the setting."""
    return min(HALF * (figures + 1), rounding)


def doubts(figures: Figures, before: Figures | None, limits: Limits) -> list[Doubt]:
    """What passes only with a note. before: the quarter before as it is public, None where it is not."""
    found = [*_balance(figures, limits), *_within(figures, limits)]
    if before:
        found += [*_tie(figures, before, limits), *_jumps(figures, before, limits)]
    found += [
        Doubt("lag", f"“{line.name}”执行了 {line.used}%，比时间进度慢 {points(behind)} 个百分点", line.name, "支出")
        for line, behind in slow(figures, limits.lag)
    ]
    return found


def _balance(figures: Figures, limits: Limits) -> Iterator[Doubt]:
    parts = (figures.opening, figures.income.total.quarter, figures.spending.total.quarter, figures.closing)
    opening, income, spending, closing = parts
    if opening is None or income is None or spending is None or closing is None:
        return
    due = opening + income - spending
    if abs(due - closing) > explained(3, limits.rounding):
        yield Doubt(
            "balance",
            f"期初 {shown(opening)} 加收入 {shown(income)} 减支出 {shown(spending)} 应是 {shown(due)} 万元，"
            f"期末写的是 {shown(closing)} 万元",
        )


def _within(figures: Figures, limits: Limits) -> Iterator[Doubt]:
    """What a quarter must hold by itself: the first one's cumulative is its own."""
    if figures.quarter.number > 1:
        return
    for title, line in _lines(figures):
        gap = ZERO if line.quarter is None or line.cumulative is None else abs(line.quarter - line.cumulative)
        if gap > explained(1, limits.rounding):
            told = f"累计 {shown(line.cumulative)} 和本季 {shown(line.quarter)} 不一样"
            yield Doubt("tie", f"{title}“{line.name}”一季度的{told}", line.name, title)


def _lines(figures: Figures) -> Iterator[tuple[str, Entry]]:
    for key, title in SIDES:
        own: Side = getattr(figures, key)
        for line in [*own.lines, own.total]:
            yield title, line


def _tie(figures: Figures, before: Figures, limits: Limits) -> Iterator[Doubt]:
    """Its closing is our opening; what it had counted and ours make the cumulative."""
    if before.closing is not None and figures.opening is not None and before.closing != figures.opening:
        yield Doubt(
            "tie",
            f"期初结余 {shown(figures.opening)} 和{before.quarter.name}的期末结余 {shown(before.closing)} 万元不一样",
        )
    if before.quarter.year != figures.quarter.year:
        return
    for key, title in SIDES:
        own, old = getattr(figures, key), getattr(before, key)
        for line in [*own.lines, own.total]:
            was = old.total if line is own.total else old.line(line.name)
            counted = was.cumulative if was else ZERO
            if counted is None or line.quarter is None or line.cumulative is None:
                continue
            due = counted + line.quarter
            if abs(due - line.cumulative) > explained(2, limits.rounding):
                yield Doubt(
                    "tie",
                    f"{title}“{line.name}”上季累计 {shown(counted)} 加本季 {shown(line.quarter)} 应是 {shown(due)}，"
                    f"表上累计是 {shown(line.cumulative)}",
                    line.name,
                    title,
                )
        for name in [line.name for line in old.lines if line.cumulative and own.line(line.name) is None]:
            yield Doubt("tie", f"{title}“{name}”上季有累计，这一季的表里没有这一行")


def _jumps(figures: Figures, before: Figures, limits: Limits) -> Iterator[Doubt]:
    for key, title in SIDES[:2]:
        own, old = getattr(figures, key), getattr(before, key)
        for line in [*own.lines, own.total]:
            was = old.total if line is own.total else old.line(line.name)
            if was is None or was.quarter is None or line.quarter is None:
                continue
            change = line.quarter - was.quarter
            if abs(change) >= limits.least and abs(change) * 100 > limits.jump * abs(was.quarter):
                word = "多" if change > 0 else "少"
                yield Doubt(
                    "jump",
                    f"{title}“{line.name}”本季 {shown(line.quarter)}，上季 {shown(was.quarter)}，{word}了 {shown(abs(change))} 万元",
                    line.name,
                    title,
                )


def cautions(figures: Figures, before: Figures | None) -> list[str]:
    """What nobody has to explain but both reviewers should see."""
    found = []
    if before is None:
        found.append(f"{figures.quarter.before().full}没有公开，期初结余和累计没法和上季核对。")
    for title, line in _lines(figures):
        if line.used is not None and line.used > 100 and title != "收入":
            found.append(f"{title}“{line.name}”累计 {shown(line.cumulative)} 超过了全年预算 {shown(line.budget)}。")
        if line.quarter is not None and line.quarter < 0:
            found.append(f"{title}“{line.name}”本季是负数：{shown(line.quarter)}。")
    return found
