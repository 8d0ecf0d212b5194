"""The measure of the rules: what is hidden is found, what only looks so is left alone."""

import time
from collections import Counter
from datetime import date

import pytest

from audit.screening.passages import HARD
from audit.screening.rules import Context, find

from . import corpus
from .decoys import OFFICE_PHONES, decoys

CONTEXT = Context(date(2026, 11, 23), office_phones=frozenset(OFFICE_PHONES))
EACH = 12


@pytest.fixture(scope="module")
def cells():
    """(kind, form) → how many there were and how many were found."""
    seen, found, missed = Counter(), Counter(), []
    for sample in corpus.hidden_numbers(EACH):
        key, rule = (sample.kind, sample.form), sample.kind.split()[0]
        soft = sample.kind in corpus.SOFT_KINDS
        hits = [finding for finding in find(sample.passages, CONTEXT) if finding.rule == rule]
        seen[key] += 1
        if any(soft or finding.severity == HARD for finding in hits):
            found[key] += 1
        else:
            missed.append((key, [passage.text for passage in sample.passages]))
    return seen, found, missed


def test_no_cell_of_kind_and_hiding_form_is_below_95_percent(cells):
    seen, found, missed = cells
    assert min(seen.values()) >= 10
    assert len(seen) > 400
    assert {key: found[key] for key in seen if found[key] < 0.95 * seen[key]} == {}, missed[:5]


def test_all_hard_kinds_together_reach_99_5_percent(cells):
    seen, found, missed = cells
    hard = [key for key in seen if key[0] not in corpus.SOFT_KINDS]
    assert sum(found[key] for key in hard) >= 0.995 * sum(seen[key] for key in hard), missed


def test_decoys_raise_no_hard_alarm():
    alarms, number = [], 0
    for kind, passages in decoys(45):
        number += 1
        hard = [(finding.rule, finding.masked) for finding in find(passages, CONTEXT) if finding.severity == HARD]
        if hard:
            alarms.append((kind, [passage.text for passage in passages][:6], hard))
    assert number >= 2000
    assert len(alarms) <= 0.005 * number, alarms


def test_no_sample_shows_the_number(cells):
    for sample in corpus.hidden_numbers(1, seed=11):
        plain = "".join(
            sign for passage in sample.passages for sign in passage.text if sign.isascii() and sign.isalnum()
        )
        for finding in find(sample.passages, CONTEXT):
            shown = max((part for part in finding.masked.split("*")), key=len)
            assert len(shown) <= 4 or shown not in plain or finding.rule == "email", (finding, plain)


def test_a_sheet_of_a_thousand_rows_is_read_in_a_third_of_a_second():
    chance = corpus.random.Random(3)
    words = ("序号", "姓名", "村组", "身份证号", "银行账号", "联系电话", "面积", "金额")
    sheet = [corpus.cell(word, 1, n) for n, word in enumerate(words, 1)]
    for row in range(2, 1002):
        values = (
            str(row), "赵测试", "太子庙村", corpus.id18(chance), corpus.unionpay19(chance), corpus.mobile(chance), "12.5", "1250.00",
        )  # fmt: skip
        sheet += [corpus.cell(value, row, n) for n, value in enumerate(values, 1)]
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        findings = find(sheet, CONTEXT)
        best = min(best, time.process_time() - start)
    assert {finding.rule: finding.count for finding in findings} == {
        "id_number": 1000,
        "bank_card": 1000,
        "mobile": 1000,
    }
    assert best <= 0.3
