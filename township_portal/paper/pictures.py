"""Pictures of an edition on paper: small enough for the sheet, placed so that none runs out of the page."""

import io

from PIL import Image, ImageOps

from audit import files
from audit.models import Edition

from .formats import Sheet

LONGEST = 1500  # pixels: 130 a printed inch across an A3 sheet
TALLEST = 0.42  # of the page's height


class Pictures:
    """Collects what the template names; `files` is handed to the typesetter."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.files: dict[str, bytes] = {}

    def place(self, blocks: list[dict], edition: Edition) -> list[dict]:
        held = {file["sha256"] for file in edition.files}
        wanted = sum(block["t"] == "img" for block in blocks)
        return [found for block in blocks if (found := self._placed(block, held, wanted))]

    def _placed(self, block: dict, held: set[str], wanted: int) -> dict | None:
        if block["t"] == "list":
            return block | {"items": [self._texts(item) for item in block["items"]]}
        if block["t"] == "quote":
            return block | {"blocks": self._texts(block["blocks"])}
        if block["t"] != "img":
            return block
        sha256 = block["file"].removeprefix("files:")
        made = self._made(sha256, wanted) if sha256 in held else None
        if made is None:
            return {"t": "p", "runs": [{"s": f"（图：{block['alt']}）"}], "right": False}
        name, width = made
        return block | {"file": name, "width": width}

    @staticmethod
    def _texts(blocks: list[dict]) -> list[dict]:
        """Inside lists and quotations a picture is told in words."""
        told = {"t": "p", "right": False}
        return [told | {"runs": [{"s": f"（图：{b['alt']}）"}]} if b["t"] == "img" else b for b in blocks]

    def _made(self, sha256: str, wanted: int) -> tuple[str, float] | None:
        """(name, width as a share of the line), or None where the file cannot be read."""
        try:
            with Image.open(io.BytesIO(files.read(sha256))) as image:
                picture = ImageOps.exif_transpose(image).convert("RGBA")
        except (OSError, ValueError, Image.DecompressionBombError):
            return None
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        longest = int(LONGEST / max(wanted, 1) ** 0.5)
        ground.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        ground.save(out, "JPEG", quality=74, optimize=True)
        name = f"{sha256[:16]}.jpg"
        self.files[name] = out.getvalue()
        line = self.sheet.width * 0.8
        tallest = self.sheet.height * TALLEST
        return name, min(1.0, tallest * ground.width / ground.height / line)
