"""Parts of an Office file that nobody sees at once: properties, links, caches, pictures, embedded files, leftovers."""

from audit.screening.readers import picture, strings
from audit.screening.readers.gather import PICTURES, Gather, Unreadable
from audit.screening.readers.markup import walk_xml
from audit.screening.readers.office import Part
from audit.screening.readers.parts import Parts
from audit.screening.readers.web import read_markup

NAMES = {
    "creator": "作者", "lastModifiedBy": "最后修改者", "title": "标题", "subject": "主题", "keywords": "关键词",
    "description": "备注", "category": "类别", "Company": "单位", "Manager": "主管", "created": "创建时间",
    "modified": "修改时间", "lastPrinted": "打印时间", "contentStatus": "状态", "HyperlinkBase": "链接基址",
    "Template": "模板", "initial-creator": "作者", "creation-date": "创建时间", "date": "修改时间", "identifier": "标识",
    "keyword": "关键词", "generator": "制作软件", "printed-by": "打印者", "print-date": "打印时间",
}  # fmt: skip
_DULL = {"Application", "AppVersion", "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged"}
_MARKUP = (".xml", ".rels", ".vml", ".xhtml", ".html", ".htm", ".rdf")


def read_properties(data: bytes, gather: Gather):
    """docProps/*.xml or meta.xml: each value with the name people know it by."""
    path: list[str] = []
    names: list[str] = []
    texts: list[list[str]] = []

    def start(tag: str, attributes: dict[str, str]):
        path.append(tag)
        texts.append([])
        given = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "name"), "")
        names.append(given or (names[-1] if names else ""))
        if given and not given.isascii():
            gather.add(given, "文件属性·自定义", "property", hidden=True)

    def end(tag: str):
        label = names.pop() or next((NAMES[name] for name in reversed(path) if name in NAMES), tag)
        text = "".join(texts.pop())
        path.pop()
        if tag not in _DULL:
            gather.add(text, f"文件属性·{label}", "property", hidden=True)

    walk_xml(data, gather, start, end, lambda text: texts[-1].append(text) if texts else None)


def read_rest(parts: Parts, gather: Gather, labels: dict[str, str]):
    """Every part not read yet. `labels`: beginning of a part's name -> what people call it."""
    pictures = 0
    for name in parts.matching(r".*"):
        data = parts.take(name)
        lower = name.lower()
        label = next((text for start, text in labels.items() if lower.startswith(start)), "附加数据")
        if not data:
            continue
        if (lower.startswith("docprops/") and lower.endswith(".xml")) or lower == "meta.xml":
            read_properties(data, gather)
        elif lower.endswith(_MARKUP):
            read_part(data, gather, label)
        elif "vbaproject" in lower:
            gather.note("文件里有宏程序。请另存为不带宏的格式。")
            strings.sweep(data, gather, "宏程序")
        elif "/media/" in lower or lower.startswith(("pictures/", "thumbnails/")) or "thumbnail" in lower:
            thumbnail = "thumbnail" in lower
            pictures += _picture(data, gather, "缩略图" if thumbnail else "图片", name)
            if thumbnail:
                gather.note("文件里带有一张缩略图（首页的小图），遮盖正文后它可能还留着原样。")
        elif "embeddings/" in lower or "afchunk" in lower or "objects/" in lower or lower.startswith("object"):
            gather.embedded("嵌入的文件", name, data, hidden=True)
        else:
            strings.sweep(data, gather, label)
    if pictures:
        gather.eyes(f"文件里有 {pictures} 张图片，{PICTURES}")


def read_part(data: bytes, gather: Gather, label: str):
    """An XML part; one that is no proper XML (old VML) is read like a web page."""
    try:
        Part(gather, label, "hidden").read(data)
    except Unreadable:
        if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
            raise
        read_markup(data.decode("utf-8", "replace"), gather, label)


def _picture(data: bytes, gather: Gather, label: str, name: str) -> bool:
    """Whether it is big enough to show words."""
    return picture.read_metadata(data, gather, f"{label} {name.rpartition('/')[2]}")
