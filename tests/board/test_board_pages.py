"""Leaders, departments, phones, the board: from live editions alone, with the unit's registration where none is live."""

import re

import pytest

from audit.models import Unit
from tests.board.making import DEPUTY, MAYOR, OTHER, again, make_leadership, make_profile, through
from tests.cast import published
from tests.public.making import withdraw

pytestmark = pytest.mark.django_db
PAGES = ("/board/", "/leaders/", "/departments/", "/departments/agriculture/", "/phones/")


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return re.sub(r"\s+", " ", response.content.decode())


def words(page):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main")[0]))


def test_an_empty_portal_has_every_page_and_says_what_is_not_there(client, db):
    for url in PAGES[:3]:
        assert "还没有" in text(client, url)
    assert "还没有登记部门" in text(client, "/phones/")
    assert client.get("/departments/nobody/").status_code == 404


def test_before_a_profile_is_out_the_registered_phone_stands_and_the_page_says_so(client, town):
    for url in ("/phones/", "/departments/", "/departments/agriculture/", "/board/"):
        assert "0564-0000112" in text(client, url)
    assert "职能还没有公开" in text(client, "/departments/agriculture/")


def test_a_published_profile_takes_its_place_and_leaves_with_it(client, town):
    edition = through(town, make_profile(town, phones=[["防疫", "0564-0000188转3", "防疫员"]]))
    page = text(client, "/phones/")
    assert 'href="tel:05640000188,3"' in page and "0564-0000112" not in page
    page = text(client, "/departments/agriculture/")
    assert "茶叶技术指导" in page and "王示例（主任）" in page and edition.title in page
    withdraw(town, edition)
    page = text(client, "/phones/")
    assert "0564-0000188" not in page and "0564-0000112" in page


def test_nothing_shows_before_both_reviews(client, town):
    edition = through(town, make_leadership(town))
    again(town, edition, leaders=[MAYOR, [*DEPUTY[:4], "0564-0000199", *DEPUTY[5:]], OTHER])
    for url in PAGES:
        assert "0564-0000199" not in text(client, url)


def test_leaders_page_says_in_words_whom_to_ask(client, town):
    through(town, make_leadership(town))
    through(town, make_profile(town))
    page = words(text(client, "/leaders/"))
    assert "茶叶技术指导；耕地地力保护补贴登记先打农业农村办0564-0000112" in page
    assert "办不成找分管的李示例副镇长0564-0000104" in page


def test_the_chart_reads_in_order_without_its_lines(client, town):
    """Heads first, then each deputy followed by the units led: what a screen reader and a text browser get."""
    Unit.objects.create(slug="v1", name="第一村村民委员会", short_name="第一村", kind="village")
    Unit.objects.create(slug="culture", name="综合文化站", short_name="文化站", order=200)
    through(town, make_leadership(town))
    page = text(client, "/departments/")
    chart = words("<main" + page.partition('class="chart"')[2].partition("</section>")[0] + "</main")
    order = ["孙示例", "李示例", "农业农村办", "财政所", "吴示例", "其他单位", "文化站", "村民委员会", "第一村"]
    places = [chart.index(word) for word in order]
    assert places == sorted(places)
    assert 'aria-label="李示例分管"' in page


def test_who_has_left_is_no_longer_shown_as_a_leader(client, town):
    through(town, make_leadership(town, [MAYOR, [*DEPUTY[:6], "2026-01-31", ""], OTHER]))
    page = text(client, "/leaders/")
    assert "任职期满，名单等更新" in page and "任职到 2026-01-31" in page
    assert '<h2 class="leader-name"><b>李示例' not in page and '<h2 class="leader-name"><b>孙示例' in page
    assert "李示例" not in words(text(client, "/phones/"))


def test_finance_and_targets_show_the_newest_of_their_columns(client, town):
    from tests.cast import make_column

    make_column("finance-information", town.disclosure, name="财政信息")
    quarter = make_column(
        "quarterly-finance", town.disclosure.children.get(slug="finance-information"), name="季度收支"
    )
    published(town, title="三季度收支", column=quarter)
    page = text(client, "/board/")
    assert "三季度收支" in page and 'href="/finance/"' in page  # the money has a page of its own
    assert "今年要办的事" in page


def test_what_an_earlier_page_listed_is_never_an_inactive_unit(client, town):
    Unit.objects.filter(pk=town.treasury.pk).update(is_active=False)
    assert "财政所" not in words(text(client, "/departments/"))
    assert client.get("/departments/treasury/").status_code == 404


def test_queries_do_not_grow_with_the_town(client, town, django_assert_max_num_queries):
    through(town, make_leadership(town))
    for n in range(12):
        Unit.objects.create(slug=f"u{n}", name=f"第{n}办公室", short_name=f"{n}办", phone=f"0564-00002{n:02}", order=n)
    through(town, make_profile(town))
    for url in PAGES:
        client.get(url)
        with django_assert_max_num_queries(7):
            client.get(url)


def test_every_page_has_its_place_and_a_way_to_the_others(client, town):
    for url in ("/board/", "/leaders/", "/departments/", "/phones/"):
        page = text(client, url)
        assert page.count("<h1") == 1 and 'aria-current="page"' in page
        assert all(f'href="{other}"' in page for other in ("/board/", "/leaders/", "/departments/", "/phones/"))
    assert not client.get("/leaders/").cookies
