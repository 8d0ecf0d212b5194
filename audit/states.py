"""The states of an edition and every act that moves or marks one: the workflow as a table.

Buttons, rights, queues, the database's guards and the page that explains the process are all made
from `STATES` and `STEPS`. Source: Regulation on open government information (State Council Decree
711) art 17, and the town's own rule of 2017: information officer first, leader in charge second.
"""

from dataclasses import dataclass

BORN = ""  # the "state" an edition is submitted from


@dataclass(frozen=True)
class State:
    """label: word on screen. keeper: the right that may act on it now ('' where nobody waits)."""

    label: str
    keeper: str = ""


STATES = {
    "first_review": State("待初审", "review"),
    "leader_review": State("待签发", "lead"),
    "principal_review": State("待主要负责人签发", "countersign"),
    "withhold_review": State("待定不予公开", "lead"),
    "referred": State("送审查中", "lead"),
    "approved": State("待上网", "lead"),
    "published": State("已公开"),
    "superseded": State("已更新"),
    "mended": State("已代改"),
    "withdrawn": State("已撤下"),
    "expired": State("到期撤下"),
    "returned": State("已退回"),
    "recalled": State("已取回"),
    "not_adopted": State("未采用"),
    "withheld": State("不予公开"),
}
STATE_CHOICES = [(name, state.label) for name, state in STATES.items()]
OPEN = tuple(name for name, state in STATES.items() if state.keeper)
ENDED_UNSEEN = ("returned", "recalled", "not_adopted", "withheld", "mended")
ENDED_SEEN = ("withdrawn", "expired")
ERASABLE = ENDED_UNSEEN + ENDED_SEEN


@dataclass(frozen=True)
class Step:
    """One act.

    sources: states it may leave. target: state it reaches, None where the act only leaves a row.
    right: asked of `rights.seat_for`; "keeper" means the keeper of the state it leaves.
    asks: names of the checks in `checks.py`, in order.
    """

    label: str
    sources: tuple[str, ...]
    target: str | None
    right: str
    asks: tuple[str, ...] = ()


SIGNATURE = ("signing_code", "no_hand", "not_first_reviewer", "has_read", "rescreened", "whole")

STEPS = {
    "submit": Step("送审", (BORN,), "first_review", "submit", ("complete", "elements_answered", "accounted", "screened")),
    "submit_mended": Step("代改送审", (BORN,), "first_review", "review", ("complete", "screened")),
    "pass": Step(
        "初审通过", ("first_review",), "leader_review", "review",
        ("no_drafting", "answers", "rulings_confirmed", "elements_confirmed", "rescreened"),
    ),
    "mend": Step("代改", ("first_review",), "mended", "review", ("no_drafting",)),
    "return": Step("退回修改", OPEN, "returned", "keeper", ("remark",)),
    "recall": Step("取回", ("first_review",), "recalled", "submit"),
    "not_adopt": Step("未采用", ("first_review",), "not_adopted", "review", ("remark",)),
    "propose_withhold": Step(
        "拟不予公开", ("first_review",), "withhold_review", "review", ("no_drafting", "clause")
    ),
    "withhold": Step(
        "同意不予公开", ("withhold_review",), "withheld", "lead",
        tuple(name for name in SIGNATURE if name != "rescreened"),  # nobody will read it
    ),
    "refer": Step("送审查部门", ("leader_review",), "referred", "lead", ("remark",)),
    "resume": Step("审查部门已答复", ("referred",), "leader_review", "lead", ("remark",)),
    "sign": Step("签发", ("leader_review",), "approved", "lead", SIGNATURE),
    "sign_onward": Step(
        "签发，呈主要负责人", ("leader_review",), "principal_review", "lead", SIGNATURE
    ),
    "countersign": Step(
        "主要负责人签发", ("principal_review",), "approved", "countersign",
        (*SIGNATURE, "not_earlier_signer"),
    ),
    "publish": Step("上网", ("approved",), "published", "system", ("due", "whole", "rescreened")),
    "supersede": Step("更新", ("published",), "superseded", "system"),
    "expire": Step("到期撤下", ("published",), "expired", "system", ("expired",)),
    "withdraw": Step("撤下", ("published", "superseded"), "withdrawn", "withdraw", ("reason",)),
    "confirm_withdrawal": Step(
        "确认撤下", ("withdrawn",), None, "withdraw", ("unconfirmed", "another_person")
    ),
    "ask_withdrawal": Step("紧急撤下请求", ("published",), None, "staff", ("remark",)),
    "decline_withdrawal": Step("不撤下", ("published",), None, "withdraw", ("asked_for", "remark")),
    "hang_correction": Step("挂出“正在更正”", ("published",), None, "withdraw", ("not_hanging",)),
    "unhang_correction": Step("取下“正在更正”", ("published",), None, "withdraw", ("hanging", "remark")),
    "propose_erase": Step(
        "提请清除", ERASABLE, None, "lead", ("not_erased", "signing_code", "remark")
    ),
    "erase": Step(
        "清除", ERASABLE, None, "inspect",
        ("not_erased", "erase_proposed", "signing_code", "another_person"),
    ),
}  # fmt: skip

# The acts by which a person puts a name under an edition: the guard asks hands of these.
SIGNING_ACTS = ("sign", "sign_onward", "countersign", "withhold")

# Acts recorded in the ledger that move no edition.
OTHER_ACTS = {
    "load_columns": "装入单位和栏目",
    "appoint_first": "首任任命",
    "make_post": "设立岗位",
    "appoint": "提名任职",
    "confirm_appointment": "确认任职",
    "refuse_appointment": "不同意任职",
    "propose_end_appointment": "提出结束任职",
    "end_appointment": "结束任职",
    "propose_change": "提出设置变更",
    "confirm_change": "确认设置变更",
    "refuse_change": "不同意设置变更",
    "set_code": "设置签发码",
    "change_account": "账号变更",
    "lockout": "登录锁定",
    "refused": "被拒绝的操作",
    "keep_withheld": "复看：仍不公开",
    "open_withheld": "复看：可以公开，退回起草",
    "call": "催办",
    "look_officer": "补看：信息员看过",
    "look_leader": "补看：分管领导看过",
    "erase_original": "到期清除遮盖前的原件",
    "found_later": "规则更新后查出问题",
    "justify_later": "写明依据保留",
    "classified": "上传带密级标志的文件，未保存",
    "read": "纪检查阅",
    "export": "导出",
    "open_case": "自动立案",
    "sign_head": "签存链头",
    "load_example": "装入示例镇",
}
ACT_LABELS = {act: step.label for act, step in STEPS.items()} | OTHER_ACTS

WITHDRAWAL_REASONS = {
    "wrong": "内容有误，正在更正",
    "privacy": "含有不应公开的个人信息",
    "lapsed": "依据已经失效",
    "duplicate": "重复发布",
    "unfit": "按规定不应继续公开",
}


def transitions() -> list[tuple[str, str, str]]:
    """Every (act, from state, to state) the database lets through."""
    return [
        (act, source, step.target) for act, step in STEPS.items() if step.target is not None for source in step.sources
    ]
