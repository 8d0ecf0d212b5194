"""What a reviewer would repeat: import direction, one way to publish, sizes, clean templates.

Each rule is a function from a file's text to complaints, tried on a bad example of its own before it is trusted.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("audit", "disclosure", "services_center", "township_portal")
MAY_IMPORT = {
    "audit": {"audit"},
    "disclosure": {"disclosure", "audit"},
    "services_center": {"services_center", "audit"},
    "township_portal": set(APPS),
}
# The gate, the one function it appends to the ledger with, and erasure (two persons, guarded by a trigger of its own).
WRITERS = {"audit/workflow.py", "audit/ledger.py", "audit/erasure.py"}
# audit/content.py builds the edition that is previewed and submitted; it saves none.
DRAWS_UNSAVED = "audit/content.py"
LONGEST_LINE, LONGEST_FUNCTION = 140, 40
# Lists written as functions: the guards' SQL and the style guide's samples. Nothing in them is decided.
LISTS = {"appointment_guards", "edition_guards", "record_guards", "samples"}
VAGUE = {"utils", "helpers", "helper", "services", "common", "misc", "tools", "core"}


def python_files(*folders):
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [str(path.relative_to(ROOT)) for path in found if "migrations" not in path.parts]


PRODUCT = python_files(*APPS)
ALL_PYTHON = [*PRODUCT, *python_files("running", "tests"), "manage.py"]
TEMPLATES = [
    str(p.relative_to(ROOT)) for folder in ("templates", *APPS) for p in sorted((ROOT / folder).rglob("*.html"))
]


def imported(tree, path):
    """Top-level names of our apps that a file imports, relative imports included."""
    here = Path(path).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            full = [*base, *(node.module.split(".") if node.module else [])]
            yield (full[0] if full else "..", node.lineno)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in {"import_module", "import_string", "__import__", "get_model"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value.split(".")[0], node.lineno


def wrong_imports(text, path):
    app = Path(path).parts[0]
    forbidden = {*APPS, "tests", "running"} - MAY_IMPORT[app]
    return [f"{path}:{line} imports {name}" for name, line in imported(ast.parse(text), path) if name in forbidden]


def other_ways_to_publish(text, path):
    """Anything but the gate that makes an edition or writes its state or publication facts."""
    written = {"state", "moved_by", "published_at", "publication", "publication_id", "successor", "ended_at"}
    found = []
    for node in ast.walk(ast.parse(text)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in written:
                    found.append(f"{path}:{line} assigns .{target.attr}")
        elif isinstance(node, ast.Call):
            calls = writing_call(node, written)
            found += [f"{path}:{line} {what}" for what in calls if (path, what) != (DRAWS_UNSAVED, "makes Edition(…)")]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            sql = (
                r"\b(update|(insert|replace)\s+(or\s+\w+\s+)?into|delete\s+from)\s+[\"`]?audit_(edition|ledgerentry)\b"
            )
            if re.search(sql, node.value, re.I):
                found.append(f"{path}:{line} writes editions or the ledger by SQL")
    return found


def writing_call(node, written):
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    keywords = {keyword.arg for keyword in node.keywords}
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    editions = re.search(r"\b(Edition|LedgerEntry)\b|\beditions\b", owner)
    if name in {"update", "bulk_update"} and (keywords & written or editions):
        yield f"{owner}.{name}(…)"
    if name in {"create", "bulk_create", "get_or_create", "update_or_create"} and editions:
        yield f"{owner}.{name}(…)"
    if name in {"Edition", "LedgerEntry"}:
        yield f"makes {name}(…)"
    if name == "setattr" and len(node.args) > 1 and getattr(node.args[1], "value", None) in written:
        yield f"setattr(…, {ast.unparse(node.args[1])}, …)"


def signals(text, path):
    """No signals inside the project; post_migrate alone (it re-creates what a flush takes) is Django's own hook."""
    names = "receiver|pre_save|post_save|pre_delete|post_delete|m2m_changed|pre_init|post_init"
    return [
        f"{path}: {found}" for found in re.findall(rf"@receiver|\b(?:{names})\.connect|import .*\b(?:{names})\b", text)
    ]


