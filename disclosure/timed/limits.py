"""How long a notice must run and how soon its result is due: dated, sourced thresholds an administrator may change."""

from datetime import date

from audit import clock
from audit.models import Threshold

TOWN_RULE = "镇政务公开制度（示例）"
THRESHOLDS = [
    ("consultation_days", "意见征集最少多少天", 30, "天", "重大行政决策程序暂行条例（国令第713号）第十五条"),
    ("consultation_result_work_days", "意见征集截止后多久内公开反馈", 20, "工作日", TOWN_RULE),
    ("public_notice_work_days", "公示一般不少于多少个工作日", 5, "工作日", TOWN_RULE),
    ("public_notice_result_work_days", "公示期满后多久内公开结果", 10, "工作日", TOWN_RULE),
]
DEFAULTS = {key: value for key, _, value, _, _ in THRESHOLDS}


def fill(sender, using: str, **_) -> None:
    """After every migrate: add what is missing, overwrite nothing."""
    from django.db import connections

    if Threshold._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated back to nothing
    for key, label, value, unit, source in THRESHOLDS:
        Threshold.objects.using(using).get_or_create(
            key=key,
            defaults={"label": label, "value": value, "unit": unit, "source": source, "valid_from": date(2019, 9, 1)},
        )


def values(on: date | None = None) -> dict[str, int]:
    """Key → number in force that day; one query."""
    on = on or clock.local_date(clock.now())
    rows = Threshold.objects.in_force(on).filter(key__in=DEFAULTS).order_by("valid_from")
    return DEFAULTS | {row.key: row.value for row in rows}
