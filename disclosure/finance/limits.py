"""The settings of the finance pages: dated, sourced thresholds that an administrator may change."""

from datetime import date
from decimal import Decimal

from audit.thresholds import Thresholds

from .checks import Limits

TOWN_RULE = "镇政务公开制度（示例）"
THRESHOLDS = [
    ("finance_rounding", "收支表合计最多允许的四舍五入尾差", 500, "元", TOWN_RULE),
    ("finance_jump", "和上季比变化超过多少要写原因", 50, "%", TOWN_RULE),
    ("finance_jump_least", "变化不到多少不用写原因", 20, "万元", TOWN_RULE),
    ("finance_lag", "支出比时间进度慢多少要写原因", 9, "个百分点", TOWN_RULE),
    ("finance_quarter_days", "季度收支应在季度结束后多久内公开", 20, "天", TOWN_RULE),
    ("finance_budget_days", "预算决算应在批准后多久内公开", 20, "天", "预算法第十四条"),
]  # fmt: skip
LIMITS = Thresholds(tuple(THRESHOLDS), date(2019, 5, 15))
DEFAULTS, fill, values = LIMITS.defaults, LIMITS.fill, LIMITS.values


def in_force(on: date | None = None) -> Limits:
    found = values(on)
    return Limits(
        rounding=Decimal(found["finance_rounding"]) / 10_000,
        jump=Decimal(found["finance_jump"]),
        least=Decimal(found["finance_jump_least"]),
        lag=Decimal(found["finance_lag"]),
    )
