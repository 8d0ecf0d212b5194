"""What the catalogue asks of the information officer: empty columns without a word, files without interpretation."""

from datetime import date

from django.urls import reverse

from audit import duties
from audit.models import Duty
from disclosure.coverage import public_tree, shortfalls
from disclosure.holdings import Holding
from disclosure.interpretations import Waiting, waiting_for_interpretation

MOST = 6  # columns named on the desk; the page behind has them all


def columns(today: date) -> list[Duty]:
    found = shortfalls(public_tree(), today)
    wanting = [(one, "空着，没有情况说明") for one in found["empty"]]
    wanting += [(one, f"情况说明 {one.statement.next_check_on:%m-%d} 就该再核对") for one in found["overdue"]]
    rows = [_column(one, why) for one, why in wanting[:MOST]]
    rest = len(wanting) - len(rows) + len(found["stale"])
    hint = f"还有 {rest} 个栏目空着或者久没更新，" if rest else ""
    if rows or rest:
        rows.append(_duty(f"{hint}看目录里缺什么", reverse("catalogue_upkeep"), ["全部栏目"], "去看"))
    return rows


def _column(holding: Holding, why: str) -> Duty:
    unit = holding.node.column.responsible_unit
    words = [unit.short_name if unit else "没有定责任单位", why]
    return _duty(holding.node.name, holding.node.url, words, "写情况说明", reverse("admin:disclosure_statement_add"))


def interpretations(today: date) -> list[Duty]:
    return [_file(one, today) for one in waiting_for_interpretation(public_tree(), today)]


def _file(one: Waiting, today: date) -> Duty:
    url = reverse("desk:review", args=[one.edition.item_id])
    number = one.edition.meta_data.get("document_number", "")
    due = f"{one.due.day.month}月{one.due.day.day}日前{one.due.note}"
    add = reverse("admin:disclosure_interpretation_add")
    duty = _duty(one.edition.title, url, [number] if number else [], "写解读", add)
    duty.due, duty.late = due, one.late(today)
    return duty


def _duty(title: str, url: str, meta: list[str], button: str, button_url: str = "") -> Duty:
    return Duty(title=title, url=url, meta=meta, button=button, button_url=button_url, audience=duties.to("review"))


COLUMNS = duties.Room("columns", "栏目里缺什么", "公开信息，或者写一条情况说明。", columns)
INTERPRETATIONS = duties.Room("interpretations", "文件等着解读", "规范性文件要有解读。", interpretations, MOST)
