"""Titles break by sense, as official papers must: where a title may break, found by the words official titles use.

No dictionary: a piece that no rule cuts simply breaks anywhere, as it would have.
"""

import re
from itertools import pairwise

LONGEST = 12  # characters a piece may have to stay on one line
_AFTER = (
    r"关于|(?<=[\d一二三四])季度|(?<=半)年|\d{4}(?:[—-]\d{4})?年(?:度|\d{1,2}月)?(?!第|[上下]半|[一二三四]季|\d)|"
    r"[镇乡](?<![城下]乡)(?!里|长|级|政|上|属|村|人民)|(?<![农乡])村(?!里|民|干|级|庄|委|务|上|口|组)|人民政府|[的，：；》）”！？]"
)
_BEFORE = r"(?:公示|公告|通知|通告|情况|办法|解读|报告|方案|目录|清单|安排|说明|指南|结果|预案|意见)(?:$|（)|[《（“]|转发|印发"
_CUT = re.compile(rf"(?:(?<=.)(?={_BEFORE}))|(?:{_AFTER})")


def phrases(title: str) -> list[str]:
    """The title in pieces that should not be broken; joined they are the title."""
    cuts = sorted({found.end() for found in _CUT.finditer(title)} | {0, len(title)})
    pieces = [title[start:end] for start, end in pairwise(cuts)]
    joined: list[str] = []
    for piece in pieces:  # nothing of one or two characters stands alone where it fits on its neighbour
        if joined and (len(piece) <= 2 or len(joined[-1]) <= 2) and len(joined[-1]) + len(piece) <= LONGEST:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
