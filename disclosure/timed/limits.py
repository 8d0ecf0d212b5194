"""How long a notice must run and how soon its result is due: dated, sourced thresholds an administrator may change."""

from datetime import date

from audit.thresholds import Thresholds

TOWN_RULE = "镇政务公开制度（示例）"
THRESHOLDS = [
    ("consultation_days", "意见征集最少多少天", 30, "天", "重大行政决策程序暂行条例（国令第713号）第十五条"),
    ("consultation_result_work_days", "意见征集截止后多久内公开反馈", 20, "工作日", TOWN_RULE),
    ("public_notice_work_days", "公示一般不少于多少个工作日", 5, "工作日", TOWN_RULE),
    ("public_notice_result_work_days", "公示期满后多久内公开结果", 10, "工作日", TOWN_RULE),
]
LIMITS = Thresholds(tuple(THRESHOLDS), date(2019, 9, 1))
DEFAULTS, fill, values = LIMITS.defaults, LIMITS.fill, LIMITS.values
