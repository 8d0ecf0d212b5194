"""The known cast of the tests: who they are, what they hold, and plain functions to make things.

reporter (农业农村办) · reporter2 (财政所) · officer, officer2 (whole tree) · leader, leader2 (whole tree) · principal ·
window · inspector · admin (administrator's post) · root (a superuser without any appointment).
"""

from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from audit import appointments, elements, workflow
from audit.checks import Given, questions_for
from audit.clock import now
from audit.models import Account, Appointment, Column, Edition, Item, Person, Unit
from disclosure.models import Notice

PASSWORD = "luoerling-test"
CODE = "135790"
NAMES = {
    "reporter": "周示例", "reporter2": "钱示例", "officer": "王示例", "officer2": "吴示例", "leader": "李示例",
    "leader2": "赵示例", "principal": "孙示例", "window": "郑示例", "inspector": "陈示例", "admin": "冯示例",
}  # fmt: skip


class Town:
    """Everything `make_town` made, by name: town.officer, town.agriculture, town.notices …"""

    def __init__(self, **things):
        self.__dict__.update(things)


@cache
def _hashed(word: str) -> str:
    return make_password(word)


def make_account(name: str, *, person: Person | None = None, **over) -> Account:
    if person is None:
        person = Person.objects.create(staff_number=f"T-{name}", name=NAMES.get(name, name), signing_code=_hashed(CODE))
    return Account.objects.create(username=name, person=person, password=_hashed(PASSWORD), **over)


def make_column(slug: str, parent: Column | None = None, **over) -> Column:
    return Column.objects.create(slug=slug, parent=parent, **({"name": f"栏目{slug}"} | over))


def make_town() -> Town:
    agriculture = Unit.objects.create(
        slug="agriculture", name="农业农村办公室", short_name="农业农村办", phone="0564-0000112"
    )
    treasury = Unit.objects.create(slug="treasury", name="财政所", short_name="财政所", phone="0564-0000110")
    disclosure = make_column("disclosure", name="政府信息公开")
    notices = make_column("notices", disclosure, name="通知公告", responsible_unit=agriculture)
    money = make_column("money", disclosure, name="财政资金", needs_principal=True)
    wall = make_column("wall", disclosure, name="低保初审名单", board_only=True, lists_persons=True)
    other = make_column("other", name="另一棵树")
    accounts = {name: make_account(name) for name in NAMES}
    root = Account.objects.create(username="root", password=_hashed(PASSWORD), is_superuser=True, is_staff=True)
    town = Town(
        agriculture=agriculture, treasury=treasury, disclosure=disclosure, notices=notices,
        money=money, wall=wall, other=other, root=root, **accounts,
    )  # fmt: skip
    _appoint_everyone(town)
    return town


def _appoint_everyone(town: Town) -> None:
    make, tree = appointments.make_post, [town.disclosure, town.other]
    system = Account.objects.get(username="system")
    leader, principal = make("分管政务公开副镇长", "leader", tree), make("镇长", "principal", tree)
    appointments.appoint_first(system, [(town.principal.person, principal), (town.leader.person, leader)])
    for name, post in (
        ("leader2", make("分管财政副镇长", "leader", tree)),
        ("officer", make("党政办信息员", "officer", tree)),
        ("officer2", make("党政办信息员（二）", "officer", tree)),
        ("inspector", make("镇纪委书记", "inspector")),
    ):
        proposal = appointments.propose(town.leader, getattr(town, name).person, post)
        appointments.confirm(town.principal, proposal)
    for name, post in (
        ("reporter", make("农业农村办报送员", "reporter", [town.agriculture])),
        ("reporter2", make("财政所报送员", "reporter", [town.treasury])),
        ("window", make("便民服务中心窗口", "window")),
        ("admin", make("系统管理员", "administrator")),
    ):
        appointments.propose(town.leader, getattr(town, name).person, post)
    for name in NAMES:  # seats were read while the posts were being given
        town.__dict__[name] = Account.objects.select_related("person").get(username=name)


def end_post(town: Town, account: Account) -> Appointment:
    """End what the account's person holds: two leaders, neither of them that person."""
    held = Appointment.objects.get(person=account.person, confirmed_row__isnull=False, ended_row=None)
    leaders = [a for a in (town.leader, town.principal, town.leader2) if a.person_id != account.person_id]
    assert not appointments.end(leaders[0], held) and appointments.end(leaders[1], held)
    return held


def make_notice(town: Town, *, by: Account | None = None, **over) -> Notice:
    by = by or town.reporter
    values = {
        "title": "关于做好今冬明春森林防火工作的通知", "column": town.notices, "unit": town.agriculture,
        "body": "<p>进入林区不带火种。</p>", "formed_on": date(2026, 11, 2), "drafter": by.person,
    }  # fmt: skip
    notice = Notice(**(values | over))
    notice._history_user = by
    notice.save()
    return notice


def edit(notice: Item, by: Account, **changes) -> Item:
    for name, value in changes.items():
        setattr(notice, name, value)
    notice._history_user = by
    notice.save()
    return notice


def submit(town: Town, item: Item, by: Account | None = None) -> Edition:
    return workflow.take_step(by or town.reporter, "submit", item)


def all_no(edition: Edition) -> Given:
    return Given(
        rulings_confirmed=True,
        elements=[row[0] for row in elements.of_edition(edition)],
        answers={q.key: {"answer": "no", "note": ""} for q in questions_for(edition, now())},
    )


def first_review(town: Town, edition: Edition, by: Account | None = None) -> Edition:
    return workflow.take_step(by or town.officer, "pass", edition, all_no(edition))


def signature() -> Given:
    return Given(code=CODE, has_read=True)


def sign(town: Town, edition: Edition, by: Account | None = None) -> Edition:
    return workflow.take_step(by or town.leader, "sign", edition, signature())


def published(town: Town, **over) -> Edition:
    """A notice taken all the way; the published edition."""
    notice = make_notice(town, **over)
    edition = sign(town, first_review(town, submit(town, notice)))
    return Edition.objects.select_related("item", "publication", "column", "unit").get(pk=edition.pk)
