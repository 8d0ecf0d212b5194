"""Found and followed: feeds, sitemap, robots, sharing tags, the JSON interface; none of them knows lists of persons."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import Edition, Threshold
from tests.bulk import make_columns, publish_many
from tests.cast import make_column, make_notice, published, submit
from tests.public.making import PNG, address, attach, correct, fresh, publish_with_file, through, withdraw
from tests.search.finding import catch_up
from township_portal.api.door import RATE_KEY

pytestmark = pytest.mark.django_db
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def public(town):
    """One of everything: public, corrected, and four that must show nowhere."""
    town.shown = publish_with_file(town, over={"title": "公开的<b>一&条", "summary": "摘要。", "keywords": "茶园 道路"})
    town.mended = correct(town, published(town, title="更正的一条"))
    published(town, title="隐名单", lists_persons=True)
    published(town, title="隐上墙", column=town.wall)
    submit(town, make_notice(town, title="隐送审"))
    town.gone = published(town, title="隐撤下")
    withdraw(town, town.gone)
    return town


def feed(client, url="/feed.xml"):
    answer = client.get(url)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)


def test_a_feed_has_what_atom_asks_and_only_what_is_public(client, public):
    root = feed(client)
    for name in ("title", "id", "updated", "link"):
        assert root.find(f"{ATOM}{name}") is not None, name
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/feed.xml"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["更正的一条", "公开的<b>一&条"]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 2 and all(
        re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in [*ids, root.findtext(f"{ATOM}id")]
    )
    for entry in entries:
        for name in ("updated", "published"):
            assert datetime.fromisoformat(entry.findtext(f"{ATOM}{name}")).tzinfo
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "农业农村办公室"
        assert entry.find(f"{ATOM}link").get("href").startswith("http://testserver/items/")
        assert entry.findtext(f"{ATOM}summary")
    assert "隐" not in client.get("/feed.xml").content.decode()


def test_a_feed_keeps_its_ids_when_an_item_is_corrected_and_the_site_moves(client, public, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    before = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}id") for entry in feed(client).findall(f"{ATOM}entry")
    }
    correct(public, public.shown, title="公开的新题")
    moved = ET.fromstring(client.get("/feed.xml", headers={"host": "other.example"}).content)
    after = {entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}id") for entry in moved.findall(f"{ATOM}entry")}
    assert after["公开的新题"] == before["公开的<b>一&条"] and after["更正的一条"] == before["更正的一条"]


def test_columns_and_units_have_feeds_of_their_own(client, public):
    deep = make_column("deep", public.notices)
    published(public, title="深处的", column=deep)
    published(public, title="别处的", column=public.other)
    titles = [
        entry.findtext(f"{ATOM}title") for entry in feed(client, "/columns/notices/feed.xml").findall(f"{ATOM}entry")
    ]
    assert "深处的" in titles and "别处的" not in titles
    assert len(feed(client, "/units/agriculture/feed.xml").findall(f"{ATOM}entry")) == 4
    assert feed(client, "/units/treasury/feed.xml").findtext(f"{ATOM}updated"), "an empty feed is one too"
    for nothing in ("/columns/wall/feed.xml", "/columns/nix/feed.xml", "/units/nix/feed.xml"):
        assert client.get(nothing).status_code == 404


def test_what_did_not_change_is_not_sent_again_and_a_withdrawal_changes_it(client, public):
    for url in ("/feed.xml", "/sitemap-items.xml", "/api/v1/items/", "/api/v1/openapi.json"):
        first = client.get(url)
        again = client.get(url, headers={"if-none-match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), url
    tag = client.get("/feed.xml").headers["ETag"]
    withdraw(public, public.shown)
    after = client.get("/feed.xml", headers={"if-none-match": tag})
    assert after.status_code == 200 and "公开的" not in after.content.decode()


def test_the_sitemap_leads_to_every_public_page_and_to_nothing_else(client, public):
    index = ET.fromstring(client.get("/sitemap.xml").content)
    sections = [entry.findtext(f"{MAP}loc") for entry in index.findall(f"{MAP}sitemap")]
    assert [section.rpartition("/")[2] for section in sections] == [
        "sitemap-pages.xml",
        "sitemap-columns.xml",
        "sitemap-items.xml",
    ]
    found = {}
    for section in sections:
        for entry in ET.fromstring(client.get(section).content).findall(f"{MAP}url"):
            url = entry.findtext(f"{MAP}loc").removeprefix("http://testserver")
            found[url] = entry.findtext(f"{MAP}lastmod")
            assert client.get(url).status_code == 200, url
    items = {address(edition) for edition in Edition.objects.searchable().select_related("publication")}
    assert {url for url in found if url.startswith("/items/")} == items and len(items) == 2
    assert {"/", "/columns/", "/search/", "/phones/", "/columns/notices/", "/api/v1/"} <= set(found)
    assert "/columns/wall/" not in found and "/styleguide/" not in found
    assert all(datetime.fromisoformat(day) for url, day in found.items() if day)
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots and "Disallow: /desk/" in robots


def test_an_item_passed_on_shows_title_words_and_picture(client, town):
    notice = make_notice(town, title="茶园<道路>", summary="一句“话”。")
    picture = attach(town, notice, "图.png", PNG, content_type="image/png", inline=True)
    notice.body += f'<p><img src="files:{picture.sha256}" alt="图"></p>'
    notice._history_user = town.reporter
    notice.save()
    edition = through(town, notice)
    page = client.get(address(edition)).content.decode()
    tags = dict(re.findall(r'<meta property="([a-z_:]+)" content="([^"]*)">', page))
    assert tags["og:title"] == "茶园&lt;道路&gt;" and tags["og:url"] == f"http://testserver{address(edition)}"
    assert tags["og:image"].startswith(f"http://testserver{address(edition)}files/") and tags["og:type"] == "article"
    assert f'<link rel="canonical" href="http://testserver{address(edition)}">' in page
    listed = published(town, title="名单", lists_persons=True)
    assert "og:title" not in client.get(address(listed)).content.decode()


def test_the_interface_lists_narrows_and_pages(client, public):
    publish_many(public, 45, make_columns(public, 1))
    listed = client.get("/api/v1/items/?page_size=20").json()
    assert (listed["count"], len(listed["items"]), listed["page"]) == (47, 20, 1)
    seen, url = [], "/api/v1/items/?page_size=20"
    while url:
        answer = client.get(url).json()
        seen += [item["index_number"] for item in answer["items"]]
        url = answer["next"].removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == 47
    assert client.get("/api/v1/items/?column=bulk-0").json()["count"] == 45
    assert client.get("/api/v1/items/?column=disclosure&kind=notice&unit=agriculture").json()["count"] == 47
    assert client.get("/api/v1/items/?unit=treasury").json()["count"] == 0
    assert client.get("/api/v1/items/?year=1999").status_code == 400
    assert client.get("/api/v1/items/?updated_since=2090-01-01").json()["count"] == 0
    catch_up()
    assert [item["title"] for item in client.get("/api/v1/items/?q=更正").json()["items"]] == ["更正的一条"]
    assert "隐" not in client.get("/api/v1/items/?page_size=100").content.decode()


def test_one_item_says_all_its_page_says(client, public):
    number = public.shown.publication.slug
    said = client.get(f"/api/v1/items/{number}/").json()
    assert said["title"] == "公开的<b>一&条" and said["body_html"] == "<p>进入林区不带火种。</p>"
    assert said["formed_on"] == "2026-11-02" and said["keywords"] == ["茶园", "道路"]
    [file] = said["attachments"]
    assert client.get(file["url"].removeprefix("http://testserver")).status_code == 200
    assert client.get(said["url"].removeprefix("http://testserver")).status_code == 200
    gone = client.get(f"/api/v1/items/{public.gone.publication.slug}/")
    assert gone.status_code == 410 and "撤下" in gone.json()["error"]["message"] and "隐" not in gone.content.decode()
    listed = fresh(Edition.objects.get(title="隐名单"))
    assert client.get(f"/api/v1/items/{listed.publication.slug}/").status_code == 404
    withdraw(public, listed)
    assert client.get(f"/api/v1/items/{listed.publication.slug}/").status_code == 404
    columns = client.get("/api/v1/columns/").json()["columns"]
    assert "wall" not in [column["slug"] for column in columns] and columns[0]["count"] == 2
    assert {unit["slug"] for unit in client.get("/api/v1/units/").json()["units"]} == {"agriculture", "treasury"}


def test_a_slip_gets_a_sentence_in_chinese(client, public):
    for asked in ("page=0", "page=x", "page_size=101", "page=99999999999", "column=nix", "unit=%00", "kind=x", "year=20", "nix=1",
                  "updated_since=2026-13-01", "updated_since=x", "q=a&updated_since=2026-01-01", "page=１"):  # fmt: skip
        answer = client.get(f"/api/v1/items/?{asked}")
        assert answer.status_code == 400 and re.search("[一-龥]", answer.json()["error"]["message"]), asked
    assert client.get("/api/v1/items/?page=2").status_code == 404
    assert client.get("/api/v1/items/202611-99999/").json()["error"]["code"] == "not_found"
    assert client.post("/api/v1/items/").status_code == 405


def test_who_asks_too_often_is_told_when_to_come_back(client, public):
    Threshold.objects.filter(key=RATE_KEY).update(value=3)
    codes = [client.get("/api/v1/units/").status_code for _ in range(4)]
    if codes[-1] == 200:  # the minute turned between two of them
        codes = [client.get("/api/v1/units/").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    answer = client.get("/api/v1/units/")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60 and "秒" in answer.json()["error"]["message"]
    assert client.get("/api/v1/units/", REMOTE_ADDR="10.0.0.7").status_code == 200, "others are not held up"


def test_the_interface_costs_the_same_at_any_size(client, town, django_assert_max_num_queries):
    publish_many(town, 60, make_columns(town, 3))
    urls = {
        "/api/v1/items/?page_size=50&column=disclosure": 6,
        "/api/v1/columns/": 4,
        "/api/v1/units/": 3,
        "/feed.xml": 3,
    }
    for url, most in urls.items():
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200, url


def test_machines_and_people_find_the_description(client, town):
    assert "开放接口" in client.get(reverse("api")).content.decode()
    assert client.get("/").content.decode().count('type="application/atom+xml"') == 1


def test_a_fuzz_driven_by_the_description_finds_no_error_of_ours(client, public):
    """Every path with generated parameters, good and bad: the answer is the one described, never a 5xx."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed
    from hypothesis import settings as bounds

    Threshold.objects.filter(key=RATE_KEY).update(value=100_000)
    schema = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            cases = operation.as_strategy(generation_mode=mode)

            @seed(2017)
            @bounds(
                max_examples=15,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=cases)
            def ask(case):
                nonlocal asked
                asked += 1
                kwargs = case.as_transport_kwargs()
                answer = client.get(
                    kwargs["url"].removeprefix("http://testserver") if "://" in kwargs["url"] else kwargs["url"],
                    kwargs.get("params") or {},
                )
                assert answer.status_code < 500, (case, answer.content[:300])
                assert (
                    str(answer.status_code) in case.operation.definition.raw["responses"] or answer.status_code == 404
                )

            if operation.definition.raw["parameters"] or mode is schemathesis.GenerationMode.POSITIVE:
                ask()  # where there is no parameter, there is no wrong one
    assert asked > 40
