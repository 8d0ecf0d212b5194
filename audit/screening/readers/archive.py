""".zip: names and members, each read by its content, all counted together."""

import zipfile

from audit.screening.readers.gather import Gather, Unreadable
from audit.screening.readers.parts import Parts

_SYSTEM = ("__macosx/", ".ds_store", "thumbs.db")


def read_archive(name: str, data: bytes, gather: Gather):
    """Unreadable at the end when any member was: what the others hold has been gathered by then."""
    parts = Parts(data, gather)
    failed: list[str] = []
    for entry in parts.package.archive.infolist():
        shown = name_of(entry)
        gather.add(shown, "压缩包里的文件名", "name")
        if entry.comment:
            gather.add(entry.comment.decode("utf-8", "replace"), f"压缩包里“{shown}”的注释", "comment", hidden=True)
        if entry.is_dir() or any(part in shown.lower() for part in _SYSTEM):
            continue
        gather.member()
        try:
            if entry.flag_bits & 1:
                raise Unreadable("加了密码，无法检查。请去掉密码重新压缩，或解压后逐个上传。")
            content = parts.take(entry.filename)
            if content:
                gather.reader(shown, content, gather.inside(f"压缩包里的“{shown}”"))
        except Unreadable as error:
            failed.append(f"“{shown}”：{error}")
            if gather.spent.unpacked > gather.limits.unpacked or parts.package.budget < 0:
                break
    if failed:
        more = f"（还有 {len(failed) - 3} 个文件也没有读出）" if len(failed) > 3 else ""
        raise Unreadable(f"压缩包里有 {len(failed)} 个文件无法检查。{' '.join(failed[:3])}{more}")


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name as people gave it; Windows in Chinese writes it in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
