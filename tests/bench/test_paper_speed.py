"""A sheet in two seconds, a village's month of thirty in thirty, 400 KB a sheet (make bench)."""

import time

import pytest

from audit import files
from tests.cast import make_column
from tests.paper.making import published
from tests.paper.test_sheets import TABLE
from township_portal.paper import runs, walls
from township_portal.paper.models import Wall

pytestmark = pytest.mark.bench


def test_a_walls_month_of_thirty_sheets(town):
    shown = make_column("shown", town.disclosure, channels=["村公示栏"])
    wall = Wall.objects.create(unit=town.agriculture, name="公开栏", channel="村公示栏")
    for number in range(30):
        published(town, title=f"公示（{number}）", column=shown, body=f"<p>公示如下。</p>{TABLE if number % 3 else ''}")
    assert len(walls.wanted(wall, walls.clock.now())) == 30
    run = runs.start(town.officer, wall, "2026-11", "http://testserver")
    start = time.perf_counter()
    assert runs.make(run.pk)
    seconds = time.perf_counter() - start
    run.refresh_from_db()
    size = len(files.read(run.pdf))
    print(f"30 sheets, {run.pages} pages: {seconds:.1f} s, {size / run.pages / 1024:.0f} KB a page")
    assert run.stage == "done" and seconds <= 30 and size <= 400_000 * 30
