"""Where an item is now, for the person who wrote it: who has it since when, or who returned it and why."""

from dataclasses import dataclass
from datetime import datetime

from . import ledger
from .desk.notices import keepers
from .models import Edition, Item
from .states import STATES


@dataclass(frozen=True)
class Whereabouts:
    """state: key for the badge ('draft' where nothing was submitted). holders: names of who can act on it now."""

    state: str
    label: str
    edition: Edition | None = None
    since: datetime | None = None
    holders: tuple[str, ...] = ()
    by: str = ""  # who returned, mended, withdrew …
    why: str = ""
    locked: bool = False

    @property
    def came_back(self) -> bool:
        return self.state in ("returned", "not_adopted", "withheld")


def whereabouts(item: Item) -> Whereabouts:
    edition = item.editions.select_related("moved_by", "column", "item__drafter").order_by("-number").first()
    if edition is None:
        return Whereabouts("draft", "草稿")
    row = edition.moved_by
    keeper = STATES[edition.state].keeper
    remark = ledger.words_of(row) if not keeper else {}
    by = "" if edition.state in ("published", "superseded") else f"{row.person_name}（{row.post or '本人'}）"
    return Whereabouts(
        edition.state, edition.label, edition, row.at, holders=tuple(keepers(edition)) if keeper else (),
        by=by, why=remark.get("remark") or remark.get("clause", ""), locked=bool(keeper),
    )  # fmt: skip
