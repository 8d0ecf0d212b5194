""".docx: body, headers, notes, comments, then everything else the package holds."""

from audit.screening.readers.gather import Gather
from audit.screening.readers.markup import local, walk_xml
from audit.screening.readers.office import Part
from audit.screening.readers.parts import Parts, number_in
from audit.screening.readers.rest import read_rest

_LABELS = [
    (r"word/document\d*\.xml", "正文", "body"),
    (r"word/header\d*\.xml", "页眉", "header_footer"),
    (r"word/footer\d*\.xml", "页脚", "header_footer"),
    (r"word/footnotes\.xml", "脚注", "note"),
    (r"word/endnotes\.xml", "尾注", "note"),
    (r"word/comments\.xml", "批注", "comment"),
    (r"word/glossary/document\.xml", "构建基块", "hidden"),
]
_REST = {
    "word/_rels/": "链接", "word/settings": "文档设置", "word/comments": "批注", "word/people": "批注作者",
    "word/charts/": "图表", "word/diagrams/": "图示", "customxml/": "自定义数据", "word/styles": "样式", "_rels/": "链接",
}  # fmt: skip


def read_docx(name: str, data: bytes, gather: Gather):
    parts = Parts(data, gather)
    hidden = _hidden_styles(parts, gather)
    revised = False
    for pattern, label, kind in _LABELS:
        for part in parts.matching(pattern):
            numbered = f"{label} {number_in(part)}".strip() if kind == "header_footer" else label
            reader = Part(gather, numbered, kind, hidden)
            reader.read(parts.take(part))
            revised = revised or reader.revised
    if revised:
        gather.note("文件里有修订痕迹，删掉的文字还在。请接受全部修订后再保存。")
    if any(passage.kind == "comment" for passage in gather.reading.passages):
        gather.note("文件里有批注。")
    read_rest(parts, gather, _REST)


def _hidden_styles(parts: Parts, gather: Gather) -> set[str]:
    """Styles that hide their text (not those that inherit it: rare, and the text comes out all the same)."""
    found: set[str] = set()
    style = ""

    def start(tag: str, attributes: dict[str, str]):
        nonlocal style
        if tag == "style":
            style = local(attributes, "styleId")
        elif tag == "vanish" and style and local(attributes, "val", "1") not in ("0", "false", "off"):
            found.add(style)

    def end(tag: str):
        nonlocal style
        if tag == "style":
            style = ""

    if parts.has("word/styles.xml"):
        walk_xml(parts.take("word/styles.xml"), gather, start, end, lambda text: None)
        parts.unread["word/styles.xml"] = True
    return found
