"""What a new edition makes wrong elsewhere: names, posts, phones, places and hours that were public and no longer
hold. Pure: from the facts and words of both editions to `Outdated`, which knows how to find itself in a text.

A kind says which of its facts others may repeat (`Item.IMPACT`); a phone that vanished is found in any text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import facts
from .facts import Fact

WHAT = {"person": "姓名", "post": "职务", "phone": "电话", "place": "地点", "hours": "时间"}
AROUND = 18  # characters of a text shown on either side of a find
_PHONE = re.compile(
    r"(?<![\d-])(?:[(（]?(0\d{2,3})[)）]?[-－—–\s]?(\d{7,8})|(1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})|([48]00)[-\s]?(\d{3})[-\s]?(\d{4}))(?![\d])"
)
_RANGE = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:[-－—–~～]+|至|到)\s*(\d{1,2})[:：](\d{2})")
_DASHES = ("—", "-", "–", "－", "～", "~", "至", "——")
_STREET_NUMBER = re.compile(r"\d+号(?=.{4,})")


@dataclass(frozen=True)
class Outdated:
    """One thing that no longer holds.

    of: whose it was (吴示例, 动物防疫), "" unknown. new: what holds now, "" nothing. needles: strings of which a text
    holds one wherever this is found, for the database; pattern: what proves it. only_near: the text must also name one
    of these (hours of one office stand in many texts); empty for anywhere.
    """

    kind: str
    of: str
    old: str
    new: str
    needles: tuple[str, ...]
    pattern: re.Pattern[str]
    only_near: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return WHAT[self.kind]

    @cached_property
    def sentence(self) -> str:
        whose = f"{self.of}的" if self.of and self.of != self.old else ""
        if self.kind == "person":
            return f"{self.old}{f'改为{self.new}' if self.new else '不再列出'}"
        if self.new.startswith("现在是"):
            return f"{whose}{self.what} {self.old} {self.new}"
        return f"{whose}{self.what} {self.old}" + (f" 改为 {self.new}" if self.new else " 不再公布")

    def found_in(self, text: str) -> tuple[str, str, str] | None:
        """(before, found, after): the first place with a few words around it; None where the text is right."""
        match = self.pattern.search(text)
        if match is None or (self.only_near and not any(name in text for name in self.only_near)):
            return None
        start, end = match.span()
        before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
        return before, match[0], text[end : end + AROUND].partition("\n")[0]


def outdated(
    old: Sequence[Fact], new: Sequence[Fact], told: Mapping[str, str], old_text: str, new_text: str,
    near: tuple[str, ...] = (),
) -> list[Outdated]:  # fmt: skip
    """told: a kind's IMPACT. near: names of the unit whose hours these are."""
    found = [*_of_facts(old, new, told, near)]
    known = {digits(one.old) for one in found if one.kind == "phone"}
    kept = {digits(match[0]) for match in _PHONE.finditer(new_text)}
    for match in _PHONE.finditer(old_text):
        number = digits(match[0])
        if number not in kept and number not in known:
            known.add(number)
            found.append(_phone("", match[0], ""))
    return list(dict.fromkeys(found))


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _of_facts(
    old: Sequence[Fact], new: Sequence[Fact], told: Mapping[str, str], near: tuple[str, ...]
) -> Iterable[Outdated]:
    for place, kind in told.items():
        key, _, column = place.partition("/")
        if not column:
            before, after = facts.value(old, key), facts.value(new, key)
            if before and before != after:
                yield from _things(kind, "", before, after, near)
            continue
        yield from _of_table(facts.records(old, key), facts.records(new, key), column, kind, near)


def _of_table(
    old: list[dict], new: list[dict], column: str, kind: str, near: tuple[str, ...]
) -> Iterable[Outdated]:  # fmt: skip
    """Row by row, under the name its first cell gives; of a row that is gone its name alone."""
    after = {next(iter(row.values())): row for row in new}
    for row in old:
        name, before = next(iter(row.values())), row.get(column, "")
        if not before:
            continue
        if name not in after:
            if name == before:  # the column of the names itself
                yield from _things(kind, name, before, "", near)
            elif kind == "phone" and (owner := _owner(new, column, before)):
                yield _phone(name, before, f"现在是{owner}的")
        elif before != after[name].get(column, ""):
            yield from _things(kind, name, before, after[name].get(column, ""), near)


def _owner(rows: list[dict], column: str, phone: str) -> str:
    """Who has that phone now."""
    return next((next(iter(row.values())) for row in rows if digits(row.get(column, "")) == digits(phone)), "")


def _things(kind: str, of: str, before: str, after: str, near: tuple[str, ...]) -> Iterable[Outdated]:
    if kind == "phone":
        kept = {digits(one) for one in re.split(r"[、，,；;/\s]+", after)}
        for one in re.split(r"[、，,；;/\s]+", before):
            if digits(one) not in kept:
                yield _phone(of, one, after)
    elif kind == "hours":
        yield from _hours(of, before, after, near)
    elif kind == "post":  # whoever names the person may name the old post beside it
        yield Outdated(kind, of, before, after, (of,), re.compile(re.escape(of)))
    elif len(before) > 1:
        needles = [before]
        if kind == "place" and (number := _STREET_NUMBER.search(before)):
            needles.append(before[number.end() :])
        pattern = "|".join(re.escape(needle) for needle in needles)
        yield Outdated(kind, of, before, after, tuple(needles), re.compile(pattern))


def _phone(of: str, number: str, new: str) -> Outdated:
    match = _PHONE.search(number)
    area, local = (match[1], match[2]) if match and match[1] else ("", digits(number.partition("转")[0]))
    spaced = r"[-\s]?".join(re.escape(part) for part in _groups(local))
    before = rf"(?:[(（]?{area}[)）]?[-－—–\s]?)?" if area else ""
    needles = (local,) if not match or match[1] else (local, "-".join(_groups(local)), " ".join(_groups(local)))
    return Outdated("phone", of, number, new, needles, re.compile(rf"(?<![\d-]){before}{spaced}(?!\d)"))


def _groups(number: str) -> list[str]:
    """A mobile or a 400 number as it is often broken; a local number whole."""
    if len(number) == 11:
        return [number[:3], number[3:7], number[7:]]
    return [number[:3], number[3:6], number[6:]] if len(number) == 10 else [number]


def _hours(of: str, before: str, after: str, near: tuple[str, ...]) -> Iterable[Outdated]:
    kept = {match.groups() for match in _RANGE.finditer(after)}
    gone = [match for match in _RANGE.finditer(before) if match.groups() not in kept]
    for match in gone:
        start, end = f"{match[1]}:{match[2]}", f"{match[3]}:{match[4]}"
        needles = tuple(f"{start}{dash}{end}" for dash in _DASHES)
        pattern = rf"(?<!\d){match[1]}[:：]{match[2]}\s*(?:[-－—–~～]+|至|到)\s*{match[3]}[:：]{match[4]}"
        yield Outdated("hours", of, match[0], after, needles, re.compile(pattern), near)
    if not gone and not _RANGE.search(before) and len(before) > 2:
        yield Outdated("hours", of, before, after, (before,), re.compile(re.escape(before)), near)
