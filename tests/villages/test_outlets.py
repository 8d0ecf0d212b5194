"""The villages' outlets: what the town finds on its visits, the list it budgets from, what is overdue."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from audit import appointments, clock, duties, files, sweep
from audit.models import Account
from services_center import outlets
from services_center.models import OutletCheck, OutletNeed
from tests.cast import make_account
from tests.public.making import PNG

from .making import make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(town):
    return make_village(town)


def today():
    return clock.local_date(clock.now())


def sent(missing=(), broken=(), day=None, **over):
    """A visit's form: everything is there but what is named."""
    found = {
        f"need-{need.pk}": "missing" if need.name in missing else "broken" if need.name in broken else "good"
        for need in OutletNeed.objects.all()
    }
    return {"checked_on": (day or today()).isoformat()} | found | over


def go(client, who, unit, data):
    client.force_login(who)
    return client.post(reverse("outlets:one", args=[unit.slug]), data)


def test_a_visit_says_what_is_missing_and_the_town_can_budget_from_it(client, town, unit):
    photos = [SimpleUploadedFile("墙.png", PNG, "image/png"), SimpleUploadedFile("桌.png", PNG + b" ", "image/png")]
    given = sent(["电脑"], ["首问负责制"], remedy_by=(today() + timedelta(days=30)).isoformat(), note="墙面空着。")
    assert go(client, town.officer, unit, given | {"photos": photos}).status_code == 302
    page = client.get(reverse("outlets:list")).content.decode()
    assert "电脑" in page and "首问负责制" in page and "<b>4560</b>" in page and "20 / 22 样齐全" in page
    own = client.get(reverse("outlets:one", args=[unit.slug])).content.decode()
    assert "墙面空着。" in own and "坏了、旧了" in own and town.officer.person.name in own
    check = OutletCheck.objects.get()
    assert check.photos.count() == 2
    shown = client.get(reverse("outlets:photo", args=[check.photos.first().pk]))
    assert shown.status_code == 200 and shown["Content-Type"] == "image/png"
    assert sweep.REFERRERS and outlets.is_kept(check.photos.first().sha256) and files.read(check.photos.first().sha256)
    sheet = client.get(reverse("outlets:sheet")).content.decode("utf-8-sig").splitlines()
    assert sheet[0] == "村,种类,名称,情况,检查日期,应补齐日期,后来改到,估价（元）" and sheet[1].startswith(
        "白云庵村,设备,电脑,没有,"
    )
    assert sheet[-1] == "合计,,2 样,,,,,4560"


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"missing": ["电脑"]}, "请写明哪天前补齐"), ({"missing": ["电脑"], "remedy_by": "2020-01-01"}, "不能早于检查的日期"),
        ({"checked_on": "2099-01-01"}, "检查日期晚于今天"), ({"note": "王示例 11010519491231002X"}, "检查记录不写这些"),
        ({"photos": SimpleUploadedFile("账.txt", "字".encode())}, "不是照片"), ({"photos": SimpleUploadedFile("空.png", b"")}, "空"),
    ],
)  # fmt: skip
def test_a_visit_that_cannot_be_kept_is_told_why(client, town, unit, over, told):
    response = go(client, town.window, unit, sent(**over))
    assert response.status_code == 422 and told in response.content.decode() and not OutletCheck.objects.exists()


def test_every_thing_must_be_looked_at(client, town, unit):
    given = sent()
    given.pop(f"need-{OutletNeed.objects.get(name='电脑').pk}")
    assert "“电脑”还没有选。" in go(client, town.officer, unit, given).content.decode()


def test_an_overdue_remedy_stands_on_the_desk_until_a_later_visit_finds_it_done(client, town, unit):
    before = today() - timedelta(days=20)
    late = sent(["电脑"], day=before, remedy_by=(before + timedelta(days=10)).isoformat())
    go(client, town.officer, unit, late)
    assert [duty.title for duty in duties.of(town.leader)["outlets"]] == ["白云庵村代办点：电脑"]
    assert "白云庵村代办点：电脑" in client.get(reverse("desk:today")).content.decode()
    earlier = go(client, town.officer, unit, sent(day=before - timedelta(days=1)))
    assert "这次的日期不能更早" in earlier.content.decode()
    go(client, town.officer, unit, sent())
    assert "outlets" not in duties.of(town.leader)
    assert "样样齐全" in client.get(reverse("outlets:list")).content.decode()


def test_a_later_promise_does_not_hide_that_the_first_is_overdue(client, town, unit, django_assert_num_queries):
    start, later = today() - timedelta(days=40), (today() + timedelta(days=30)).isoformat()
    first = start + timedelta(days=10)
    go(client, town.officer, unit, sent(["电脑"], day=start, remedy_by=first.isoformat()))
    go(client, town.officer, unit, sent(["电脑"], ["宽带网络"], day=start + timedelta(days=20), remedy_by=later))
    with django_assert_num_queries(2):
        lines = {line.need.name: line for line in outlets.inventory([unit], today())[unit]}
    assert (
        lines["电脑"].promised == first and lines["电脑"].moved_to.isoformat() == later and lines["电脑"].late(today())
    )
    assert lines["宽带网络"].moved_to is None and not lines["宽带网络"].late(today())
    [duty] = duties.of(town.leader)["outlets"]
    assert duty.title == "白云庵村代办点：电脑" and f"应在 {first:%-m月%-d日} 前补齐" in duty.due
    for page in (reverse("outlets:list"), reverse("outlets:one", args=[unit.slug])):
        told = client.get(page).content.decode()
        assert f"{first}" in told and f'后来改到 <span class="keep">{later}' in told and told.count("后来改到") == 1
    assert (
        f",没有,{start + timedelta(days=20)},{first},{later}," in client.get(reverse("outlets:sheet")).content.decode()
    )
    go(client, town.officer, unit, sent(day=today() - timedelta(days=2)))
    go(client, town.officer, unit, sent(["电脑"], day=today() - timedelta(days=1), remedy_by=later))
    [again] = outlets.lacking(outlets.inventory([unit], today()))
    assert again.promised.isoformat() == later and not again.late(today())


def test_a_village_reads_its_own_outlet_and_writes_none(client, town, unit):
    other = make_village(town, "lannao", "烂泥坳村", "0564-0000122")
    make_account("villager")
    post = appointments.make_post("白云庵村报送员", "reporter", [unit])
    appointments.propose(town.leader, Account.objects.get(username="villager").person, post)
    client.force_login(Account.objects.get(username="villager"))
    page = client.get(reverse("outlets:list")).content.decode()
    assert "白云庵村" in page and "烂泥坳村" not in page and "还没有查过" in page
    assert client.get(reverse("outlets:one", args=[other.slug])).status_code == 404
    assert client.post(reverse("outlets:one", args=[unit.slug]), sent()).status_code == 404
    client.force_login(town.reporter)
    assert client.get(reverse("outlets:list")).status_code == 404


def test_what_was_found_is_never_changed_or_taken_away(client, town, unit):
    go(client, town.officer, unit, sent())
    for act in (lambda rows: rows.update(note="改"), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            act(OutletCheck.objects.all())


def test_queries_do_not_grow_with_villages(client, town, unit, django_assert_max_num_queries):
    for n in range(3):
        go(client, town.officer, make_village(town, f"v{n}", f"第{n}村", f"0564-000013{n}"), sent())
    everywhere = list(outlets.readable(town.officer))
    with django_assert_max_num_queries(2):
        assert len(outlets.inventory(everywhere, today())) == 4
    with django_assert_max_num_queries(18):
        client.get(reverse("outlets:list"))
