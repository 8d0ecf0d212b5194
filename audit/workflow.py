"""The gate. `take_step` is the only code that moves an edition: it asks the right, runs the step's checks,
appends to the ledger and moves the state, in one transaction. Buttons, schedule, admin, import, commands
and the superuser all come through here, and the database refuses any other way (`guards.py`)."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import clock, content, elements, erasure, ledger, outbox, rights
from .checks import CHECKS, Case, Given, Incomplete, Refused, TooLate, WrongCode, withdrawal_row
from .models import Account, Edition, Hand, Item, LedgerEntry, Person, Publication
from .registration import place, register
from .screening import gate as screening
from .screening import later
from .states import BORN, STATES, STEPS
from .wrong_codes import count_wrong_code

Subject = Item | Edition


def take_step(
    account: Account, act: str, subject: Subject, given: Given | None = None,
    changes: Mapping[str, object] | None = None,
) -> Edition:  # fmt: skip
    """Take one act and return the edition it left (for `submit` and `mend`: the new one).

    subject: the item for `submit`, else the edition. changes: field → value, for `mend` alone.
    Raises Incomplete, Refused or TooLate, each a sentence for the person. Refused attempts leave a row.
    """
    given = given or Given()
    if act == "sign" and isinstance(subject, Edition) and subject.needs_principal:
        act = "sign_onward"
    later.look_first(STEPS[act].asks, subject)
    try:
        with transaction.atomic():
            return _take(account, act, subject, given, changes or {})
    except Refused as refused:
        _record_refusal(account, act, subject, refused)
        raise
    except IntegrityError as error:  # the database's own refusal, where a check above did not foresee it
        unforeseen = Refused("数据库没有接受这一步，什么都没有改动。已记下，请告诉系统管理员。")
        _record_refusal(account, act, subject, unforeseen)
        raise unforeseen from error


def _take(account: Account, act: str, subject: Subject, given: Given, changes: Mapping) -> Edition:
    ledger.lock_head()  # one act at a time: what the checks read stays true until the row is written
    account = rights.fresh(account)
    if isinstance(subject, Item):
        item, edition = _fresh_item(subject), None
    else:
        edition = Edition.objects.select_related("item__unit", "item__column", "unit", "column").get(pk=subject.pk)
        if edition.state != subject.state:
            raise TooLate(_who_was_first(edition))
        item = edition.item
    actor = _actor(account, act, item, edition)
    case = Case(act, account, edition, item, given, clock.now())
    for name in STEPS[act].asks:
        CHECKS[name](case)
    if act == "submit":
        return _submit(actor, item.concrete(), given)
    assert edition is not None
    if act == "mend":
        return _mend(actor, edition, given, changes)
    if act == "erase":
        plan = erasure.plan(edition)
        erasure.destroy(edition, plan, _move(actor, act, edition, subject=plan.certificate))
        return edition
    _move(actor, act, edition, _texts(given))
    if STEPS[act].target == "approved":
        _publish_if_due(edition)
    return edition


def _fresh_item(item: Item) -> Item:
    Item.objects.select_for_update().get(pk=item.pk)  # no save slips in between this reading and the seal
    return Item.objects.select_related("unit", "column").get(pk=item.pk).concrete()


def _actor(account: Account, act: str, item: Item, edition: Edition | None) -> ledger.Actor:
    """The seat the account acts from; Refused where it has none."""
    step = STEPS[act]
    if step.right == "system":
        system = rights.system_actor()
        if account.pk != system.account.pk:
            raise Refused("这一步由系统办，任何人都不能代办。")
        return system
    state = edition.state if edition else BORN
    if state not in step.sources:
        raise TooLate(_who_was_first(edition) if edition else "这一步现在办不了。")
    right = STATES[state].keeper if step.right == "keeper" else step.right
    unit, column = (edition.unit, edition.column) if edition else (item.unit, item.column)
    if right == "staff":
        seat = rights.seat_for(account, right)
    else:
        seat = rights.seat_for(account, right, unit=unit, column=column)
        if seat is None and step.right == "keeper" and state == "approved":
            seat = rights.seat_for(account, "review", unit=unit, column=column)
    if seat is None:
        raise Refused(f"您的岗位不能办“{step.label}”。如果该您办，请党政办核对任职。")
    return rights.actor(account, seat)


def _who_was_first(edition: Edition) -> str:
    row = edition.moved_by
    return f"{row.person_name}已于{timezone.localtime(row.at):%m月%d日 %H:%M}办了“{row.label}”，请刷新再看。"


def _texts(given: Given) -> dict:
    """The words of the act as they go into the ledger; empty ones left out, the code never."""
    kept = {
        "remark": given.remark.strip(), "answers": given.answers, "reason": given.reason,
        "clause": given.clause.strip(), "opened": given.opened, "device": given.device,
        "note": given.note.strip(), "elements_confirmed": given.elements, "rulings_confirmed": given.rulings_confirmed,
        "typos_only": given.typos_only,
    }  # fmt: skip
    return {name: value for name, value in kept.items() if value}


def _move(
    actor: ledger.Actor, act: str, edition: Edition, texts: dict | None = None, subject: str = "", **facts
) -> LedgerEntry:  # fmt: skip
    """Append the row and move the state onto it. The only assignment of a state in this project."""
    step, source = STEPS[act], edition.state
    row = ledger.append(
        actor, act, edition=edition, from_state=source, to_state=step.target or source, texts=texts,
        subject=subject, refers_to=_answered(act, edition),
    )  # fmt: skip
    outbox.wake(row)
    if step.target is None:
        return row
    if step.target in ("withdrawn", "expired", "superseded") and edition.ended_at is None:
        facts["ended_at"] = row.at
    if step.target == "published":
        facts["published_at"] = row.at
    moved = Edition.objects.filter(pk=edition.pk, state=source).update(state=step.target, moved_by=row, **facts)
    if not moved:
        raise TooLate(_who_was_first(Edition.objects.select_related("moved_by").get(pk=edition.pk)))
    for name, value in {"state": step.target, "moved_by": row, **facts}.items():
        setattr(edition, name, value)
    return row


def _answered(act: str, edition: Edition) -> int | None:
    if act == "confirm_withdrawal":
        row = withdrawal_row(edition)
        return row.number if row else None
    return None


def _submit(actor: ledger.Actor, item: Item, given: Given) -> Edition:
    if item.editions.open().exists():
        raise TooLate("这条信息正在审核中，先取回再改。")
    return _birth(actor, "submit", item, given)


def _birth(actor: ledger.Actor, act: str, item: Item, given: Given) -> Edition:
    """The row first, then the edition standing on it, then its hands."""
    edition = content.freeze(item)
    last = item.editions.order_by("-number").first()
    edition.number = last.number + 1 if last else 1
    base = item.editions.filter(state__in=("published", "superseded")).order_by("-number").first()
    assert actor.account.person is not None
    touched = content.hands(item, actor.account.person, base, mended=act == "submit_mended")
    persons = Person.objects.in_bulk({person for person, _ in touched})
    named = sorted([persons[person].staff_number, str(kind)] for person, kind in touched)
    texts = (
        _texts(given)
        | {"history": content.history_digest(item), "hands": named}
        | screening.record_of(item)
        | elements.record_of(item)
    )
    row = ledger.append(actor, act, item=item, edition=edition, to_state=STEPS[act].target or "", texts=texts)
    edition.state, edition.moved_by = row.to_state, row
    edition.save(force_insert=True)
    Hand.objects.bulk_create(
        Hand(
            edition=edition, person_id=person, kind=kind,
            person_number=persons[person].staff_number, person_name=persons[person].name,
        )
        for person, kind in sorted(touched)
    )  # fmt: skip
    outbox.wake(row)
    return edition


MENDABLE = ("title", "summary", "body", "keywords", "formed_on", "document_number", "correction_note", "audience")


def _mend(actor: ledger.Actor, edition: Edition, given: Given, changes: Mapping) -> Edition:
    """During first review: the officer's small corrections make the next edition, marked as hers."""
    if set(changes) - set(MENDABLE):
        raise Incomplete("初审时只能改文字，不能换栏目、单位或附件；请退回修改。")
    _move(actor, "mend", edition, _texts(given))
    item = edition.item.concrete()
    for name, value in changes.items():
        setattr(item, name, value)
    item.compose()
    if content.same_content(item, edition):
        raise Incomplete("没有改动，不用保存；可以直接初审通过。")
    for name in STEPS["submit_mended"].asks:
        CHECKS[name](Case("submit_mended", actor.account, None, item, given, clock.now()))
    item._history_user, item._change_reason = actor.account, content.MENDED
    item.full_clean()
    item.save()
    return _birth(actor, "submit_mended", item, given)


