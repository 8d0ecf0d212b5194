"""Leaders' names beside a post that the published list gives to somebody else, or not to them."""

import re
from collections.abc import Iterator

from ..passages import SOFT
from .names import SURNAMES
from .view import Hit, Kind, View

_POST_WORDS = "书记|镇长|乡长|主席|主任|委员|部长|所长|站长|院长|校长|队长|局长|秘书|调研员|人大代表|常委"
_POST = rf"(?:[\u4e00-\u9fff]{{0,8}}(?:{_POST_WORDS}))"
_BEFORE = re.compile(rf"((?:{_POST}[、兼和 ]?){{1,3}})(?:同志)?[:： ]*$")
_AFTER = re.compile(rf"[ ]*((?:{_POST}[、兼和]?){{1,2}}?)(?![\u4e00-\u9fff]?(?:办公室|会议))")
_FORMER = re.compile(r"原|前任|时任|曾任|拟任|拟|免去|不再|辞去")
_ELSEWHERE = re.compile(r"县|市|省|国家|中央|区委|村|社区|局|厅|公司")
_PARTS = re.compile(r"[、，,；;/ 兼和]+")
_NOT_A_POST = re.compile(r"^(?:中共)?(?:霍山县|落儿岭镇?|我镇|本镇|镇(?!长)|党委(?=纪委|人大)|由|经|请|现任|任)+")


def hits(view: View) -> Iterator[Hit]:
    leaders = view.context.leaders
    if not leaders:
        return
    for name, post in leaders.items():
        yield from _told_of(name, post, view)
    yield from _unknown_holders(view)


def _told_of(name: str, post: str, view: View) -> Iterator[Hit]:
    """张三镇长, 镇长张三, or a table's row 张三 | 镇长, when 张三 is published as something else."""
    said: set[tuple[int, str]] = set()
    kind = Kind(
        "leader_post", SOFT, f"{name}的职务和公布的领导名单（{post}）不一致。请核对是名单没有更新，还是这里写错了。"
    )
    for index, text in enumerate(view.compact):
        for match in re.finditer(re.escape(name), text):
            before = _BEFORE.search(text[max(0, match.start() - 24) : match.start()])
            after = None if before else _AFTER.match(text, match.end())
            found = (before or after or [None, ""])[1]
            if not found and text == name and (right := _right_of(index, view)):
                found = right
            if found and not _agrees(found, post) and (index, found) not in said:
                said.add((index, found))
                yield Hit(kind, f"{name}：{found.strip('、')[-14:]}", (index,))


def _right_of(index: int, view: View) -> str:
    passage = view.passages[index]
    row = view.rows.get((passage.sheet, passage.row), []) if passage.column else []
    following = row[row.index(index) + 1 :] if row else []
    text = view.compact[following[0]] if following else ""
    return text if re.fullmatch(rf"(?:{_POST}[、，]?)+", text) else ""


def _agrees(found: str, post: str) -> bool:
    if _FORMER.search(found):
        return True
    published = [_core(part) for part in _PARTS.split(post) if part]
    for part in filter(None, _PARTS.split(found)):
        said = _core(part)
        if not re.search(_POST_WORDS, said) or _ELSEWHERE.search(part):
            continue
        if not any(
            said.endswith(known) or known.endswith(said) for known in published if _deputy(said) == _deputy(known)
        ):
            return False
    return True


def _core(post: str) -> str:
    return _NOT_A_POST.sub("", post)


def _deputy(post: str) -> bool:
    return "副" in post


def _unknown_holders(view: View) -> Iterator[Hit]:
    """镇长李四 when the list knows one 镇长, and he is not 李四."""
    holders: dict[str, list[str]] = {}
    for name, post in view.context.leaders.items():
        for part in filter(None, _PARTS.split(post)):
            holders.setdefault(_core(part), []).append(name)
    for post, names in holders.items():
        if len(names) != 1 or not re.search(_POST_WORDS, post):
            continue
        kind = Kind("leader_post", SOFT, f"公布的领导名单里{post}是{names[0]}，这里写的是别人。请核对。")
        pattern = re.compile(
            rf"(?<!副)(?<![县市省区村局厅前原])(?:落儿岭镇|镇)?(?<![\u4e00-\u9fff]副){re.escape(post)}[:：]?([{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
            r"(?=同志|主持|参加|出席|带队|讲话|强调|指出|率|介绍|、|，|。|）|$)"
        )
        for index, text in enumerate(view.compact):
            if post not in text:
                continue
            for match in pattern.finditer(text):
                name, context = match[1], text[max(0, match.start() - 8) : match.start()]
                if name not in view.context.leaders and not (_ELSEWHERE.search(context) or _FORMER.search(context)):
                    yield Hit(kind, f"{post}：{name[0]}**", (index,))
