"""What changed between two stored bodies: blocks lined up, moved ones recognised, the rest compared in words."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from audit.change import Change
from audit.text_blocks import TextBlock, text_blocks
from audit.word_marks import Segment, mark_words, meetings

MAX_PAIRS = 40_000  # comparisons of unlike blocks; beyond, they are told as removed and added
ALIKE = 0.5  # from here two blocks count as one that was changed
MAX_EFFORT = 8_000_000  # signs x signs compared word by word; later blocks are marked whole
MAX_MEETINGS = 100_000  # equal blocks; beyond, those that recur all the time do not line the texts up


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
    told += [
        (a.at - 0.5, Change(a.block.label, "removed", [Segment(a.block.told(first=len(a.block.first) > 20), True)]))
        for a in gone
    ]
    told += [
        (b.index, Change(b.block.label, "added", [], [Segment(b.block.told(first=len(b.block.first) > 20), True)]))
        for b in come
    ]
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
    first = old.first != new.first  # the place names it already
    was, now = old.told(first=first), new.told(first=first)
    if was == now:
        was, now = old.text, new.text
    if in_words or was == now:
        before, after = mark_words(was, now)
    else:
        before, after = [Segment(was, True)], [Segment(now, True)]
    return [Change(new.label, "changed", before, after, note)]
