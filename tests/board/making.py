"""A leadership and unit profiles for the tests of the board, always through the gate."""

from datetime import date

from audit.models import Edition
from disclosure.models import Leadership, UnitProfile
from tests.cast import edit, first_review, sign, submit
from tests.public.making import fresh

MAYOR = ["孙示例", "镇长", "主持镇政府全面工作", "", "0564-0000103", "2021-09", "", ""]
DEPUTY = ["李示例", "副镇长", "财政、农业农村", "农业农村办、财政所", "0564-0000104", "2023-03-01", "", ""]
OTHER = ["吴示例", "副镇长", "民政、卫生健康", "", "0564-0000105", "2024-01", "", ""]
LEADERS = [MAYOR, DEPUTY, OTHER]


def made(kind, by, values):
    item = kind(drafter=by.person, **values)
    item.full_clean(exclude=["kind", "created_at", "changed_at"])
    item._history_user = by
    item.save()
    return item


def make_leadership(town, leaders=LEADERS, by=None, **over) -> Leadership:
    values = {
        "title": "落儿岭镇领导班子成员分工", "column": town.notices, "unit": town.agriculture,
        "formed_on": date(2026, 3, 2), "leaders": [list(row) for row in leaders],
    }  # fmt: skip
    return made(Leadership, by or town.reporter, values | over)


def make_profile(town, by=None, **over) -> UnitProfile:
    values = {
        "title": "农业农村办公室职能和联系方式", "column": town.notices, "unit": town.agriculture,
        "formed_on": date(2026, 3, 9), "functions": "茶叶技术指导\n耕地地力保护补贴登记", "head": "王示例",
        "head_post": "主任", "office": "示例路1号镇政府一楼108室", "hours": "周一至周五 8:00—12:00，14:00—17:30",
        "phones": [["办公", "0564-0000112", ""], ["动物防疫", "0564-0000112转3", "防疫员"]],
        "checked_on": date(2026, 3, 9),
    }  # fmt: skip
    return made(UnitProfile, by or town.reporter, values | over)


def through(town, item) -> Edition:
    by = town.reporter if item.unit_id == town.agriculture.pk else town.reporter2
    return fresh(sign(town, first_review(town, submit(town, item, by))))


def again(town, edition, **changes) -> Edition:
    """The item changed and sent in again; it waits for the first review."""
    item = edit(edition.item.concrete(), town.reporter, **({"correction_note": "有变动。"} | changes))
    return submit(town, item)
