"""The page of a quarter, from the sealed facts alone. Pure."""

from decimal import Decimal

from audit.facts import Fact, rows, value

from .amounts import kept, plain, shown
from .figures import ZERO, Entry, Figures, Side, sentence, slow
from .sealed import LAGS, NOTES, figures_of

# What residents ask about the words of the tables; shown under the bars where the word stands in them.
EXPLAINED = {
    "上级补助": "上级补助是县以上财政拨下来的钱，多数指定了用处。",
    "一般公共预算拨款": "一般公共预算拨款是保机关和村级运转的钱。",
    "可用财力": "镇级可用财力是镇里能自己安排的钱。",
    "专项资金": "专项资金只能用在批准的那个项目上。",
    "政府性基金": "政府性基金是向特定对象收、只能用在特定事情上的钱。",
}
SHORT_THREE = (("接待", "接待"), ("购置", "购车"), ("运行", "公车"), ("因公出国", "出国"))


def sheet_of(facts: list[Fact]) -> dict:
    """Context of templates/disclosure/_finance.html; {} where the content was erased."""
    figures = figures_of(facts)
    if figures is None:
        return {}
    lag = kept(value(facts, "lag")) or ZERO
    behind = {line.name for line, _ in slow(figures, lag)} if lag else set()
    return {
        "quarter": figures.quarter,
        "sentence": sentence(figures),
        "figures": tiles(figures),
        "income": bars(figures.income),
        "explained": [told for word, told in EXPLAINED.items() if any(word in one.name for one in figures.income.lines)],
        "spending": bars(figures.spending),
        "used": used_bars(figures, behind),
        "lag": value(facts, "lag"),
        "some_slow": bool(behind),
        "tables": [
            table("收入明细", figures.income, figures), table("支出明细", figures.spending, figures),
            table("“三公”经费", figures.three, figures),
        ],
        "balance": [("期初结余", shown(figures.opening)), ("期末结余", shown(figures.closing))],
        "rounded": rounded(figures),
        "lags": [(row[0], row[1]) for row in rows(facts, LAGS)],
        "notes": [(label, value(facts, key)) for key, label in NOTES.items() if value(facts, key)],
        "people": [(label, name) for label, key in (("编表", "compiled_by"), ("复核", "checked_by"))
                   if (name := value(facts, key))],
    }  # fmt: skip


def tiles(figures: Figures) -> list[dict]:
    """The four figures of the quarter; what they were the quarter before is added where that is public."""
    three = figures.three
    parts = [
        f"{word} {shown(amount)}" for sign, word in SHORT_THREE
        for line in three.lines if sign in line.name and (amount := line.quarter)
    ]  # fmt: skip
    rows = (
        ("本季收入", figures.income.total.quarter, ""), ("本季支出", figures.spending.total.quarter, ""),
        ("季末结余", figures.closing, f"季初 {shown(figures.opening)}" if figures.opening is not None else ""),
        ("“三公”经费", three.total.quarter, "　".join(parts)),
    )  # fmt: skip
    return [{"label": label, "value": shown(amount), "unit": "万元", "note": note} for label, amount, note in rows]


def bars(own: Side) -> list[dict]:
    """The lines of the quarter, the largest first; bars against the largest."""
    lines = sorted(own.lines, key=lambda line: -(line.quarter or ZERO))
    most = max([line.quarter or ZERO for line in lines], default=ZERO)
    return [
        {"name": line.name, "value": shown(line.quarter), "percent": width(line.quarter, most)} for line in lines
    ]  # fmt: skip


def used_bars(figures: Figures, behind: set[str]) -> list[dict]:
    """How much of each line's year budget is used, in the order of the spending bars."""
    lines = sorted(figures.spending.lines, key=lambda line: -(line.quarter or ZERO))
    return [
        {"name": line.name, "value": f"{line.used}%", "percent": width(line.used, Decimal(100)),
         "slow": line.name in behind}
        for line in lines if line.used is not None
    ]  # fmt: skip


def width(part: Decimal | None, whole: Decimal) -> str:
    """A percent width for an SVG, never outside 0-100."""
    if part is None or whole <= 0 or part <= 0:
        return "0"
    return plain(min(part * 100 / whole, Decimal(100)))


def table(title: str, own: Side, figures: Figures) -> dict:
    """Variables of parts/table.html."""
    quarter = figures.quarter
    return {
        "title": title,
        "head": ["科目", "全年预算", quarter.short, quarter.so_far, "执行率"],
        "rows": [_cells(line) for line in own.lines],
        "total": _cells(own.total),
    }


def _cells(line: Entry) -> list[str]:
    used = f"{line.used}%" if line.used is not None else "—"
    return [line.name, *(shown(one) or "—" for one in (line.budget, line.quarter, line.cumulative)), used]


def rounded(figures: Figures) -> bool:
    """Does a total differ from its lines by what rounding left?"""
    for own in (figures.income, figures.spending, figures.three):
        for role in ("budget", "quarter", "cumulative"):
            amounts = [getattr(line, role) for line in own.lines]
            total = getattr(own.total, role)
            if total is not None and None not in amounts and sum(amounts, ZERO) != total:
                return True
    return False
