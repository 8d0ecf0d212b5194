"""待确认的变更: storing what one person proposes, and settling it once by another's decision."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import Q

from . import clock, ledger, rights
from .checks import Refused, TooLate
from .models import Account, Appointment, LedgerEntry, PendingChange, Person


def store(
    actor: ledger.Actor, model: str, pk: str, name: str, *, old: dict, new: dict, texts: dict, subject: str
) -> PendingChange:
    """The proposal with its ledger row. `texts` are the same values as people read them."""
    with transaction.atomic():
        ledger.lock_head()
        if waiting(model, pk):
            raise TooLate(f"“{name}”已有一项变更等着领导确认，等办完再提。")
        row = ledger.append(actor, "propose_change", subject=subject, texts=texts)
        return PendingChange.objects.create(
            model=model, object_pk=pk, object_name=name[:100], old=old, new=new, proposed_row=row.number
        )


def waiting(model: str, pk: str) -> PendingChange | None:
    """The change of this object that nobody has settled yet."""
    return PendingChange.objects.filter(model=model, object_pk=pk, settled_row=None).first() if pk else None


def decisions(account: Account) -> int:
    """How many appointments, endings of them and changes wait for this leader: proposed by others, settled by nobody (1 query)."""
    if account.person is None or not rights.can(account, "appoint"):
        return 0
    held = Appointment.objects.filter(ended_row=None).exclude(ends__lte=clock.now())
    proposed = [
        Q(number__in=Appointment.objects.waiting().values("proposed_row")),
        Q(number__in=PendingChange.objects.filter(settled_row=None).values("proposed_row")),
        Q(act="propose_end_appointment", refers_to__in=held.values("proposed_row")),
    ]
    rows = LedgerEntry.objects.filter(proposed[0] | proposed[1] | proposed[2])
    return rows.exclude(person_number=account.person.staff_number).count()


def deciding_seat(account: Account, change: PendingChange, *, concerned: Person | None) -> rights.Seat:
    """The seat to settle from: of a leader who neither proposed the change nor is the person it is about."""
    seat = rights.seat_for(account, "appoint")
    if seat is None or account.person is None:
        raise Refused("变更要由领导确认。")
    proposal = LedgerEntry.objects.get(number=change.proposed_row)
    if proposal.person_number == account.person.staff_number:
        raise Refused("您自己提出的变更，要由另一位领导确认。")
    if concerned and concerned.pk == account.person.pk:
        raise Refused("这项变更和您本人的账号有关，要由另一位领导确认。")
    return seat


def settle(account: Account, seat: rights.Seat, change: PendingChange, act: str, **fields) -> LedgerEntry:
    """Inside the caller's transaction, with the head locked: the deciding row, and the change settled once."""
    proposal = LedgerEntry.objects.get(number=change.proposed_row)
    row = ledger.append(rights.actor(account, seat), act, refers_to=proposal.number, subject=proposal.subject)
    if not PendingChange.objects.filter(pk=change.pk, settled_row=None).update(settled_row=row.number, **fields):
        raise TooLate("这项变更已经有人处理过了，请刷新再看。")
    change.refresh_from_db()
    return row


def sentences(subject: models.Model, error: ValidationError) -> str:
    """What is wrong with an object, each sentence led by the name of its field."""
    found = []
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{getattr(subject._meta.get_field(name), 'verbose_name', name)}："
        found += [f"{label}{message}" for message in messages]
    return " ".join(found)
