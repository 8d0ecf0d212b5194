"""A guide as residents read it: its own address, the path by questions, the sheet, the lists, what is left when it goes."""

import re

import pytest

from audit import workflow
from audit.checks import Given
from services_center.models import LifeEvent, Visit
from tests.cast import edit, first_review, sign, submit
from tests.search.finding import catch_up
from tests.services_center.making import make_guide, published_agents, published_guide, through, village

SERVICE = "/services/yibao-canbao/"
PAPERS = re.compile(r'<ul class="bring">.*?</ul>', re.S)


@pytest.fixture
def guide(town):
    village()
    edition = published_guide(town)
    published_agents(town)
    return edition


def text(client, url, status=200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def papers(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", PAPERS.search(html)[0])


def test_every_element_stands_on_the_page(guide, client):
    html = text(client, SERVICE)
    for fact in guide.facts_data:
        told = [cell for row in fact["rows"] for cell in row] if "rows" in fact else [fact["value"]]
        left_out = ("slug", "season_months", "related")
        where = text(client, f"/items/{guide.publication.slug}/") if fact["key"] == "questions" else html
        assert fact["key"] in left_out or all(word in where for word in told), fact["label"]
    assert (
        html.index("要多久")
        < html.index("谁可以办")
        < html.index("要带什么")
        < html.index("怎么办")
        < html.index("要交多少钱")
    )
    assert (
        html.index("常有人问") < html.index("依据和其他要素") < html.index("公开记录")
    )  # the answer first, the record last
    assert "秦示例" in html and 'href="tel:0564-0000131"' in html  # the villages' agents in the margin
    assert f'<link rel="canonical" href="http://testserver{SERVICE}">' in html and "noindex" not in html


def test_the_item_page_and_the_reviewers_show_the_same_sheet(guide, client, town):
    number = guide.publication.slug
    assert "谁可以办" in text(client, f"/items/{number}/")
    client.force_login(town.leader)
    assert "谁可以办" in text(client, f"/desk/items/{guide.item_id}/")


def test_questions_narrow_the_papers_and_steps_without_a_script(guide, client):
    everything = text(client, SERVICE)
    assert "只有“替父母办”要" in everything and "上门核对（只有替父母办的要走这一步）" in everything
    links = re.findall(r'class="choices-answer" href="([^"]+)"', everything)
    assert len(links) == 4
    html = text(client, links[1].partition("#")[0])  # 替父母办
    assert "委托书" in papers(html) and "身份证" not in papers(html) and "要多带委托书。" in html
    assert 'aria-current="true">替父母办' in html and "重选" in html
    further = re.findall(r'class="choices-answer" href="([^"]+)"', html)[2].partition("#")[0]  # 没满60岁
    html = text(client, further.replace("&amp;", "&"))
    assert papers(html) == "户口簿原件1份自己带看完还给您委托书原件1份窗口有空表样表：委托书.docx"
    sheet = re.search(r'href="([^"]+)">打印要带什么', html)[1].replace("&amp;", "&")
    html = text(client, sheet)
    assert "一次性告知单" in html and "满60岁了吗？<b>没满60岁</b>" in html and "老年优待证" not in html


@pytest.mark.parametrize("given", ["?a=", "?a=乱写", "?a=给自己办&a=替父母办", "?a=%00", "?b=1", "?a=" + "长" * 500])
def test_odd_answers_in_an_address_harm_nothing(guide, client, given):
    assert client.get(SERVICE + given).status_code == 200
    assert client.get(SERVICE + "sheet/" + given).status_code == 200


def test_a_sample_form_is_one_click_from_its_paper(guide, client):
    address = re.search(r'href="([^"]+)">样表：委托书.docx', text(client, SERVICE))[1]
    assert client.get(address).status_code == 200


def test_a_correction_keeps_the_address_and_shows_what_changed(guide, client, town):
    changed = edit(guide.item.concrete(), town.reporter, hours="周一至周五 8:30—12:00", correction_note="夏季时间。")
    through(town, changed)
    html = text(client, SERVICE)
    assert "8:30—12:00" in html and "8:00—12:00" not in html and "夏季时间。" in html


def test_withdrawn_it_answers_as_items_do_and_leaves_every_list(guide, client, town):
    workflow.withdraw_item(town.officer2, guide.item, Given(reason="wrong"))
    for url in (SERVICE, SERVICE + "sheet/"):
        response = client.get(url)
        assert response.status_code == 410 and "请不要再按原来的内容办事" in response.content.decode()
    for url in ("/services/", "/services/by/office/", "/services/by/village/", "/services/by/letter/"):
        assert guide.title not in text(client, url)
    assert client.get("/services/never-was/").status_code == 404
    make_guide(town, slug="only-a-draft")
    assert client.get("/services/only-a-draft/").status_code == 404


def test_what_waits_in_review_is_in_no_list(town, client):
    edition = submit(town, make_guide(town))
    assert edition.title not in text(client, "/services/") and client.get(SERVICE).status_code == 404


def test_guides_are_found_by_event_office_village_and_letter(guide, client):
    html = text(client, "/services/")
    assert "看病" in html and "生育" in html and "养老" not in html.partition("<main")[2]  # no door to an empty room
    assert "带 1 样起，当场办好" in re.sub("<[^>]+>", "", html) and 'name="kind" value="guide"' in html
    assert "农业农村办公室" in text(client, "/services/by/office/")
    by_village = text(client, "/services/by/village/")
    assert guide.title in by_village and "秦示例" in by_village
    assert '<h2 id="letter-C">C</h2>' in text(client, "/services/by/letter/")
    assert client.get("/services/by/nothing/").status_code == 404


def test_what_people_come_for_most_stands_first(guide, client, town):
    assert "大家办得最多的" not in text(client, "/services/")
    Visit.objects.create(item=guide.item, matter=guide.title, recorder=town.window.person, count=3)
    assert "大家办得最多的" in text(client, "/services/")


def test_residents_find_it_by_the_words_they_use(guide, client):
    catch_up()  # as the worker does after the publication
    for words in ("合作医疗", "交医保", "户口簿", "第二十五条"):
        assert guide.title in re.sub("</?mark>", "", text(client, f"/search/?q={words}&kind=guide")), words


def test_queries_do_not_grow_with_the_guides(town, client, django_assert_max_num_queries):
    village()
    related = [make_guide(town, slug=f"guide-{number}", title=f"第{number}件事", form=None, materials=[
        ["身份证", "自己带", "1 份", "原件", "", "", ""]], questions=[], steps=[["来", "来", "本人", "当场", ""]]) for number in range(4)]  # fmt: skip
    for item in related:
        through(town, item)
    published_guide(town, related=" ".join(item.slug for item in related))
    published_agents(town)
    for url, most in (("/services/", 9), ("/services/by/office/", 7), ("/services/by/village/", 8), ("/services/by/letter/", 6),
                      (SERVICE, 9), (SERVICE + "sheet/", 7)):  # fmt: skip
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
    assert text(client, SERVICE).count("件事</a>") == 4


def test_an_event_the_town_gives_up_has_no_door(guide, client):
    LifeEvent.objects.filter(name="生育").update(valid_until="2020-01-01")
    assert "event-birth" not in text(client, "/services/")


def test_the_clerk_writes_a_guide_in_six_parts_and_begins_one_after_another(town, client):
    source = make_guide(town)
    client.force_login(town.reporter)
    html = text(client, "/admin/services_center/guide/add/")
    for part in ("一　谁可以办", "二　要带什么", "三　怎么办", "四　要交多少钱", "五　常有人问", "六　依据和其他要素"):
        assert part in html
    page = text(client, f"/admin/services_center/guide/{source.pk}/change/")
    copy = re.search(r'href="([^"]+\?copy=[^"]+)"', page)[1]
    html = text(client, copy)
    assert "参保登记（照着写）" in html and 'value="户口簿"' in html and 'value="yibao-canbao"' not in html
    sent = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html))
    assert sent["materials-0-0"] == "户口簿"
    assert client.get("/admin/services_center/guide/add/?copy=nonsense").status_code == 200
    assert "谁可以办" in text(client, f"/admin/services_center/guide/{source.pk}/preview/")