def too_long(text, path):
    parts = Path(path).parts
    most = 400 if "models" in parts or parts[-1] == "models.py" else 300
    lines = text.splitlines()
    found = [f"{path}: {len(lines)} lines, at most {most}"] if len(lines) > most else []
    if parts[0] != "tests":  # ugly inputs are written as they come
        wide = [(n, len(line)) for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
        found += [f"{path}:{n} is {length} characters" for n, length in wide]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION and node.name not in LISTS:
                found.append(f"{path}:{node.lineno} {node.name} has {length} lines, at most {LONGEST_FUNCTION}")
    return found


def skipped_permission(text, path):
    """user is always asked for, and nothing can switch the checks off."""
    found = [f"{path}: {word}" for word in re.findall(r"\bskip_(?:checks|permissions?)\b", text)]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            arguments = node.args.posonlyargs + node.args.args
            defaults = arguments[len(arguments) - len(node.args.defaults) :]
            named = [a for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None]
            if any(argument.arg == "user" for argument in [*defaults, *named]):
                found.append(f"{path}:{node.lineno} {node.name}(user=…) has a default")
    return found


def unclean_template(text, path):
    bare = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}", "", text, flags=re.S)
    rules = {
        "inline style": r"<[^>]*\sstyle\s*=",
        "style element": r"<style\b",
        "event handler": r"<[^>]*\son[a-z]+\s*=",
        "inline script": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)",
        "script address": r"javascript:",
        "another host": r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//",
        "safe filter on anything": r"\|\s*safe\b",
    }
    found = [f"{path}: {name}" for name, rule in rules.items() if re.search(rule, bare, re.I | re.S)]
    if len(text.splitlines()) > 120:
        found.append(f"{path}: {len(text.splitlines())} lines, at most 120")
    return found


def vague_name(path):
    return [f"{path}: {part}" for part in Path(path).with_suffix("").parts if part in VAGUE]


BAD = [
    (wrong_imports, "audit/x.py", "from disclosure.models import Notice"),
    (wrong_imports, "audit/desk/x.py", "from ...township_portal import settings"),
    (wrong_imports, "audit/x.py", "from importlib import import_module\nimport_module('disclosure.models')"),
    (wrong_imports, "disclosure/x.py", "def f():\n    import services_center.models"),
    (wrong_imports, "services_center/x.py", "apps.get_model('disclosure.Notice')"),
    (wrong_imports, "township_portal/x.py", "from tests import cast"),
    (other_ways_to_publish, "x.py", "edition.state = 'published'"),
    (other_ways_to_publish, "x.py", "item.editions.filter(pk=1).update(state='published')"),
    (other_ways_to_publish, "x.py", "Edition.objects.filter(pk=1).update(seal='')"),
    (other_ways_to_publish, "x.py", "Edition.objects.create(number=1)"),
    (other_ways_to_publish, "x.py", "models.Edition.objects.bulk_create(rows)"),
    (other_ways_to_publish, "x.py", "Edition(number=1).save()"),
    (other_ways_to_publish, "x.py", "setattr(edition, 'state', 'published')"),
    (other_ways_to_publish, "x.py", "cursor.execute('UPDATE audit_edition SET state = 1')"),
    (other_ways_to_publish, "x.py", "cursor.execute('insert or replace into audit_ledgerentry values (1)')"),
    (signals, "x.py", "@receiver(post_save)\ndef f(): pass"),
    (signals, "x.py", "post_save.connect(f)"),
    (too_long, "x.py", "x = 1\n" * 301),
    (too_long, "x/models.py", "x = 1\n" * 401),
    (too_long, "x.py", "def f():\n" + "    x = 1\n" * 40),
    (too_long, "x.py", "x = '" + "长" * 140 + "'"),
    (skipped_permission, "x.py", "def f(item, user=None): pass"),
    (skipped_permission, "x.py", "def f(item, *, user=None): pass"),
    (skipped_permission, "x.py", "take(step, skip_checks=True)"),
    (unclean_template, "x.html", '<p style="color:red">'),
    (unclean_template, "x.html", "<style>p{}</style>"),
    (unclean_template, "x.html", '<a href="#" onclick="f()">'),
    (unclean_template, "x.html", "<script>f()</script>"),
    (unclean_template, "x.html", '<a href="javascript:f()">'),
    (unclean_template, "x.html", '<script src="//cdn.example.com/x.js"></script>'),
    (unclean_template, "x.html", "{{ body|safe }}"),
    (unclean_template, "x.html", "<p></p>\n" * 121),
]


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_each_rule_notices_what_it_forbids(rule, path, text):
    assert rule(text, path)


def complaints(rule, paths, but=()):
    return [line for path in paths if path not in but for line in rule((ROOT / path).read_text(encoding="utf-8"), path)]


def test_there_is_something_to_check():
    assert len(PRODUCT) > 40
    assert len(TEMPLATES) > 10


def test_imports_run_one_way():
    assert complaints(wrong_imports, PRODUCT) == []


def test_there_is_exactly_one_way_to_publish():
    assert complaints(other_ways_to_publish, PRODUCT, but=WRITERS) == []


def test_no_signals_inside_the_project():
    assert complaints(signals, PRODUCT) == []


def test_files_functions_and_lines_stay_short():
    assert complaints(too_long, ALL_PYTHON) == []


def test_permission_cannot_be_left_out():
    assert complaints(skipped_permission, PRODUCT) == []


def test_templates_carry_no_style_script_or_foreign_address():
    assert complaints(unclean_template, TEMPLATES) == []


def test_no_module_is_named_for_nothing_in_particular():
    assert [line for path in [*ALL_PYTHON, *TEMPLATES] for line in vague_name(path)] == []


def test_every_address_is_named_outright():
    assert "find_spec" not in (ROOT / "township_portal/urls.py").read_text(), "the guard for unwritten parts has to go"
