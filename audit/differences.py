"""What changed between two editions, or between two saves, said place by place in words a reviewer can check.

For a template: `{% include "parts/diff.html" with title=change.place note=change.note old=change.old_html new=change.new_html %}`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from audit.text_blocks import TextBlock, text_blocks
from audit.word_marks import Segment, mark_words, meetings

MAX_PAIRS = 40_000  # comparisons of unlike blocks; beyond, they are told as removed and added
ALIKE = 0.5  # from here two blocks count as one that was changed
MAX_EFFORT = 8_000_000  # signs x signs compared word by word; later blocks are marked whole
MAX_MEETINGS = 100_000  # equal blocks; beyond, those that recur all the time do not line the texts up
MAX_CHANGES = 500
WORDS = {"changed": "改动", "added": "新加", "removed": "删去", "moved": "移动"}


@dataclass(frozen=True)
class Change:
    """One difference. `old` and `new` are segments (text, marked); the missing side is an empty list."""

    place: str  # 标题, 正文第 3 段, 正文表格·烂泥坳村, 附件：名单.xlsx, 落款日期
    kind: str  # changed, added, removed, moved
    old: list[Segment] = field(default_factory=list)
    new: list[Segment] = field(default_factory=list)
    note: str = ""  # 移到别处, 换了文件, 改了文件名 …

    @property
    def word(self) -> str:
        """The kind in Chinese."""
        return WORDS[self.kind]

    @property
    def old_html(self) -> SafeString:
        """The old side, what went away in `<del>`."""
        return _marked_html(self.old, "del")

    @property
    def new_html(self) -> SafeString:
        """The new side, what is new in `<ins>`."""
        return _marked_html(self.new, "ins")


def _marked_html(segments: list[Segment], tag: str) -> SafeString:
    open_tag, close_tag = SafeString(f"<{tag}>"), SafeString(f"</{tag}>")
    return format_html_join(
        "", "{}{}{}", ((open_tag if marked else "", text, close_tag if marked else "") for text, marked in segments)
    )


def compare(old: Mapping | None, new: Mapping) -> list[Change]:
    """The changes from one edition's content to another's, in the order of the page; [] without an old one.

    Both are {"title", "summary", "body" (stored HTML), "facts" and "meta" (label -> text, list or None),
    "attachments" (list of {"name", "sha256", "size" in bytes})}; missing parts count as empty.
    """
    if old is None:
        return []
    changes = _value_changes("标题", old.get("title"), new.get("title"))
    changes += _value_changes("摘要", old.get("summary"), new.get("summary"))
    for part in ("facts", "meta"):
        changes += _mapping_changes(old.get(part) or {}, new.get(part) or {})
    changes += compare_bodies(old.get("body") or "", new.get("body") or "")
    changes += compare_attachments(old.get("attachments") or [], new.get("attachments") or [])
    return _bounded(changes)


def compare_fields(old: Mapping, new: Mapping, labels: Mapping[str, str], bodies: tuple = ("body",)) -> list[Change]:
    """The changes between two saves, for the fields named in `labels` (name -> Chinese label); `bodies` hold HTML."""
    changes: list[Change] = []
    for name, label in labels.items():
        if name in bodies:
            changes += compare_bodies(str(old.get(name) or ""), str(new.get(name) or ""))
        else:
            changes += _value_changes(label, old.get(name), new.get(name))
    return _bounded(changes)


def _bounded(changes: list[Change]) -> list[Change]:
    if len(changes) <= MAX_CHANGES:
        return changes
    rest = len(changes) - MAX_CHANGES
    return [*changes[:MAX_CHANGES], Change("其余", "changed", note=f"还有 {rest} 处改动没有列出，请对照全文。")]


def _mapping_changes(old: Mapping, new: Mapping) -> list[Change]:
    changes: list[Change] = []
    for label in [*new, *(label for label in old if label not in new)]:
        changes += _value_changes(str(label), old.get(label), new.get(label))
    return changes


def _value_changes(place: str, old, new) -> list[Change]:
    if isinstance(old, list | tuple | set) or isinstance(new, list | tuple | set):
        return _list_changes(place, _entries(old), _entries(new))
    return _text_change(place, _as_text(old), _as_text(new))


def _entries(value) -> list[str]:
    values = value if isinstance(value, list | tuple | set) else [value]
    return [text for text in (_as_text(entry) for entry in values) if text]


def _as_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{_as_text(entry)}" for key, entry in value.items())
    return str(value).strip()


def _text_change(place: str, old: str, new: str, note: str = "") -> list[Change]:
    if old == new:
        return []
    if not old:
        return [Change(place, "added", [], [Segment(new, True)], note)]
    if not new:
        return [Change(place, "removed", [Segment(old, True)], [], note)]
    before, after = mark_words(old, new)
    return [Change(place, "changed", before, after, note)]


def _list_changes(place: str, old: list[str], new: list[str]) -> list[Change]:
    gone, come = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    changes: list[Change] = []
    for entry in gone[:]:
        twin = max(come, key=lambda other: SequenceMatcher(None, entry, other).quick_ratio(), default=None)
        if twin is not None and len(gone) * len(come) <= 2500 and SequenceMatcher(None, entry, twin).ratio() >= ALIKE:
            changes += _text_change(place, entry, twin)
            gone.remove(entry)
            come.remove(twin)
    changes += [Change(place, "removed", [Segment(entry, True)]) for entry in gone]
    changes += [Change(place, "added", [], [Segment(entry, True)]) for entry in come]
    if not changes and old != new:
        changes.append(
            Change(place, "moved", [Segment("、".join(old), False)], [Segment("、".join(new), False)], "次序变了")
        )
    return changes


def compare_bodies(old: str, new: str) -> list[Change]:
    """The changes between two stored bodies, block by block; moved blocks are told as moved, pictures by content."""
    if old == new:
        return []
    before, after = text_blocks(old), text_blocks(new)
    gone, come, pairs = _unmatched(before, after)
    moved = _take_moved(gone, come)
    pairs += _alike(gone, come)
    told: list[tuple[float, Change]] = []
    budget = MAX_EFFORT
    for a, b in pairs:
        budget -= len(a.block.text) * len(b.block.text)
        told += [(b.index, change) for change in _block_change(a.block, b.block, in_words=budget > 0)]
    for a, b in moved:
        note = "移到别处，文字没有变" if a.block.shape == b.block.shape else "移到别处，格式也有变化"
        text = Segment(b.block.text, False)
        told.append((b.index, Change(b.block.label, "moved", [Segment(f"原在{a.block.label}", False)], [text], note)))
    told += [(a.at - 0.5, Change(a.block.label, "removed", [Segment(a.block.text, True)])) for a in gone]
    told += [(b.index, Change(b.block.label, "added", [], [Segment(b.block.text, True)])) for b in come]
    changes = [change for _, change in sorted(told, key=lambda pair: pair[0])]
    return changes or [Change("正文", "changed", note="文字没有变，只改了格式（如加粗、合并单元格）。")]


@dataclass(eq=False)
class _Placed:
    """A block without its equal: its index on its own side, and (`at`) where that lies in the new text."""

    block: TextBlock
    index: int
    at: float


def _same(block: TextBlock) -> tuple:
    return block.kind, block.text, block.digests


def _unmatched(before: list[TextBlock], after: list[TextBlock]):
    left, right = [_same(block) for block in before], [_same(block) for block in after]
    matcher = SequenceMatcher(None, left, right, autojunk=meetings(left, right) > MAX_MEETINGS)
    gone: list[_Placed] = []
    come: list[_Placed] = []
    pairs: list[tuple[_Placed, _Placed]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for offset in range(b - a):
                old, new = before[a + offset], after[c + offset]
                if old.shape != new.shape:
                    pairs.append((_Placed(old, a + offset, c + offset), _Placed(new, c + offset, c + offset)))
        else:
            gone += [_Placed(before[index], index, c) for index in range(a, b)]
            come += [_Placed(after[index], index, index) for index in range(c, d)]
    return gone, come, pairs


def _take_moved(gone: list[_Placed], come: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Blocks that only stand elsewhere now, taken out of both lists."""
    waiting: dict[tuple, list[_Placed]] = {}
    for placed in come:
        waiting.setdefault(_same(placed.block), []).append(placed)
    moved = []
    for placed in gone[:]:
        if twins := waiting.get(_same(placed.block)):
            twin = twins.pop(0)
            moved.append((placed, twin))
    taken = {id(placed) for pair in moved for placed in pair}
    gone[:] = [placed for placed in gone if id(placed) not in taken]
    come[:] = [placed for placed in come if id(placed) not in taken]
    return moved


