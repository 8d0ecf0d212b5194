""".pptx: slides with their notes and comments, hidden slides too, then everything else the package holds."""

import re

from audit.screening.readers.gather import Gather
from audit.screening.readers.office import Part
from audit.screening.readers.parts import Parts, number_in
from audit.screening.readers.rest import read_rest

_LABELS = [
    (r"ppt/slides/[^/]*\.xml", "幻灯片", "body"),
    (r"ppt/notesslides/[^/]*\.xml", "演讲者备注", "note"),
    (r"ppt/comments/[^/]*\.xml", "批注", "comment"),
    (r"ppt/slidelayouts/[^/]*\.xml", "版式", "hidden"),
    (r"ppt/(?:slidemasters|notesmasters|handoutmasters)/[^/]*\.xml", "母版", "hidden"),
]
_REST = {
    "ppt/commentauthors": "批注作者", "ppt/authors": "批注作者", "ppt/charts/": "图表", "ppt/diagrams/": "图示",
    "ppt/slides/_rels/": "链接", "customxml/": "自定义数据", "_rels/": "链接",
}  # fmt: skip
_HIDDEN = re.compile(rb"<(?:\w+:)?sld\b[^>]*\bshow=[\"'](?:0|false)[\"']")


def read_pptx(name: str, data: bytes, gather: Gather):
    parts = Parts(data, gather)
    for pattern, label, kind in _LABELS:
        for part in parts.matching(pattern):
            text = parts.take(part)
            number = number_in(part)
            if kind == "body" and _HIDDEN.search(text[:4000]):
                gather.note(f"第 {number} 张幻灯片是隐藏的。")
                kind = "hidden"
            Part(gather, f"{label} {number}".strip(), kind).read(text)
    read_rest(parts, gather, _REST)
