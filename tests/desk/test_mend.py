"""代改: small things put right in the first review, marked for the leader."""

import pytest
from django.urls import reverse

from audit import workflow
from audit.models import Edition
from tests.cast import first_review, make_notice, published, submit

from .test_decide import all_answers, now, refusals, send
from .test_review import attach, look, url


def page(edition):
    return reverse("desk:mend", args=[edition.item_id])


def fields(edition, **over):
    item = edition.item.concrete()
    typed = {
        "title": item.title, "body": item.body, "summary": item.summary, "formed_on": "2026-11-02",
        "document_number": item.document_number, "audience": item.audience, "keywords": item.keywords,
    } | over  # fmt: skip
    return {f"mend-{name}": value for name, value in typed.items()} | {"number": edition.number}


def test_a_mended_title_makes_the_next_edition_and_shows_what_was_mended(client, town):
    edition = submit(town, make_notice(town, title="关于防火的通之"))
    client.force_login(town.officer)
    assert client.get(page(edition)).status_code == 200
    answer = client.post(page(edition), fields(edition, title="关于防火的通知", remark="错别字"))
    assert answer.headers["Location"] == url(edition)
    text = client.get(url(edition)).content.decode()
    assert "<del>之</del>" in text
    assert "已代改，成了第 2 稿" in text
    mended = Edition.objects.get(item=edition.item_id, number=2)
    assert (now(edition).state, mended.state, mended.title) == ("mended", "first_review", "关于防火的通知")
    send(client, town.officer, mended, "pass", **all_answers())
    text = look(client, town.leader, mended).content.decode()
    assert "初审王示例代改了什么" in text
    assert "<ins>知</ins>" in text


def test_the_body_is_cleaned_and_its_pictures_survive(client, town):
    notice = make_notice(town)
    row = attach(town, notice, name="p.png", content_type="image/png", inline=True)
    notice.body = f'<p>图：</p><p><img src="files:{row.sha256}" alt="路"></p>'
    notice._history_user = town.reporter
    notice.save()
    edition = submit(town, notice)
    client.force_login(town.officer)
    address = reverse("desk:file", args=[notice.pk, row.sha256])
    assert address in client.get(page(edition)).content.decode()
    body = f'<p>图一：</p><p><img src="{address}" alt="路"></p><script>alert(1)</script>'
    client.post(page(edition), fields(edition, body=body))
    mended = Edition.objects.get(item=notice.pk, number=2)
    assert f"files:{row.sha256}" in mended.body
    assert "script" not in mended.body
    assert "图一" in mended.body


@pytest.mark.parametrize(
    ("typed", "says"),
    [({}, "没有改动"), ({"title": ""}, "标题"), ({"title": "长" * 121}, "标题"), ({"formed_on": "2099-01-01"}, "晚于今天"),
     ({"formed_on": "昨天"}, "落款日期"), ({"title": "\x00坏"}, "标题")],
)  # fmt: skip
def test_what_cannot_be_mended_is_said_and_kept(client, town, typed, says):
    edition = submit(town, make_notice(town))
    client.force_login(town.officer)
    answer = client.post(page(edition), fields(edition, remark="说明还在", **typed))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "说明还在" in answer.content.decode()
    assert now(edition).state == "first_review"


def test_forged_fields_move_nothing(client, town):
    edition = submit(town, make_notice(town))
    client.force_login(town.officer)
    client.post(
        page(edition), fields(edition, title="改了") | {"mend-unit": town.treasury.pk, "mend-column": town.wall.pk}
    )
    item = edition.item.concrete()
    assert (item.title, item.unit, item.column) == ("改了", town.agriculture, town.notices)


@pytest.mark.parametrize(
    ("name", "status"), [("reporter", 422), ("leader", 422), ("inspector", 422), ("reporter2", 404)]
)
def test_only_the_officer_mends(client, town, name, status):
    edition = submit(town, make_notice(town))
    account = getattr(town, name)
    client.force_login(account)
    assert client.post(page(edition), fields(edition, title="改了")).status_code == status
    assert now(edition).state == "first_review"
    assert refusals(account) == (1 if status == 422 else 0)


def test_nobody_mends_what_she_drafted(client, town):
    edition = workflow.take_step(town.officer, "submit", make_notice(town, by=town.officer))
    client.force_login(town.officer)
    assert client.post(page(edition), fields(edition, title="改了")).status_code == 422
    assert now(edition).state == "first_review"


def test_a_stale_form_shows_both(client, town):
    edition = submit(town, make_notice(town))
    workflow.take_step(town.officer2, "mend", edition, changes={"title": "先改的"})
    client.force_login(town.officer)
    answer = client.post(page(edition), fields(edition, title="后改的"))
    assert answer.status_code == 409
    assert "后改的" in answer.content.decode()
    assert "吴示例已于" in answer.content.decode()


@pytest.mark.parametrize("prepare", [lambda town: first_review(town, submit(town, make_notice(town))), published])
def test_later_it_is_too_late(client, town, prepare):
    edition = prepare(town)
    client.force_login(town.officer)
    assert client.get(page(edition)).status_code == 409
    assert client.post(page(edition), fields(edition, title="改了")).status_code in (409, 422)
    assert now(edition).title != "改了"
