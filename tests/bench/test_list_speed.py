"""make bench: a list of 1,000 households from the office's file to a draft and its first look; ratios, times printed.

The yardstick is openpyxl opening the same file once: what nobody can save."""

import io
import statistics
import time

import openpyxl
import pytest

from audit.screening import gate
from audit.screening.lists import compare
from audit.screening.rules import find
from disclosure import list_building as building
from disclosure.person_list import in_words, listing_of, village_tables
from tests.cast import submit
from tests.lists.tables import HEAD, VILLAGES, make_villages, person, xlsx
from tests.lists.test_sealed import make_list

pytestmark = [pytest.mark.bench, pytest.mark.django_db]


def timed(call, rounds=5):
    call()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        made = call()
        times.append(time.perf_counter() - began)
    return made, statistics.median(times)


def test_a_thousand_rows_from_file_to_first_look(town):
    make_villages(town)
    data = xlsx(HEAD, *(person(n, VILLAGES[n % 2], f"赵{n}", n + 1.5) for n in range(1_000))).read()
    _, opening = timed(lambda: openpyxl.load_workbook(io.BytesIO(data)))
    raw, reading = timed(lambda: building.read_raw(town.reporter, "名单.xlsx", data), rounds=3)
    choices = building.default_choices(raw)
    listing, deciding = timed(lambda: building.built(raw, choices))
    parts, splitting = timed(lambda: building.split(listing))
    columns, rows = building.arranged(raw, choices, building.whole(parts, listing))
    item = make_list(town, "2026年", rows, columns=columns)
    facts = item.facts()
    _, looking = timed(lambda: in_words(compare(listing_of(facts), listing_of(facts)), "二", "一"))
    _, tables = timed(lambda: village_tables(facts))
    told, wanted = gate.context(), gate.subjects(submit(town, item).parts())[0]
    _, scanning = timed(lambda: find(gate.text_passages(wanted.parts), told))
    print(f"\n1000 户名单，和只打开这个文件一次比（{opening * 1000:.0f} 毫秒为 1 倍）")
    steps = {
        "读原表（带检查）": reading, "按列整理": deciding, "按村分开": splitting, "和上一期比": looking, "海报用的分村表": tables,
        "检查做成的名单": scanning,
    }  # fmt: skip
    for name, seconds in steps.items():
        print(f"  {name}：{seconds / opening:.2f} 倍（{seconds * 1000:.0f} 毫秒）")
    assert scanning < 8 * opening and reading < 16 * opening
    assert deciding + splitting + looking + tables < 4 * opening
