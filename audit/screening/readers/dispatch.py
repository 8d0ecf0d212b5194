"""From a name and bytes to a `Reading`: by content, bounded, never an exception."""

import importlib
import re
from collections.abc import Callable

from audit.screening.passages import Reading
from audit.screening.readers.gather import BROKEN, DEFAULT, TOO_MUCH, Enough, Gather, Limits, Unreadable
from audit.screening.readers.kinds import ZipNames, kind_of

# kind -> (module here, its function); loaded when first needed
_READERS = {
    "docx": ("docx", "read_docx"), "xlsx": ("xlsx", "read_xlsx"), "pptx": ("pptx", "read_pptx"), "odf": ("odf", "read_odf"),
    "zip": ("archive", "read_archive"), "doc": ("doc", "read_doc"), "xls": ("xls", "read_xls"), "ppt": ("ppt", "read_ppt"),
    "ole": ("ole", "read_ole"), "pdf": ("pdf", "read_pdf"), "picture": ("picture", "read_picture"),
    "drawing": ("ole", "read_drawing"), "web": ("web", "read_web"), "xml": ("web", "read_xml"), "text": ("plain", "read_plain"),
}  # fmt: skip


def read(
    name: str, data: bytes, *, limits: Limits = DEFAULT, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Everything readable in one file. Whatever is in it, a Reading comes back; `readable` False says why."""
    gather = Gather.begin(limits, _read_into)
    gather.spent.progress = progress
    try:
        gather.add(name.replace("\\", "/").rpartition("/")[2], "文件名", "name")
        if len(data) > limits.file:
            raise Unreadable(
                f"文件有 {len(data) >> 20} MB，超过了 {limits.file >> 20} MB，没有检查。请分成几个较小的文件再传。"
            )
        _read_into(name, data, gather)
    except Unreadable as error:
        gather.reading.readable, gather.reading.why = False, str(error)
    except Enough as error:
        gather.eyes(str(error))
    except (MemoryError, RecursionError):
        gather.eyes(TOO_MUCH)
    if gather.reading.readable and not gather.reading.passages[1:] and not gather.reading.needs_eyes:
        gather.eyes("文件里没有读出任何文字，请由专人看过")
    return gather.reading


def _read_into(name: str, data: bytes, gather: Gather):
    module, function = _READERS[kind_of(data, ZipNames(data))]
    reader = getattr(importlib.import_module(f"audit.screening.readers.{module}"), function)
    try:
        reader(name, data, gather)
    except (Unreadable, Enough, MemoryError, RecursionError):
        raise
    except Exception as error:  # a broken file ends in many kinds of errors; none may pass for "nothing found"
        raise Unreadable(BROKEN) from error
    _say_ending(name, data, gather)


_ENDINGS = {
    b"PK\x03\x04": "docx|docm|dotx|xlsx|xlsm|xltx|pptx|pptm|ppsx|zip|ods|odt|odp|wps|et|dps",
    b"%PDF": "pdf", b"\xd0\xcf\x11\xe0": "doc|dot|xls|xlt|ppt|pps|wps|wpt|et|ett|dps|dpt|bin|db",
}  # fmt: skip


def _say_ending(name: str, data: bytes, gather: Gather):
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    for start, endings in _ENDINGS.items():
        if data.startswith(start) and ending and not re.fullmatch(endings, ending) and not gather.depth:
            gather.note(f"文件的内容与扩展名“.{ending}”不符，已按内容检查。")
