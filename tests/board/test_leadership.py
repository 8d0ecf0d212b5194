"""The leadership and unit profiles as kinds of item: what they may not lack, what reviewers see, through the gate."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import facts
from audit.checks import Incomplete
from audit.facts import records
from audit.models import Edition
from disclosure.models import Leadership
from disclosure.models.leadership import came_and_went
from tests.board.making import DEPUTY, LEADERS, MAYOR, OTHER, make_leadership, make_profile, through
from tests.cast import edit, submit
from tests.public.making import PNG, attach

pytestmark = pytest.mark.django_db


def row(base, **over):
    head = ("姓名", "职务", "分工", "分管部门", "联系电话", "自", "至", "照片")
    return [over.get(name, cell) for name, cell in zip(head, base, strict=True)]


WANTING = {
    "没有写": [],
    "李示例还没有写分工": [row(DEPUTY, 分工="")],
    "李示例还没有写职务": [row(DEPUTY, 职务="")],
    "第 1 行还没有写姓名": [row(DEPUTY, 姓名="")],
    "任职日期反了": [row(DEPUTY, 自="2026-05", 至="2026-03-31")],
    "“镇长”同时写了孙示例和吴示例": [MAYOR, row(OTHER, 职务="镇长")],
    "李示例写了两行": [DEPUTY, row(DEPUTY, 职务="党委委员")],
    "“教育办”不是登记的单位简称": [row(DEPUTY, 分管部门="农业农村办、教育办")],
    "照片“x.jpg”不在附件里": [row(DEPUTY, 照片="x.jpg")],
}


@pytest.mark.parametrize("sentence", WANTING)
def test_what_is_lacking_is_said_and_keeps_it_from_review(town, sentence):
    item = make_leadership(town, WANTING[sentence])
    assert any(sentence in said for said in item.lacking()), item.lacking()
    with pytest.raises(Incomplete):
        submit(town, item)


def test_a_complete_list_lacks_nothing_and_a_successor_may_stand_beside_who_left(town):
    assert make_leadership(town).lacking() == []
    left, came = row(MAYOR, 至="2026-10-31"), row(OTHER, 职务="镇长", 自="2026-11-01")
    assert make_leadership(town, [left, came], title="换届").lacking() == []


def test_days_are_kept_in_one_form_and_a_wrong_one_is_named(town):
    assert make_leadership(town, [row(DEPUTY, 自="2023年3月1日")]).leaders[0][5] == "2023-03-01"
    with pytest.raises(ValidationError, match="李示例的“自”写的是“去年”"):
        make_leadership(town, [row(DEPUTY, 自="去年")])
    with pytest.raises(ValidationError, match="每行要有 8 格"):
        make_leadership(town, [["只有姓名"]])


def test_a_photo_is_an_attachment_found_by_the_name_of_the_person(town):
    item = make_leadership(town)
    attach(town, item, "李示例.png", PNG, "image/png")
    attach(town, item, "分工文件.txt", b"text", "text/plain")
    assert records(item.facts(), "leaders")[1]["照片"] == "李示例.png"
    item.leaders[2][7] = "分工文件.txt"
    assert item.lacking() == ["吴示例的照片“分工文件.txt”不是图片"]


def test_reviewers_see_who_came_who_went_and_whose_phone_looks_private(town):
    edition = through(town, make_leadership(town))
    new = [MAYOR, row(OTHER, 职务="党委委员、副镇长"), row(DEPUTY, 姓名="何示例", 联系电话="13912345678")]
    item = edit(edition.item.concrete(), town.reporter, leaders=new)
    said = "\n".join(item.cautions())
    for sentence in (
        "新来：何示例（副镇长）",
        "不再列出：李示例（副镇长）",
        "吴示例的职务由“副镇长”改为“党委委员、副镇长”",
    ):
        assert sentence in said
    assert "手机号（尾号5678）" in said and "13912345678" not in said
    assert came_and_went([], []) == []


def test_there_is_one_leadership_and_one_profile_a_unit(town):
    through(town, make_leadership(town))
    assert "领导信息只能有一条" in make_leadership(town, title="又一份").lacking()[0]
    through(town, make_profile(town))
    assert "一个单位只能有一条" in make_profile(town, title="又一份").lacking()[0]
    assert make_profile(town, unit=town.treasury, by=town.reporter2, title="财政所职能").lacking() == []


def test_a_profile_says_what_it_lacks(town):
    empty = make_profile(town, functions="", head="", office="", hours="", phones=[], checked_on=None)
    assert empty.facts() == []
    assert {said.removeprefix("还没有写") for said in empty.lacking()} == {
        "主要职能", "办公地址", "办公时间", "负责人", "电话", "核对日期",
    }  # fmt: skip
    wrong = make_profile(town, phones=[["办公", "王主任", ""], ["防疫", "", ""]], checked_on=date(2099, 1, 1))
    assert wrong.lacking() == ["“办公”的电话“王主任”看不出是电话号码", "“防疫”还没有写电话", "核对日期晚于今天"]


def test_a_profile_that_differs_from_the_registered_phone_says_so(town):
    changed = make_profile(town, phones=[["办公", "0564-0000199", ""]])
    assert "单位登记的公开电话是 0564-0000112" in changed.cautions()[0]
    assert make_profile(town).cautions() == []


def test_the_sealed_facts_are_what_the_page_is_made_of(town):
    edition = through(town, make_profile(town))
    told = edition.facts_data
    assert facts.value(told, "office") == "示例路1号镇政府一楼108室"
    assert [line["职能"] for line in records(told, "functions")] == ["茶叶技术指导", "耕地地力保护补贴登记"]
    assert "0564-0000112转3" in edition.plain_text


def test_an_erasure_leaves_no_name_in_the_working_text_or_its_history(town):
    item = make_leadership(town)
    assert set(Leadership.CONTENT_FIELDS) >= {"leaders", "title", "body"}
    edition = through(town, item)
    assert Edition.objects.live().filter(pk=edition.pk, plain_text__contains="李示例").exists()


def test_an_item_page_shows_photo_and_phone_and_no_photo_among_the_attachments(town, client):
    item = make_leadership(town)
    attach(town, item, "李示例.png", PNG, "image/png")
    attach(town, item, "分工文件.txt", b"text", "text/plain")
    edition = through(town, item)
    page = client.get(f"/items/{edition.publication.slug}/").content.decode()
    assert 'alt="李示例的照片"' in page and 'href="tel:05640000104"' in page
    assert page.count("分工文件.txt") >= 1 and '<li class="file' in page
    assert "李示例.png</a>" not in page
    assert [row[0] for row in LEADERS] == [leader for leader in ("孙示例", "李示例", "吴示例") if leader in page]


def test_two_saves_of_a_table_are_compared_row_by_row(town, client):
    item = make_leadership(town)
    edit(item, town.reporter, leaders=[MAYOR, row(DEPUTY, 联系电话="0564-0000199"), OTHER])
    client.force_login(town.reporter)
    page = client.get(reverse("admin:audit_leadership_saves", args=[item.pk]))
    (change,) = page.context["changes"]
    assert change.place == "镇领导" and "0564-0000199" in change.new_html and "孙示例" not in change.new_html
