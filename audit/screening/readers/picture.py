"""Pictures: what the camera or the program wrote into them. The picture itself needs eyes, or the optional OCR."""

import io
import struct
import warnings

from PIL import ExifTags, Image

from audit.screening.readers import ocr, strings
from audit.screening.readers.gather import BROKEN, Gather, Unreadable

SMALL = 64 * 64  # pixels: nobody writes a list into less
_GPS = 0x8825
_BLOCKS = (0x8769, _GPS, 0xA005)
_WORDS = {"XPComment", "XPAuthor", "XPTitle", "XPSubject", "XPKeywords"}
MOST_TEXT = 200_000
_BROKEN = (OSError, ValueError, SyntaxError, LookupError, TypeError, ZeroDivisionError, struct.error)


def read_picture(name: str, data: bytes, gather: Gather):
    if not read_metadata(data, gather, "图片信息", strict=True):
        return
    texts = ocr.texts_of(data)
    if texts is None:
        gather.eyes("图片里的字机器没有检查，请由专人看过")
        return
    for line, text in enumerate(texts, 1):
        gather.add(text, f"图片里的第 {line} 行字", "ocr")


def read_metadata(data: bytes, gather: Gather, label: str, strict: bool = False) -> bool:
    """EXIF, GPS, XMP, PNG text as passages; whether the picture is big enough to show words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data))
        except Image.DecompressionBombError:
            gather.eyes(f"{label}：图片大得不正常，没有读取")
            return True
        except _BROKEN as error:
            if strict:
                raise Unreadable(f"这张图片打不开。{BROKEN}") from error
            strings.sweep(data, gather, label)  # a drawing or a format of its own
            return True
        try:
            _info(image, gather, label)
            _exif(image, gather, label)
        except _BROKEN:
            gather.eyes(f"{label}里附带的信息读不出")
        return image.width * image.height > SMALL


def _info(image: Image.Image, gather: Gather, label: str):
    for key, value in image.info.items():
        if key in ("exif", "icc_profile", "photoshop"):
            continue
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        if isinstance(value, bytes | str) and text.strip():
            gather.add(text[:MOST_TEXT], f"{label}·{key}", "property", hidden=True)


def _exif(image: Image.Image, gather: Gather, label: str):
    exif = image.getexif()
    for tag, value in exif.items():
        _tag(ExifTags.TAGS.get(tag, str(tag)), value, gather, label)
    for block in _BLOCKS:
        for tag, value in exif.get_ifd(block).items():
            _tag((ExifTags.GPSTAGS if block == _GPS else ExifTags.TAGS).get(tag, str(tag)), value, gather, label)
    if position := _position(exif.get_ifd(_GPS)):
        gather.add(f"拍摄地点 {position}", f"{label}·GPS", "gps", hidden=True)
        gather.note("图片里记着拍摄地点（GPS）。")


def _tag(name: str, value, gather: Gather, label: str):
    if isinstance(value, bytes):
        text = value.decode("utf-16-le" if name in _WORDS else "utf-8", "replace")
        if name == "UserComment":
            text = _comment(value)
        elif name == "MakerNote":
            strings.sweep(value[:MOST_TEXT], gather, f"{label}·{name}")
            return
    elif isinstance(value, str):
        text = _told(value)
    else:
        return
    gather.add(text[:MOST_TEXT], f"{label}·{name}", "property", hidden=True)


def _told(value: str) -> str:
    """Texts are taken for Latin letters; Chinese programs write UTF-8 or GBK."""
    if value.isascii():
        return value
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.encode("latin-1").decode(encoding)
        except UnicodeError:
            continue
    return value


def _comment(value: bytes) -> str:
    code, rest = value[:8], value[8:]
    if code.startswith(b"UNICODE"):
        return rest.decode("utf-16-be" if rest[:1] == b"\x00" else "utf-16-le", "replace")
    try:
        return rest.decode("utf-8")
    except UnicodeDecodeError:
        return rest.decode("gb18030", "replace")


def _position(gps) -> str:
    """Degrees as people write them, empty when there is no place."""
    try:
        found = []
        for reference, degrees in ((1, 2), (3, 4)):
            whole, minutes, seconds = (float(part) for part in gps[degrees])
            found.append(f"{gps.get(reference, '')}{whole + minutes / 60 + seconds / 3600:.5f}")
        return " ".join(found)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
