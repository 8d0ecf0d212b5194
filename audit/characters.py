"""Which characters text may hold.

PostgreSQL refuses NUL; the others are invisible and would hide words from screening.
"""

import re
import unicodedata

_REFUSED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # half characters and non-characters
    "\U000e0000-\U000e007f"  # invisible tags
    "]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_LINES = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")


def clean_characters(text: str) -> str:
    """Text or markup without control and invisible characters, odd spaces plain, line ends `\\n`."""
    return _REFUSED.sub("", _SPACES.sub(" ", _LINES.sub("\n", text)))


def clean_text(text: str) -> str:
    """Plain text cleaned and composed (NFC).

    Not for markup: a composing character after `>` would eat the tag.
    """
    return clean_characters(unicodedata.normalize("NFC", clean_characters(text)))


def one_line(text: str) -> str:
    """The same on one line, runs of white space (the wide U+3000 too) as one space."""
    return " ".join(clean_text(text).split())
