"""From an item's story to its acts: who does what to it, and when. No database here.

Every story is a function of a `Life` that adds acts; `acts_of(item, cast)` gives them in order of time.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from . import content
from .office_hours import later

TOWN_TIME = ZoneInfo("Asia/Shanghai")
TEXTS = ("title", "summary", "body")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOWN_TIME)


@dataclass(frozen=True)
class Act:
    """at: when. name: an act of the workflow, or draft, edit, expire, look. who: account name. given: what goes with it."""

    at: datetime
    name: str
    who: str
    key: str
    given: dict = field(default_factory=dict)


class Cast:
    """Who drafts, reviews and signs what: read from people.json and columns.json."""

    def __init__(self):
        people, self.columns = content.read("people.json"), {c["slug"]: c for c in content.read("columns.json")}
        self.posts = {post["slug"]: post for post in people["posts"]}
        account = {person["staff_number"]: person["account"] for person in people["people"]}
        self.appointments = [one | {"account": account[one["person"]]} for one in people["appointments"]]

    def drafter(self, unit: str) -> str:
        """The unit's reporter; where it has none, the second information officer."""
        for one in self.appointments:
            post = self.posts[one["post"]]
            if post["kind"] == "reporter" and unit in post["on"]:
                return one["account"]
        return "officer2"

    def leader(self, column: str, at: datetime) -> str:
        """Who leads the column, or the nearest above it, that day: a deputy while there is one, else the holder."""
        above: str | None = column
        while above:
            posts = {slug for slug, post in self.posts.items() if post["kind"] == "leader" and above in post["on"]}
            if posts:
                return self._seated(posts, at)
            above = self.columns[above]["parent"]
        raise ValueError(f"nobody leads {column}")

    def _seated(self, posts: set[str], at: datetime) -> str:
        seats = [one for one in self.appointments if one["post"] in posts]
        deputies = [one for one in seats if one["mode"] == "deputy" and local(one["starts"]) <= at < local(one["ends"])]
        return next(one["account"] for one in deputies + seats)


