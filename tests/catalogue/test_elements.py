"""公开要素: each is there or explained before review, confirmed by the first reviewer, and kept with the submission."""

import pytest
from django.urls import reverse

from audit import elements, workflow
from audit.checks import Given, Incomplete
from audit.ledger import words_of
from audit.models import Column, ElementCheck, LedgerEntry
from tests.cast import all_no, edit, first_review, make_notice, sign, submit
from tests.drafting.pages import change, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(town):
    """A notice in a column that asks for three elements."""
    Column.objects.filter(pk=town.notices.pk).update(content_elements=["办理条件", "办理材料", "联系电话"])
    return make_notice(town, column=Column.objects.get(pk=town.notices.pk))


def typed(*rows):
    """What a form with the boxes sends: (name, ticked, note)."""
    data = {}
    for number, (name, here, note) in enumerate(rows):
        data |= {f"elements-{number}-name": name, f"elements-{number}-note": note}
        data |= {f"elements-{number}-here": "on"} if here else {}
    return data


ALL = typed(("办理条件", True, ""), ("办理材料", True, "见附件1"), ("联系电话", False, "用镇总机，见首页"))


def test_a_column_without_elements_asks_nothing(town):
    edition = submit(town, make_notice(town))
    assert elements.of_edition(edition) == [] and first_review(town, edition).state == "leader_review"


def test_the_draft_is_not_sent_before_each_element_is_there_or_explained(client, town, guide):
    client.force_login(town.reporter)
    page = client.get(change(guide))
    assert page.content.decode().count('name="elements-') == 9  # three boxes of name, tick and note
    with pytest.raises(Incomplete, match="还有 3 项公开要素没有核对：办理条件、办理材料、联系电话"):
        submit(town, guide)
    client.post(change(guide), filled(page) | typed(("办理条件", True, ""), ("办理材料", False, "")) | {"_save": ""})
    with pytest.raises(Incomplete, match="还有 2 项公开要素没有核对：办理材料、联系电话"):
        submit(town, guide)
    said = client.post(change(guide), filled(client.get(change(guide))) | ALL | {"_submit": ""}, follow=True)
    assert "已送审" in said.content.decode()
    assert elements.of_edition(guide.editions.get()) == [
        ("办理条件", "有", ""), ("办理材料", "有", "见附件1"), ("联系电话", "没有", "用镇总机，见首页")
    ]  # fmt: skip


def test_the_phone_asks_the_same(client, town, guide):
    client.force_login(town.reporter)
    where = reverse("desk:write_edit", args=[guide.pk])
    page = client.get(where).content.decode()
    assert "公开要素核对" in page and "还有 3 项公开要素没有核对" in page
    form = {"title": guide.title, "unit": guide.unit_id, "column": guide.column_id, "body": "进入林区不带火种。",
            "formed_on": "2026-11-02", "seen": guide.revision, "_submit": ""}  # fmt: skip
    assert "没有送审" in client.post(where, form, follow=True).content.decode()
    form["seen"] = type(guide).objects.get(pk=guide.pk).revision
    assert "已送审" in client.post(where, form | ALL, follow=True).content.decode()


def test_the_first_reviewer_confirms_each_and_the_leader_sees_it(client, town, guide):
    elements.tick_all(guide, {"联系电话": "用镇总机"})
    edition = submit(town, guide)
    given = all_no(edition)
    with pytest.raises(Incomplete, match="还有 1 项公开要素没有看过：联系电话"):
        workflow.take_step(town.officer, "pass", edition, Given(
            answers=given.answers, rulings_confirmed=True, elements=["办理条件", "办理材料"]))  # fmt: skip
    client.force_login(town.officer)
    where = reverse("desk:review", args=[guide.pk])
    assert "公开要素，逐项看到了再勾" in client.get(where).content.decode()
    form = {f"pass-answer_{key}": "no" for key in given.answers} | {"number": 1, "state": "first_review"}
    act = reverse("desk:decide", args=[guide.pk, "pass"])
    said = client.post(act, form | {"pass-elements": ["办理条件"]})
    assert said.status_code == 422 and "还没有勾：办理材料、联系电话" in said.content.decode()
    assert client.post(act, form | {"pass-elements": ["办理条件", "办理材料", "联系电话"]}).status_code == 302
    row = LedgerEntry.objects.get(item_uuid=guide.pk, act="pass")
    assert words_of(row)["elements_confirmed"] == ["办理条件", "办理材料", "联系电话"]
    client.force_login(town.leader)
    page = client.get(where).content.decode()
    assert "初审时逐项看过" in page and "用镇总机" in page


def test_a_correction_keeps_the_answers_and_a_new_element_is_asked(town, guide):
    elements.tick_all(guide)
    sign(town, first_review(town, submit(town, guide)))
    Column.objects.filter(pk=guide.column_id).update(content_elements=["办理条件", "办理时限"])
    edit(guide, town.reporter, body="<p>改了。</p>", correction_note="改了。")
    guide = type(guide).objects.select_related("column").get(pk=guide.pk)
    with pytest.raises(Incomplete, match="还有 1 项公开要素没有核对：办理时限"):
        submit(town, guide)


def test_an_erasure_takes_the_answers_too(town, guide):
    elements.tick_all(guide, {"联系电话": "不该写的话"})
    back = workflow.take_step(town.officer, "return", submit(town, guide), Given(remark="有号码"))
    given = Given(code="135790", remark="有号码")
    workflow.take_step(town.leader, "propose_erase", back, given)
    back.refresh_from_db()
    workflow.take_step(town.inspector, "erase", back, given)
    assert not ElementCheck.objects.filter(item=guide).exists()
