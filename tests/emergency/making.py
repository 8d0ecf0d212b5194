"""Wording kept ready for a flash flood, and notices made of it, drafted by 农业农村办."""

from datetime import datetime, timedelta

from django.utils import timezone

from audit import clock, workflow
from audit.checks import Given
from audit.models import Edition, Person
from disclosure.models import EmergencyNotice, EmergencyTemplate
from tests.cast import edit, first_review, sign, submit
from tests.public.making import fresh

WORDING = "【地点】可能发生山洪，请【时间】前转移。\n走这条路：【路线】。\n不要回头取东西，听村干部安排。\n有情况打【值班电话】。"
FILLED = [["地点", "烂泥坳村河边两组"], ["时间", "今晚8点"], ["路线", "沿村道往村小"], ["值班电话", "0564-0000119"]]


def template(town, **own):
    values = {
        "title": "山洪转移（应急用语）", "headline": "【地点】立即转移避险", "wording": WORDING, "goes_to": town.notices,
        "column": town.notices, "unit": town.agriculture, "drafter": town.reporter.person,
        "formed_on": clock.local_date(clock.now()),
    }  # fmt: skip
    item = EmergencyTemplate(**(values | own))
    item._history_user = town.reporter
    item.save()
    return item


def signed_template(town, **own) -> Edition:
    return fresh(sign(town, first_review(town, submit(town, template(town, **own)))))


def corrected(town, edition: Edition, **changes) -> Edition:
    item = edit(edition.item.concrete(), town.reporter, correction_note="用语改稳妥。", **changes)
    return fresh(sign(town, first_review(town, submit(town, item))))


def taken_down(town, edition: Edition) -> None:
    workflow.take_step(town.officer, "withdraw", edition, Given(reason="wrong"))


def notice(town, used: Edition | None = None, by=None, **own):
    used, by = used or signed_template(town), by or town.reporter
    values = {
        "template_id": used.item_id, "template_number": used.number, "filled": [list(row) for row in FILLED],
        "until": clock.now() + timedelta(hours=20), "column": town.notices, "unit": town.agriculture,
        "drafter": by.person, "formed_on": clock.local_date(clock.now()),
    }  # fmt: skip
    item = EmergencyNotice(**(values | own))
    item._history_user = by
    item.save()
    return item


def sent_out(town, used: Edition | None = None, **own) -> Edition:
    return fresh(sign(town, first_review(town, submit(town, notice(town, used, **own)))))


def local(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def with_phone(account, number="13900000001"):
    Person.objects.filter(pk=account.person_id).update(phone=number)
