"""The organisation on paper; and papers on the walls that still say what no longer holds."""

import pytest
from django.urls import reverse

from audit import impact as impacts
from audit.models import Unit
from tests.board.making import DEPUTY, MAYOR, OTHER, again, make_leadership, make_profile, through
from tests.cast import published
from tests.paper.making import outside, printed, squeezed, text_of
from township_portal.paper import records, walls
from township_portal.paper.models import Wall

pytestmark = pytest.mark.django_db
NEW = [MAYOR, [*DEPUTY[:4], "0564-0000199", *DEPUTY[5:]], OTHER]


def test_the_leaders_poster_shows_everybody_with_post_duty_and_phone(town):
    _, drawn = printed(town, through(town, make_leadership(town)), "a3")
    said = squeezed(text_of(drawn.pdf))
    for words in ("孙示例", "镇长", "财政、农业农村", "0564-0000104", "吴示例"):
        assert words in said
    assert "照片" not in said and outside(drawn.pdf) == []


def test_a_units_poster_has_its_phones_and_what_it_is_for(town):
    _, drawn = printed(town, through(town, make_profile(town)), "a4")
    said = squeezed(text_of(drawn.pdf))
    for words in ("茶叶技术指导", "动物防疫", "0564-0000112转3", "一楼108室", "王示例"):
        assert words in said


def test_a_paper_on_the_wall_is_in_the_impact_list_until_it_is_taken_down(town, client):
    Unit.objects.create(slug="guqiaofan", name="古桥畈村村民委员会", short_name="古桥畈村", kind="village")
    walls.make_for_units()
    wall = Wall.objects.get(unit__slug="guqiaofan")
    notice = published(town, title="接访安排", body="<p>接访先打 0564-0000104 问李示例。</p>")
    paper, _ = printed(town, notice, "a3")
    edition = through(town, make_leadership(town))
    waiting = again(town, edition, leaders=NEW)
    assert not impacts.impact(town.leader, waiting, edition).effects[0].papers  # printed, not put up
    records.posted(town.officer, wall, paper, "up")
    (place,) = impacts.impact(town.leader, waiting, edition).effects[0].papers
    assert (place.unit, place.url) == (wall.name, reverse("paper:wall", args=[wall.pk]))
    client.force_login(town.officer)
    assert "印出去的纸" in client.get(f"/desk/items/{waiting.item_id}/").content.decode()
    records.posted(town.officer, wall, paper, "down")
    assert not impacts.impact(town.leader, waiting, edition).effects[0].papers
