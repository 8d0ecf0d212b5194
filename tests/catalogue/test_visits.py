"""Visits: people's looks at item pages counted from logs, once each, however the log was rotated; nothing of who looked."""

import gzip

import pytest
from django.core.management import call_command

from disclosure.models import CountedLog, Visits
from disclosure.visits import count_log, visit_in
from tests.cast import published
from tests.public.making import address

CHROME = '"-" "Mozilla/5.0 (Windows NT 6.1) Chrome/109.0"'
AT = "26/Nov/2026:23:30:00 +0800"


def line(path, verb="GET", status=200, tail=CHROME, at=AT, ip="203.0.113.7"):
    return f'{ip} - - [{at}] "{verb} {path} HTTP/1.1" {status} 512 {tail}\n'.encode()


ITEM = "/items/202611-00001/"


@pytest.mark.parametrize(("given", "told"), [
    (line(ITEM), ("2026-11-26", "202611-00001")),
    (line(f"/township{ITEM}?from=wall"), ("2026-11-26", "202611-00001")),
    (line(f"{ITEM}index.html", status=304), ("2026-11-26", "202611-00001")),
    (line(ITEM, at="26/Nov/2026:16:30:00 +0000"), ("2026-11-27", "202611-00001")),  # the town's day
    (b"2026-11-26 09:00:01,123 INFO portal.request GET /items/202611-00001/ 200 12 ms\n", ("2026-11-26", "202611-00001")),
    (line(ITEM, verb="HEAD"), None), (line(ITEM, verb="POST"), None), (line(ITEM, status=410), None),
    (line(ITEM, status=301), None), (line(f"{ITEM}files/1/a.pdf"), None), (line(f"{ITEM}editions/1/"), None),
    (line(ITEM, tail='"-" "Baiduspider/2.0"'), None), (line(ITEM, tail='"-" "curl/8.1"'), None),
    (line(ITEM, tail='"-" "-"'), None), (line("/items/202611-1/"), None), (line("/columns/notices/"), None),
    (line(ITEM, at="99/Foo/2026:00:00:00 +0800"), None), (b"\x00\xff garbage\n", None), (b"\n", None),
    (b"2026-11-26 09:00:01,123 INFO portal.request GET /items/<index:number>/ 200 12 ms\n", None),
])  # fmt: skip
def test_only_a_persons_look_at_an_item_counts(given, told):
    found = visit_in(given)
    assert (found and (found[0].isoformat(), found[1])) == told


@pytest.mark.django_db
def test_a_log_is_counted_once_through_growth_rotation_and_packing(client, town, tmp_path):
    edition = published(town)
    looked = line(address(edition))
    log, old = tmp_path / "access.log", tmp_path / "access.log.1"

    def total():
        return sum(Visits.objects.values_list("count", flat=True))

    log.write_bytes(looked * 3 + line("/") + line("/items/209901-00001/") + looked[:-20])  # the last is being written
    assert count_log(log).visits == 3
    assert count_log(log).known and total() == 3
    log.write_bytes(log.read_bytes() + looked[-20:] + looked)
    assert count_log(log).visits == 2
    log.rename(old)  # rotated: a new one begins
    log.write_bytes(line("/new/") + looked)
    call_command("count_visits", str(log), str(old))
    assert total() == 6
    packed = tmp_path / "access.log.2.gz"
    packed.write_bytes(gzip.compress(old.read_bytes()))
    call_command("count_visits", str(packed), str(log))
    assert total() == 6
    assert "浏览次数 6" in client.get(address(edition)).content.decode()
    kept = str([*Visits.objects.values_list(), *CountedLog.objects.values_list()])
    assert "203.0.113" not in kept


@pytest.mark.django_db
def test_an_item_nobody_counted_says_nothing_and_a_missing_log_is_told(client, town, tmp_path, capsys):
    assert "浏览次数" not in client.get(address(published(town))).content.decode()
    (tmp_path / "empty.log").write_bytes(b"")
    call_command("count_visits", str(tmp_path / "empty.log"), str(tmp_path / "nowhere.log"))
    told = capsys.readouterr()
    assert "没有新的" in told.out and "读不出来" in told.err
    with pytest.raises(SystemExit):
        call_command("count_visits", str(tmp_path / "nowhere.log"))
