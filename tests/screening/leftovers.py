"""Whether a number is left anywhere in a file's bytes. Written for the tests alone: nothing of the product's own search."""

import io
import re
import unicodedata
import zipfile


def members(data: bytes) -> dict[str, bytes]:
    if not data.startswith(b"PK"):
        return {"": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _squeezed(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", unicodedata.normalize("NFKC", text))


def left_in(data: bytes, number: str) -> list[str]:
    """Names of the members that still hold it: as it stands, or with tags and all but letters and digits taken out."""
    found = []
    bare = _squeezed(number)
    for name, content in members(data).items():
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            text = content.decode(encoding, "ignore")
            squeezed = _squeezed(re.sub(r"<[^>]*>", "", text))
            if number in text or (len(bare) > 5 and (bare in squeezed or bare in name)):
                found.append(f"{name} ({encoding})")
    return found
