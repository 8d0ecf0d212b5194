"""Pictures as residents may get them: upright, of bearable size, without what the camera or phone wrote inside
(place, time, device). What was written is opened again to prove it."""

import io
import warnings

from PIL import Image, ImageOps

PHOTOS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}
MAX_PIXELS = 80_000_000
LONGEST = 2560  # pixels of the longer side after shrinking
KEPT_KEYS = {"loop", "duration", "transparency", "background", "version", "extension", "timestamp", "gamma", "dpi",
             "jfif", "jfif_version", "jfif_unit", "jfif_density", "disposal", "default_image", "blend", "interlace"}  # fmt: skip


class PhotoError(Exception):
    """The picture cannot be taken; the message goes on from the file's name."""


def clean_photo(data: bytes) -> tuple[str, str, bytes]:
    """(ending, content type, bytes): the picture written anew, its metadata left behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=list(PHOTOS)) as image:
                kind = image.format or ""
                if image.width * image.height * min(getattr(image, "n_frames", 1), 50) > MAX_PIXELS:
                    raise PhotoError("的像素太多，打开会卡住。请缩小后再传。")
                written = _animated(image, kind) if getattr(image, "n_frames", 1) > 1 else _written(image, kind)
            _prove(written)
    except PhotoError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoError("的像素太多，打开会卡住。请缩小后再传。") from error
    except Exception as error:  # whatever a decoder raises on hostile bytes
        raise PhotoError("不是完好的图片，打不开。请重新拍照或另存后再传。") from error
    return ENDINGS[kind], PHOTOS[kind], written


def _written(image: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    out = io.BytesIO()
    more: dict[str, dict] = {
        "JPEG": {"quality": 88, "optimize": True},
        "WEBP": {"quality": 88},
        "PNG": {"optimize": True},
    }
    upright.save(out, kind, **more.get(kind, {}))
    return out.getvalue()


def _animated(image: Image.Image, kind: str) -> bytes:
    """A moving picture keeps its frames; comments and descriptions go."""
    if kind not in ("GIF", "WEBP"):
        image.seek(0)
        return _written(image, kind)
    frames, times = [], []
    for number in range(min(image.n_frames, 200)):  # type: ignore[attr-defined]
        image.seek(number)
        times.append(image.info.get("duration", 100))
        frame = image.convert("RGBA")
        frame.info = {}
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=times, loop=0)
    return out.getvalue()


def _prove(data: bytes) -> None:
    """What we wrote opens, and says nothing about where and when it was taken."""
    with Image.open(io.BytesIO(data)) as again:
        again.load()
        if len(again.getexif()) or set(again.info) - KEPT_KEYS:
            raise PhotoError("里面的拍摄信息去不掉，请截屏后用截图。")
