"""document.xml as blocks: text as it reads with all changes accepted, hidden and deleted text left out."""

import re
from collections import Counter
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element

from audit.word.blocks import Block
from audit.word.numbering import Numbering, value
from audit.word.pictures import Pictures, alt_text
from audit.word.styles import Style, switch, with_properties
from audit.word.tables import WRAPPERS, read_table

_SYMBOLS = {
    "F0A8": "□", "F06F": "□", "F071": "□", "F0A3": "□", "F052": "☑", "F0FE": "☑", "F0FC": "✓", "F0FD": "☒", "F054": "☒",
    "F050": "✓", "F0D8": "➢", "F06C": "●", "F06E": "■", "F075": "◆", "F0E0": "→", "F0B7": "·", "F028": "☎", "F02A": "✉",
}  # fmt: skip
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"[^"]*"|"([^"]*)"|([^\\"\s]\S*))', re.I)
_MARKS = (("w_b", "strong"), ("w_i", "em"), ("w_u", "u"))
_OBJECTS = {"c_chart": "charts", "dgm_relIds": "charts", "w_object": "objects", "w_altChunk": "objects"}


class Body:
    """Reads blocks out of one part; counts in `seen` what the notes must tell."""

    def __init__(self, relations: dict, styles: dict[str, Style], numbering: Numbering, pictures: Pictures):
        self.relations, self.styles, self.numbering, self.pictures = relations, styles, numbering, pictures
        self.seen: Counter[str] = Counter()
        self.footnotes: list[tuple[str, str]] = []  # (kind, id) in order of reference
        self.fields: list[dict] = []  # the fields open now, outermost first
        self.unfinished: list[tuple[str, str]] = []  # of a paragraph whose end mark was deleted
        self.boxes: list[Block] = []
        self.in_table = 0

    def blocks(self, container: Element) -> list[Block]:
        """The blocks of a body, cell, text box or note, in reading order."""
        found: list[Block] = []
        for child in container:
            if child.tag == "w_p":
                found += self.paragraph(child)
            elif child.tag == "w_tbl":
                self.in_table += 1
                found += read_table(child, self.blocks, inside=self.in_table > 1)
                self.seen["nested tables"] += self.in_table > 1
                self.in_table -= 1
            elif child.tag == "w_sdt" and "Table of Contents" in value(
                child.find("w_sdtPr/w_docPartObj"), "w_docPartGallery"
            ):
                self.seen["contents"] += 1
            elif child.tag in WRAPPERS:
                found += self.blocks(child)
            elif child.tag in _OBJECTS:
                self.seen[_OBJECTS[child.tag]] += 1
        return found

    def paragraph(self, element: Element) -> list[Block]:
        """One paragraph; what stood in text boxes anchored to it comes first."""
        properties = element.find("w_pPr")
        style = with_properties(self.styles.get(value(properties, "w_pStyle"), Style()), properties)
        outer, self.boxes = self.boxes, []
        pieces = self.unfinished + self.inline(element, style, "")
        boxes, self.boxes = self.boxes, outer
        self.unfinished = []
        mark = properties.find("w_rPr") if properties is not None else None
        if mark is not None and (mark.find("w_del") is not None or mark.find("w_moveFrom") is not None):
            self.unfinished = pieces
            return boxes
        if style.contents:
            self.seen["contents"] += 1
            return boxes
        html = "".join(
            _linked(href, [html for html, _ in run]) for href, run in groupby(pieces, lambda piece: piece[1])
        )
        text = _text(html)
        label = None
        if style.list_id not in ("", "0") and (text or "<img" in html):
            label = self.numbering.label(style.list_id, style.list_level)
        if not text and "<img" not in html:
            return boxes
        heading = style.heading if len(text) <= 120 else 0
        return [*boxes, Block(text, html, heading, style.title, style.align, label)]

    def inline(self, element: Element, style: Style, href: str) -> list[tuple[str, str]]:
        """The runs below an element as (HTML, link) pieces."""
        pieces: list[tuple[str, str]] = []
        for child in element:
            tag = child.tag
            if tag == "w_r":
                pieces += self.run(child, style, href)
            elif tag == "w_hyperlink":
                _, target, external = self.relations.get(child.get("r_id", ""), ("", "", False))
                pieces += self.inline(child, style, target if external else href)
            elif tag in ("w_del", "w_moveFrom"):
                self.seen["revisions"] += 1
            elif tag in ("w_ins", "w_moveTo"):
                self.seen["revisions"] += 1
                pieces += self.inline(child, style, href)
            elif tag == "w_fldSimple":
                pieces += self.inline(child, style, _field_link(child.get("w_instr", "")) or href)
            elif tag in ("m_oMath", "m_oMathPara"):
                self.seen["formulas"] += 1
                pieces.append((escape("".join(part.text or "" for part in child.iter("m_t"))), href))
            elif tag in WRAPPERS or tag in ("w_dir", "w_bdo", "w_rubyBase"):
                pieces += self.inline(child, style, href)
        return pieces

    def run(self, element: Element, style: Style, href: str) -> list[tuple[str, str]]:
        """One run as pieces; nothing when it is hidden or belongs to a field's code."""
        properties = element.find("w_rPr")
        own = with_properties(self.styles.get(value(properties, "w_rStyle"), Style()), None, properties)
        explicit = switch(properties, "w_vanish")
        hidden = explicit if explicit is not None else own.hidden or style.hidden
        html = ""
        for child in element:
            if child.tag in ("w_fldChar", "w_instrText"):
                self._field(child)
            elif hidden:
                self.seen["hidden"] += bool(child.tag == "w_t" and (child.text or "").strip())
            elif not self._in_field_code():
                html += self._content(child, style)
        if not html:
            return []
        link = next((field["href"] for field in reversed(self.fields) if field["href"]), href)
        return [(_marked(html, properties, bool(style.heading or style.title)), link)]

    def _content(self, child: Element, style: Style) -> str:
        tag = child.tag
        if tag == "w_t":
            return escape(child.text or "", quote=False)
        if tag in ("w_tab", "w_ptab"):
            return " "
        if tag in ("w_br", "w_cr"):
            return "<br>" if child.get("w_type", "textWrapping") == "textWrapping" else ""
        if tag == "w_noBreakHyphen":
            return "-"
        if tag == "w_sym":
            return self._symbol(child)
        if tag in ("w_drawing", "w_pict", "w_object"):
            return self._drawing(child)
        if tag in ("w_footnoteReference", "w_endnoteReference"):
            self.footnotes.append((tag[2:-9], child.get("w_id", "")))
            return f"<sup>[{len(self.footnotes)}]</sup>"
        if tag == "w_ruby" or tag in WRAPPERS:
            inner = child.iterfind("w_rubyBase/w_r") if tag == "w_ruby" else child
            return (
                "".join(html for run in inner for html, _ in self.run(run, style, ""))
                if tag == "w_ruby"
                else "".join(self._content(part, style) for part in inner)
            )
        return ""

    def _symbol(self, child: Element) -> str:
        code = child.get("w_char", "").upper()
        sign = _SYMBOLS.get(code, "")
        self.seen["symbols"] += not sign
        return sign

    def _drawing(self, element: Element) -> str:
        """Pictures of a drawing; text boxes go to `boxes`; charts and embedded objects are only counted."""
        boxes = list(element.iter("w_txbxContent"))
        nested = {inner for box in boxes for inner in box.iter("w_txbxContent") if inner is not box}
        for box in boxes:
            if box not in nested:
                found = self.blocks(box)
                self.seen["boxes"] += bool(found)
                for block in found:
                    block.boxed = True
                self.boxes += found
        for tag, kind in _OBJECTS.items():
            if element.tag == tag or next(element.iter(tag), None) is not None:
                self.seen[kind] += 1
                return ""
        inside = {part for box in boxes for part in box.iter()}
        described = next(element.iter("wp_docPr"), None)
        description = described.get("descr", "") if described is not None else ""
        html = ""
        for part in element.iter():
            if part.tag in ("a_blip", "v_imagedata") and part not in inside:
                relation = self.relations.get(part.get("r_embed") or part.get("r_id") or part.get("r_link") or "")
                picture = self.pictures.take(relation, description)
                if picture:
                    alt = alt_text(description)
                    html += f'<img src="files:{picture.sha256}" alt="{escape(alt)}">'
        return html

    def _field(self, child: Element):
        if child.tag == "w_instrText":
            if self.fields and self.fields[-1]["code"]:
                self.fields[-1]["text"] += child.text or ""
            return
        kind = child.get("w_fldCharType")
        if kind == "begin":
            self.fields.append({"text": "", "code": True, "href": "", "contents": False})
        elif kind == "separate" and self.fields:
            field = self.fields[-1]
            field["code"], field["href"] = False, _field_link(field["text"])
            field["contents"] = field["text"].strip().upper().startswith("TOC")
            self.seen["contents"] += field["contents"]
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _in_field_code(self) -> bool:
        return any(field["code"] or field["contents"] for field in self.fields)


def _field_link(instruction: str) -> str:
    match = _HYPERLINK.match(instruction)
    return (match[1] or match[2] or "") if match else ""


def _linked(href: str, pieces: list[str]) -> str:
    html = "".join(pieces)
    return f'<a href="{escape(href)}">{html}</a>' if href else html


def _marked(html: str, properties: Element | None, plain: bool) -> str:
    """A run in its marks; a heading is strong by itself."""
    if "<img" in html or not html.strip():
        return html
    for tag, mark in _MARKS:
        if switch(properties, tag) and not (plain and mark == "strong"):
            html = f"<{mark}>{html}</{mark}>"
    shift = {"superscript": "sup", "subscript": "sub"}.get(value(properties, "w_vertAlign"))
    return f"<{shift}>{html}</{shift}>" if shift else html


def _text(html: str) -> str:
    return " ".join(
        re.sub(r"<[^>]*>", "", html.replace("<br>", " "))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .split()
    )
