"""The words around the code are true of it: README, the guides in docs/, and what screens may not say."""

import ast
import re
from pathlib import Path

import pytest

from audit.models import LedgerEntry
from audit.states import ACT_LABELS, STATES, STEPS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WORDS = ["README.md", "CHANGELOG.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("*/README.md"))]
GUIDES = sorted(path for path in (ROOT / "docs").glob("*.md"))
ROLES = ("resident", "reporter", "officer", "leader", "window", "inspector", "administrator")
TICKED = re.compile(r"`([^`\n]+)`")
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
# Kept out of the repository, made by running it, or belonging to whoever installs it.
MADE = (".venv", "var", "docker/env", "docker/keys", "docker/certificates")


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def sources():
    """Every line of the product: code, templates, scripts, containers."""
    found = [ROOT / "docker-compose.yml", ROOT / "Makefile", ROOT / "Dockerfile", ROOT / ".ci/run"]
    for folder in ("audit", "disclosure", "services_center", "township_portal", "running", "templates", "static/js"):
        found += [p for p in (ROOT / folder).rglob("*") if p.suffix in {".py", ".html", ".js"}]
    found += [ROOT / "tests/conftest.py", *(ROOT / "docker").glob("*")]
    return "\n".join(path.read_text(encoding="utf-8") for path in found if path.is_file())


SOURCES = sources()


def test_the_readme_stays_short():
    assert len(README.splitlines()) <= 140


def looks_like_a_path(word):
    return re.fullmatch(r"[\w.\-/]+", word) and ("/" in word or re.search(r"\.(py|md|yml|toml|json|html)$", word))


@pytest.mark.parametrize("path", WORDS)
def test_every_file_a_readme_names_exists(path):
    folder = (ROOT / path).parent
    words = {word.split(":")[0] for word in TICKED.findall(text(path))}
    named = {word for word in words if looks_like_a_path(word) and not word.startswith(("/", *MADE))}
    missing = {word for word in named if not (ROOT / word).exists() and not (folder / word).exists()}
    assert missing == set()


@pytest.mark.parametrize("path", WORDS + [f"docs/{guide.name}" for guide in GUIDES])
def test_every_command_it_names_exists(path):
    from django.core.management import get_commands

    content = text(path)
    commands = set(re.findall(r"manage\.py (\w+)", content)) | set(re.findall(r"`(\w+_\w+) (?:\[?-|[A-Z]+)", content))
    targets = set(re.findall(r"\bmake (\w+)`", content)) | set(re.findall(r"^make (\w+)", content, re.M))
    assert commands - set(get_commands()) == set()
    assert targets - set(re.findall(r"^(\w+):", text("Makefile"), re.M)) == set()


def environment_variables():
    settings = text("township_portal/settings.py")
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))


def test_the_table_of_settings_is_complete_and_true():
    section = README.partition("| variables | what |")[2].partition("\n\n")[0]
    listed = set(re.findall(r"`([A-Z][A-Z_]+)`", section))
    assert listed == environment_variables()


def test_every_variable_named_anywhere_is_read_somewhere():
    named = {
        word
        for path in [*WORDS, *(f"docs/{guide.name}" for guide in GUIDES)]
        for word in re.findall(
            r"`([A-Z][A-Z]+_[A-Z_]+|PORT|HOST|CI|CHROMIUM|HTTPS|PRODUCTION|DEBUG)(?:=[^`]*)?`", text(path)
        )
    }
    constants = {"ATOMIC_REQUESTS", "CONTENT_FIELDS", "KIND_LABEL"}
    assert {name for name in named - constants if not re.search(rf"\b{name}\b", SOURCES)} == set()


def test_what_production_demands_is_marked():
    marked = set(re.findall(r"\*\*`([A-Z_]+)`\*\*", README))
    settings = text("township_portal/settings.py")
    demanded = set(re.findall(r'env\.\w+\("([A-Z_]+)", None if PRODUCTION', settings))
    assert marked == demanded | {"SECRET_KEY", "REDIS_URL"}


def test_the_table_of_states_is_the_one_in_the_code():
    section = README.partition("| state | on screen | left by |")[2].partition("\n\n")[0]
    for name, state in STATES.items():
        assert f"`{name}`" in section, name
        assert state.label in section, state.label
    acts = set(
        re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", " ".join(row.split("|")[3] for row in section.splitlines() if row))
    )
    for act in STEPS:
        if act not in (
            "submit_mended",
            "sign_onward",
            "countersign",
        ):
            assert act in acts, act


def test_every_word_of_the_glossary_is_a_class_or_a_field():
    section = README.partition("## Glossary")[2].partition("\n## ")[0]
    words = set(TICKED.findall(section))
    assert len(words) > 35
    rule = r"^\s*class {0}\(|^\s+{0} = models\.|^\s+{0} = seals|{0}: "
    places = ("audit/models", "disclosure/models", "services_center/models", "township_portal/models")
    files = [path for place in places for path in (ROOT / place).glob("*.py")] + [
        ROOT / "township_portal/paper/models.py"
    ]
    models = "\n".join(path.read_text() for path in files)
    assert {word for word in words if not re.search(rule.format(word), models, re.M)} == set()


