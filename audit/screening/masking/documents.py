"""Masking a .docx: a new package of body, headers, footers, notes and pictures; everything else stays behind."""

import io
import posixpath
import re
import zipfile
from collections import Counter

from PIL import Image

from audit.screening.masking.markup import Cleaner
from audit.screening.masking.orders import MaskError
from audit.screening.masking.plan import Plan, personal_in
from audit.screening.masking.tree import BROKEN, HOSTILE, Node, parse, written
from audit.word.draft import WordError
from audit.word.package import TOO_BIG_INSIDE, Package

_KEPT = "styles numbering header footer footnotes endnotes theme image".split()
_TYPES = {
    "document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_PICTURES = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}
_DROPPED = {
    "comments": "批注", "customXml": "自定义数据", "oleObject": "嵌入的对象", "package": "嵌入的文件", "hyperlink": "链接",
    "attachedTemplate": "模板链接", "vbaProject": "宏程序", "chart": "图表", "glossaryDocument": "构建基块", "aFChunk": "嵌入的文件",
}  # fmt: skip
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MOST_PIXELS = 60_000_000


class Document:
    def __init__(self, data: bytes, plan: Plan):
        self.plan = plan
        self.dropped: Counter[str] = Counter()
        self.lost: list[str] = []
        self.members: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        try:
            self.package = Package(data)
            self.main = self.package.main_part()
        except WordError as error:
            raise MaskError(_sentence(error)) from error

    def masked(self) -> bytes:
        try:
            hidden = self._hidden_styles()
            self._part(self.main, "document", hidden)
            for name in self.package.entries:
                if name not in self.kinds and not name.endswith("/"):
                    self._leave(name)
            return self._packed()
        except WordError as error:
            raise MaskError(_sentence(error)) from error

    def _hidden_styles(self) -> set[str]:
        targets = [target for kind, target, outside in self.package.relations(self.main).values() if kind == "styles"]
        if not targets or not self.package.has(targets[0]):
            return set()
        styles = [node for node in parse(self.package.read(targets[0])).walk() if node.tag == "style"]
        return {style.get("styleId") for style in styles if any(is_vanish(node) for node in style.walk())}

    def _part(self, name: str, kind: str, hidden: set[str]):
        """One part, cleaned and masked, then the parts it needs."""
        self.kinds[name] = kind
        relations = {}
        for key, (type_, target, outside) in self.package.relations(name).items():
            if outside or type_ not in _KEPT or not self.package.has(target):
                self.dropped[_DROPPED.get(type_, "")] += 1
                if outside:
                    self.lost += personal_in(target)
            else:
                relations[key] = (type_, target)
        relations = {key: found for key, found in relations.items() if self._take(*found, hidden)}
        root = parse(self.package.read(name))
        cleaner = Cleaner(self.plan, hidden, set(relations), "正文" if kind == "document" else "")
        cleaner.clean(root)
        self.dropped += cleaner.dropped
        self.lost += [number for text in cleaner.lost for number in personal_in(text)]
        self.members[name] = written(root)
        if relations:
            folder, _, own = name.rpartition("/")
            self.members[posixpath.join(folder, "_rels", f"{own}.rels")] = _relations(
                {key: (type_, posixpath.relpath(target, folder or ".")) for key, (type_, target) in relations.items()}
            )

    def _take(self, kind: str, target: str, hidden: set[str]) -> bool:
        if target in self.kinds:
            return self.kinds[target] == kind
        if kind == "image":
            return self._picture(target)
        self._part(target, kind, hidden)
        return True

    def _picture(self, name: str) -> bool:
        """Written anew, so that place, camera and thumbnail are gone; what cannot be opened stays behind."""
        try:
            with Image.open(io.BytesIO(self.package.read(name))) as picture:
                form = picture.format or ""
                if form not in _PICTURES or picture.width * picture.height > _MOST_PIXELS:
                    raise ValueError(form)
                bare = picture.convert("RGB") if form == "JPEG" else picture.convert("RGBA")
                buffer = io.BytesIO()
                bare.info.clear()
                bare.save(buffer, "JPEG" if form == "JPEG" else "PNG")
        except WordError:
            raise
        except Exception:  # Pillow raises many kinds on broken pictures
            self.dropped["张打不开的图片"] += 1
            return False
        self.kinds[name], self.members[name] = "image", buffer.getvalue()
        return True

    def _leave(self, name: str):
        """What is not carried over: the numbers in it may be nowhere in the new file."""
        if name.endswith((".xml", ".rels", ".vml")) and not name.startswith(("_rels/", "[Content")):
            text = self.package.read(name).decode("utf-8", "ignore")
            self.lost += personal_in(re.sub(r"<[^>]*>", " ", text))
        if name.startswith("docProps/"):
            self.dropped["文件属性"] += 1

    def _packed(self) -> bytes:
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{_TYPES.get(kind) or _PART_TYPE.format(kind)}"/>'
            for name, kind in self.kinds.items()
            if kind != "image"
        )
        pictures = "".join(
            f'<Override PartName="/{name}" ContentType="image/{"jpeg" if data.startswith(bytes.fromhex("ffd8")) else "png"}"/>'
            for name, data in self.members.items()
            if self.kinds.get(name) == "image"
        )
        types = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}{pictures}</Types>'
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", types)
            archive.writestr("_rels/.rels", _relations({"rId1": ("officeDocument", self.main)}))
            for name, data in self.members.items():
                archive.writestr(name, data)
        return buffer.getvalue()


def mask_document(data: bytes, plan: Plan) -> tuple[bytes, list[str], list[str]]:
    """(new .docx, strings that were left behind, changes)."""
    document = Document(data, plan)
    made = document.masked()
    changes = [
        f"去掉{kind}" if not kind.startswith("张") else f"去掉 {n} {kind}"
        for kind, n in document.dropped.items()
        if kind and n
    ]
    return made, document.lost, changes


def is_vanish(node: Node) -> bool:
    return node.tag in ("vanish", "specVanish") and node.get("val", "1") not in ("0", "false", "off", "none")


def _relations(found: dict[str, tuple[str, str]]) -> bytes:
    root = Node("Relationships", {"xmlns": _RELATIONS})
    root.children += [
        Node("Relationship", {"Id": key, "Type": f"{_OFFICE}/{kind}", "Target": target})
        for key, (kind, target) in found.items()
    ]
    return written(root)


def _sentence(error: WordError) -> str:
    if "密码" in error.sentence:
        return "文件加了密码，没有遮盖。请去掉密码保存后再上传。"
    return HOSTILE if error.sentence == TOO_BIG_INSIDE else BROKEN
