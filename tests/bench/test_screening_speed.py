"""make bench: a list of 1,000 households is masked and screened again; the time is printed, a wide bound asserted."""

import io
import random
import time
from datetime import date
from functools import partial

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Font, Side

from audit.screening import lists
from audit.screening.masking import mask, mask_order, proof
from audit.screening.readers import read
from audit.screening.rules import Context, find, spans
from tests.screening import corpus
from tests.screening.leftovers import left_in

pytestmark = pytest.mark.bench
CONTEXT = Context(today=date(2026, 11, 23))
look = partial(find, context=CONTEXT)


def subsidy_list(rows):
    """As an office sends it: a title, borders, ten columns, one of them hidden."""
    chance, book = random.Random(7), Workbook()
    sheet = book.active
    sheet.append(["2026年耕地地力保护补贴发放明细表"])
    sheet.merge_cells("A1:J1")
    sheet.append(
        ["序号", "村", "村民组", "姓名", "身份证号", "联系电话", "一卡通账号", "面积（亩）", "金额（元）", "经办人电话"]
    )
    line = Side("thin")
    numbers = []
    for n in range(1, rows + 1):
        numbers.append((corpus.id18(chance), corpus.mobile(chance), corpus.unionpay19(chance), corpus.mobile(chance)))
        sheet.append(
            [
                n,
                f"样例{n % 9}村",
                f"{n % 7}组",
                f"{chance.choice(corpus.NAMES)}",
                *numbers[-1][:3],
                n % 13,
                n * 1.5,
                numbers[-1][3],
            ]
        )
        for cell in sheet[n + 2]:
            cell.border, cell.font = Border(line, line, line, line), Font(name="宋体", size=11)
    sheet.column_dimensions["J"].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), numbers


def timed(call):
    began = time.perf_counter()
    return call(), time.perf_counter() - began


def test_a_thousand_rows_are_scanned_in_a_second_and_masked_in_three():
    data, numbers = subsidy_list(1_000)
    read("名单.xlsx", subsidy_list(5)[0])  # modules loaded
    reading, reading_time = timed(lambda: read("名单.xlsx", data))
    found, finding_time = timed(lambda: look(reading.passages))
    orders = [mask_order(finding, reading) for finding in found if finding.severity == "hard"]
    made, masking_time = timed(
        lambda: mask("名单.xlsx", data, orders, locate=partial(spans, context=CONTEXT), reading=reading)
    )
    _, proving_time = timed(lambda: proof(made, made.removed, read, look))
    print(
        f"\n1000 行补贴名单：检查 {reading_time + finding_time:.2f} 秒（读 {reading_time:.2f}，找 {finding_time:.2f}）"
    )
    print(
        f"  遮盖后再检查 {masking_time + proving_time:.2f} 秒（遮盖 {masking_time:.2f}，验证 {proving_time:.2f}，删去 {len(made.removed)} 个号码）"
    )
    assert len(made.removed) >= 4_000
    assert not [number for row in numbers[::100] for number in row if left_in(made.data, number)]
    assert reading_time + finding_time < 3
    assert masking_time + proving_time < 9


def test_a_list_of_a_thousand_rows_is_built_and_split():
    data, _ = subsidy_list(1_000)
    listing, building = timed(lambda: lists.build(lists.find_list("名单.xlsx", data)))
    parts, splitting = timed(lambda: lists.by_village(listing, [f"样例{n}村" for n in range(9)]))
    print(f"\n1000 行名单整理 {building:.2f} 秒，分成 {len(parts)} 个村 {splitting:.3f} 秒")
    assert sum(part.count for part in parts.values()) == listing.count == 1_000
    assert building < 5
