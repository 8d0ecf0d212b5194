"""make bench: search over 200,000 editions on PostgreSQL, with the corpus and the twenty questions of ../shared/bench.

Run from SQLite it starts itself over on PostgreSQL, in a database of its own. Recall and strays are asserted: they
do not depend on the machine. Times are printed beside the same question asked of the old search (`ILIKE`).
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from audit.models import Edition
from running import servers
from tests.bulk import make_columns, publish_many
from township_portal.search import follow, index
from township_portal.search.table import TABLE, Asked, table
from township_portal.search.words import words_of

pytestmark = [pytest.mark.bench]
ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("BENCH_CORPUS", ROOT.parent / "shared/bench")) / "corpus.py"
EDITIONS = int(os.environ.get("BENCH_EDITIONS", "200000"))
AT_ONCE, ROUNDS = 4_000, 5
EVERYWHERE = "清溪镇"  # stands in every item
SEVERAL = ("低保 柳湾村", "清溪镇 防汛 公示")
EXPENSIVE = 2  # questions the old search is asked for comparison


def corpus():
    if not CORPUS.exists():
        pytest.skip(f"no corpus at {CORPUS}")
    spec = importlib.util.spec_from_file_location("bench_corpus", CORPUS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this is the run on PostgreSQL itself")
def test_search_is_measured_on_postgresql():
    corpus()
    with servers.postgres() as (database, where):
        if not database:
            pytest.skip(where)
        environment = os.environ | {"DATABASE_URL": database, "TEST_DATABASE_NAME": f"bench_search_{os.getpid()}"}
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-m", "bench", __file__]
        assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def fill(town, texts) -> dict[str, set[int]]:
    """Publish the corpus; which edition holds which question as a plain substring of title and text."""
    columns = make_columns(town, len(texts.COLUMNS))
    with connection.cursor() as cursor:  # search is measured here, not the guards: they would take most of an hour
        cursor.execute("SET LOCAL session_replication_role = replica")
    for start in range(0, EDITIONS, AT_ONCE):
        count = min(AT_ONCE, EDITIONS - start)
        made = [texts.article(n, EDITIONS) for n in range(start, start + count)]
        publish_many(
            town, count, columns, title=lambda n, made=made: made[n]["title"], body=lambda n, made=made: made[n]["body_html"]
        )  # fmt: skip
        if start // AT_ONCE in (0, 4):  # else PostgreSQL plans every batch for the empty tables it knows
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
    questions = [*texts.QUERIES, EVERYWHERE, *SEVERAL]
    truth: dict[str, set[int]] = {question: set() for question in questions}
    for pk, text in Edition.objects.live().values_list("pk", "plain_text").iterator(chunk_size=2000):
        for question in questions:
            if all(word in text for word in question.split()):
                truth[question].add(pk)
    return truth


def milliseconds(call, rounds=ROUNDS) -> list[float]:
    times = []
    for _ in range(rounds):
        cache.clear()
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return times


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="started over on PostgreSQL")
def test_two_hundred_thousand_editions(town):
    texts, started = corpus(), time.perf_counter()
    truth = fill(town, texts)
    filled = time.perf_counter()
    follow.rebuild()
    built = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
        cursor.execute("ANALYZE audit_edition")
        cursor.execute("SELECT pg_total_relation_size(%s) / 1048576", [TABLE])
        size = cursor.fetchone()[0]
    print(f"\n{EDITIONS} 条：装入 {filled - started:.0f} 秒，建索引 {built - filled:.0f} 秒，索引 {size} MB")
    every, lost, strays = _matches(truth)
    print(f"子串检索应有 {every} 个结果，漏 {lost}，多 {strays}（{strays / every:.4%}）")
    times = {question: milliseconds(lambda question=question: index.find(question)) for question in truth}
    print("| 问 | 有 | 中位毫秒 | 最慢毫秒 |\n|---|---:|---:|---:|")
    for question, measured in times.items():
        print(f"| {question} | {len(truth[question])} | {statistics.median(measured):.1f} | {max(measured):.1f} |")
    flat = sorted(ms for measured in times.values() for ms in measured)
    p50, p95 = statistics.median(flat), flat[int(len(flat) * 0.95)]
    old = [ms for question in texts.QUERIES[:EXPENSIVE] for ms in milliseconds(lambda q=question: _old(q), 1)]
    newest = Edition.objects.searchable().select_related("publication", "unit").latest("pk")
    put = statistics.median(milliseconds(lambda: index.put(newest), 9))
    print("| | 要求 | 实测 |\n|---|---:|---:|")
    print(f"| p50 | 50 | {p50:.1f} |\n| p95 | 150 | {p95:.1f} |\n| 放进一条 | 几毫秒 | {put:.1f} |")
    print(
        f"从前的检索（逐条比对）同样的问：{statistics.median(old):.0f} 毫秒，是现在的 {statistics.median(old) / p50:.0f} 倍"
    )
    assert lost == 0 and strays <= every * 0.005


def _matches(truth) -> tuple[int, int, int]:
    every = lost = strays = 0
    for question, wanted in truth.items():
        found = set(table().newest(Asked([[word] for word in words_of(question)]), 10**9))
        every, lost, strays = every + len(wanted), lost + len(wanted - found), strays + len(found - wanted)
    return every, lost, strays


def _old(question) -> None:
    matching = Edition.objects.searchable().filter(plain_text__icontains=question)
    assert matching.count()
    assert list(matching.order_by("-published_at")[:20])
