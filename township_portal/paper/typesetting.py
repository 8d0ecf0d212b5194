"""Typst, as this project uses it: our two embedded fonts and nothing of the machine's, data as JSON beside the
template (never inside it), every PDF tagged and archivable (PDF/A-2a and PDF/UA-1).

PDF/A-2a forbids what no font can show, so a glyph 0 cannot leave this module: such characters become 〓, the
printer's mark for a missing sort, and the sheet says which to write in by hand.
"""

import io
import json
import struct
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import segno
import typst

TEMPLATES = Path(__file__).parent / "typ"
STANDARDS = ["a-2a", "ua-1"]
MISSING = "〓"
QR = "qr.svg"


@cache
def _fonts() -> typst.Fonts:
    folder = str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _sources() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}


@dataclass(frozen=True)
class Part:
    """One sheet: its template, what that reads as data.json, and the pictures it names."""

    template: str
    data: dict
    files: dict[str, bytes] = field(default_factory=dict)


def compile_pdf(part: Part) -> bytes:
    """A binary picture goes in as its numbers, since the binding takes texts only."""
    pictures = {name: list(content) for name, content in part.files.items() if not name.endswith(".svg")}
    texts = {name: content for name, content in part.files.items() if name.endswith(".svg")}
    shown = json.dumps(printable(part.data), ensure_ascii=False).encode()
    main = f'#import "{part.template}": sheet\n#sheet(json("data.json"))\n'.encode()
    given = {"main": main, "data.json": shown, "pictures.json": json.dumps(pictures).encode()} | _sources() | texts
    return typst.compile(  # type: ignore[call-overload]  # the stubs know no dict of files
        given, font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=STANDARDS
    )


def compile_run(title: dict, parts: list[Part]) -> bytes:
    """All sheets as one document, so that it stays tagged (joining PDFs would lose that). title: title, author, date."""
    files: dict[str, bytes] = {}
    sheets = []
    for place, part in enumerate(parts):
        names = {name: f"{place}-{name}" if name.endswith(".svg") else name for name in part.files}
        files |= {names[name]: content for name, content in part.files.items()}
        sheets.append(part.data | {"template": part.template, "in-run": True, "qr": names.get(QR, "")})
    return compile_pdf(Part("run.typ", title | {"parts": sheets}, files))


def qr(address: str) -> bytes:
    """Level Q: a quarter of it may be torn or rained on."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue()


def moment(on: date) -> dict[str, int]:
    """A day as the templates take it for the document's date."""
    return {"year": on.year, "month": on.month, "day": on.day}


def printable(value):
    """The same data with every character that no font shows replaced by 〓, and control characters gone."""
    if isinstance(value, str):
        return "".join(sign if ord(sign) in shown() else MISSING for sign in value if _is_seen(sign))
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def _is_seen(sign: str) -> bool:
    return sign.isprintable() or sign in " \u3000"


def unshown(text: str) -> list[str]:
    """The characters of a text no font of ours has, each once."""
    return list(dict.fromkeys(sign for sign in text if sign.isprintable() and ord(sign) not in shown()))


@cache
def shown() -> frozenset[int]:
    """Code points at least one of the two fonts has."""
    paths = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
    return frozenset().union(*(_covered(Path(path).read_bytes()) for path in paths))


def _covered(font: bytes) -> set[int]:
    """The font's format 12 character map (OpenType 1.9, cmap): groups of first, last, glyph."""
    tables = {
        font[at : at + 4]: struct.unpack(">II", font[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16)
    }
    start = tables[b"cmap"][0]
    found: set[int] = set()
    for place in range(struct.unpack(">H", font[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">I", font[start + 8 + 8 * place : start + 12 + 8 * place])[0]
        if struct.unpack(">H", font[at : at + 2])[0] == 12:
            for group in range(struct.unpack(">I", font[at + 12 : at + 16])[0]):
                first, last, _ = struct.unpack(">III", font[at + 16 + 12 * group : at + 28 + 12 * group])
                found.update(range(first, last + 1))
    return found
