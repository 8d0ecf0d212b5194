"""Rich text as it is stored: one small, canonical set of HTML.

nh3 (html5ever) parses and sanitises whatever arrives; `rich_tree` then writes the survivors in one fixed
form, so that equal texts are equal strings and a seal does not depend on which editor saved them.
Pictures are stored as `<img src="files:<sha256>" alt="…">`; a page rewrites them to an address that fits it.
"""

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from audit.characters import clean_characters, one_line
from audit.rich_tree import TRANSPARENT, canonical

_STORED = "h2 h3 h4 p br strong em u sub sup ul ol li table caption thead tbody tr th td blockquote a img hr"
_TELLING = "h1 h5 h6 b i tfoot dl dt dd pre span"
_SWALLOWED = "script style svg math title template noscript iframe object embed textarea select xml noembed noframes"
STORED = set(_STORED.split())
# Let through the parser so that they still separate paragraphs or can be renamed; never written.
PARSED = STORED | TRANSPARENT | set(_TELLING.split())
SWALLOWED = set(_SWALLOWED.split())
PICTURE = re.compile(r"files:([0-9a-f]{64})")
ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:[^\s]|tel:[0-9+])[^\s\x00-\x1f]*", re.I)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_STORED_IMAGE = re.compile(r'(<img src=")files:([0-9a-f]{64})(")')
_PASSES = 6


def clean_html(html: str) -> str:
    """Untrusted HTML (editor, paste, import) as canonical stored HTML; "" when nothing is left.

    `clean_html(clean_html(x)) == clean_html(x)`: what cannot be brought to rest is kept as plain paragraphs.
    """
    html = html or ""
    for _ in range(_PASSES):
        cleaned = canonical(_sanitised(clean_characters(html)))
        if cleaned == html:
            return cleaned
        html = cleaned
    return paragraphs(plain_text(html))


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=PARSED,
        clean_content_tags=SWALLOWED,
        attributes={tag: {"style", "hidden"} | _attributes(tag) for tag in PARSED},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel", "files"},
        link_rel=None,
        strip_comments=True,
    )


def _attributes(tag: str) -> set[str]:
    return {
        "a": {"href"},
        "img": {"src", "alt"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    }.get(tag, set())


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value to keep, or None. `style` survives only as the mark of hidden text (never written)."""
    if name == "style":
        return "hidden" if HIDDEN.search(value) else None
    if name == "href":
        value = clean_characters(value).strip()
        return value if ADDRESS.fullmatch(value) else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name in ("colspan", "rowspan"):
        return str(int(value)) if re.fullmatch(r"[0-9]{1,3}", value.strip()) and int(value) > 1 else None
    return value


def paragraphs(text: str) -> str:
    """Plain text as stored HTML: one paragraph a line, empty lines dropped."""
    lines = (one_line(line) for line in clean_characters(text or "").split("\n"))
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


_BREAK = re.compile(r"<br>|<hr>|</?(?:p|h2|h3|h4|ul|ol|li|table|caption|thead|tbody|tr|blockquote)>")
_CELL = re.compile(r"</t[dh]>")
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)">')
_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """Stored HTML as text for search and screening: a line a block or table row, cells apart by a space.

    A picture's description is text too (a name may stand in it), the stand-in 图片 is not.
    """
    html = _IMAGE.sub(lambda found: "" if found[1] == "图片" else f" {found[1]} ", html or "")
    html = _CELL.sub(" ", _BREAK.sub("\n", html))
    lines = (" ".join(unescape(line).split()) for line in _TAG.sub("", html).split("\n"))
    return "\n".join(line for line in lines if line)


def has_text(html: str) -> bool:
    """Whether residents would see anything: words or a picture."""
    return bool(plain_text(html)) or bool(image_digests(html))


def image_digests(html: str) -> list[str]:
    """The SHA-256 digests (hex) of the pictures shown, in order, each once."""
    return list(dict.fromkeys(found[1] for found in _STORED_IMAGE.findall(html or "")))


def rewrite_images(html: str, address: Callable[[str], str]) -> str:
    """Stored HTML with each picture at `address(digest)`, for one page; the stored text is never changed."""
    return _STORED_IMAGE.sub(lambda found: f"{found[1]}{escape(address(found[2]))}{found[3]}", html or "")
