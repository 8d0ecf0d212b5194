"""Leaders and units as their sealed facts tell them: the shapes all pages of the organisation share. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from audit import facts
from audit.facts import Fact

from .phone_numbers import dialled, several
from .tenure import heads_all, over, posts


@dataclass(frozen=True)
class Number:
    """A telephone number as it is written, and as it is dialled."""

    text: str
    dial: str


def numbers(text: str) -> tuple[Number, ...]:
    return tuple(Number(one, dialled(one)) for one in several(text) if dialled(one))


@dataclass(frozen=True)
class Leader:
    name: str
    post: str
    duties: str
    units: tuple[str, ...]  # short names of the units she leads
    phones: tuple[Number, ...]
    since: str  # 2024-03 or 2024-03-01, "" where not said
    until: str
    photo: str  # file name among the attachments, "" without

    @property
    def heads_all(self) -> bool:
        return heads_all(self.duties)

    @property
    def called(self) -> str:
        """吴示例副镇长: the name with the post people use."""
        return f"{self.name}{posts(self.post)[-1] if posts(self.post) else ''}"

    @property
    def term(self) -> str:
        if self.since and self.until:
            return f"{self.since} 至 {self.until}"
        return f"{self.since} 起" if self.since else (f"至 {self.until}" if self.until else "")

    def gone(self, on: date) -> bool:
        return over(self.until, on)


def units_of(cell: str) -> tuple[str, ...]:
    """分管部门 as short names of units."""
    return tuple(name.strip() for name in cell.replace("，", "、").replace(",", "、").split("、") if name.strip())


def leaders_in(told: Iterable[Fact]) -> list[Leader]:
    return [
        Leader(
            name=record.get("姓名", ""),
            post=record.get("职务", ""),
            duties=record.get("分工", ""),
            units=units_of(record.get("分管部门", "")),
            phones=numbers(record.get("联系电话", "")),
            since=record.get("自", ""),
            until=record.get("至", ""),
            photo=record.get("照片", ""),
        )
        for record in facts.records(told, "leaders")
    ]


@dataclass(frozen=True)
class Line:
    """One line of a unit's phone table: which matter, which numbers, whom to ask for."""

    matter: str
    phones: tuple[Number, ...]
    who: str


@dataclass(frozen=True)
class Profile:
    standing: str = ""
    head: str = ""
    head_post: str = ""
    office: str = ""
    hours: str = ""
    checked_on: str = ""
    functions: tuple[str, ...] = ()
    phones: tuple[Line, ...] = field(default=())


def profile_in(told: Iterable[Fact]) -> Profile:
    told = list(told)
    simple = ("standing", "head", "head_post", "office", "hours", "checked_on")
    return Profile(
        **{key: facts.value(told, key) for key in simple},
        functions=tuple(row[0] for row in facts.rows(told, "functions")),
        phones=tuple(
            Line(record.get("办什么事", ""), numbers(record.get("电话", "")), record.get("找谁", ""))
            for record in facts.records(told, "phones")
        ),
    )
