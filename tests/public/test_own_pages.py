"""Columns, units and the home page lead to the pages made from what is public in them; one page has one name."""

import pytest

from disclosure.own_pages import PAGES
from tests.cast import make_column
from tests.villages.making import make_village

pytestmark = pytest.mark.django_db


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("slug", PAGES)
def test_a_column_leads_to_the_page_that_is_made_of_it(town, client, slug):
    make_column(slug, town.disclosure)
    name, label = PAGES[slug]
    assert f'<a class="target" href="/{name}/">{label}</a>' in read(client, f"/columns/{slug}/")
    read(client, f"/{name}/")


def test_a_villages_columns_lead_to_its_page_and_the_others_nowhere(town, client):
    village = make_village(town)
    type(village.finance).objects.filter(pk=village.finance.pk).update(responsible_unit=village)
    assert '<a class="target" href="/villages/baiyunan/">' in read(client, "/columns/baiyunan-finance/")
    assert "/villages/baiyunan/" not in read(client, "/columns/notices/")


def test_units_and_villages_offer_their_feed(town, client):
    make_village(town)
    for page, unit in (("/departments/agriculture/", "agriculture"), ("/villages/baiyunan/", "baiyunan")):
        assert f'<a class="target" href="/units/{unit}/feed.xml">' in read(client, page)
    assert 'type="application/atom+xml" title="农业农村办公室"' in read(client, "/departments/agriculture/")


def test_home_leads_to_the_years_targets_and_the_villages_have_one_name(town, client):
    home = read(client, "/")
    assert '<a href="/targets/">今年要办的事</a>' in home
    assert '<a href="/villages/"><span>我的村</span></a>' in home and "五村公开" not in home
    assert '<a href="/villages/" aria-current="page"><span>我的村</span></a>' in read(client, "/villages/")
