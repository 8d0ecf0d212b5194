"""A drawn page of signatures in place of a photo: lines and strokes, nobody's hand."""

import io

from PIL import Image, ImageDraw

SIZE = (900, 640)
PAPER, RULE, INK = "#F7F3EA", "#CFC6B4", "#27324A"


def draw(count: int) -> bytes:
    """A sheet with that many strokes that stand for names."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline=RULE, width=3)
    step = (SIZE[1] - 140) // max(count, 1)
    for number in range(count):
        base = 110 + number * step
        pen.line((80, base + 40, SIZE[0] - 80, base + 40), fill=RULE, width=2)
        points = [(240 + at * 26, base + (at * (7 + number) % 5 - 2) * 12) for at in range(12)]
        pen.line(points, fill=INK, width=6, joint="curve")
    out = io.BytesIO()
    picture.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()
