"""Sheets several editions stand on: 我的村, and guides with the villages' agents. The code is bound to all of them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit import clock, files, impact, workflow
from audit.checks import Given
from audit.clock import now
from audit.models import Column, Edition
from tests.cast import edit, submit
from tests.paper.making import SITE, codes_in, corrected, keep, outside, settle, squeezed, text_of, unmapped
from tests.paper.test_verify import page_file
from tests.services_center.making import published_guide
from tests.villages.making import announce, make_finance, make_village, publish, publish_agents
from township_portal.paper import desk_section, records, runs, verify_files, village, walls
from township_portal.paper.drawing import draw
from township_portal.paper.models import Paper, PrintRun, Wall


@pytest.fixture
def place(town):
    """白云庵村 with its agent, finances and a notice, and its wall."""
    cache.clear()
    town.village = make_village(town)
    town.agents = publish_agents(town, town.village)
    town.money = publish(town, make_finance(town, town.village))
    town.news = announce(town, town.village, town.village.affairs, "㼆塘清淤开工")
    walls.make_for_units()
    town.board = Wall.objects.get(unit=town.village)
    return town


def printed(place, at=None):
    sheet = village.composed(place.village, clock.local_date(at or now()))
    paper = village.printed(place.officer, sheet, place.board)
    return paper, village.draw(sheet, place.board.size, records.stamp(paper, SITE))


def answer(client, paper):
    return client.get(reverse("verify_paper", args=[paper.code])).content.decode()


def reread(edition):
    return Edition.objects.select_related("item", "publication").get(pk=edition.pk)


@pytest.mark.parametrize("size", ["a3", "a4"])
def test_my_village_says_on_paper_what_its_page_says(place, client, size):
    place.board.size = size
    paper, drawn = printed(place)
    keep(drawn, f"{size}-my-village")
    said = squeezed(text_of(drawn.pdf))
    for words in ("我的村", "白云庵村", "办事找代办员秦示例", "0564-0000131", "村部一楼，周二、周五下午送件", "找村里", "0564-0000121",
                  "本期结余", "340,959.50元", "2026年第三季度", "㼆塘清淤开工", "由3条公开信息汇成", paper.code):  # fmt: skip
        assert squeezed(words) in said, words
    assert drawn.pages == 1 and unmapped(drawn.pdf) == [] and outside(drawn.pdf) == [] and len(drawn.pdf) < 400_000
    assert codes_in(drawn.pdf) == [f"{SITE}/verify/{paper.code}/"]
    page = answer(client, paper)
    assert "这张纸有效" in page and "我的村（白云庵村）" in page and reverse("village", args=["baiyunan"]) in page
    assert "代办员 秦示例 0564-0000131" in page and "本期结余 340,959.50 元" in page
    assert printed(place)[0] == paper  # nothing changed: the same code


def test_its_code_answers_with_the_worst_of_its_parts(place, client):
    paper, _ = printed(place)
    fixed = corrected(place, place.news, typos_only=True, by=place.officer, title="㼆塘清淤开工了")
    assert "仍有效，已更正错字" in answer(client, paper)
    rows = [["白云庵村", "新示例", "0564-0000139", "村部一楼", "周二下午"]]
    corrected(place, reread(place.agents), agents=rows)
    page = answer(client, paper)
    assert "已换新，请看新的" in page and "改过的是" in page and "各村代办员" in page
    assert reverse("village", args=["baiyunan"]) in page
    fresh, drawn = printed(place)
    assert fresh != paper and "0564-0000139" in text_of(drawn.pdf) and "这张纸有效" in answer(client, fresh)
    workflow.withdraw_item(place.officer2, reread(fixed).item, Given(reason="privacy"))
    for one in (paper, fresh):
        page = answer(client, one)
        assert "已作废" in page and "含有不应公开的个人信息" in page and "清淤" not in page
    announce(place, place.village, place.village.affairs, "又一条")
    assert "这张纸有效" in answer(client, printed(place)[0])


def test_a_part_that_only_ran_out_makes_it_old_not_wrong(place, client):
    until = clock.local_date(now())
    item = place.news.item.concrete()
    corrected(place, place.news, by=place.officer, expires_on=until)
    paper, _ = printed(place)
    assert item.pk in {edition.item_id for edition in paper.editions}
    with clock.example_clock(now() + timedelta(days=2)):
        page = answer(client, paper)
    assert "已换新，请看新的" in page and "已作废" not in page


def test_what_is_published_beside_its_parts_takes_nothing_from_it(place, client):
    paper, _ = printed(place)
    announce(place, place.village, place.village.affairs, "下一条")
    assert "这张纸有效" in answer(client, paper)


def test_its_file_follows_a_withdrawal_of_any_part(place):
    paper, _ = printed(place)
    verify_files.write_for(paper.pk)
    assert "这张纸有效" in page_file(paper).read_text()
    workflow.withdraw_item(place.officer2, place.money.item, Given(reason="wrong"))
    settle()
    assert "已作废" in page_file(paper).read_text()


def test_a_villages_wall_wants_its_sheet_and_a_new_one_when_a_month_later_it_says_something_else(place, client):
    client.force_login(place.officer)
    page = reverse("paper:wall", args=[place.board.pk])
    assert "我的村（白云庵村）" in client.get(page).content.decode()
    pdf = client.post(reverse("paper:print_village", args=[place.board.pk]))
    paper = Paper.objects.get(village=place.village)
    assert pdf["Content-Type"] == "application/pdf" and codes_in(pdf.content)[0].endswith(f"/verify/{paper.code}/")
    client.post(reverse("paper:post_sheet", args=[place.board.pk, paper.pk, "up"]))
    stand = walls.standing(place.board, now())
    assert not stand.village.due and paper in [posting.paper for posting, _ in stand.stays]
    announce(place, place.village, place.village.affairs, "下一条")
    later = now() + timedelta(days=40)
    assert not walls.standing(place.board, now()).village.due and walls.standing(place.board, later).village.due
    with clock.example_clock(later):
        new, _ = printed(place, later)
        records.posted(place.officer, place.board, new, "up")
        stand = walls.standing(place.board, later)
        assert not stand.village.due and [posting.paper for posting, _ in stand.down] == [paper]


def test_a_month_begins_with_the_villages_own_sheet(place, client):
    client.force_login(place.officer)
    client.post(reverse("paper:run_start", args=[place.board.pk]))
    run = PrintRun.objects.get()
    runs.make_waiting()
    run.refresh_from_db()
    assert run.stage == "done" and run.done == run.total and run.papers.filter(village=place.village).count() == 1
    said = squeezed(text_of(files.read(run.pdf)))
    assert "我的村（白云庵村）" in said and said.index("办事找代办员") < said.index("初审吴示例签发李示例")
    workflow.withdraw_item(place.officer2, place.agents.item, Given(reason="privacy"))
    settle()
    run.refresh_from_db()
    assert run.stage == "stale" and run.pdf == ""


def test_a_guide_to_take_along_names_the_agents_and_its_code_is_bound_to_their_list(place, client):
    guide = published_guide(place)
    paper = records.printed(place.officer, guide, "a5", 1, None)
    drawn = draw(guide, "a5", records.stamp(paper, SITE))
    keep(drawn, "a5-guide-agents")
    said = squeezed(text_of(drawn.pdf))
    assert "村里代办，不收费" in said and "白云庵村秦示例0564-0000131" in said and drawn.pages == 2
    poster = records.printed(place.officer, guide, "a4", 1, None)
    assert not poster.of and "秦示例" not in text_of(draw(guide, "a4", records.stamp(poster, SITE)).pdf)
    corrected(place, reread(place.agents), agents=[["白云庵村", "新示例", "0564-0000139", "村部一楼", ""]])
    page = answer(client, paper)
    assert "已换新，请看新的" in page and "各村代办员" in page and guide.title in page
    assert "这张纸有效" in answer(client, poster)
    again = records.printed(place.officer, guide, "a5", 1, None)
    assert again != paper and "这张纸有效" in answer(client, again)


def test_who_changes_an_agent_is_shown_the_papers_that_name_the_old_one(place):
    paper, _ = printed(place)
    records.posted(place.officer, place.board, paper, "up")
    guide = published_guide(place)
    for copies in (20, 30):
        records.printed(place.officer, guide, "a5", copies, None)
    rows = [["白云庵村", "新示例", "0564-0000139", "村部一楼", "周二、周五下午送件"]]
    item = edit(place.agents.item.concrete(), place.reporter, correction_note="换了人", agents=rows)
    told = impact.impact(place.officer, submit(place, item), reread(place.agents))
    papers = {effect.gone.sentence: [place.title for place in effect.papers] for effect in told.found}
    both = ["我的村（白云庵村）（我的村 A3）", f"{guide.title}（小册页 A5，发出去 50 份）"]
    assert papers["秦示例改为新示例"] == papers["白云庵村的电话 0564-0000131 改为 0564-0000139"] == both


def test_the_database_refuses_to_bind_a_code_to_what_is_not_public_or_to_change_it(place):
    paper, _ = printed(place)
    waiting = submit(place, edit(place.news.item.concrete(), place.officer, correction_note="改字"), by=place.officer)
    links = Paper.sources.through.objects
    for refused in (
        lambda: links.create(paper=paper, edition=waiting),
        lambda: links.filter(paper=paper).delete(),
        lambda: links.filter(paper=paper).update(edition=place.news),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()


def test_every_element_of_a_guide_has_its_place_on_the_large_sheet(place):
    guide = published_guide(place)
    said = squeezed(
        text_of(draw(guide, "a3", records.stamp(records.printed(place.officer, guide, "a3", 1, None), SITE)).pdf)
    )
    left_out = (
        "slug",
        "season_months",
        "related",
        "questions",
    )  # addresses; questions only where an answer has something to tell
    for fact in guide.facts_data:
        cells = [fact["value"]] if "value" in fact else [cell for row in fact["rows"] for cell in row]
        missing = [cell for cell in cells if cell and squeezed(cell) not in said]
        assert fact["key"] in left_out or missing == [], (fact["label"], missing)


def test_my_village_stands_for_no_single_item_on_the_desk_as_on_the_wall(place):
    """What it is first made from still wants a sheet of its own; 今天 and the wall's page count alike."""
    first = village.composed(place.village, clock.local_date(now())).editions[0]
    Column.objects.filter(pk=first.column_id).update(channels=[place.board.channel])
    paper, _ = printed(place)
    records.posted(place.officer, place.board, paper, "up")
    lacking = len(walls.standing(place.board, now()).missing)
    told = {duty.title: duty.due for duty in desk_section.due(clock.local_date(now()))}
    assert lacking and told[place.board.name] == f"该贴没贴 {lacking} 张"
