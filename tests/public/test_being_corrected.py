"""“本信息正在更正” stands wherever the edition is read: pages made from it, lists, search, feeds, the interface, its papers."""

import pytest
from django.core.files.storage import storages

from audit import workflow
from audit.checks import Given
from audit.models import Edition
from tests.board import making as board
from tests.cast import published
from tests.finance import making as finance
from tests.paper.making import printed, settle
from tests.public.making import address
from tests.search.finding import catch_up
from tests.services_center.making import VALUES, published_agents, published_guide, village
from tests.targets import test_pages as targets
from tests.villages import making as villages

pytestmark = pytest.mark.django_db
SENTENCE, WORD = "本信息正在更正", "正在更正</span>"


def hang(town, edition):
    workflow.take_step(town.officer, "hang_correction", edition)


def take_off(town, edition):
    workflow.take_step(town.officer, "unhang_correction", edition, Given(remark="核对过，没有错"))


@pytest.fixture
def read(client):
    def page(path):
        response = client.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    return page


def test_lists_search_and_the_unit_say_it_in_one_small_word_until_it_is_taken_off(town, read):
    edition = published(town, title="防火通知")
    published(town, title="没有错的通知")
    catch_up()
    lists = ("/", "/columns/notices/", "/columns/disclosure/", "/search/?q=通知", "/departments/agriculture/")
    assert not [path for path in lists if WORD in read(path)]
    hang(town, edition)
    for path in lists:
        told = read(path)
        assert WORD in told and SENTENCE not in told, path
        assert f'防火通知</a> <span class="corrected">{WORD}' in told.replace("</mark>", "").replace("<mark>", ""), path
        assert f'没有错的通知</a> <span class="corrected">{WORD}' not in told, path
    take_off(town, edition)
    assert not [path for path in lists if WORD in read(path)]


def test_feeds_and_the_interface_carry_it(town, read, client):
    edition = published(town)
    before = client.get("/feed.xml").headers["ETag"]
    one = f"/api/v1/items/{edition.publication.slug}/"
    assert client.get(one).json()["being_corrected_since"] == ""
    hang(town, edition)
    feed = client.get("/feed.xml", headers={"if-none-match": before})
    assert feed.status_code == 200 and "【正在更正】" in feed.content.decode()
    assert 'term="正在更正"' in read("/columns/notices/feed.xml") and "【正在更正】" in read(
        "/units/agriculture/feed.xml"
    )
    since = client.get(one).json()["being_corrected_since"]
    assert since and client.get("/api/v1/items/").json()["items"][0]["being_corrected_since"] == since


def test_the_guide_its_sheet_and_what_the_window_prepares_say_it(town, read, client, django_assert_max_num_queries):
    village()
    guide, agents = published_guide(town), published_agents(town)
    path = f"/services/{VALUES['slug']}/"
    pages = (path, f"{path}sheet/")
    assert not [one for one in pages if "正在更正" in read(one)]
    with django_assert_max_num_queries(6):
        read(path)
    hang(town, guide)
    with django_assert_max_num_queries(6):
        assert SENTENCE in read(path)
    assert SENTENCE in read(f"{path}sheet/") and WORD in read("/services/") and WORD in read("/")
    hang(town, agents)
    assert WORD in read("/villages/") and f'村里代办 <span class="corrected">{WORD}' in read(path)
    client.force_login(town.window)
    assert SENTENCE in read(f"/desk/window/guides/{VALUES['slug']}/")


def test_pages_made_from_the_leadership_and_the_profiles_say_which_paper_it_is(town, read):
    leaders = board.through(town, board.make_leadership(town))
    profile = board.through(town, board.make_profile(town))
    pages = ("/leaders/", "/departments/", "/board/", "/phones/", "/departments/agriculture/")
    assert not [path for path in pages if "正在更正" in read(path)]
    hang(town, leaders)
    for path in pages:
        assert SENTENCE in read(path) and f'<a href="{address(leaders)}">{leaders.title}</a>”' in read(path), path
    take_off(town, leaders)
    hang(town, profile)
    assert "正在更正" not in read("/leaders/")
    assert all(f'“<a href="{address(profile)}">' in read(path) for path in pages[1:])


def test_the_year_of_money_and_of_targets_say_it(town, read):
    quarter = finance.publish(town, finance.make_quarter(town))
    targets.publish(town, targets.year(town))
    progress = targets.publish(town, targets.quarter(town))
    assert "正在更正" not in read("/finance/") + read("/targets/")
    hang(town, quarter)
    hang(town, progress)
    for path, edition in (("/finance/", quarter), ("/targets/", progress)):
        assert SENTENCE in read(path) and WORD in read(path) and f'“<a href="{address(edition)}">' in read(path)


def test_the_villages_money_says_it_on_the_villages_page(town, read):
    unit = villages.make_village(town)
    edition = villages.publish(town, villages.make_finance(town, unit))
    assert "正在更正" not in read("/villages/baiyunan/")
    hang(town, edition)
    assert f'{edition.title}</a> <span class="corrected">{WORD}' in read("/villages/baiyunan/")


def test_a_paper_in_hand_answers_that_it_is_being_corrected(town, read):
    edition = published(town)
    paper, _ = printed(town, edition)
    path = f"/verify/{paper.code}/"
    settle()
    assert "正在更正" not in read(path)
    hang(town, edition)
    told = read(path)
    assert SENTENCE in told and "这张纸有效" in told
    settle()
    assert SENTENCE in storages["pages"].open(f"verify/{paper.code}/index.html").read().decode()


def test_who_forgets_to_ask_for_it_gets_an_error_and_no_silence(town):
    edition = published(town)
    with pytest.raises(AttributeError):
        _ = Edition.objects.get(pk=edition.pk).hung_at
