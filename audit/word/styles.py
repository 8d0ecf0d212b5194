"""Of Word's styles only what carries meaning: heading level, title, hidden text, numbering, centring."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from audit.word.numbering import value, whole

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLE = {"title", "标题", "文章标题", "大标题", "公文标题"}
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d*(?:\s*heading|\s*标题)?|toc heading", re.I)


@dataclass(frozen=True)
class Style:
    """`heading` 1-9 or 0; `bold` None where the style does not say."""

    heading: int = 0
    title: bool = False
    contents: bool = False
    hidden: bool = False
    bold: bool | None = None
    align: str = ""
    list_id: str = ""
    list_level: int = 0


def read_styles(root: Element) -> dict[str, Style]:
    """Style id -> what it means, inheritance resolved; circles and missing parents are survived."""
    elements = {element.get("w_styleId", ""): element for element in root.findall("w_style")}
    known: dict[str, Style] = {}

    def resolve(style_id: str, depth: int) -> Style:
        if style_id not in known and style_id in elements and depth < 15:
            element = elements[style_id]
            known[style_id] = _style(element, resolve(value(element, "w_basedOn"), depth + 1))
        return known.get(style_id, Style())

    for style_id in elements:
        resolve(style_id, 0)
    return known


def _style(element: Element, base: Style) -> Style:
    name = value(element, "w_name").strip()
    heading = _HEADING.fullmatch(name)
    style = replace(
        base,
        heading=int(heading[1]) if heading else base.heading,
        title=name.lower() in _TITLE or (base.title and not heading),
        contents=bool(_CONTENTS.fullmatch(name)) or base.contents,
    )
    return with_properties(style, element.find("w_pPr"), element.find("w_rPr"))


def with_properties(style: Style, paragraph: Element | None, run: Element | None = None) -> Style:
    """A style as changed by direct paragraph and run properties."""
    changes: dict = {}
    outline = value(paragraph, "w_outlineLvl")
    if outline and not style.title:
        changes["heading"] = whole(outline, 8) + 1 if 0 <= whole(outline, 9) < 9 else 0
    if align := value(paragraph, "w_jc"):
        changes["align"] = {"end": "right", "start": "left"}.get(align, align)
    if paragraph is not None and (numbered := paragraph.find("w_numPr")) is not None:
        changes["list_id"] = value(numbered, "w_numId") or style.list_id
        changes["list_level"] = whole(value(numbered, "w_ilvl"), style.list_level)
    if (hidden := switch(run, "w_vanish")) is not None:
        changes["hidden"] = hidden
    if (bold := switch(run, "w_b")) is not None:
        changes["bold"] = bold
    return replace(style, **changes) if changes else style


def switch(properties: Element | None, tag: str) -> bool | None:
    """An on/off property; None when it is not named."""
    child = properties.find(tag) if properties is not None else None
    return None if child is None else child.get("w_val", "1") not in ("0", "false", "off", "none")
