"""make bench: each figure is a ratio of two measurements in one run, printed, never an absolute time asserted."""

import resource
import statistics
import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit import verifier
from audit.models import Account, Edition, LedgerEntry
from tests.bulk import make_columns, publish_many
from tests.cast import first_review, make_notice, sign, submit

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ROUNDS = 15


def median(call, rounds=ROUNDS):
    """Seconds, the middle one of some rounds, caches cold."""
    call()  # templates and connections warm, caches cold
    times = []
    for _ in range(rounds):
        cache.clear()
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def pages(client, columns):
    edition = Edition.objects.live().select_related("publication").latest("pk")
    addresses = {
        "首页": reverse("home"),
        "栏目页": reverse("column", args=[columns[0].slug]),
        "信息页": reverse("item", args=[edition.publication.slug]),
        "搜索（茶园 道路）": reverse("search") + "?q=茶园 道路",
    }
    return {name: median(lambda address=address: client.get(address)) for name, address in addresses.items()}


def test_pages_at_five_thousand_items_against_fifty(client, town):
    columns = make_columns(town, 20)
    publish_many(town, 50, columns)
    few = pages(client, columns)
    publish_many(town, 4950, columns, title="第{n}条又一批茶园公告")
    many = pages(client, columns)
    print("\n页面用时，5000 条比 50 条（1.0 就是一样快）")
    for name, seconds in many.items():
        print(f"  {name}：{seconds / few[name]:.2f} 倍（{few[name] * 1000:.1f} → {seconds * 1000:.1f} 毫秒）")
    assert many["信息页"] / few["信息页"] < 5


def test_an_act_through_the_gate_against_a_plain_save(client, town):
    notice = make_notice(town)

    def plain_save():
        notice._history_user = town.reporter
        notice.save()

    saved = median(plain_save)
    waiting = [first_review(town, submit(town, make_notice(town, title=f"第{n}条"))) for n in range(ROUNDS + 1)]
    signed = median(lambda: sign(town, waiting.pop()))
    print(f"\n签发并上网（三道办理、封签核对、索引号）是存一次底稿的 {signed / saved:.1f} 倍")
    assert not waiting


def test_the_verifier_grows_with_the_record_and_not_faster(town):
    columns = make_columns(town, 5)
    publish_many(town, 500, columns)
    small, rows = median(lambda: list(verifier.verify()), 3), LedgerEntry.objects.count()
    publish_many(town, 4500, columns, title="第{n}条又一批")
    large, more = median(lambda: list(verifier.verify()), 3), LedgerEntry.objects.count()
    print(f"\n防改校验：记录多 {more / rows:.1f} 倍，用时多 {large / small:.1f} 倍（{more} 行 {large:.1f} 秒）")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"内存最高 {peak:.0f} MB")
    assert large / small < 3 * more / rows


def test_the_desk_at_five_thousand_items_against_fifty(client, town):
    columns = make_columns(town, 5)
    publish_many(town, 50, columns)
    for n in range(5):
        first_review(town, submit(town, make_notice(town, title=f"等着的第{n}条")))
    client.force_login(Account.objects.get(username="leader"))
    few = median(lambda: client.get(reverse("desk:today")))
    publish_many(town, 4950, columns, title="第{n}条又一批")
    many = median(lambda: client.get(reverse("desk:today")))
    print(f"\n今天：5000 条比 50 条 {many / few:.2f} 倍")
    assert many / few < 10
