"""Fills an empty database with the example town. Every edition is moved by `take_step` and nothing else; the time
is the example clock's, and the ledger rows say so."""

import hashlib
from datetime import date
from operator import itemgetter
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from audit import duties, elements, files, workflow
from audit.checks import Given, Refused, questions_for
from audit.clock import example_clock
from audit.desk import second_look
from audit.models import Account, Attachment, Column, Edition, Item, LedgerEntry, Person, Unit
from audit.models.item import kinds

from . import attachments, content, foundation, outlets, papers, stories, window
from .stories import Act, Cast, local

SAME_DEVICE = {"road-plan-major-2026"}  # signed on the drafter's own device, for the inspector to see
OPTIONAL = ("document_number", "audience", "publicity", "theme", "genre", "validity")
DATES = ("formed_on", "expires_on", "originally_published_on", "original_date")


class NotEmpty(Exception):
    """The database holds something already; the loader touches nothing."""


class NotHere(Exception):
    """Production settings, or a clock that stands before the example town's last day."""


def is_empty() -> bool:
    return not (LedgerEntry.objects.exists() or Unit.objects.exists() or Item.objects.exists())


def check_here() -> None:
    """Raises NotHere or NotEmpty, a sentence each, where the example town must not be loaded."""
    if settings.PRODUCTION:
        raise NotHere("正式运行的系统不能装入示例镇。")
    if timezone.now().date() <= date.fromisoformat(content.LAST_DAY):
        raise NotHere(f"本机时间早于示例镇的最后一天（{content.LAST_DAY}），请先校准时间。")
    if not is_empty():
        raise NotEmpty("数据库里已经有内容，示例镇只装进空的数据库。")


def load() -> dict[str, int]:
    """Load everything, or nothing. Returns how many of each."""
    check_here()
    data, cast = content.read("people.json"), Cast()
    with transaction.atomic():
        foundation.make_places()
        foundation.make_people(data)
        foundation.appoint_everyone(data, foundation.make_posts(data))
        Town(content.items(), cast).play()
        window.fill()
        outlets.fill()
        papers.hang(content.LAST_DAY, foundation.account("officer"))
        foundation.harden_codes(data)
        wake_once()
    duties.look()
    counted = (("单位", Unit), ("栏目", Column), ("人员", Person), ("信息", Item), ("办理记录", LedgerEntry))
    return {label: model.objects.count() for label, model in counted}


def wake_once() -> None:
    """Each ledger row asked for the followers to be woken after the commit; once is enough for all of them."""
    connection.run_on_commit = list({call[1]: call for call in connection.run_on_commit}.values())


