"""The window: a guide in seconds, the sheet with what was ticked, the register of visits, a paper's code."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit import clock
from services_center.models import Visit
from services_center.window import figures
from tests.services_center.making import make_guide, published_agents, published_guide, through, village

WINDOW = "/desk/window/"


@pytest.fixture
def guide(town):
    town.village = village()
    published_agents(town)
    return published_guide(town)


@pytest.fixture
def clerk(client, town, guide):
    client.force_login(town.window)
    return client


def text(client, url) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("typed", ["cxjm", "hzyl", "医保参保", "chengxiang", "ｃｘｊｍ"])
def test_the_only_match_is_opened_at_once(clerk, typed):
    response = clerk.get(WINDOW, {"q": typed})
    assert response.status_code == 302 and response.url == "/desk/window/guides/yibao-canbao/"


def test_several_matches_are_listed_best_first_and_none_is_said(clerk, town):
    through(town, make_guide(town, slug="second", title="残疾人证申办，医保另办", form=None, questions=[], also_called="",
                             materials=[["身份证", "自己带", "1 份", "原件", "", "", ""]],
                             steps=[["来", "来", "本人", "当场", ""]]))  # fmt: skip
    html = text(clerk, WINDOW + "?q=c")
    assert html.index("残疾人证申办") < html.index("城乡居民")  # both begin with c: by their pinyin
    assert "没有找到“zzz”" in text(clerk, WINDOW + "?q=zzz")
    assert "cxjmjbylbxcbdj" in html  # what the script looks in


def test_the_sheet_holds_the_papers_left_ticked(clerk):
    html = text(clerk, "/desk/window/guides/yibao-canbao/?a=替父母办&a=满60岁了")
    assert html.count('type="checkbox"') == 3 and "要多带委托书。" in html
    sheet = text(clerk, "/desk/window/guides/yibao-canbao/print/?a=替父母办&a=满60岁了&m=none&m=1")
    papers = re.search(r'<ul class="bring">.*?</ul>', sheet, re.S)[0]
    assert "委托书" in papers and "户口簿" not in papers and "0564-0000131" in sheet
    nothing = text(clerk, "/desk/window/guides/yibao-canbao/print/?m=none")
    assert "什么都不用带" in nothing


def test_a_visit_is_registered_without_a_person(clerk, town, guide):
    address = "/desk/window/guides/yibao-canbao/visit/"
    html = clerk.post(
        address, {"village": town.village.pk, "purpose": "apply", "count": "2"}, follow=True
    ).content.decode()
    assert "已登记：城乡居民基本医疗保险参保登记，2 人。" in html
    visit = Visit.objects.get()
    assert (visit.item_id, visit.village, visit.count, visit.recorder) == (
        guide.item_id,
        town.village,
        2,
        town.window.person,
    )
    columns = {field.name for field in Visit._meta.concrete_fields}
    assert columns == {"id", "item", "matter", "village", "purpose", "count", "at", "day", "recorder", "voided_at"}
    for count in ("0", "51", "-1", "两", ""):
        response = clerk.post(address, {"purpose": "apply", "count": count})
        assert response.status_code == 422 and Visit.objects.count() == 1
    assert "至少 1 人" in clerk.post(address, {"purpose": "apply", "count": "0"}).content.decode()


def test_a_mistake_is_struck_out_the_same_day_by_who_made_it(clerk, town, guide):
    visit = Visit.objects.create(item=guide.item, matter=guide.title, recorder=town.window.person, count=2)
    others = Visit.objects.create(item=guide.item, matter=guide.title, recorder=town.officer.person)
    old = Visit.objects.create(
        item=guide.item, matter=guide.title, recorder=town.window.person, at=clock.now() - timedelta(days=2)
    )
    for one, done in ((visit, True), (others, False), (old, False), (visit, False)):
        html = clerk.post(f"{WINDOW}visits/{one.pk}/void/", follow=True).content.decode()
        assert ("已撤销" in html) is done and ("没有撤销" in html) is not done
    assert list(Visit.objects.counted().values_list("pk", flat=True).order_by("pk")) == [others.pk, old.pk]
    [today, *_] = figures(clock.local_date(clock.now()))
    assert (today["number"], today["note"]) == (1, "1 人")


def test_the_database_refuses_to_change_or_lose_a_visit(guide, town):
    visit = Visit.objects.create(item=guide.item, matter=guide.title, recorder=town.window.person)
    for act in (lambda: Visit.objects.filter(pk=visit.pk).update(count=3), lambda: visit.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Visit.objects.get().count == 1


@pytest.mark.parametrize(("said", "answer"), [
    ("1234", "不是纸上的号"), ("", "不是纸上的号"), ("一二三四", "不是纸上的号"), ("123456789", "不是纸上的号"),
])  # fmt: skip
def test_a_code_misheard_is_said_so(clerk, said, answer):
    assert answer in clerk.get(WINDOW + "code/", {"code": said}, follow=True).content.decode()


@pytest.mark.parametrize("said", ["1234 5678", "12345678", "１２３４－５６７８"])
def test_a_code_leads_to_the_paper_or_says_that_none_carries_one(clerk, said):
    response = clerk.get(WINDOW + "code/", {"code": said})
    assert response.status_code == 302 and (response.url == WINDOW or response.url == WINDOW + "code/12345678/")


def test_the_window_asks_the_database_the_same_however_much_there_is(clerk, town, guide, django_assert_max_num_queries):
    for _ in range(8):
        Visit.objects.create(item=guide.item, matter=guide.title, village=town.village, recorder=town.window.person)
    clerk.get(WINDOW)
    with django_assert_max_num_queries(16):
        clerk.get(WINDOW)
    with django_assert_max_num_queries(12):
        clerk.get("/desk/window/guides/yibao-canbao/")
    assert connection.vendor


def test_only_the_window_and_who_stands_in_for_it_come_in(town, guide, client):
    for name, status in (
        ("window", 200),
        ("officer", 200),
        ("reporter", 404),
        ("leader", 404),
        ("inspector", 404),
        ("admin", 404),
    ):
        client.force_login(getattr(town, name))
        assert client.get(WINDOW).status_code == status, name