def test_the_form_saves_what_was_typed_and_says_what_is_missing(town, client):
    client.force_login(town.reporter)
    target = make_guide(town, slug="x").column
    sent = {
        "title": "老年优待证办理", "unit": town.agriculture.pk, "column": target.pk, "publicity": "proactive",
        "quantity_limit": "没有限制", "matter_type": "confirm", "coverage": "town", "season": "全年", "charge": "free",
        "by_others": "yes", "intermediary": "不需要", "rating_way": "打 12345", "life_events": ["养老"],
        "materials-0-0": "身份证等材料", "materials-0-1": "自己带", "materials-0-2": "1 份", "materials-0-3": "原件",
    }  # fmt: skip
    response = client.post("/admin/services_center/guide/add/", sent, follow=True)
    html = response.content.decode()
    assert "已保存" in html and 'value="lao-nian-you-dai-zheng-ban-li"' in html
    assert "八项必有的缺：设定依据" in html and "写了“等材料”" in html


def test_reviews_see_a_guide_compared_row_by_row(guide, town, client):
    rows = [list(row) for row in guide.item.concrete().materials]
    rows[0][2] = "2 份"
    changed = edit(guide.item.concrete(), town.reporter, materials=rows, correction_note="户口簿要两份。")
    second = first_review(town, submit(town, changed))
    client.force_login(town.leader)
    assert "申请材料·户口簿" in text(client, f"/desk/items/{guide.item_id}/")
    assert sign(town, second).state == "published"
