"""每周一句: on Monday morning each leader is told how many items went out in her name, so that she looks.

The cursor keeps the week that was told last: a missed Monday is made up for, and nothing is told twice.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .. import clock, rights
from ..models import Account, Appointment, Cursor
from ..models.people import PostKind
from . import notices, signed

CURSOR = "weekly"
EIGHT = 8  # o'clock on Monday, when the week before is told
SIGNING_POSTS = (PostKind.LEADER, PostKind.PRINCIPAL)


def tell() -> int:
    """Tell every leader of the past seven days once a week; how many messages went out."""
    if not (settings.WEBHOOK_URL or settings.NOTIFY_EMAILS):
        return 0
    with transaction.atomic():
        Cursor.objects.get_or_create(name=CURSOR)
        cursor = Cursor.objects.select_for_update().get(name=CURSOR)
        if cursor.done_up_to >= (this := week()):
            return 0
        cursor.done_up_to = this
        cursor.save()
        messages = [message for account in leaders() if (message := message_for(account))]
        transaction.on_commit(lambda: [notices.send(message) for message in messages])
    return len(messages)


def week() -> int:
    """The week whose Monday eight o'clock has passed, as 202648."""
    year, number, _ = (timezone.localtime(clock.now()) - timedelta(hours=EIGHT)).isocalendar()
    return year * 100 + number


def leaders() -> list[Account]:
    """One account of every person who holds a post that signs."""
    active = Appointment.objects.active(clock.now()).filter(post__kind__in=SIGNING_POSTS, mode="holder")
    accounts = Account.objects.filter(person__in=active.values("person"), is_active=True).select_related("person")
    return list({account.person_id: rights.fresh(account) for account in accounts.order_by("pk")}.values())


def message_for(account: Account) -> dict | None:
    """As the hook sends it; None where nothing was signed in her name."""
    rows = signed.in_the_name_of(account, since=None)
    count, others = rows.count(), rows.exclude(person_number=account.person.staff_number).count()
    if not count:
        return None
    link = settings.SITE_URL.rstrip("/") + reverse("desk:signed")
    by_others = f"，其中 {others} 件由别人代签" if others else ""
    text = f"【{settings.TOWN_NAME}】{account.person.name}：这七天以您名义签发 {count} 件{by_others}，请看有没有不是您签的：{link}"
    return {"text": text, "link": link, "act": "weekly", "to": [account.person.name]}
