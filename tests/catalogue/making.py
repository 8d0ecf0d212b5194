"""What the catalogue's tests make: a statement, an interpretation, the columns of 政府信息公开 - through the gate."""

from datetime import date

from audit.models import Edition
from disclosure.models import Interpretation, Notice, Statement
from tests.cast import first_review, make_column, sign, submit
from tests.public.making import fresh


def publish(town, item) -> Edition:
    item._history_user = town.reporter
    item.save()
    return fresh(sign(town, first_review(town, submit(town, item))))


def base(town, **over) -> dict:
    return {
        "column": town.notices, "unit": town.agriculture, "drafter": town.reporter.person, "formed_on": date(2026, 11, 2),
        "body": "<p>全文在这里。</p>",
    } | over  # fmt: skip


def statement(town, column, **over) -> Statement:
    values = {"title": "土地征收情况说明", "reason": "none", "checked_on": date(2026, 7, 1),
              "next_check_on": date(2099, 1, 15), "body": ""}  # fmt: skip
    return Statement(**base(town, column=column, **(values | over)))


def interpretation(town, item, **over) -> Interpretation:
    return Interpretation(
        **base(town, **({"title": "解读：防火通知", "form": "answers", "interprets_id": item.pk} | over))
    )


def document(town, **over) -> Notice:
    values = {"title": "茶园以奖代补办法", "document_number": "落政〔2026〕6号", "validity": "valid"}
    return Notice(**base(town, **(values | over)))


def platform(town) -> dict:
    """政府信息公开 with its five columns, and the normative documents."""
    root = make_column("government-information", town.disclosure, name="政府信息公开平台")
    names = {"disclosure-guide": "公开指南", "disclosure-rules": "公开制度", "statutory-content": "法定内容",
             "annual-reports": "公开年报", "on-request": "依申请公开", "normative-files": "规范性文件"}  # fmt: skip
    return {slug: make_column(slug, root, name=name, responsible_unit=town.agriculture) for slug, name in names.items()}
