"""The one line of text that tells the next person, and the hook that sends it out (webhook, e-mail).

The hook follows the ledger: it sends after the cursor is stored, once, never blocks and never repeats;
what is older than a day is passed over, so that a long stop is not followed by a flood.
"""

import json
import logging
import urllib.request
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from guardian.models import GroupObjectPermission

from .. import clock, outbox, rights
from ..characters import one_line
from ..models import Appointment, Edition, LedgerEntry
from ..models.item import urgent_kinds
from ..models.people import PostKind
from ..states import OPEN, STATES

log = logging.getLogger(__name__)
TOO_OLD = timedelta(days=1)
PATIENCE = 5  # seconds the webhook may take
# Acts somebody else has to know of; publishing is told by the act that led to it.
TOLD = (
    "submit", "submit_mended", "pass", "return", "sign_onward", "propose_withhold", "refer", "resume",
    "publish", "withdraw", "ask_withdrawal", "decline_withdrawal", "propose_erase",
)  # fmt: skip
NEWS = {  # where the act says more than the state it left the edition in
    "ask_withdrawal": "有人请求紧急撤下，请信息员或分管领导马上看",
    "decline_withdrawal": "看过了，不撤下",
    "confirm_withdrawal": "已撤下，也已确认",
    "hang_correction": "正在更正，先不要照着办",
    "unhang_correction": "核对过了，不用更正",
    "propose_erase": "已提请清除，请纪检监察办理",
}
ENDS = {
    "published": "已公开", "superseded": "已更新", "expired": "到期撤下", "recalled": "已取回",
    "not_adopted": "未采用", "withheld": "不予公开", "mended": "已代改", "approved": "已签发，待上网",
}  # fmt: skip


def line(edition: Edition, link: str, act: str = "") -> str:
    """【落儿岭镇】“标题”待签发，请李示例办理：https://…  A board-only item is never named outside the desk."""
    what = "有一条只上墙的信息" if edition.board_only else f"“{one_line(edition.title)}”"
    return f"【{settings.TOWN_NAME}】{_urgent(edition)}{what}{_news(edition, act)}：{link}"


def _urgent(edition: Edition) -> str:
    """应急！ where the kind is urgent and somebody must still act."""
    word = urgent_kinds().get(edition.kind, "")
    return f"{word}！" if word and edition.state in OPEN else ""


def _news(edition: Edition, act: str) -> str:
    if act in NEWS:
        return NEWS[act]
    if edition.state == "withdrawn":
        return f"已撤下，请另一人确认{_by(keepers(edition))}"
    if edition.state == "returned":
        return f"退回修改，请{drafter(edition)}办理"
    if STATES[edition.state].keeper and edition.state != "approved":
        return f"{edition.label}，请{'、'.join(keepers(edition)) or '党政办'}办理"
    return ENDS.get(edition.state, edition.label)


def _by(names: list[str]) -> str:
    return f"（{'、'.join(names)}）" if names else ""


def drafter(edition: Edition) -> str:
    return edition.item.drafter.name


def keepers(edition: Edition) -> list[str]:
    """Names of those whose turn it is now, without whoever has a hand in it; at most four."""
    right = "withdraw" if edition.state == "withdrawn" else STATES[edition.state].keeper
    if not right:
        return []
    names = seated(edition, right).order_by("mode", "id").values_list("person__name", flat=True)
    return list(dict.fromkeys(names))[:4]


def seated(edition: Edition, right: str) -> QuerySet[Appointment]:
    """Appointments now that give the right on the edition's column, without those who may not take its next step."""
    posts = [kind for kind in rights.RIGHTS[right] if kind in rights.PERMISSION]
    grants = GroupObjectPermission.objects.filter(
        content_type__model="column", object_pk__in=[str(pk) for pk in edition.column.ancestor_ids],
        permission__codename__in=[rights.PERMISSION[PostKind(kind)] for kind in posts],
    )  # fmt: skip
    active = Appointment.objects.active(clock.now()).filter(
        post__kind__in=posts, post__group__in=grants.values("group_id")
    )
    hands = edition.hands.exclude(kind="mend") if edition.state == "first_review" else edition.hands.all()
    free = active.exclude(person__in=hands.values("person"))
    last = edition.moved_by
    if last.act in ("pass", "propose_withhold", "sign_onward", "withdraw"):  # the next step wants another person
        free = free.exclude(person__staff_number=last.person_number)
    return free


def public_address(edition: Edition) -> str:
    """Where residents read this edition now; "" where they do not."""
    public = edition.state == "published" and edition.publication_id and not edition.board_only
    return reverse("item", args=[edition.publication.slug]) if public else ""


def address(edition: Edition, request: HttpRequest | None = None, act: str = "") -> str:
    """The full address of the item's screen - once it is public, of the residents' page; without a request by the
    settings, where they name the site."""
    public = public_address(edition) if act != "ask_withdrawal" else ""
    path = public or reverse("desk:review", args=[edition.item_id])
    if request:
        return request.build_absolute_uri(path)
    return settings.SITE_URL.rstrip("/") + path


def notify(row: LedgerEntry) -> None:
    """The follower of the ledger: tell of one row, after the cursor that remembers it is stored."""
    if not (settings.WEBHOOK_URL or settings.NOTIFY_EMAILS):
        return
    if row.act not in TOLD or row.clock != "server" or row.at < clock.now() - TOO_OLD:
        return
    edition = Edition.objects.select_related("item__drafter", "column", "moved_by", "publication").filter(
        item_id=row.item_uuid, number=row.edition_number
    )
    found = edition.first()
    moves = row.from_state != row.to_state
    if found and _urgent(found):  # `calls` tells of it, again and again
        return
    if found and (not moves or found.moved_by_id == row.number):  # else somebody has gone on already
        message = _message(row, found)
        transaction.on_commit(lambda: send(message))


def _message(row: LedgerEntry, edition: Edition) -> dict:
    link = address(edition, act=row.act)
    to = [drafter(edition)] if edition.state == "returned" else keepers(edition)
    return {"text": line(edition, link, row.act), "link": link, "act": row.act, "to": to}


def send(message: dict) -> None:
    """A failure is logged and forgotten: the desk itself shows what waits."""
    if settings.WEBHOOK_URL:
        try:
            body = json.dumps(message, ensure_ascii=False).encode()
            request = urllib.request.Request(
                settings.WEBHOOK_URL, body, {"Content-Type": "application/json; charset=utf-8"}
            )
            with urllib.request.urlopen(request, timeout=PATIENCE):
                pass
        except Exception as error:
            log.warning("the webhook did not take a notice: %s", type(error).__name__)
    if settings.NOTIFY_EMAILS:
        try:
            subject = message["text"].partition("：http")[0][:120]
            send_mail(subject, message["text"], None, settings.NOTIFY_EMAILS)
        except Exception as error:
            log.warning("a notice could not be mailed: %s", type(error).__name__)


outbox.FOLLOWERS["notify"] = notify