def _publish_if_due(edition: Edition) -> None:
    system = rights.system_actor()
    case = Case("publish", system.account, edition, edition.item, Given(), clock.now())
    try:
        CHECKS["due"](case)
    except Incomplete:
        return  # the schedule publishes it at its time (`schedule.publish_due`)
    _publish(system, edition)


def _publish(system: ledger.Actor, edition: Edition) -> None:
    """Supersede first, then publish: the partial unique index allows one published edition an item."""
    older = Edition.objects.select_related("item__unit", "item__column").filter(
        item_id=edition.item_id, state="published"
    )
    for old in older:
        _move(system, "supersede", old, successor=edition.number)
    publication = Publication.objects.filter(item_id=edition.item_id).first() or register(edition)
    positions = place(edition)
    _move(system, "publish", edition, {"positions": positions}, publication.index_number, publication=publication)


def publish(edition: Edition) -> Edition:
    """Publish an approved edition whose time has come, as the system."""
    return _as_system("publish", edition)


def expire(edition: Edition) -> Edition:
    return _as_system("expire", edition)


def _as_system(act: str, edition: Edition) -> Edition:
    system = rights.system_actor()
    later.look_first(STEPS[act].asks, edition)
    with transaction.atomic():
        ledger.lock_head()
        edition = Edition.objects.select_related("item__unit", "item__column", "column", "moved_by").get(pk=edition.pk)
        if edition.state not in STEPS[act].sources:
            raise TooLate(_who_was_first(edition))
        case = Case(act, system.account, edition, edition.item, Given(), clock.now())
        for name in STEPS[act].asks:
            CHECKS[name](case)
        if act == "publish":
            _publish(system, edition)
        else:
            _move(system, act, edition)
    return edition


