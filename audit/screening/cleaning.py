"""遮盖 in the working text: a file is masked into a new one, proved clean, and takes the old one's place."""

from functools import partial

from django.db import transaction

from .. import drafting, files
from ..models import Account, Attachment, Item, Ruling
from ..uploads import accept
from . import originals
from .gate import NEVER, CannotDecide, context, key_of
from .masking import MaskError, mask, mask_order, proof, remove_orders
from .masking.orders import Order
from .passages import HARD, Finding, Reading
from .readers import read
from .rules import Context, find, spans


def clean(account: Account, item: Item, sha256: str, *, columns: bool) -> list[str]:
    """Mask every hard finding of an attachment, or remove the columns it lies in; sentences of what was done.

    The new file is reopened, screened and searched for every removed string before it is accepted. The old one
    leaves the working text; it stays private for a set time (`originals.py`), known to the item's history alone.
    """
    row = item.attachments.filter(sha256=sha256, inline=False).first()
    if row is None:
        raise CannotDecide("这个附件已经不在了，请刷新再看。")
    told, data = context(), files.read(sha256)
    reading = read(row.name, data)
    wanted, kept = _wanted(item, sha256, find(reading.passages, told))
    orders = _orders(wanted, reading, columns)
    if not orders:
        raise CannotDecide("这个文件里没有要遮盖的号码；要改文字，请在原文件里改好再传。")
    try:
        masked = mask(row.name, data, orders, told.masks, locate=partial(_spans, told), reading=reading)
        proof(masked, masked.removed, read, partial(_find, told), kept)
    except MaskError as error:
        raise CannotDecide(str(error)) from error
    _replace(account, item, row, masked.name, masked.data)
    return [f"“{row.name}”已换成遮盖过的“{masked.name}”，请打开核对。", *masked.changes]


def _spans(told: Context, text: str):
    return spans(text, told)


def _find(told: Context, passages):
    return find(passages, told)


def _wanted(item: Item, sha256: str, found: list[Finding]) -> tuple[list[Finding], dict[str, int]]:
    """The hard findings to be masked, and rule → count of those somebody justified: these stay as they are."""
    if any(finding.rule in NEVER for finding in found):
        raise CannotDecide("文件带有国家秘密标志，不能遮掉标志再公开。请马上停手，找保密员处理。")
    hard = [finding for finding in found if finding.severity == HARD]
    decided = set(Ruling.objects.filter(item_id=item.pk, sha256=sha256).values_list("finding", flat=True))
    kept: dict[str, int] = {}
    for finding in hard:
        if key_of(finding) in decided:
            kept[finding.rule] = kept.get(finding.rule, 0) + finding.count
    return [finding for finding in hard if key_of(finding) not in decided], kept


def _orders(found: list[Finding], reading: Reading, columns: bool) -> list[Order]:
    orders: list[Order] = []
    for finding in found:
        gone = remove_orders(finding, reading) if columns or finding.rule.endswith("_header") else []
        orders += gone or [mask_order(finding, reading)]
    return list(dict.fromkeys(orders))


def _replace(account: Account, item: Item, row: Attachment, name: str, data: bytes) -> None:
    """The new file in the old one's place, both changes under the person's name."""
    position, paper_only = row.position, row.paper_only
    with transaction.atomic():
        originals.remember(item, row.sha256)
        drafting.detach(account, row)
        drafting.attach(account, item, [accept(name, data)])
        new = item.attachments.order_by("-pk").first()
        assert new is not None
        new.position, new.paper_only = position, paper_only
        drafting.rearrange(account, new)