class Town:
    """The items on their way: plays the acts of all stories in order of time."""

    def __init__(self, items: list[dict], cast: Cast):
        self.items = {item["key"]: item for item in items}
        self.cast = cast
        self.pk: dict[str, UUID] = {}
        self.code = content.read("people.json")["signing_code"]
        self.units = {unit.slug: unit for unit in Unit.objects.all()}
        self.columns = {column.slug: column for column in Column.objects.all()}

    def play(self) -> None:
        deputies = [one for one in self.cast.appointments if one["mode"] == "deputy"]
        deputies.sort(key=itemgetter("starts"))
        for act in stories.all_acts(list(self.items.values()), self.cast):
            while deputies and foundation.named_at(deputies[0]) <= act.at:
                foundation.appoint_deputy(deputies.pop(0))
            with example_clock(act.at):
                self.perform(act)

    def perform(self, act: Act) -> None:
        """One act: `draft`, `edit`, `expire` and `look` by their own function, an attempt that must fail, or a step."""
        who = foundation.account(act.who)
        if act.name == "draft":
            self.draft(act, who)
        elif act.name == "edit":
            self.edit(act, who)
        elif act.name == "expire":
            workflow.expire(self.newest(act.key))
        elif act.name == "look":
            second_look.look(who, self.newest(act.key), act.given["remark"])
        elif act.name.startswith("refused_"):
            self.attempt(act, who)
        elif act.name == "submit":
            elements.tick_all(self.item(act.key), not_told(self.item(act.key)))
            workflow.take_step(who, "submit", self.item(act.key), Given(device=device(act.who)))
        elif act.name == "mend":
            workflow.take_step(who, "mend", self.newest(act.key), changes=act.given["texts"])
        elif act.name == "withdraw":
            workflow.withdraw_item(who, self.item(act.key), Given(**act.given))
        else:
            edition = self.newest(act.key)
            workflow.take_step(who, act.name, edition, self.given(act, edition))

    def attempt(self, act: Act, who: Account) -> None:
        """What the gate turns away: first review of one's own text, a wrong signing code."""
        edition = self.newest(act.key)
        name = act.name.removeprefix("refused_")
        given = self.given(Act(act.at, name, act.who, act.key), edition)
        given.code = given.code and "000000"
        try:
            workflow.take_step(who, name, edition, given)
        except Refused:
            return
        raise AssertionError(f"{act.key}: the gate let {act.who} {name}")

    def given(self, act: Act, edition: Edition) -> Given:
        drafter = self.cast.drafter(self.items[act.key]["unit"])
        given = Given(device=device(drafter if act.key in SAME_DEVICE else act.who), **act.given)
        given.opened = [file["sha256"] for file in edition.files]
        if act.name == "pass":
            given.elements = [row[0] for row in elements.of_edition(edition)]
            given.answers = {q.key: {"answer": "no", "note": ""} for q in questions_for(edition, act.at)}
            given.rulings_confirmed = True  # she looked at every picture
        elif act.name in ("sign", "countersign", "withhold", "propose_erase", "erase"):
            given.code, given.has_read = self.code, True
        return given

    def item(self, key: str) -> Item:
        return Item.objects.get(pk=self.pk[key]).concrete()

    def newest(self, key: str) -> Edition:
        return Edition.objects.filter(item_id=self.pk[key]).latest("number")

    def draft(self, act: Act, who: Account) -> None:
        source = self.items[act.key]
        values = {name: source[name] for name in (*OPTIONAL, "source_organ", "original_number") if name in source}
        values |= {name: date.fromisoformat(source[name]) for name in DATES if name in source}
        if "not_before" in source:
            values["not_before"] = local(source["not_before"])
        kind = kinds()[source["kind"]]
        values |= {name: self.value(kind, name, value) for name, value in source.get("fields", {}).items()}
        item = kind(
            unit=self.units[source["unit"]], column=self.columns[source["column"]], drafter=who.person,
            keywords=" ".join(source["keywords"]), **values, **act.given["texts"],
        )  # fmt: skip
        self.save(item, who)
        self.pk[act.key] = item.pk
        for position, file in enumerate(source.get("attachments", []), start=1):
            attach(item, file, position, who)

    def value(self, kind: type[Item], name: str, value):
        """A kind's own field from the JSON; another item is named by its key, a row of a list by its name."""
        field = kind._meta.get_field(name)
        if field.related_model is Column:
            return self.columns[value]
        if not field.is_relation:
            return field.to_python(value)
        return (
            self.item(value) if issubclass(field.related_model, Item) else field.related_model.objects.get(name=value)
        )

    def edit(self, act: Act, who: Account) -> None:
        item = self.item(act.key)
        for name, value in act.given["texts"].items():
            setattr(item, name, value)
        self.save(item, who)

    def save(self, item: Item, who: Account) -> None:
        item.full_clean(exclude=["kind", "created_at", "changed_at"])
        item._history_user = who  # type: ignore[attr-defined]
        item.save()


def not_told(item: Item) -> dict[str, str]:
    """Content elements of which not two characters in a row stand in the item: the example's drafters say so."""
    said = content_words(item)
    pairs = {element: {element[at : at + 2] for at in range(len(element) - 1)} for element in elements.asked(item)}
    return {element: "这一条不涉及" for element, wanted in pairs.items() if not any(pair in said for pair in wanted)}


def content_words(item: Item) -> str:
    files = " ".join(item.attachments.values_list("name", flat=True))
    return f"{item.title} {item.summary} {item.body} {files} {item.document_number}标题正文日期全文文号"


def attach(item: Item, file: dict, position: int, who: Account) -> None:
    assert item.formed_on is not None
    data, content_type = attachments.build(file, item.formed_on)
    row = Attachment(
        item=item, sha256=files.put(data), name=file["name"], size=len(data), content_type=content_type,
        position=position, uploaded_by=who.person,
    )  # fmt: skip
    row._history_user = who  # type: ignore[attr-defined]
    row.save()


def device(name: str) -> str:
    return hashlib.sha256(f"示例镇 {name} 的设备".encode()).hexdigest()[:16]
