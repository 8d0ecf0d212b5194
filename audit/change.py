"""One difference, as templates and the ledger's readers take it.

For a template: `{% include "parts/diff.html" with title=change.place note=change.note old=change.old_html
new=change.new_html %}`.
"""

from dataclasses import dataclass, field

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from audit.word_marks import Segment

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
