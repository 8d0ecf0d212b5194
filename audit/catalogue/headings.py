"""The headings of the catalogue sheet, and which field of a column stands under each. Pure.

The national form has 序号, matters, content, basis, time limit, subject, channels as boxes, audience, mode and level;
the rest are this portal's own.
"""

from dataclasses import dataclass

CHANNELS = (
    "政府网站", "政府公报", "两微一端", "发布会/听证会", "广播电视", "纸质媒体", "公开查阅点", "政务服务中心", "便民服务站",
    "入户/现场", "社区/企事业单位/村公示栏（电子屏）", "精准推送",
)  # fmt: skip
BOARD = "社区/企事业单位/村公示栏（电子屏）"
# Other names in use for the same channel.
ALIASES = {
    "村公示栏": BOARD, "村公开栏": BOARD, "公示栏": BOARD, "公开栏": BOARD, "社区/企事业单位/村公示栏(电子屏)": BOARD,
    "社区/企事业单位/村公示栏": BOARD, "政务公开专区": "公开查阅点", "公开查阅点/政务公开专区": "公开查阅点",
    "公开查阅点（政务公开专区）": "公开查阅点", "发布会听证会": "发布会/听证会", "入户现场": "入户/现场", "现场": "入户/现场",
}  # fmt: skip
OTHER_CHANNELS = "其他"
NUMBERING = "序号"
GROUP = "公开渠道和载体"
TICK = "√"


@dataclass(frozen=True)
class Heading:
    """name: as written. field: of Column. kind: how its cells are read. width: of the written column."""

    name: str
    field: str
    kind: str = "text"  # text, slug, parent, list, number, choice, yes, unit
    width: int = 14


FIRST = (
    Heading("代号", "slug", "slug", 22),
    Heading("上级代号", "parent", "parent", 22),
    Heading("栏目名称", "name", width=20),
    Heading("一级事项", "level1_matter", width=16),
    Heading("二级事项", "level2_matter", width=18),
    Heading("公开内容（要素）", "content_elements", "list", 32),
    Heading("公开依据", "legal_basis", width=36),
    Heading("公开时限", "time_limit", "number", 9),
    Heading("时限单位", "time_limit_unit", "choice", 9),
    Heading("公开主体", "responsible_unit", "unit", 16),
)
LAST = (
    Heading("公开对象", "audience", "choice", 10),
    Heading("公开方式", "mode", "choice", 11),
    Heading("公开层级", "level", "choice", 9),
    Heading("更新周期", "update_cycle", width=10),
    Heading("一句话说明", "description", width=32),
    Heading("排序", "order", "number", 7),
    Heading("只上墙", "board_only", "yes", 8),
    Heading("人员名单", "lists_persons", "yes", 9),
    Heading("保留旧文可查", "keeps_old_editions", "yes", 9),
    Heading("须主要负责人签发", "needs_principal", "yes", 9),
    Heading("启用", "is_active", "yes", 7),
)
BY_NAME = {heading.name: heading for heading in (*FIRST, *LAST)}
BY_NAME |= {"公开内容(要素)": BY_NAME["公开内容（要素）"], "公开内容": BY_NAME["公开内容（要素）"]}
NEEDED = ("代号", "栏目名称")
LABELS = {heading.field: heading.name for heading in (*FIRST, *LAST)} | {"channels": GROUP}


def official(channel: str) -> str:
    """The national name of a channel, or the words themselves."""
    return ALIASES.get(channel, channel)


def same_channels(one: list[str], other: list[str]) -> bool:
    """Order and naming do not count."""
    return {official(channel) for channel in one} == {official(channel) for channel in other}
