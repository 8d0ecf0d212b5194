"""What the tests of paper share: reading a PDF back, finding its codes, ugly texts, a correction taken all the way."""

import io
import os
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from audit import outbox, workflow
from audit.models import Edition
from tests.cast import all_no, edit, published, sign, submit
from township_portal.paper import follow, records
from township_portal.paper.drawing import draw
from township_portal.paper.fitting import Drawn

SITE = "http://testserver"
RARE = "落儿岭岘㼆〇①㎡䶮㛃𬭎𫖯堃坳畈"


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without white space: where lines break is the typesetter's business."""
    return "".join(text.split()).replace("\ufffe", "").replace("\u200b", "")


def unmapped(pdf: bytes) -> list[str]:
    """Characters whose glyph has no Unicode: what a missing glyph looks like from outside."""
    document, found = pypdfium2.PdfDocument(io.BytesIO(pdf)), []
    for page in document:
        words = page.get_textpage()
        for place in range(words.count_chars()):
            code = pdfium.FPDFText_GetUnicode(words, place)
            if pdfium.FPDFText_HasUnicodeMapError(words, place) == 1 or code in (0, 0xFFFD):
                found.append(hex(code))
    document.close()
    return found


def outside(pdf: bytes) -> list[str]:
    """Words that stand outside their page."""
    document, found = pypdfium2.PdfDocument(io.BytesIO(pdf)), []
    for page in document:
        width, height = page.get_size()
        words = page.get_textpage()
        for place in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(place)
            if right > left and (left < 0 or bottom < 0 or right > width or top > height):
                found.append(words.get_text_range(place, 1))
    document.close()
    return found


def codes_in(pdf: bytes) -> list[str]:
    """What the QR codes on its pages say."""
    document, found = pypdfium2.PdfDocument(io.BytesIO(pdf)), []
    for page in document:
        picture = page.render(scale=1.6).to_pil().convert("L")
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    document.close()
    return found


def printed(town, edition: Edition, form: str = "a4") -> tuple:
    """(paper, its drawing) as the officer prints it."""
    edition = Edition.objects.select_related("publication").get(pk=edition.pk)
    paper = records.printed(town.officer, edition, form, 1, None)
    drawn = draw(edition, form, records.stamp(paper, SITE))
    keep(drawn, f"{form}-{paper.edition.kind}-{paper.edition.title[:12]}")
    return paper, drawn


def keep(drawn: Drawn, name: str) -> None:
    """Pictures of the sheets for looking: PAPER_PICTURES=/some/folder pytest tests/paper."""
    if folder := os.environ.get("PAPER_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        document = pypdfium2.PdfDocument(io.BytesIO(drawn.pdf))
        for number, page in enumerate(document, start=1):
            page.render(scale=1.2).to_pil().save(Path(folder) / f"{name}-{number}.png")


def corrected(town, edition: Edition, *, typos_only: bool = False, by=None, **changes) -> Edition:
    """The next edition of a published item, through both reviews; the first reviewer says what of the old papers.
    by: who writes it, where that is not the reporter."""
    item = edition.item.concrete()
    edit(item, by or town.reporter, correction_note="改了写错的地方", **changes)
    waiting = submit(town, item, by)
    given = all_no(waiting)
    given.typos_only = typos_only
    return sign(town, workflow.take_step(town.officer2 if by else town.officer, "pass", waiting, given))


def settle() -> None:
    """The follower of the ledger reads on, as the worker does."""
    outbox.follow("paper", follow.follow)


__all__ = ["published"]
