"""Units and columns at installation: once, all or nothing, before the first leader."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit import verifier
from audit.models import Column, LedgerEntry, Person, Unit

EXAMPLE = Path(__file__).resolve().parent.parent / "township_portal/example_town"
UNIT = {"slug": "office", "name": "党政办公室", "short_name": "党政办"}
COLUMN = {"slug": "notices", "name": "通知公告", "parent": None, "responsible_unit": "office"}


@pytest.fixture
def folder(tmp_path):
    def write(units=(UNIT,), columns=(COLUMN,)):
        for name, rows in (("units.json", units), ("columns.json", columns)):
            text = rows if isinstance(rows, str) else json.dumps(list(rows))
            (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path)

    return write


def load(path):
    said = StringIO()
    call_command("load_columns", path, stdout=said)
    return said.getvalue()


def test_a_fresh_portal_begins_with_columns_and_a_first_leader(db):
    said = load(str(EXAMPLE))
    assert Column.objects.get(slug="statutory-content").parent.slug == "government-information"
    assert str(Column.objects.count()) in said and LedgerEntry.objects.get(act="load_columns").clock == "server"
    words = {"leader": ["L1", "李示例", "lishili"], "principal": ["L2", "孙示例", "sunshili"]}
    call_command("appoint_first_leader", stdout=StringIO(), **words)
    assert Person.objects.filter(staff_number__in=["L1", "L2"]).count() == 2
    assert list(verifier.verify()) == []


def test_only_once_and_not_beside_anything(db, folder):
    load(folder())
    with pytest.raises(CommandError, match="只在安装时用一次"):
        load(folder())


@pytest.mark.parametrize(
    ("units", "columns", "sentence"),
    [
        ("[", [COLUMN], "units.json 不是正确的 JSON"),
        ("{}", [COLUMN], "应是一张列表"),
        ([UNIT], "[1]", "应是一张列表"),
        ([], [COLUMN], "应是一张列表"),
        ([UNIT | {"phnoe": "1"}], [COLUMN], "第 1 项“党政办公室”：没有“phnoe”"),
        ([UNIT, UNIT], [COLUMN], "units.json 第 2 项“党政办公室”"),
        ([UNIT | {"slug": "党政 办"}], [COLUMN], "代号"),
        ([UNIT], [COLUMN | {"responsible_unit": "nobody"}], "“nobody”不在前面列出的里面"),
        ([UNIT], [COLUMN | {"parent": "later"}, COLUMN | {"slug": "later"}], "“later”不在前面列出的里面"),
        ([UNIT], [COLUMN | {"name": "长" * 41}], "栏目名称"),
        ([UNIT], [COLUMN | {"time_limit_unit": "fortnight"}], "时限单位"),
        ([UNIT | {"slug": None}], [COLUMN], "代号"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_loaded(db, folder, units, columns, sentence):
    with pytest.raises(CommandError, match=sentence):
        load(folder(units, columns))
    assert not (Unit.objects.exists() or Column.objects.exists() or LedgerEntry.objects.exists())


def test_missing_files_are_named(db, tmp_path):
    with pytest.raises(CommandError, match=r"读不了 units\.json"):
        load(str(tmp_path))
