"""The look can be computed: contrast from tokens.css, and that nothing outside it names a colour or a size."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from audit.states import STATES
from township_portal.styleguide import STATES as SHOWN_STATES
from township_portal.styleguide import samples

ROOT = Path(__file__).resolve().parent.parent
CSS = sorted((ROOT / "static/css").glob("*.css"))
PARTS = sorted((ROOT / "templates/parts").glob("*.html"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")

# word, ground, least contrast (look/README.md); large bars and borders need 3, words 4.5, ours more
NORMAL = [
    ("ink", "paper", 14.6),
    ("ink", "sheet", 16.2),
    ("ink", "sunk", 13.5),
    ("ink-2", "paper", 7),
    ("ink-2", "sheet", 7.7),
    ("ink-2", "sunk", 6.4),
    ("ink-2", "desk", 7),
    ("cinnabar", "paper", 6.3),
    ("cinnabar", "sheet", 7),
    ("cinnabar", "cinnabar-wash", 6.1),
    ("on-solid", "cinnabar", 7.1),
    ("cinnabar-deep", "cinnabar-wash", 8.5),
    ("tea", "paper", 6.3),
    ("tea", "sheet", 7),
    ("tea", "tea-wash", 6.1),
    ("on-solid", "tea", 7.1),
    ("tea-deep", "sheet", 9.9),
    ("tea-deep", "tea-wash", 8.6),
    ("link", "paper", 7.6),
    ("link", "sheet", 8.5),
    ("link", "sunk", 6.5),
    ("link", "amber-wash", 7),
    ("visited", "paper", 7.9),
    ("visited", "sheet", 8.7),
    ("amber", "amber-wash", 6.2),
    ("slow", "sunk", 4),
    ("edge", "sheet", 4.7),
    ("edge", "paper", 4.2),
    ("edge", "sunk", 3.9),
    ("ink", "focus", 11.2),
    ("on-solid", "bar", 12),
    ("on-bar-2", "bar", 9),
    ("on-solid", "ink-2", 7),
]
GROUNDS = ("paper", "desk", "sheet", "sunk", "cinnabar-wash", "tea-wash", "amber-wash")
WORDS = ("ink", "ink-2", "cinnabar", "cinnabar-deep", "tea", "tea-deep", "link", "visited", "amber", "slow", "edge")

COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|\b(?:rgba?|hsla?|color-mix)\(|(?<![-\w])(?:white|black|red|gr[ae]y)(?![-\w])"
)
PX_TYPE = re.compile(r"font(?:-size)?\s*:[^;}]*\d(?:px|pt)\b")


def tokens(contrast=False):
    """Name → hex value; with contrast the block of the high-contrast switch laid over."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.S))
    values = {}
    for selector, body in blocks:
        plain = selector.strip() == ":root" and "--paper" in body and "--ink" in body
        if plain or (contrast and "#high-contrast" in selector):
            values |= dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b", body))
    return values


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_of(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def without_comments(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def foreign_colours(css):
    """Colours named by a stylesheet, outside comments and selectors."""
    declarations = " ".join(re.findall(r"\{([^{}]*)\}", without_comments(css)))
    return [m.group() for m in COLOUR.finditer(declarations)]


def test_contrast_is_measured_rightly():
    assert contrast_of("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_of("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("word", "ground", "least"), NORMAL)
def test_words_stand_out_from_their_ground(word, ground, least):
    values = tokens()
    assert contrast_of(values[word], values[ground]) >= least


@pytest.mark.parametrize("word", WORDS)
def test_high_contrast_is_ten_to_one_on_every_ground(word):
    values = tokens(contrast=True)
    for ground in GROUNDS:
        assert contrast_of(values[word], values[ground]) >= 10, f"{word} on {ground}"


@pytest.mark.parametrize("solid", ["ink", "ink-2", "cinnabar", "tea", "bar"])
def test_white_words_stand_out_on_solid_grounds_in_high_contrast(solid):
    values = tokens(contrast=True)
    assert contrast_of(values["on-solid"], values[solid]) >= 10


def test_the_switches_change_values_only():
    """Large print is the root size and nothing else; high contrast sets no property that is not a token."""
    large = re.search(r"#large-print:checked\)\s*\{([^}]*)\}", TOKENS).group(1)
    assert large.strip() == "--root: 135%;"
    high = re.search(r"#high-contrast:checked\)\s*\{([^}]*)\}", TOKENS).group(1)
    names = [line.split(":")[0].strip() for line in high.split(";") if line.strip()]
    assert names and all(name.startswith("--") for name in names)
    root = TOKENS[TOKENS.index(":root {") : TOKENS.index("@media")]
    assert [name for name in names if f"{name}:" not in root] == []


@pytest.mark.parametrize("path", [p for p in CSS if p.name != "tokens.css"], ids=lambda p: p.name)
def test_no_stylesheet_names_a_colour_or_a_size_of_its_own(path):
    css = path.read_text(encoding="utf-8")
    assert foreign_colours(css) == []
    assert PX_TYPE.findall(without_comments(css)) == []


@pytest.mark.parametrize("path", CSS, ids=lambda p: p.name)
def test_every_token_used_is_one_that_exists(path):
    css = without_comments("".join(p.read_text(encoding="utf-8") for p in CSS))
    known = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert set(re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf-8"))) - known == set()


def test_the_colour_rule_notices_what_it_forbids():
    for bad in (
        "a { color: #fff }",
        "a { border: 1px solid rgb(0, 0, 0) }",
        "a { background: white }",
        "@media print { a { color: #A5281B } }",
    ):
        assert foreign_colours(bad), bad
    assert PX_TYPE.findall("a { font-size: 14px }") and PX_TYPE.findall("a { font: 700 12px/1 serif }")
    assert foreign_colours("#header { color: var(--ink) } /* #fff */") == []


def test_nothing_is_smaller_than_sixteen():
    """Every font size is a token, or at least 1rem."""
    for path in CSS:
        for value in re.findall(r"font-size\s*:\s*([^;}]+)", without_comments(path.read_text(encoding="utf-8"))):
            plain = re.fullmatch(r"([\d.]+)rem", value.strip())
            assert value.strip().startswith("var(--") or value.strip() == "inherit" or float(plain.group(1)) >= 1, (
                f"{path.name}: {value}"
            )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_templates_carry_no_style_and_no_colour(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"(?:fill|stroke|color)=\"#?[0-9a-zA-Z]+\"", text.replace('fill="none"', ""))


@pytest.mark.parametrize("path", PARTS, ids=lambda p: p.name)
def test_each_part_begins_by_saying_what_it_takes(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"\{#.{20,}#\}", first)


@pytest.mark.parametrize("state", ["draft", *STATES, "erased"])
def test_each_state_has_its_word_and_its_own_shape(state):
    assert state in SHOWN_STATES
    badge = render_to_string("parts/badge.html", {"state": state})
    if state in STATES:
        assert f"</svg>{STATES[state].label}</span>" in badge
    shapes = [
        re.search(r"<svg.*</svg>", render_to_string("parts/badge.html", {"state": s})).group() for s in SHOWN_STATES
    ]
    assert shapes.count(re.search(r"<svg.*</svg>", badge).group()) == 1


@pytest.mark.parametrize("page", ["404.html", "403.html", "410.html", "500.html", "public.html", "desk.html"])
def test_frames_render_with_an_empty_context(page):
    html = render_to_string(page)
    assert '<html lang="zh-CN">' in html and "</html>" in html
    assert "{{" not in html and "{%" not in html and "None" not in html


def test_the_style_guide_shows_every_part():
    source = (ROOT / "templates/styleguide.html").read_text(encoding="utf-8")
    through_frame = {"strip", "entries", "foot", "seal", "ridge", "breadcrumb", "messages", "row", "end_stub"}
    shown = set(re.findall(r"parts/(\w+)\.html", source)) | through_frame
    assert {p.stem for p in PARTS} - shown == set()
    html = render_to_string("styleguide.html", samples())
    assert html.count('<li class="file') == 3 and "必须处理" in html


def test_a_wrong_field_says_so_between_label_and_control():
    form = samples()["form"]
    html = render_to_string("parts/field.html", {"field": form["formed_on"]})
    label, error, control = (html.index(s) for s in ("落款日期</label>", "落款日期不能晚于今天", "<input"))
    assert label < error < control
    assert 'aria-invalid="true"' in html and 'id="id_formed_on_error"' in html
    assert 'id="id_formed_on_error"' in html and "id_formed_on_error" in html[control:]


def test_what_people_type_stays_text():
    nasty = '<script>alert(1)</script>"><b>'
    row = render_to_string("parts/row.html", {"title": nasty, "url": "/x/", "note": nasty})
    line = render_to_string("parts/copy_line.html", {"text": nasty})
    diff = render_to_string("parts/diff.html", {"title": nasty, "old": nasty, "new": nasty})
    for html in (row, line, diff):
        assert "<script>" not in html and "<b>" not in html
