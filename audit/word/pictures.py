"""The pictures of a file: judged by their bytes, never by name or declared type."""

import hashlib
import io
import re
import warnings
from collections import Counter

from PIL import Image

from audit.characters import one_line
from audit.word.draft import Picture, WordError
from audit.word.package import Package

MAX_PICTURE = 10 * 1024 * 1024  # bytes
MAX_PIXELS = 50_000_000
MAX_PICTURES = 200
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_NAMELIKE = re.compile(
    r"[\\/]|\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp)$|^(?:图片|image|picture|img|微信图片)[\s_\d-]*$", re.I
)


class Pictures:
    """Collects pictures by digest, each stored once; why others were left out is counted in `dropped`."""

    def __init__(self, package: Package):
        self.package = package
        self.kept: dict[str, Picture] = {}
        self.dropped: Counter[str] = Counter()
        self.seen: dict[str, Picture | None] = {}

    def take(self, relation: tuple[str, str, bool] | None, description: str) -> Picture | None:
        """The picture behind a relationship, or None when it had to be left out."""
        if relation is None or relation[2] or not self.package.has(relation[1]):
            self.dropped["linked"] += 1
            return None
        name = relation[1]
        if name not in self.seen:
            if len(self.kept) >= MAX_PICTURES:
                self.dropped["too many"] += 1
                return None
            self.seen[name] = self._verified(name, description)
        return self.seen[name]

    def _verified(self, name: str, description: str) -> Picture | None:
        if self.package.entries[name].file_size > MAX_PICTURE:
            self.dropped["too large"] += 1
            return None
        try:
            data = self.package.read(name, MAX_PICTURE)
        except WordError:
            if self.package.budget < 0:
                raise
            self.dropped["broken"] += 1
            return None
        kind = picture_kind(data)
        if kind not in _TYPES:
            self.dropped[kind] += 1
            return None
        digest = hashlib.sha256(data).hexdigest()
        picture = Picture(
            digest, f"picture-{len(self.kept) + 1}.{_SUFFIXES[kind]}", _TYPES[kind], data, alt_text(description)
        )
        return self.kept.setdefault(digest, picture)


def alt_text(description: str) -> str:
    """The description Word holds, unless it is only a file name or path (which would also tell who saved it where)."""
    text = one_line(description)[:200]
    return "图片" if not text or _NAMELIKE.search(text) else text


def picture_kind(data: bytes) -> str:
    """PNG, JPEG, GIF, WEBP, or the reason it is not taken: drawing, disguised, too large, broken, other."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if start.startswith((b"<", b"{")) or b"<svg" in start or b"<html" in start or b"<script" in start:
        return "disguised"
    if data[40:44] == b" EMF" or data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x1f\x8b")):
        return "drawing"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[*_TYPES, "TIFF", "BMP"]) as image:
                kind, pixels = image.format or "other", image.width * image.height
                if kind in _TYPES and pixels <= MAX_PIXELS:
                    image.verify()
    except Image.DecompressionBombError:
        return "too large"
    except Exception:  # whatever a decoder raises on hostile bytes
        return "broken"
    if kind not in _TYPES:
        return "other"
    return "too large" if pixels > MAX_PIXELS else kind


def dropped_sentences(dropped: Counter[str]) -> list[str]:
    """What was left out, for the notes."""
    reasons = {
        "drawing": "有 {} 张矢量图（EMF/WMF）没有带入，请另存为 PNG 或 JPG 后插入。",
        "disguised": "有 {} 张图片的内容其实是网页或 SVG 代码，为了安全已去掉。",
        "other": "有 {} 张图片的格式（如 TIFF、BMP）不支持，没有带入，请另存为 PNG 或 JPG 后插入。",
        "broken": "有 {} 张图片已损坏，没有带入。",
        "too large": "有 {} 张图片太大，没有带入，请压缩后插入。",
        "too many": "图片太多，有 {} 处没有带入。",
        "linked": "有 {} 张图片只是链接、不在文件里，没有带入。",
    }
    return [sentence.format(dropped[reason]) for reason, sentence in reasons.items() if dropped[reason]]