class Life:
    """One item's acts so far, the time they have reached, and its words."""

    def __init__(self, item: dict, cast: Cast):
        self.item, self.cast, self.acts = item, cast, list[Act]()
        self.dice = Random(item["key"])
        self.at = local(item["at"])
        self.drafter = cast.drafter(item["unit"])
        second = self.drafter != "officer2" and self.dice.random() < 0.3
        self.reviewer = "officer2" if second else "officer"
        self.texts = {name: item[name] for name in TEXTS}
        self.refused = item.get("refused", "")  # an attempt the gate turns away, once

    def act(self, name: str, who: str, **given) -> None:
        self.acts.append(Act(self.at, name, who, self.item["key"], given))

    def wait(self, least: int, most: int) -> None:
        self.at = later(self.at, self.dice.randint(least, most))

    @property
    def leader(self) -> str:
        return self.cast.leader(self.item["column"], self.at)

    def draft(self) -> None:
        """The reporter begins; every third text is saved unfinished first, so that there is a history to read."""
        sent, words = self.at, dict(self.texts)
        self.at -= timedelta(minutes=self.dice.randint(12, 45))
        blocks = re.split(r"\n(?=<(?:p|h2|h3|ul|ol|table)>)", words["body"])
        unfinished = len(blocks) > 3 and self.dice.random() < 0.34
        first = words | {"body": "\n".join(blocks[: len(blocks) * 2 // 3]), "summary": ""}
        self.act("draft", self.drafter, texts=first if unfinished else words)
        self.at = sent - timedelta(minutes=4)
        if unfinished:
            self.act("edit", self.drafter, texts=words)
        self.at = sent

    def submit(self) -> None:
        self.act("submit", self.drafter)

    def first_review(self) -> None:
        if self.refused == "own_review":
            self.refused = ""
            self.wait(10, 20)
            self.act("refused_pass", self.drafter)
        self.wait(40, 200)
        self.act("pass", self.reviewer)

    def signature(self) -> None:
        self.wait(30, 240)
        if self.refused == "wrong_code":
            self.refused = ""
            self.act("refused_sign", self.leader)
            self.at += timedelta(minutes=2)
        self.act("sign", self.leader)
        if self.cast.columns[self.item["column"]]["needs_principal"]:
            self.wait(30, 240)
            self.act("countersign", "principal")

    def both_reviews(self) -> None:
        self.first_review()
        self.signature()

    def sent_in(self) -> None:
        self.draft()
        self.submit()

    def change(self, changes: list[dict], **more) -> None:
        self.texts = content.apply(self.texts, changes)
        self.act("edit", self.drafter, texts=self.texts | more)


def draft(life: Life) -> None:
    life.draft()


def first_review(life: Life) -> None:
    life.sent_in()


def leader_review(life: Life) -> None:
    life.sent_in()
    life.first_review()


def published(life: Life) -> None:
    life.sent_in()
    life.both_reviews()


def approved(life: Life) -> None:
    published(life)  # `not_before` keeps it from the web


def returned(life: Life) -> None:
    life.sent_in()
    by = life.item.get("returned_by", life.reviewer)
    if by.startswith("officer"):
        by = life.reviewer
    else:
        life.first_review()
    life.wait(30, 120)
    life.act("return", by, remark=life.item["remark"])


def returned_then_published(life: Life) -> None:
    returned(life)
    life.wait(40, 200)
    life.change(life.item["changes"])
    life.at += timedelta(minutes=3)
    life.submit()
    life.both_reviews()


def mended(life: Life) -> None:
    life.sent_in()
    life.wait(30, 120)
    words = content.apply(life.texts, life.item["changes"])
    changed = {name: words[name] for name in TEXTS if words[name] != life.texts[name]}
    life.act("mend", life.reviewer, texts=changed)
    life.both_reviews()


def recalled(life: Life) -> None:
    life.sent_in()
    life.wait(20, 60)
    life.act("recall", life.drafter, remark=life.item["remark"])


def not_adopted(life: Life) -> None:
    life.sent_in()
    life.wait(30, 120)
    life.act("not_adopt", life.reviewer, remark=life.item["remark"])


def withheld(life: Life) -> None:
    life.sent_in()
    life.wait(30, 120)
    life.act("propose_withhold", life.reviewer, clause=life.item["clause"])
    life.wait(30, 240)
    life.act("withhold", life.leader)


def referred(life: Life) -> None:
    leader_review(life)
    life.wait(30, 120)
    life.act("refer", life.leader, remark=life.item["remark"])


def corrected(life: Life) -> None:
    published(life)
    for one in life.item["corrections"]:
        sent_again(life, one)
        life.both_reviews()


corrected_twice = corrected


def sent_again(life: Life, correction: dict) -> None:
    if (sent := local(correction["at"])) <= life.at:
        raise ValueError(f"{life.item['key']}: corrected before it was published")
    life.at = sent - timedelta(minutes=10)
    life.change(correction.get("changes", []), correction_note=correction["note"], **correction.get("fields", {}))
    life.at = sent
    life.submit()


def correction_in_first_review(life: Life) -> None:
    published(life)
    *earlier, last = life.item["corrections"]
    for one in earlier:
        sent_again(life, one)
        life.both_reviews()
    sent_again(life, last)


def correction_in_leader_review(life: Life) -> None:
    correction_in_first_review(life)
    life.first_review()


def expired(life: Life) -> None:
    published(life)
    life.at = local(life.item["expires_on"]) + timedelta(days=1, minutes=1)
    life.act("expire", "system")


def emergency(life: Life) -> None:
    """Both steps within a quarter of an hour; two persons look again on the next working day."""
    life.sent_in()
    life.at += timedelta(minutes=6)
    life.act("pass", life.reviewer)
    life.at += timedelta(minutes=7)
    life.act("sign", life.leader)
    life.at = local(life.item["expires_on"]) + timedelta(days=1, minutes=1)
    life.act("expire", "system")
    for at, who, remark in life.item["looks"]:
        life.at = local(at)
        life.act("look", life.leader if who == "leader" else who, remark=remark)


def withdrawn_unconfirmed(life: Life) -> None:
    published(life)
    if asked := life.item.get("ask_at"):
        life.at = local(asked)
        life.act("ask_withdrawal", "window", remark=life.item["withdraw_remark"])
    life.at = local(life.item["withdraw_at"])
    life.act("withdraw", "officer", reason=life.item["withdraw_reason"], remark=life.item["withdraw_remark"])


def withdrawn(life: Life) -> None:
    withdrawn_unconfirmed(life)
    life.wait(20, 90)
    life.act("confirm_withdrawal", life.leader)
    if erased := life.item.get("erase_at"):
        life.at = local(erased)
        life.act("propose_erase", life.leader, remark="照片能认出人家，留着没有必要，提请清除。")
        life.wait(30, 90)
        life.act("erase", "inspector")


STORIES: dict[str, Callable[[Life], None]] = {name: globals()[name] for name in content.STORIES}


def acts_of(item: dict, cast: Cast) -> list[Act]:
    life = Life(item, cast)
    STORIES[item["story"]](life)
    return life.acts


def all_acts(items: list[dict], cast: Cast) -> Iterator[Act]:
    """Every act on every item, in order of time; acts of one item at one moment in their own order."""
    yield from sorted((act for item in items for act in acts_of(item, cast)), key=lambda act: act.at)
