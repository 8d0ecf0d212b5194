"""Fixed phrases that are written in one way only; the list comes with its sources from outside."""

from collections.abc import Iterator

from ..passages import SOFT
from .view import Hit, Kind, View


def hits(view: View) -> Iterator[Hit]:
    for phrase in view.context.phrases:
        wrong, right = "".join(phrase.wrong.split()), "".join(phrase.right.split())
        if not wrong or wrong == right or wrong not in view.said:
            continue
        source = f"（{phrase.source}）" if phrase.source else ""
        kind = Kind("fixed_phrase", SOFT, f"“{phrase.wrong}”应写作“{phrase.right}”{source}。请改正，或者核对原文。")
        for index, text in enumerate(view.compact):
            if wrong in text and wrong in (text.replace(right, "\n") if wrong in right else text):
                yield Hit(kind, phrase.wrong, (index,))
