"""Titles break by sense, as official papers must: `{{ title|phrases }}` marks phrases of at most twelve characters.

A marked phrase is an inline block (base.css): it goes to the next line whole when it does not fit. What no rule
recognises stays ordinary text and may break anywhere, so that nothing ever runs out of the page. `{{ text|whole }}`
keeps phones and index numbers in one piece.
"""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()

LONGEST = 12

# A phrase may end after a year, a quarter, a place or a closing mark; it may begin with 关于 or an opening one.
SEAMS = re.compile(
    r"(?<=年度)|(?<=年)(?![度级])|(?<=季度)|(?<=[0-9一二三四五六七八九十]月)(?!份)|(?<=月份)|(?<=镇)(?![长党政区村])"
    r"|(?<=村)(?![村民委务支级庄规])|(?=关于)|(?<=[》）”，：；、])|(?=[（《“])"
)
# Where a phrase is still too long: before the last words of an official title.
TAILS = re.compile(r"(?<=..)(?=[^的]{2}情况(?:的)?(?:公示|公告|通报|报告|说明)?$)|(?<=..)(?=[^的]{2}的[^的]{2,4}$)")


def split(title):
    """Phrases of `title`, in order; joined they are the title again."""
    phrases = [""]
    for piece in SEAMS.split(title):
        for part in TAILS.split(piece) if len(piece) > LONGEST else [piece]:
            fits = len(phrases[-1]) + len(part) <= LONGEST
            if fits:
                phrases[-1] += part
            else:
                phrases.append(part)
    return [phrase for phrase in phrases if phrase]


@register.filter
def phrases(title):
    marked = (
        f'<span class="phrase">{conditional_escape(part)}</span>' if len(part) <= LONGEST else conditional_escape(part)
        for part in split(str(title))
    )
    return mark_safe("".join(marked))


# A phone or an index number is read digit by digit: it goes to the next line whole. An index number with the town's
# code in front may break after the stroke. Marks of HTML are passed over.
NUMBERS = re.compile(r"(<[^>]*>)|\b([0-9A-Z]{18}/)?([0-9]{6}-[0-9]{5,9}|0[0-9]{2,3}-[0-9]{7,8})(?![0-9-])")


def _kept(found: re.Match) -> str:
    tag, code, number = found.groups()
    if tag:
        return tag
    before = f'<span class="keep">{code}</span><wbr>' if code else ""
    return f'{before}<span class="keep">{number}</span>'


@register.filter
def whole(text):
    """`{{ page.body|whole }}`: phones and index numbers in it do not break. Safe text stays safe, other is escaped."""
    return mark_safe(NUMBERS.sub(_kept, conditional_escape(text)))
