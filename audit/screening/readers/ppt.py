""".ppt: every text record of the document stream, slides, notes and comments alike."""

import struct

from audit.screening.readers import ole, strings
from audit.screening.readers.gather import ENCRYPTED, PICTURES, Gather, Unreadable

_WIDE, _NARROW, _STRING = 0x0FA0, 0x0FA8, 0x0FBA  # text in UTF-16, text in bytes, names and comments
_CRYPTED = 0x2F14
_SLIDE, _NOTES, _COMMENT = 0x03EE, 0x03F0, 0x2EE0


def read_ppt(name: str, data: bytes, gather: Gather):
    with ole.open_ole(data) as container:
        content = ole.stream(container, "PowerPoint Document", gather)
        user = ole.stream(container, "Current User", gather)
        if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == 0xF3D1C4DF:
            raise Unreadable(ENCRYPTED)
        _read_records(content, gather)
        if container.exists("Pictures"):
            gather.eyes(f"幻灯片里有图片，{PICTURES}")
        strings.sweep(content, gather, "幻灯片")
        ole.read_leftovers(container, gather, ("PowerPoint Document", "Pictures"))


def _read_records(content: bytes, gather: Gather):
    """Records are flat but for containers, whose content follows their head: one walk sees them all."""
    at = slides = steps = 0
    label, kind = "幻灯片", "body"
    while at + 8 <= len(content):
        steps += 1
        if not steps & 1023:
            gather.check()
        version, record, size = struct.unpack_from("<HHI", content, at)
        at += 8
        if record == _CRYPTED:
            raise Unreadable(ENCRYPTED)
        if version & 0xF == 0xF:  # a container: go on inside
            if record == _SLIDE:
                slides += 1
                label, kind = f"第 {slides} 张幻灯片", "body"
            elif record == _NOTES:
                label, kind = "演讲者备注", "note"
            elif record == _COMMENT:
                label, kind = "批注", "comment"
            continue
        raw = content[at : at + size]
        if record in (_WIDE, _STRING):
            gather.add(raw.decode("utf-16-le", "replace"), label, kind)
        elif record == _NARROW:
            gather.add(raw.decode("latin-1"), label, kind)
        at += size
