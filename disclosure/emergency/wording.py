"""Fixed wording with named blanks such as 【地点】: finding, filling and marking them. Pure.

A blank is filled with one short line of its own; nothing filled in is ever read as wording again.
"""

import re
from collections.abc import Mapping, Sequence

BLANK = re.compile(r"【([^【】\n]{1,12})】")
BRACKETS = re.compile(r"[【】]")
PHONE = "电话"  # a blank whose name ends so holds a telephone number


def blanks(*texts: str) -> list[str]:
    """Names of the blanks in the order they are met, each once."""
    return list(dict.fromkeys(name for text in texts for name in BLANK.findall(text)))


def is_phone(name: str) -> bool:
    return name.endswith(PHONE)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The wording with what was filled in; a blank without a value stays as it is."""
    return BLANK.sub(lambda found: values.get(found[1], "") or found[0], text)


def marked(text: str, values: Mapping[str, str]) -> list[list[dict]]:
    """A list a line of its pieces, in order: {"text", "blank"}; blank is the name for what was filled in, else ""."""
    return [pieces for line in text.splitlines() if (pieces := _pieces(line.strip(), values))]


def _pieces(line: str, values: Mapping[str, str]) -> list[dict]:
    found, at = [], 0
    for blank in BLANK.finditer(line):
        found.append({"text": line[at : blank.start()], "blank": ""})
        found.append({"text": values.get(blank[1], "") or blank[0], "blank": blank[1]})
        at = blank.end()
    found.append({"text": line[at:], "blank": ""})
    return [piece for piece in found if piece["text"]]


def template_faults(headline: str, wording: str) -> list[str]:
    """What keeps wording from serving as a template."""
    found = [f"请写{label}" for label, text in (("标题用语", headline), ("固定用语", wording)) if not text.strip()]
    found += [
        f"{label}里有一个【或】没有成对，空要写成【地点】这样，名称不超过 12 个字"
        for label, text in (("标题用语", headline), ("固定用语", wording)) if BRACKETS.search(BLANK.sub("", text))
    ]  # fmt: skip
    names = blanks(headline, wording)
    if not names:
        found.append("还没有留空：会变的地方写成【地点】【时间】【电话】这样")
    elif not any(is_phone(name) for name in names):
        found.append("要留一个电话的空，例如【值班电话】，群众看了要能打")
    return found


def value_faults(names: Sequence[str], values: Mapping[str, str], most: int) -> list[str]:
    """What is wrong with the words filled in; most: the longest they may be."""
    found = [f"【{name}】还没有填" for name in names if not values.get(name, "").strip()]
    found += [f"【{name}】不是这个模板的空，请删去" for name in values if name not in names]
    for name, value in values.items():
        if BRACKETS.search(value) or "\n" in value:
            found.append(f"【{name}】只填一行字，不用【】")
        elif len(value) > most:
            found.append(f"【{name}】填了 {len(value)} 个字，最多 {most} 个；别的话要说，另写一条信息")
    return found
