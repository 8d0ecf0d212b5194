"""Notices that run for a time and their results, drafted by 农业农村办; days are counted from today."""

from datetime import timedelta

from audit import clock
from disclosure.models import Consultation, ConsultationResult, NoticeResult, PublicNotice
from tests.cast import first_review, sign, submit
from tests.public.making import attach, fresh


def day(after):
    return clock.local_date(clock.now()) + timedelta(days=after)


def _saved(town, kind, **own):
    values = {
        "column": town.notices,
        "unit": town.agriculture,
        "drafter": town.reporter.person,
        "body": "<p>全文。</p>",
    }
    item = kind(**({"formed_on": day(0)} | values | own))
    item._history_user = town.reporter
    item.save()
    return item


def notice(town, **own):
    values = {"title": "造林补助面积公示", "starts_on": day(0), "expires_on": day(9), "office": "农业农村办", "phone": "0564-0000112",
              "next_step": "没有异议的发放补助。", "basis": "造林补助办法（示例）"}  # fmt: skip
    return _saved(town, PublicNotice, **(values | own))


def notice_result(town, named, **own):
    return _saved(
        town, NoticeResult, **({"title": "造林补助面积定了", "names_id": named.pk, "outcome": "按公示的发。"} | own)
    )


def consultation(town, draft=True, **own):
    values = {"title": "征求停车办法意见", "opens_on": day(0), "closes_on": day(31), "office": "乡村建设办", "phone": "0564-0000114",
              "ways": "打电话，或者写信。"}  # fmt: skip
    item = _saved(town, Consultation, **(values | own))
    if draft:
        attach(town, item, "征求意见稿.docx")
    return item


def feedback(town, named, **own):
    values = {"title": "停车办法意见怎么处理的", "names_id": named.pk, "received": 3, "body": "",
              "points": [["早市前要能卸货", "2", "采纳", ""], ["取消收费", "1", "未采纳", "收费要上级批。"]]}  # fmt: skip
    return _saved(town, ConsultationResult, **(values | own))


def publish(town, item):
    return fresh(sign(town, first_review(town, submit(town, item))))
