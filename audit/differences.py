"""What changed between two editions, or between two saves, said place by place in words a reviewer can check."""

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher

from audit.body_differences import ALIKE, compare_bodies
from audit.change import Change
from audit.word_marks import Segment, mark_words

MAX_CHANGES = 500


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
    if isinstance(value, list | tuple):
        return " ｜ ".join(_as_text(entry) for entry in value)
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
