"""Drawn figures in place of photos: the example town's people are invented, so nobody's face stands for them."""

import io

from PIL import Image, ImageDraw

SIZE, FINE = (360, 450), 3  # drawn three times as large and scaled down, for smooth edges
GROUNDS = ("#DCE3DE", "#E6DFD2", "#D9E0E8", "#E4DCDC", "#DFE4D6", "#E8E2D6", "#D8DEE2")
COATS = ("#2F3B4A", "#3A3A3A", "#4A3B35", "#33473B", "#3E3550", "#2C4450", "#4B4238")
HAIR = ("#24211E", "#3A322B", "#55504A", "#1F1F22", "#2D2622", "#6A655E", "#2B2B2B")
SKIN = ("#E8C4A4", "#DDB592", "#EBCBAE", "#E2BC9A", "#D9B08C", "#E6C2A2", "#DFB896")


def draw(number: int) -> bytes:
    """The portrait with that number: a bust without a face, coat and hair of its own."""
    picture = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), GROUNDS[number % len(GROUNDS)])
    pen = ImageDraw.Draw(picture)

    def box(*corners: int) -> list[int]:
        return [corner * FINE for corner in corners]

    skin, coat, hair = SKIN[number % len(SKIN)], COATS[number % len(COATS)], HAIR[number % len(HAIR)]
    if number % 3 == 1:  # hair to the shoulders, behind the head
        pen.rounded_rectangle(box(102, 110, 258, 330), radius=74 * FINE, fill=hair)
    pen.ellipse(box(40, 325, 320, 640), fill=coat)
    pen.polygon(box(140, 330, 220, 330, 180, 420), fill="#F4F2EC")
    pen.rounded_rectangle(box(152, 265, 208, 350), radius=26 * FINE, fill=skin)
    pen.ellipse(box(115, 115, 245, 300), fill=skin)
    pen.pieslice(box(108, 92, 252, 270), 180, 360, fill=hair)
    pen.ellipse(box(126, 150 + 8 * (number % 3), 234, 240), fill=skin)
    out = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
