"""Marks of secrecy, and the township's own list of words."""

import re
from collections.abc import Iterator

from ..passages import HARD, SOFT
from .view import Hit, Kind, View

CLASSIFIED = Kind(
    "classified", HARD, "有国家秘密标志。不能公开，也不能说明理由放行：请马上停手、不要转发，报告保密办，由他们处理。"
)
INTERNAL = Kind("internal_mark", HARD, "标着内部资料或工作秘密。没有解除之前不能公开，请先问制发单位和保密办。")
MENTIONED = Kind("internal_mentioned", SOFT, "写着内部资料、不得外传一类的话。请核对这份材料能不能公开。")

_S = r"[ \t\n\u3000]{0,4}"
_LEVEL = rf"(?<!工作)(?<!商业)(?:绝{_S}密|机{_S}密|秘{_S}密)"
_N = r"(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4})"
_TERM = rf"(?:长{_S}期|{_N}{_S}(?:年|个{_S}月|月|天|日)|解密前|启用前|至{_S}[0-9]{{4}}|[0-9]{{4}}年)"
_MARK = re.compile(
    rf"{_LEVEL}(?:级|件)?{_S}[】\])）]?{_S}[★☆✩✭✪⭐✰⋆*＊]{_S}(?:{_TERM})?|{_LEVEL}{_S}[:：/·(（]?{_S}{_TERM}(?=[\s）)】〕]*(?:$|\x1e|\n))"
    rf"|[★☆⭐]{_S}{_LEVEL}(?![\u4e00-\u9fff])"
)
_DEGREE = re.compile(
    rf"(?:密{_S}级|秘密等级|保密等级|涉密等级|定密){_S}[:：]?{_S}[【\[（(〔]?{_S}{_LEVEL}(?!{_S}(?:[、/或,，]|级?[□○☐]))(?![\u4e00-\u9fff]{{2}})"
)
_ALONE = re.compile(r"[【\[（(〔]?(?:绝密|机密|秘密)(?:级|件|文件)?[】\]）)〕]?")
_FIRST_PASSAGES = 12
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|使用|刊物|参考|掌握|情况)[，,、·★☆]?(?:注意保[存密]|妥善保[管存]|请勿外传|不得外传|严禁外传|不得公开|不得翻印|禁止外传|请勿外泄|严禁复制)"
    r"|(?:仅供|限)内部(?:使用|参考|传阅|掌握)|工作秘密[★☆*]|商密[★☆*]|内部[★☆]|敏感信息[，,]?(?:不得|请勿)(?:公开|外传)|(?:阅后|用后)(?:即焚|收回|销毁)"
    r"|(?:此件|本件|该件)(?:不予公开|不公开|不宜公开|依申请公开)"
)
_MARKS_ALONE = re.compile(
    r"[【\[（(〔]?(?:内部(?:资料|文件|材料|使用|刊物|参考)|工作秘密(?:[★☆*].{0,6})?|内部|不宜公开|不予公开|(?:不得|请勿|严禁|禁止)(?:对外)?(?:公开|外传|外泄|转发))[】\]）)〕!！。]?"
)
_LIKE_A_MARK = 24  # signs: a longer line only mentions it


def hits(view: View) -> Iterator[Hit]:
    for pattern in (_MARK, _DEGREE):
        for match in pattern.finditer(view.stream.text):
            if view.stream.free(*match.span()):
                yield view.take(CLASSIFIED, "有密级标志", *match.span())
    yield from _standing_alone(view)
    yield from _internal(view)
    yield from _listed_words(view)


def _standing_alone(view: View) -> Iterator[Hit]:
    """机密 with a line of its own, at the head of a text or in its header or footer."""
    paragraphs = 0
    for index, (passage, text) in enumerate(zip(view.passages, view.compact, strict=True)):
        paragraphs += not passage.column and bool(text)
        near_top = passage.row <= 3 if passage.column else paragraphs <= _FIRST_PASSAGES
        if not near_top and passage.kind in ("body", "cell"):
            continue
        for line in view.stream.texts[index].split("\n")[:_FIRST_PASSAGES] if len(text) > 6 else [text]:
            if _ALONE.fullmatch(re.sub(r"\s", "", line)) and view.stream.free(
                view.stream.starts[index], view.stream.starts[index] + 1
            ):
                yield view.take(CLASSIFIED, "有密级标志", view.stream.starts[index], view.stream.starts[index] + 1)
                break


def _internal(view: View) -> Iterator[Hit]:
    for index, text in enumerate(view.compact):
        if (
            "内部" not in text
            and "秘密" not in text
            and "公开" not in text
            and "外" not in text
            and "后" not in text
            and "商密" not in text
        ):
            continue
        match = _INTERNAL.search(text)
        if match and (len(text) <= _LIKE_A_MARK or text.startswith(match[0])):
            yield Hit(INTERNAL, match[0], (index,))
        elif match and match[0].startswith(("内部", "仅供", "限内部")):
            yield Hit(MENTIONED, match[0], (index,))
        elif _MARKS_ALONE.fullmatch(text) and not view.passages[index].column:
            yield Hit(INTERNAL, text, (index,))


def _listed_words(view: View) -> Iterator[Hit]:
    said = view.said.casefold()
    for word, why in view.context.words.items():
        wanted = "".join(word.split()).casefold()
        if wanted not in said:
            continue
        severity = HARD if word in view.context.hard_words else SOFT
        kind = Kind("listed_word", severity, f"有词表里的词“{word}”。{why or '请核对能不能公开。'}")
        for index, text in enumerate(view.compact):
            if wanted and wanted in text.casefold():
                yield Hit(kind, word[:1] + "*" * (len(word) - 1), (index,))
