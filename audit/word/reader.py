"""From bytes to a draft: the one way in."""

import re
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from xml.etree.ElementTree import Element

from audit.characters import one_line
from audit.rich_text import clean_html, has_text, image_digests
from audit.word.blocks import Block, written
from audit.word.body import Body
from audit.word.draft import Properties, WordDraft, WordError
from audit.word.kinds import kind_of
from audit.word.legacy import read_legacy
from audit.word.numbering import read_numbering
from audit.word.package import BROKEN, MAX_FILE, Package
from audit.word.pictures import Pictures, dropped_sentences
from audit.word.red_header import read_marks
from audit.word.styles import read_styles

MAX_TITLE = 200
EMPTY = "这个文件里没有读到文字。如果是扫描件，请把它作为附件上传，正文另写。"
MACROS = "这是带宏的 Word 文件，为了安全不能上传。请用 Word 或 WPS 打开后另存为普通的 .docx（不带宏），再上传。"
_SEEN = {
    "revisions": "有 {} 处修订未接受，已按“接受全部修订”读取，请核对。",
    "hidden": "有 {} 处隐藏文字没有带入。",
    "boxes": "有 {} 个文本框，文字已并入正文，请核对位置。",
    "notes": "有 {} 条脚注或尾注，已放到正文末尾。",
    "comments": "有 {} 条批注没有带入。",
    "contents": "目录没有带入，网页上不需要页码。",
    "nested tables": "有 {} 个表格套在另一个表格里，已改为文字，请核对。",
    "formulas": "有 {} 个公式只带入了文字，请核对。",
    "charts": "有 {} 个图表或图形没有带入，请截成图片后插入。",
    "objects": "有 {} 个嵌入的对象（如 Excel 表格）没有带入，请作为附件上传。",
    "symbols": "有 {} 个特殊符号没有带入，请核对。",
    "headings": "正文按“一、”“（一）”识别出 {} 个小标题，请核对。",
}


def read_word(name: str, data: bytes, *, limit: int = MAX_FILE) -> WordDraft:
    """Reads a .docx (or the text of a .doc) of at most `limit` bytes.

    Returns a draft whose `body_html` is clean; `notes` are Chinese sentences for the person who checks it.
    Raises WordError, whose `sentence` says in Chinese what is wrong and what to do. Never any other error.
    """
    kind = kind_of(name, data, limit)
    try:
        draft = _from_legacy(data) if kind == "doc" else _from_docx(data)
    except RecursionError as error:
        raise WordError(BROKEN) from error
    if not has_text(draft.body_html) and not draft.title:
        raise WordError(EMPTY)
    if not draft.title:
        draft.title = re.sub(r"\.docx?$", "", one_line(name.replace("\\", "/").rpartition("/")[2]), flags=re.I)
        draft.notes.insert(0, "没有认出标题，暂用文件名，请修改。")
    if len(draft.title) > MAX_TITLE:
        draft.title = draft.title[:MAX_TITLE]
        draft.notes.insert(0, f"标题超过 {MAX_TITLE} 字，已截断，请修改。")
    return draft


def _from_docx(data: bytes) -> WordDraft:
    package = Package(data)
    if any(name.lower().endswith("vbaproject.bin") for name in package.entries):
        raise WordError(MACROS)
    main = package.main_part()
    if b"macroEnabled" in package.read("[Content_Types].xml") if package.has("[Content_Types].xml") else False:
        raise WordError(MACROS)
    relations = package.relations(main)
    parts = {kind: target for kind, target, external in relations.values() if not external}
    pictures = Pictures(package)
    body = Body(
        relations,
        read_styles(package.xml(parts.get("styles", ""))),
        read_numbering(package.xml(parts.get("numbering", ""))),
        pictures,
    )
    root = package.xml(main)
    text = root.find("w_body")
    blocks = body.blocks(text) if text is not None else []
    notes = _notes_html(package, parts, body)
    body.seen["comments"] = len(package.xml(parts.get("comments", "")))
    draft = _draft(blocks, notes, body.seen, dropped_sentences(pictures.dropped))
    shown = set(image_digests(draft.body_html))
    draft.pictures = [picture for picture in pictures.kept.values() if picture.sha256 in shown]
    draft.notes += _running_texts(package, relations)
    draft.properties = _properties(package)
    return draft