def withdraw_item(account: Account, item: Item, given: Given) -> list[Edition]:
    """撤下 the item with all its editions residents can or could read: one row an edition, all or none."""
    shown = item.editions.filter(state__in=STEPS["withdraw"].sources).order_by("-number")
    try:
        with transaction.atomic():
            return [take_step(account, "withdraw", edition, given) for edition in shown]
    except Refused as refused:  # the row take_step wrote went back with this transaction
        _record_refusal(account, "withdraw", item, refused)
        raise


def allowed_acts(account: Account, edition: Edition) -> list[str]:
    """The acts this account could take on the edition now, by right alone: what buttons are made from."""
    found = []
    for act, step in STEPS.items():
        if edition.state not in step.sources or step.right == "system" or act == "sign_onward":
            continue
        try:
            _actor(account, act, edition.item, edition)
        except (Refused, TooLate):
            continue
        found.append(act)
    return found


def _record_refusal(account: Account, act: str, subject: Subject, refused: Refused) -> None:
    """After the rolled-back transaction: a refused attempt's row must not roll back with it."""
    if isinstance(refused, WrongCode) and account.person and count_wrong_code(account.person, clock.now()):
        ledger.record(rights.actor(account), "lockout", subject="签发码", visibility="inspection")
    edition = subject if isinstance(subject, Edition) else None
    item = edition.item if edition else subject
    ledger.record(
        rights.actor(account), "refused", item=item, edition=edition, visibility="inspection",
        texts={"act": act, "why": str(refused)},
    )  # fmt: skip
