"""Where somebody lives, nearer than the village, and what he drives."""

import re
from collections.abc import Iterator

from ..passages import SOFT
from .context import masked
from .view import Hit, Kind, View

HOME = Kind(
    "home_address", SOFT, "有比村、社区更细的住址。公开到乡镇为止，名单最多到村；请删去组号、门牌、楼栋和房号。"
)
PLATE = Kind("licence_plate", SOFT, "有车牌号。私人车辆请遮去；公务用车请核对。")

_N = r"(?:[0-9]{1,4}(?:-[0-9]{1,4})?|[一二三四五六七八九十百]{1,4}|[甲乙丙丁东西南北A-Za-z])"
_BELOW = (
    rf"(?:[\u4e00-\u9fff]{{1,4}}组[ ]?{_N}[ ]?(?:号|户)|[\u4e00-\u9fff]{{0,6}}?{_N}[ ]?(?:村民)?(?:小组|组)[ ]?(?:{_N}[ ]?(?:号|户)?)?"
    rf"|[\u4e00-\u9fff]{{0,10}}?{_N}[ ]?(?:号楼|号院|栋|幢|楼|单元|号|室|门牌)(?:[ ]?{_N}[ ]?(?:单元|层|室|号|栋|幢))*"
    rf"(?:[ ]?[0-9]{{3,4}})?)"
)
_PLACE = re.compile(
    rf"[\u4e00-\u9fff]{{1,12}}?(?:村|社区|居委会|小区|花园|家园|新村|路|街|街道|巷|弄|胡同|公寓|大院){_BELOW}"
)
_FINE = re.compile(
    rf"组[ ]?{_N}[ ]?[号户]|(?:单元|栋|幢|号楼)[ ]?{_N}|{_N}[ ]?室(?![外内])|门牌|[0-9一二三四五六七八九十][ ]?户(?![数主籍均])"
)
_GROUP = re.compile(r"组[ ]?$")
_HOME_WORD = re.compile(r"住址|家住|住在|现住|居住|户籍地|户口所在|家庭地址|家庭住|籍贯|门牌")
_OFFICE_WORD = re.compile(
    r"办公|单位|窗口|大厅|中心|地点|受理|邮寄|寄送|人民政府|服务|会议|开标|现场|公司|学校|医院|卫生|派出所|招标|工程|项目|道路|硬化"
)
_PLATE = re.compile(
    r"(?<![A-Za-z0-9\u4e00-\u9fff])?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-HJ-NP-Z][ \t\n\-·.]{0,2}"
    r"(?:[DFABCEGHJK](?:[ \t\n\-·.]?[A-HJ-NP-Z0-9])(?:[ \t\n\-·.]?[0-9]){4}|(?:[0-9][ \t\n\-·.]?){5}[DFABCEGHJK]"
    r"|(?=(?:[A-Z \t\n\-·.]{0,3}[0-9]){2})(?:[A-HJ-NP-Z0-9][ \t\n\-·.]?){4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9*])"
)


def hits(view: View) -> Iterator[Hit]:
    yield from _plates(view)
    for match in _PLACE.finditer(view.stream.text):
        if view.stream.free(*match.span()) and _somebody_lives_there(match, view):
            yield view.take(HOME, _down_to_village(match[0]), *match.span())


def _plates(view: View) -> Iterator[Hit]:
    for match in _PLATE.finditer(view.stream.text):
        plate = re.sub(r"[^0-9A-Z\u4e00-\u9fff]", "", match[0])
        if view.stream.free(*match.span()):
            yield view.take(PLATE, masked(plate, view.context.masks.plate), *match.span())


def _somebody_lives_there(match: re.Match, view: View) -> bool:
    """A home, not an office or a building site: by its word, by its room, or as the group of a person in a list."""
    index = view.stream.index(match.start())
    if _HOME_WORD.search(match[0]) or view.labelled(match.start(), _HOME_WORD):
        return True
    around = view.stream.before(match.start(), 20) + match[0] + view.stream.after(match.end(), 12)
    if _OFFICE_WORD.search(around) or _OFFICE_WORD.search(view.header(index)):
        return False
    if _FINE.search(match[0]):
        return True
    passage = view.passages[index]
    return bool(passage.column) and passage.sheet in view.name_columns and not _GROUP.search(match[0])


def _down_to_village(text: str) -> str:
    kept = re.match(r".*?(?:村|社区|居委会|小区|路|街道|街|巷)", text)
    return f"{kept[0] if kept else ''}****"