def _from_legacy(data: bytes) -> WordDraft:
    blocks, seen, properties = read_legacy(data)
    draft = _draft(
        blocks, "", seen, ["旧版 .doc 只带入了文字和表格；图片、自动编号和合并的单元格请核对，或另存为 .docx 再导入。"]
    )
    draft.properties = properties
    return draft


def _draft(blocks: list[Block], notes: str, seen: Counter[str], dropped: list[str]) -> WordDraft:
    marks = read_marks(blocks)
    seen["headings"] = _promote_headings(marks.body)
    sentences = [sentence.format(seen[key]) for key, sentence in _SEEN.items() if seen[key] > 0]
    if marks.attachments:
        sentences.append(f"正文提到 {len(marks.attachments)} 个附件，请逐个上传：{'、'.join(marks.attachments)}。")
    return WordDraft(
        title=one_line(marks.title),
        body_html=clean_html(written(marks.body) + notes),
        document_number=marks.number,
        issuer=one_line(marks.issuer),
        formed_on=marks.formed_on,
        source_title=one_line(marks.source),
        named_attachments=[one_line(name) for name in marks.attachments],
        notes=marks.notes + sentences + dropped,
    )


_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；;！？]{1,40}[^。；;，,：:、！？]")
_SECOND = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；;！？]{1,40}[^。；;，,：:、！？]")


def _promote_headings(blocks: list[Block]) -> int:
    """Gives 一、… and （一）… standing alone above text their level where the file uses no heading styles; how many."""
    if any(block.heading for block in blocks):
        return 0
    count = 0
    for rule, level in ((_FIRST, 1), (_SECOND, 2)):
        for block, following in pairwise(blocks):
            heads_text = not rule.fullmatch(following.line()) and not following.boxed
            if not block.table and block.align != "right" and rule.fullmatch(block.line()) and heads_text:
                block.heading = level
                block.html = re.sub(r"</?strong>", "", block.html)
                count += 1
    return count


def _notes_html(package: Package, parts: dict[str, str], body: Body) -> str:
    """Footnotes and endnotes as numbered paragraphs, in the order the text refers to them."""
    texts = {}
    for kind in ("footnote", "endnote"):
        for element in package.xml(parts.get(f"{kind}s", "")):
            texts[kind, element.get("w_id", "")] = element
    html = ""
    for number, reference in enumerate(list(body.footnotes)[:500], 1):
        if reference in texts:
            inner = "<br>".join(block.html for block in body.blocks(texts[reference]))
            html += f"<p>[{number}] {inner}</p>"
            body.seen["notes"] += 1
    return html


def _running_texts(package: Package, relations: dict[str, tuple[str, str, bool]]) -> list[str]:
    """A note of what page headers and footers say, which the page does not show; page numbers do not count."""
    texts = []
    for kind, target, external in relations.values():
        if kind in ("header", "footer") and not external and package.has(target):
            text = one_line(" ".join(part.text or "" for part in package.xml(target).iter("w_t")))
            if re.search(r"[\u4e00-\u9fff]{2}", text.replace("第", "").replace("页", "").replace("共", "")):
                texts.append(text[:60])
    return [f"页眉页脚的文字没有带入：“{'”“'.join(dict.fromkeys(texts))}”。"] if texts else []


def _properties(package: Package) -> Properties:
    root = next(
        (
            package.xml(target)
            for kind, target, external in package.relations("").values()
            if kind == "core-properties" and not external
        ),
        Element("empty"),
    )

    def text(tag: str) -> str:
        return one_line(root.findtext(tag) or "")[:100]

    return Properties(
        text("dc_creator"),
        text("cp_lastModifiedBy"),
        _moment(text("dcterms_created")),
        _moment(text("dcterms_modified")),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
