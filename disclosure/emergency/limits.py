"""How long a blank's words and an emergency notice may be: dated thresholds an administrator may change."""

from datetime import date

from audit.thresholds import Thresholds

LIMITS = Thresholds(
    (
        ("emergency_blank_length", "应急信息的一个空最多填多少字", 40, "字", "镇应急信息发布制度（示例）"),
        ("emergency_longest_days", "应急信息最长挂多少天", 7, "天", "镇应急信息发布制度（示例）"),
    ),
    date(2019, 5, 15),
)
fill, values = LIMITS.fill, LIMITS.values
