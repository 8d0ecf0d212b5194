"""The example town before its first item: units, columns, people with accounts, posts and appointments."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password

from audit import appointments, ledger
from audit.clock import example_clock
from audit.models import Account, Column, Person, Post, Unit
from township_portal.paper import walls

from . import content
from .stories import local

FIRST_DAY = "2024-11-25 08:30"
UNIT_FIELDS = ("slug", "name", "short_name", "kind", "division_code", "phone", "address", "hours", "order")
COLUMN_FIELDS = (
    "slug", "name", "order", "description", "level1_matter", "level2_matter", "content_elements", "legal_basis",
    "time_limit", "time_limit_unit", "channels", "audience", "mode", "level", "update_cycle", "board_only",
    "lists_persons", "keeps_old_editions", "needs_principal",
)  # fmt: skip


def account(name: str) -> Account:
    """Fresh from the database: an account object keeps the seats it was asked for first."""
    return Account.objects.select_related("person").get(username=name)


def make_places() -> None:
    units = {one["slug"]: Unit.objects.create(**_only(one, UNIT_FIELDS)) for one in content.read("units.json")}
    columns: dict[str, Column] = {}
    for one in content.read("columns.json"):
        columns[one["slug"]] = Column.objects.create(
            parent=columns.get(one["parent"]), responsible_unit=units[one["responsible_unit"]],
            **_only(one, COLUMN_FIELDS),
        )  # fmt: skip
    walls.make_for_units()


def _only(values: dict, names: tuple[str, ...]) -> dict:
    return {name: values[name] for name in names}


def make_people(data: dict) -> None:
    """One password and one signing code for all; the code in a quick form while the loader signs with it."""
    password, code = make_password(data["password"]), _quick_hash(data["signing_code"])
    for one in data["people"]:
        kinds = _kinds(data, one["staff_number"])
        signs = kinds & {"leader", "principal", "inspector"}
        person = Person.objects.create(
            staff_number=one["staff_number"], name=one["name"], signing_code=code if signs else ""
        )
        if one["account"]:
            into_admin = bool(kinds & {"reporter", "officer", "administrator"})
            Account.objects.create(username=one["account"], password=password, person=person, is_staff=into_admin)


def _kinds(data: dict, staff_number: str) -> set[str]:
    kind = {post["slug"]: post["kind"] for post in data["posts"]}
    return {kind[one["post"]] for one in data["appointments"] if one["person"] == staff_number}


def _quick_hash(code: str) -> str:
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(code, hasher.salt(), iterations=1)
    return make_password(code)


def harden_codes(data: dict) -> None:
    """Signing codes as strong as the installation makes them, once the loader needs them no more."""
    Person.objects.exclude(signing_code="").update(signing_code=make_password(data["signing_code"]))


def make_posts(data: dict) -> dict[str, Post]:
    units, columns = _by_slug(Unit), _by_slug(Column)
    return {
        one["slug"]: appointments.make_post(
            one["title"], one["kind"], [(units if one["kind"] == "reporter" else columns)[slug] for slug in one["on"]]
        )
        for one in data["posts"]
    }


def _by_slug(model) -> dict:
    return {row.slug: row for row in model.objects.all()}


def appoint_everyone(data: dict, posts: dict[str, Post]) -> None:
    """The principal and the first leader at installation; then each through proposal and, where asked, confirmation."""
    persons = {person.staff_number: person for person in Person.objects.all()}
    holders = [one for one in data["appointments"] if one["mode"] == "holder"]
    at = local(FIRST_DAY)
    with example_clock(at):
        system = account("system")
        ledger.record(ledger.Actor(system, "系统"), "load_example", subject="落儿岭镇示例数据，人员和内容均为虚构")
        appointments.appoint_first(system, [(persons[one["person"]], posts[one["post"]]) for one in holders[:2]])
    for one in holders[2:]:
        at += timedelta(minutes=3)
        appoint(at, persons[one["person"]], posts[one["post"]], "leader")


def appoint(at: datetime, person: Person, post: Post, by: str, **over) -> None:
    with example_clock(at):
        proposal = appointments.propose(account(by), person, post, **over)
    if post.reviewing:
        with example_clock(at + timedelta(minutes=1)):
            appointments.confirm(account("principal"), proposal)


def named_at(one: dict) -> datetime:
    """A deputy is named three days before, in the morning."""
    return local(one["starts"]) - timedelta(days=3) + timedelta(hours=9, minutes=20)


def appoint_deputy(one: dict) -> None:
    """A leader names who stands in for them; the principal confirms."""
    post = Post.objects.get(title=_title(one["post"]))
    appoint(
        named_at(one), Person.objects.get(staff_number=one["person"]), post, post_holder(post), mode="deputy",
        starts=local(one["starts"]), ends=local(one["ends"]), remark=one["remark"],
    )  # fmt: skip


def _title(slug: str) -> str:
    return next(post["title"] for post in content.read("people.json")["posts"] if post["slug"] == slug)


def post_holder(post: Post) -> str:
    return Account.objects.get(person__appointments__post=post, person__appointments__mode="holder").username
