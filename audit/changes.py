"""Changes of what residents or reviewers rely on - units, columns, questions, phrases, thresholds: the
administrator proposes, a leader confirms, and only then are they in force (design point 11).

Changes that concern the account of a reviewer wait here too; what they do is in `accounts.py`.
"""

from collections.abc import Mapping

from django.db import models, transaction

from . import accounts, ledger, pending, rights, setting_values
from .catalogue import importing
from .checks import Incomplete, Refused, TooLate
from .models import (
    Account,
    Column,
    FixedPhrase,
    HolidayNotice,
    KnownPhone,
    LedgerEntry,
    ListedWord,
    MaskFormat,
    PendingChange,
    Phrase,
    Question,
    Threshold,
    Unit,
)

SETTINGS: dict[str, type[models.Model]] = {
    str(model._meta.model_name): model
    for model in (
        Unit, Column, Question, Phrase, Threshold, HolidayNotice, ListedWord, FixedPhrase, KnownPhone, MaskFormat,
    )
}  # fmt: skip
NEWLY_ON = {"is_active": False}  # the old values of something new
NEVER = {"slug": "代号用在网址里，定下就不能改。", "key": "代号定下就不能改。", "code": "代号定下就不能改。"}


def propose_change(account: Account, subject: models.Model, values: Mapping[str, object]) -> PendingChange:
    """Propose new values (field → value, as a form gives them) for something that exists. Nothing changes yet."""
    seat = _proposing_seat(account)
    stored = type(subject)._default_manager.get(pk=subject.pk)
    old, new = {}, {}
    for name, value in values.items():
        field = setting_values.field_of(stored, name)
        before, after = (
            setting_values.plain(field.value_from_object(stored)),
            setting_values.plain(setting_values.raw(field, value)),
        )
        if before == after:
            continue
        if name in NEVER:
            raise Incomplete(NEVER[name])
        old[name], new[name] = before, after
    if not new:
        raise Incomplete("和现在的一样，没有要改的。")
    setting_values.apply(stored, new)
    setting_values.validate(stored)
    setting_values.off_the_web(stored, new)
    return _store(account, seat, stored, old, new)


def propose_new(account: Account, subject: models.Model) -> PendingChange:
    """Propose something new, given unsaved. A unit or column is saved switched off, and switched on by the
    confirmation; a question, phrase or threshold is made by it."""
    seat = _proposing_seat(account)
    setting_values.validate(subject)
    switched = hasattr(subject, "is_active")
    values = {
        field.name: setting_values.plain(field.value_from_object(subject))
        for field in subject._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    with transaction.atomic():
        if switched:
            subject.is_active = False  # type: ignore[attr-defined]
            subject.save()
            return _store(account, seat, subject, NEWLY_ON, values | {"is_active": True})
        return _store(account, seat, subject, {}, values)


def confirm_change(account: Account, change: PendingChange) -> str:
    """Put it in force: by a leader who did not propose it. Returns what is to be shown to her once (a
    temporary password or an activation word), '' where there is nothing."""
    seat = pending.deciding_seat(account, change, concerned=accounts.concerned(change))
    with transaction.atomic():
        ledger.lock_head()
        row = pending.settle(account, seat, change, "confirm_change", confirmed=True)
        if change.model in accounts.MODELS:
            return accounts.carry_out(change, row)
        if change.model == importing.MODEL:
            importing.put_in_force(change)
            return ""
        _put_in_force(change)
    return ""


def refuse_change(account: Account, change: PendingChange) -> None:
    seat = rights.seat_for(account, "appoint")
    if seat is None:
        raise Refused("变更要由领导确认。")
    with transaction.atomic():
        ledger.lock_head()
        pending.settle(account, seat, change, "refuse_change", confirmed=False)


def differences(change: PendingChange) -> list[dict[str, str]]:
    """The change as people read it: [{"label", "old", "new"}]; `old` is '' for what is new."""
    if change.model in accounts.MODELS:
        return [
            {"label": label, "old": change.old.get(label, ""), "new": str(new)} for label, new in change.new.items()
        ]
    if change.model == importing.MODEL:
        return importing.differences(change)
    model = SETTINGS[change.model]
    return [
        {
            "label": str(field.verbose_name),
            "old": setting_values.words(field, change.old[field.name]) if field.name in change.old else "",
            "new": setting_values.words(field, change.new[field.name]),
        }
        for field in model._meta.concrete_fields
        if field.name in change.new and _worth_showing(change, field)
    ]


def _worth_showing(change: PendingChange, field: models.Field) -> bool:
    """All of a change; of something new what says more than the usual."""
    if change.old.keys() == change.new.keys():
        return True
    return field.name != "is_active" and change.new[field.name] not in ("", [], None, False, field.get_default())


def kind_of(change: PendingChange) -> str:
    """What it is about, in a word: 栏目, 单位, 账号 …"""
    if change.model in accounts.MODELS:
        return accounts.MODELS[change.model]
    if change.model == importing.MODEL:
        return importing.LABEL
    return str(SETTINGS[change.model]._meta.verbose_name)


def proposals(changes: list[PendingChange]) -> dict[int, LedgerEntry]:
    """The proposing rows of these changes, by number."""
    return LedgerEntry.objects.in_bulk([change.proposed_row for change in changes])


def _proposing_seat(account: Account) -> rights.Seat:
    seat = rights.seat_for(account, "administer") or rights.seat_for(account, "appoint")
    if seat is None:
        raise Refused("设置由系统管理员或领导提出变更。")
    return seat


def _store(account: Account, seat: rights.Seat, subject: models.Model, old: dict, new: dict) -> PendingChange:
    model, meta = str(subject._meta.model_name), subject._meta
    name = new.get("name") or getattr(subject, "name", "") or str(subject)
    draft = PendingChange(model=model, old=old, new=new)
    rows = differences(draft)
    verb = "变更" if old.keys() == new.keys() else "新建"
    labels = "、".join(row["label"] for row in rows) if verb == "变更" else ""
    return pending.store(
        rights.actor(account, seat), model, str(subject.pk or ""), name, old=old, new=new,
        subject=f"{verb}{meta.verbose_name}“{name}”" + (f"：{labels}" if labels else ""),
        texts={"old": {r["label"]: r["old"] for r in rows}, "new": {r["label"]: r["new"] for r in rows}},
    )  # fmt: skip


def _put_in_force(change: PendingChange) -> None:
    model = SETTINGS[change.model]
    if not change.object_pk:
        subject = model()
        setting_values.apply(subject, change.new)
    else:
        subject = model._default_manager.get(pk=change.object_pk)
        for name, new in change.new.items():
            now = setting_values.plain(setting_values.field_of(subject, name).value_from_object(subject))
            if now != change.old.get(name, new):
                label = setting_values.field_of(subject, name).verbose_name
                raise TooLate(f"提出之后“{label}”又变了，现在是“{now}”。请不同意这一项，让提出的人按现在的重提。")
        setting_values.apply(subject, change.new)
    setting_values.validate(subject)
    setting_values.off_the_web(subject, change.new)
    subject.save()
