"""宣传: what was brought to the villagers, and the year's totals."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock
from services_center.models import Outreach
from services_center.outreach_totals import every_year, year_totals
from tests.services_center.making import published_guide

from .making import make_village

pytestmark = pytest.mark.django_db
PAGE = "/desk/outreach/"


@pytest.fixture
def told(town):
    """What a right entry says."""
    today = clock.local_date(clock.now())
    guide, unit = published_guide(town), make_village(town)
    values = {"leaflet": str(guide.item_id), "way": "door", "held_on": today.isoformat(), "village": unit.pk}
    return values | {"printed": "200", "households": "150"}


def test_the_year_adds_up_by_village(client, town, told):
    client.force_login(town.window)
    assert reverse("outreach:list") == PAGE
    for over in ({}, {"printed": "0", "households": "30"}, {"village": ""}):
        assert client.post(PAGE, told | over).status_code == 302
    this = clock.local_date(clock.now()).year
    own = year_totals(this)
    found = [(one.name, one.times, one.printed, one.households) for one in [*own.villages, own.whole]]
    assert found == [("白云庵村", 2, 200, 180), ("全镇", 1, 200, 150), ("合计", 3, 400, 330)]
    page = client.get(PAGE).content.decode()
    assert "宣传 3 次，印了 400 份，到了 330 户次" in page and "城乡居民基本医疗保险参保登记" in page
    sheet = client.get(reverse("outreach:sheet")).content.decode("utf-8-sig").splitlines()
    assert sheet[1] == "白云庵村,2,200,180" and sheet[-1] == "合计,3,400,330"
    last_year = client.get(f"{PAGE}?year={clock.local_date(clock.now()).year - 1}").content.decode()
    assert "还没有登记" in last_year
    assert client.get(f"{PAGE}?year=9999").status_code == client.get(f"{PAGE}?year=²").status_code == 200


def test_an_entry_is_struck_out_the_same_day_by_who_made_it(client, town, told):
    client.force_login(town.window)
    client.post(PAGE, told)
    row = Outreach.objects.get()
    client.force_login(town.officer)
    client.post(reverse("outreach:void", args=[row.pk]))
    assert Outreach.objects.counted().count() == 1
    client.force_login(town.window)
    client.post(reverse("outreach:void", args=[row.pk]))
    assert Outreach.objects.counted().count() == 0 and Outreach.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"households": "0"}, "至少 1 户"), ({"printed": "999999"}, "请核对"), ({"leaflet": "x"}, "leaflet"), ({"printed": "-1"}, "0"),
        ({"held_on": (clock.local_date(clock.now()) + timedelta(days=2)).isoformat()}, "做了再登记"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(client, town, told, over, said):
    client.force_login(town.officer)
    response = client.post(PAGE, told | over)
    assert response.status_code == 422 and said in response.content.decode() and not Outreach.objects.exists()


def test_the_years_stand_one_below_the_other_and_go_out_as_a_table(client, town, told, django_assert_num_queries):
    client.force_login(town.officer)
    today = clock.local_date(clock.now())
    for day, over in ((today, {}), (today.replace(year=today.year - 1, day=1), {"printed": "80", "households": "70"})):
        client.post(PAGE, told | over | {"held_on": day.isoformat()})
    client.post(PAGE, told)
    client.post(reverse("outreach:void", args=[Outreach.objects.order_by("-pk").first().pk]))
    with django_assert_num_queries(1):
        found = [(one.name, one.times, one.printed, one.households) for one in every_year()]
    assert found == [(f"{today.year}年", 1, 200, 150), (f"{today.year - 1}年", 1, 80, 70)]
    with django_assert_num_queries(1):
        assert year_totals(today.year - 1).whole.households == 70
    assert "一年一年的" in client.get(PAGE).content.decode()
    sheet = client.get(reverse("outreach:years_sheet")).content.decode("utf-8-sig").splitlines()
    assert sheet[0] == "年份,次数,印刷份数,到户数" and sheet[-1] == "合计,2,280,220"
