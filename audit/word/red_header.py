"""What kind of document it is: red header, 文号, title, 落款, 成文日期 and 附件 found among the blocks.

After GB/T 9704-2012 (layout of official documents), loosened to what township offices really type.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from audit.word.blocks import Block
from audit.word.marks import date_line, document_number, find_dates, split_trailing_date

HEAD_BLOCKS = 16
MAX_TITLE_LINES = 4
_ORGAN = re.compile(
    r"[\u4e00-\u9fff（）()、\s]{2,40}(?:政府|委员会|办公室|党委|党政办|工委|纪委|人大|政协|武装部|局|所|厅|部|站|院|校|小学|中学|"
    r"中心|小组|指挥部|大队|中队|支队|公司|合作社|联社|协会|工会|妇联|团委|银行|党支部|党总支|村|社区|专班|组委会)"
)
_SECRECY = re.compile(r"(绝密|机密|秘密)\s*(?:[★☆\*].{0,12})?|内部(?:资料|文件|使用)|(?:注意|严禁)\s*保密")
_HEAD_EXTRA = re.compile(r"(?:份号\s*)?№?\s*[0-9]{3,8}|特\s*急|加\s*急|平\s*急|签\s*发\s*人\s*[:：]?.*|[-—_―\s★☆=]+")
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十百]+[、章节条．.]|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[、．.])"
)
_REMARK = re.compile(r"[（(].*(?:年.*月|通过|修订|修正|批准|发布).*[）)]")
_IMPRINT = re.compile(
    r"(?:主题词|抄\s*送|抄\s*报|分\s*送|主\s*送单位)\s*[:：]|.{2,40}(?:\s+|\d{4}年).*印\s*发\s*$|(?:共印|印数)\s*[:：]?\s*\d+\s*份"
)
_ATTACHED = re.compile(r"附\s*件\s*[:：]\s*(.*)")
_ATTACHED_LINE = re.compile(r"(?:附\s*件\s*)?[0-9０-９]{1,2}\s*[.．、:：]\s*(.+)")
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass
class Marks:
    """What was recognised; `body` holds the remaining blocks in order."""

    title: str = ""
    number: str = ""
    source: str = ""
    issuer: str = ""
    formed_on: date | None = None
    attachments: list[str] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_marks(blocks: list[Block]) -> Marks:
    """Takes header, number and title (and the imprint at the end) off the blocks; the signature stays in the text."""
    marks = Marks()
    blocks = _opened_frames(blocks)
    _note_secrecy(blocks, marks)
    blocks = _without_imprint(blocks, marks)
    head = _head(blocks)
    number_at = next((index for index in head if document_number(blocks[index].line())), None)
    used = _header_lines(blocks, head, number_at, marks)
    marks.body = [block for index, block in enumerate(blocks) if index not in used]
    _read_signature(marks)
    marks.attachments = _named_attachments(marks.body)
    return marks


def _opened_frames(blocks: list[Block]) -> list[Block]:
    """A small table at the very top that only lays out the header becomes plain lines."""
    opened: list[Block] = []
    for index, block in enumerate(blocks):
        cells = [text for row in block.rows for text in row if text]
        layout = block.table and index < 6 and len(cells) <= 6 and any(document_number(text) for text in cells)
        opened += [Block(text, "", align="center") for text in cells] if layout else [block]
    return opened


def _note_secrecy(blocks: list[Block], marks: Marks):
    for block in blocks[:HEAD_BLOCKS]:
        found = _SECRECY.fullmatch(block.line()) if len(block.text) <= 30 else None
        if found:
            marks.notes.append(f"文件标有“{found[0].strip()}”：涉密和内部文件不得公开，请先核实再送审。")


def _without_imprint(blocks: list[Block], marks: Marks) -> list[Block]:
    """Without 版记 (抄送、印发) at the end, which is for the offices and not for residents."""
    end = len(blocks)
    while (
        end
        and not blocks[end - 1].table
        and len(blocks[end - 1].text) <= 200
        and _IMPRINT.match(blocks[end - 1].line())
    ):
        end -= 1
    if end and end == len(blocks) and blocks[-1].table and len(blocks[-1].text) <= 300:
        texts = [text for row in blocks[-1].rows for text in row if text]
        end -= bool(texts) and all(_IMPRINT.match(text) for text in texts)
    if 0 < end < len(blocks):
        marks.notes.append("文末的版记（抄送、印发机关和印发日期）没有放进正文。")
        return blocks[:end]
    return blocks


def _head(blocks: list[Block]) -> list[int]:
    """Indexes of the short leading lines, before the text proper begins."""
    head = []
    for index, block in enumerate(blocks[:HEAD_BLOCKS]):
        line = block.line()
        if block.table or not line:
            break
        known = block.title or document_number(line) or _HEAD_EXTRA.fullmatch(line) or _SECRECY.fullmatch(line)
        if not known:
            if line.endswith(("：", ":")) or len(line) > 80 or (block.label and block.label.kind != "text"):
                break
            if line.endswith(("。", "；", "，", ",")) and block.align != "center":
                break
            if _NUMBERED.match(line) and block.align != "center":
                break
        head.append(index)
    return head


def _header_lines(blocks: list[Block], head: list[int], number_at: int | None, marks: Marks) -> set[int]:
    """Finds source, number and title among the leading lines; the indexes it used up."""
    plain = [index for index in head if _is_plain(blocks[index])]
    used = {index for index in head if _HEAD_EXTRA.fullmatch(blocks[index].line())}
    if number_at is not None:
        marks.number = document_number(blocks[number_at].line())
        used.add(number_at)
    before = [index for index in plain if number_at is None or index < number_at]
    source = _source_lines(blocks, before, number_at is not None)
    after = [index for index in plain if number_at is not None and index > number_at]
    title = _title_lines(blocks, after) if number_at is not None else []
    if number_at is not None and title and not source and before and _looks_like_title(blocks, before, title):
        title = []
    if not title:
        title = _title_lines(blocks, [index for index in before if index not in source])
    elif not source and number_at is not None:
        source = before
    marks.source = _joined([blocks[index].line() for index in source])
    marks.title = _joined([blocks[index].line() for index in title])
    return used | set(source) | set(title)


def _is_plain(block: Block) -> bool:
    line = block.line()
    return not (document_number(line) or _HEAD_EXTRA.fullmatch(line) or _SECRECY.fullmatch(line))


def _source_lines(blocks: list[Block], before: list[int], numbered: bool) -> list[int]:
    """发文机关标志: everything up to the line ending in 文件, or organs standing above a number."""
    for index in before:
        if re.fullmatch(r".{2,40}文\s*件", blocks[index].line()):
            return [other for other in before if other <= index]
    if numbered and before and all(_ORGAN.fullmatch(blocks[index].line()) for index in before):
        return before
    return []


def _looks_like_title(blocks: list[Block], before: list[int], after: list[int]) -> bool:
    """Whether the title stood above the number: a title style or 关于… there, or only there centred."""
    above = "".join(blocks[index].line() for index in before)
    below = "".join(blocks[index].line() for index in after)
    if "关于" in above and "关于" not in below:
        return True
    styled = any(blocks[index].title for index in before) and not any(blocks[index].title for index in after)
    centred = blocks[before[-1]].align == "center" and blocks[after[0]].align != "center"
    return styled or centred


def _title_lines(blocks: list[Block], candidates: list[int]) -> list[int]:
    """The lines of the title: styled ones, else centred ones, else a first heading, else a first short line."""
    for chosen in (lambda block: block.title, lambda block: block.align == "center"):
        start = next((index for index in candidates if chosen(blocks[index])), None)
        if start is None:
            continue
        lines = []
        for index in range(start, start + MAX_TITLE_LINES):
            if index not in candidates or not chosen(blocks[index]) or _is_remark(blocks[index]):
                break
            lines.append(index)
        if lines:
            return lines
    if candidates and len(blocks[candidates[0]].line()) <= 60 and not _is_remark(blocks[candidates[0]]):
        first = blocks[candidates[0]]
        if len(blocks) > 1 and (first.heading or not _NUMBERED.match(first.line())):
            return candidates[: _unfinished_lines(blocks, candidates)]
    return []


def _unfinished_lines(blocks: list[Block], candidates: list[int]) -> int:
    """How many lines one uncentred title takes: it goes on while 关于 has not reached its kind of document."""
    for count in range(1, min(MAX_TITLE_LINES, len(candidates)) + 1):
        line = "".join(blocks[index].line() for index in candidates[:count])
        if "关于" not in line or re.search(
            r"(?:通知|通告|公告|通报|报告|请示|批复|意见|决定|决议|函|纪要|方案|办法|规定|细则|计划|总结|公示|议案|令)(?:[（(].*[）)])?$",
            line,
        ):
            return count
    return 1


def _is_remark(block: Block) -> bool:
    return bool(date_line(block.line()) or _REMARK.fullmatch(block.line()))


def _joined(lines: list[str]) -> str:
    """Lines of one title as one: no space between Chinese signs, one between others; spaced-out signs closed up."""
    text = ""
    for line in lines:
        line = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", line)
        glue = "" if not text or _CHINESE.match(line) or _CHINESE.match(text[-1]) else " "
        text += glue + line
    return text


def _read_signature(marks: Marks):
    """落款 and 成文日期: the first date line with an organ above it, else the last date line of the text."""
    found: list[tuple[int, str, date]] = []
    for index, block in enumerate(marks.body):
        line = block.line()
        if block.table or len(line) > 80:
            continue
        before, day = split_trailing_date(line)
        alone = date_line(line)
        if alone:
            found.append((index, "", alone))
        elif day and _ORGAN.fullmatch(before):
            found.append((index, before, day))
    for index, before, day in found:
        organs = [before] if before else _organs_above(marks.body, index)
        if organs:
            marks.issuer, marks.formed_on = " ".join(_joined([organ]) for organ in organs), day
            return
    if found:
        marks.formed_on = found[-1][2]
        return
    top = [day for block in marks.body[:3] if _is_remark(block) for day in find_dates(block.line())]
    marks.formed_on = top[-1] if top else None


def _organs_above(blocks: list[Block], index: int) -> list[str]:
    organs: list[str] = []
    for block in reversed(blocks[max(0, index - 6) : index]):
        line = block.line()
        if block.table or not _ORGAN.fullmatch(line) or _NUMBERED.match(line):
            break
        organs.insert(0, line)
    return organs


def _named_attachments(blocks: list[Block]) -> list[str]:
    """What `附件：1.…  2.…` lists, as names without numbers."""
    names: list[str] = []
    for index, block in enumerate(blocks):
        match = _ATTACHED.match(block.line()) if not block.table else None
        if not match:
            continue
        lines = re.split(r"\s+(?=[0-9０-９]{1,2}\s*[.．、])", match[1])
        for later in blocks[index + 1 : index + 31]:
            if later.table or not (_ATTACHED_LINE.fullmatch(later.line()) or later.label) or len(later.text) > 80:
                break
            lines.append(later.line())
        for line in lines:
            numbered = _ATTACHED_LINE.fullmatch(line.strip())
            name = (numbered[1] if numbered else line).strip(" 。；;")
            if name and not date_line(name):
                names.append(name)
        break
    return names
