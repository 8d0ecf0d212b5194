"""`manage.py screen`: for people and as JSON, over files and folders, with an exit status and without a database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.screening.files import package, pdf, shown, workbook

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "11010519491231002X"  # the example of the standard itself, GB 11643
SECRET = workbook([["姓名", "身份证号"], ["张三", NUMBER]])
CLEAN = "关于做好秋收工作的通知，请各村认真落实。".encode()
LOCKED = b"Rar!\x1a\x07\x00xx"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    (tmp_path / "甲" / "干净.txt").write_bytes(CLEAN)
    return tmp_path


def screen(*arguments) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("screen", *map(str, arguments), stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_clean_files_end_with_nought(folder):
    status, told = screen(folder)
    assert status == 0
    assert "没有发现问题" in told and "共检查 1 个文件" in told


def test_something_hard_ends_with_one_even_beside_unreadable_files(folder):
    (folder / "甲" / "乙" / "名单.xlsx").write_bytes(SECRET)
    (folder / "包.rar").write_bytes(LOCKED)
    status, told = screen(folder)
    assert status == 1
    assert "必须处理" in told and "表“Sheet”B2" in told and "没有读完" in told
    assert NUMBER not in told


def test_an_unreadable_file_ends_with_two(folder):
    (folder / "包.rar").write_bytes(LOCKED)
    assert screen(folder)[0] == 2


def test_a_scanned_page_was_not_read(folder):
    (folder / "扫描.pdf").write_bytes(pdf(b"q 500 0 0 700 40 40 cm /Im1 Do Q"))
    assert screen(folder)[0] == 2


def test_json_is_one_object_a_file(folder):
    (folder / "名单.xlsx").write_bytes(SECRET)
    (folder / "包.zip").write_bytes(package({"x.rar": LOCKED, "b.xlsx": SECRET}))
    (folder / "页.pdf").write_bytes(pdf(shown(b"nothing of interest here")))
    status, told = screen("--json", folder)
    files = {Path(entry["path"]).name: entry for entry in map(json.loads, told.splitlines())}
    assert status == 1
    assert {name: entry["readable"] for name, entry in files.items()} == {
        "名单.xlsx": True,
        "包.zip": False,
        "页.pdf": True,
        "干净.txt": True,
    }
    found = [finding for finding in files["名单.xlsx"]["findings"] if finding["severity"] == "hard"]
    assert {"rule", "severity", "place", "masked"} <= found[0].keys()
    assert found[0]["place"] == "表“Sheet”B2"
    assert any(finding["severity"] == "hard" for finding in files["包.zip"]["findings"])
    assert files["干净.txt"]["findings"] == []
    assert NUMBER not in told


def test_a_path_that_is_not_there_is_told():
    with pytest.raises(CommandError) as error:
        screen("/nowhere/at/all")
    assert error.value.returncode == 2


def test_published_office_phones_are_known(folder):
    (folder / "甲" / "联系.txt").write_text("联系电话：13000000000", encoding="utf-8")
    (folder / "电话.txt").write_text("13000000000\n", encoding="utf-8")
    assert screen(folder / "甲")[0] == 1
    assert screen("--office-phones", folder / "电话.txt", folder / "甲")[0] == 0


def test_it_runs_without_a_database_and_gives_its_exit_status(folder):
    (folder / "名单.xlsx").write_bytes(SECRET)
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "manage.py", "screen", "--json", str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr.decode()[-500:]
    assert len(done.stdout.splitlines()) == 2
