"""What the catalogue asks of the information officer: empty columns without a word, files without interpretation."""

from datetime import date, datetime

from django.urls import reverse

from audit import clock, rights
from audit.models import Account
from disclosure.coverage import public_tree, shortfalls
from disclosure.holdings import Holding
from disclosure.interpretations import Waiting, waiting_for_interpretation
from disclosure.tree import Tree

MOST = 6  # columns named on the desk; the page behind has them all


def sections(account: Account, at: datetime) -> list[dict]:
    if not rights.can(account, "review"):
        return []
    today, tree = clock.local_date(at), public_tree()
    return [section for section in (_columns(tree, today), _interpretations(tree, today)) if section["rows"]]


def _columns(tree: Tree, today: date) -> dict:
    found = shortfalls(tree, today)
    wanting = [(one, "空着，没有情况说明") for one in found["empty"]]
    wanting += [(one, f"情况说明 {one.statement.next_check_on:%m-%d} 就该再核对") for one in found["overdue"]]
    rows = [_column(one, why) for one, why in wanting[:MOST]]
    rest = len(wanting) - len(rows) + len(found["stale"])
    hint = f"还有 {rest} 个栏目空着或者久没更新，" if rest else ""
    if rows or rest:
        rows.append(_row(f"{hint}看目录里缺什么", reverse("catalogue_upkeep"), ["全部栏目"], "去看"))
    return {"key": "columns", "title": "栏目里缺什么", "hint": "公开信息，或者写一条情况说明。", "rows": rows}


def _column(holding: Holding, why: str) -> dict:
    unit = holding.node.column.responsible_unit
    words = [unit.short_name if unit else "没有定责任单位", why]
    return _row(holding.node.name, holding.node.url, words, "写情况说明", reverse("admin:disclosure_statement_add"))


def _interpretations(tree: Tree, today: date) -> dict:
    waiting = waiting_for_interpretation(tree, today)
    rows = [_file(one, today) for one in waiting[:MOST]]
    return {
        "key": "interpretations", "title": "文件等着解读", "rows": rows,
        "hint": f"规范性文件要有解读，一共 {len(waiting)} 件。" if len(waiting) > MOST else "规范性文件要有解读。",
    }  # fmt: skip


def _file(one: Waiting, today: date) -> dict:
    url = reverse("desk:review", args=[one.edition.item_id])
    number = one.edition.meta_data.get("document_number", "")
    due = f"{one.due.day.month}月{one.due.day.day}日前{one.due.note}"
    row = _row(
        one.edition.title, url, [number] if number else [], "写解读", reverse("admin:disclosure_interpretation_add")
    )
    return row | {"due": due, "late": one.late(today)}


def _row(title: str, url: str, meta: list[str], button: str, button_url: str = "") -> dict:
    return {
        "title": title, "url": url, "state": "", "meta": meta, "due": "", "late": False, "correction": False,
        "button": button, "button_url": button_url or url, "note": "",
    }  # fmt: skip
