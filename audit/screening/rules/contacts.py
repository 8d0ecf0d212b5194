"""Private e-mail, WeChat and QQ."""

import re
from collections.abc import Iterator

from ..passages import SOFT
from .context import masked
from .view import Hit, Kind, View

MAIL = Kind("email", SOFT, "有私人邮箱。个人的请删去；是单位对外的邮箱可以保留。")
CHAT = Kind("chat_account", SOFT, "有微信号或 QQ 号。个人的请删去；单位的公众号、工作群请核对。")

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9][A-Za-z0-9._%+\-]{0,63})@((?:[A-Za-z0-9\-]{1,63}\.){1,4}[A-Za-z]{2,10})"
)
_GOVERNMENT = re.compile(r"(?:^|\.)gov\.cn$", re.I)
_QQ = re.compile(r"(?:QQ|扣扣|企鹅号?)(?:号码?|账号|群)?[ ]{0,2}[:：是为]?[ ]{0,2}([1-9][0-9]{4,10})(?![0-9.])", re.I)
_WECHAT = re.compile(
    r"(?:微信号?|weixin|wechat|vx|v信|威信)(?:号码?|账号|ID)?[ ]{0,2}[:：是为]?[ ]{0,2}([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_.])",
    re.I,
)


def hits(view: View) -> Iterator[Hit]:
    keep, text = view.context.masks.account, view.stream.text
    if "@" in text:
        for match in _MAIL.finditer(text):
            if not _GOVERNMENT.search(match[2]):
                yield view.take(MAIL, f"{masked(match[1], keep)}@{match[2]}", *match.span())
    for pattern in (_QQ, _WECHAT):
        for match in pattern.finditer(text):
            if view.stream.free(*match.span(1)):
                yield view.take(CHAT, masked(match[1], keep), *match.span(1))