def _alike(gone: list[_Placed], come: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Pairs of blocks that are one block before and after, best first; taken out of both lists."""
    if len(gone) * len(come) > MAX_PAIRS:
        return _same_row(gone, come)
    scored = []
    for a, placed in enumerate(gone):
        counted = Counter(placed.block.text)
        for b, other in enumerate(come):
            score = _likeness(placed.block, other.block, counted)
            if score >= ALIKE:
                scored.append((-score, abs(placed.at - other.at), a, b))
    return _taken(gone, come, [(a, b) for _, _, a, b in sorted(scored)])


def _same_row(gone: list[_Placed], come: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """For very many: table rows that begin with the same cell."""
    named = {other.block.first: b for b, other in enumerate(come) if other.block.kind == "row"}
    chosen = [
        (a, named[placed.block.first])
        for a, placed in enumerate(gone)
        if placed.block.kind == "row" and placed.block.first in named
    ]
    return _taken(gone, come, chosen)


def _taken(gone: list, come: list, chosen: list[tuple[int, int]]) -> list:
    pairs, used_a, used_b = [], set(), set()
    for a, b in chosen:
        if a not in used_a and b not in used_b:
            used_a.add(a)
            used_b.add(b)
            pairs.append((gone[a], come[b]))
    gone[:] = [placed for index, placed in enumerate(gone) if index not in used_a]
    come[:] = [placed for index, placed in enumerate(come) if index not in used_b]
    return pairs


def _likeness(old: TextBlock, new: TextBlock, counted: Counter) -> float:
    """0 to 1: signs in common; the first cell decides between table rows."""
    if (old.kind == "row") != (new.kind == "row"):
        return 0.0
    if old.kind == "row" and old.first and old.first == new.first:
        return 1.0
    shared = sum((counted & Counter(new.text)).values())
    return 2 * shared / (len(old.text) + len(new.text))


def _block_change(old: TextBlock, new: TextBlock, in_words: bool) -> list[Change]:
    note = ""
    if old.digests != new.digests:
        note = "换了图片"
    elif old.text == new.text:
        note = "文字没有变，格式变了"
    if in_words or old.text == new.text:
        before, after = mark_words(old.text, new.text)
    else:
        before, after = [Segment(old.text, True)], [Segment(new.text, True)]
    return [Change(new.label, "changed", before, after, note)]


def compare_attachments(old: list[Mapping], new: list[Mapping]) -> list[Change]:
    """Attachments by content: added, removed, replaced under the same name, or renamed."""
    gone, come = list(old), list(new)
    _take_pairs(gone, come, ("sha256", "name"))
    replaced = _take_pairs(gone, come, ("name",))
    renamed = _take_pairs(gone, come, ("sha256",))
    changes = [_attachment_change(before, after, renamed=False) for before, after in replaced]
    changes += [_attachment_change(before, after, renamed=True) for before, after in renamed]
    changes += [Change(f"附件：{entry['name']}", "added", [], [Segment(_file(entry), True)]) for entry in come]
    return changes + [Change(f"附件：{entry['name']}", "removed", [Segment(_file(entry), True)]) for entry in gone]


def _take_pairs(gone: list[Mapping], come: list[Mapping], keys: tuple) -> list[tuple[Mapping, Mapping]]:
    """Pairs that agree in `keys`, taken out of both lists."""
    pairs = []
    for entry in gone[:]:
        twin = next((other for other in come if all(other.get(key) == entry.get(key) for key in keys)), None)
        if twin is not None:
            gone.remove(entry)
            come.remove(twin)
            pairs.append((entry, twin))
    return pairs


def _attachment_change(old: Mapping, new: Mapping, renamed: bool) -> Change:
    place = f"附件：{new['name']}"
    if renamed:
        before, after = mark_words(str(old["name"]), str(new["name"]))
        return Change(place, "changed", before, after, "改了文件名，内容没有变")
    return Change(
        place, "changed", [Segment(_file(old), True)], [Segment(_file(new), True)], "换了文件，请打开新文件核对"
    )


def _file(entry: Mapping) -> str:
    size = int(entry.get("size") or 0)
    written = (
        f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{size / 1024:.1f} KB" if size >= 1024 else f"{size} 字节"
    )
    return f"{entry['name']}（{written}）"