# --- the guides ---


def test_every_role_has_its_guide():
    assert {f"{role}.md" for role in ROLES} | {"install.md"} == {guide.name for guide in GUIDES}


def test_every_picture_a_guide_shows_is_there_and_every_picture_is_shown():
    table = set(re.findall(r"^\| `([\w]+\.png)`", text("docs/pictures/README.md"), re.M))
    shown = {name for guide in GUIDES for _, name in PICTURE.findall(guide.read_text(encoding="utf-8"))}
    there = {path.name for path in (ROOT / "docs/pictures").glob("*.png")}
    assert shown == table
    assert there == table


def test_pictures_are_small_and_described():
    for path in (ROOT / "docs/pictures").glob("*.png"):
        assert path.stat().st_size <= 150_000, path.name
    for guide in GUIDES:
        for words, name in PICTURE.findall(guide.read_text(encoding="utf-8")):
            assert len(words) >= 6, f"{guide.name}: {name} says only “{words}”"


@pytest.mark.parametrize("role", ROLES)
def test_a_guide_fits_two_pages(role):
    lines = [line for line in text(f"docs/{role}.md").splitlines() if line.strip()]
    assert 20 <= len(lines) <= 90


@pytest.mark.parametrize("role", ROLES)
def test_every_button_a_guide_names_is_on_a_screen(role):
    """**Bold** in a guide is a word as it stands on a screen, save at the start of a line: there it asks a question."""
    guide = re.sub(r"^\*\*[^*]+\*\*", "", text(f"docs/{role}.md"), flags=re.M)
    assert [word for word in re.findall(r"\*\*([^*]+)\*\*", guide) if word not in SOURCES] == []


# --- words nobody should meet ---

JARGON = ("哈希", "CSRF", "SHA", "403", "留痕", "token", "版本")
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}|<[^>]*>", re.S)


def jargon_in(template, words):
    bare = COMMENTS.sub(" ", template)
    return [word for word in words if word in bare]


def test_the_jargon_rule_notices_what_it_forbids():
    assert jargon_in("<p>哈希对不上</p>", JARGON) == ["哈希"]
    assert jargon_in("<p>这是旧版本</p>", JARGON) == ["版本"]
    assert jargon_in("{# CSRF #}{% csrf_token %}<input name='csrf'>", JARGON) == []


def templates(*folders):
    return sorted(path for folder in folders for path in (ROOT / "templates" / folder).rglob("*.html"))


def test_residents_and_staff_meet_no_jargon():
    inside = {"inspection", "styleguide.html"}
    paths = [path for path in templates(".") if not inside & set(path.relative_to(ROOT / "templates").parts)]
    assert len(paths) > 40
    found = {str(p.relative_to(ROOT)): jargon_in(p.read_text(encoding="utf-8"), JARGON) for p in paths}
    assert {path: words for path, words in found.items() if words} == {}


def sentences(path):
    """The Chinese texts in a Python file, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and re.search(r"[\u4e00-\u9fff]", node.value)
    ]


# Read by inspection or by whoever runs a command, or told to nobody.
FOR_INSPECTION = ("audit/inspection", "audit/verifier.py", "audit/signed_head.py", "audit/models/edition.py")


def test_the_sentences_in_the_code_hold_no_jargon():
    found, looked_at = [], 0
    for app in ("audit", "disclosure", "services_center", "township_portal"):
        for path in sorted((ROOT / app).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "migrations" in path.parts or "commands" in path.parts or name.startswith(FOR_INSPECTION):
                continue
            if name in (
                "township_portal/environment.py",
                "township_portal/settings.py",
                "township_portal/styleguide.py",
            ):
                continue
            looked_at += len(sentences(path))
            words = JARGON if app != "audit" else [word for word in JARGON if word != "版本"]  # staff may say it
            found += [(name, text) for text in sentences(path) if jargon_in(text, words)]
    assert found == [] and looked_at > 500


@pytest.mark.parametrize(
    "guide", [guide for guide in GUIDES if guide.stem not in ("install", "inspector")], ids=lambda g: g.stem
)
def test_guides_speak_plainly(guide):
    assert [word for word in JARGON if word in guide.read_text(encoding="utf-8")] == []


def test_no_text_names_a_registry_or_a_folder_of_one_machine():
    for path in [*WORDS, *(f"docs/{guide.name}" for guide in GUIDES)]:
        assert not re.search(r"pypi|npmjs|mirror|/work/|/root/|/home/\w", text(path), re.I), path


def test_the_sentences_of_acts_hold_no_jargon():
    labels = " ".join([*ACT_LABELS.values(), *(state.label for state in STATES.values())])
    assert [word for word in JARGON if word in labels] == []
    assert str(LedgerEntry._meta.verbose_name) == "办理记录"
