"""File and interpretation lead to each other while both are public, and a file that waits for one is told."""

from datetime import date

import pytest
from django.urls import reverse

from audit import duties
from audit.checks import Incomplete
from audit.models import Edition
from disclosure.coverage import public_tree
from disclosure.interpretations import waiting_for_interpretation
from disclosure.models import Interpretation
from tests.cast import make_notice, published, submit
from tests.catalogue.making import document, interpretation, platform, publish
from tests.public.making import address, withdraw

pytestmark = pytest.mark.django_db


def text(client, edition):
    return client.get(address(edition)).content.decode()


def test_both_pages_show_each_other_only_while_both_are_public(client, town):
    file = published(town, title="防火通知全文")
    item = interpretation(town, file.item)
    assert "解读：防火通知" not in text(client, file)
    told = publish(town, item)
    assert "解读：防火通知" in text(client, file) and "问答解读" in text(client, file)
    assert "解读的文件" in text(client, told) and "防火通知全文" in text(client, told)
    withdraw(town, told)
    assert "解读：防火通知" not in text(client, file)
    again = publish(town, interpretation(town, file.item, title="再解读一次"))
    withdraw(town, file)
    shown = text(client, again)
    assert "防火通知全文" not in shown and address(file) not in shown and str(file.item_id) not in shown


def test_an_interpretation_of_what_nobody_may_see_is_not_sent(town):
    draft = make_notice(town)
    item = interpretation(town, draft)
    item._history_user = town.reporter
    item.save()
    with pytest.raises(Incomplete, match="还没有送审，或者已经撤下"):
        submit(town, item)
    submit(town, draft)
    assert submit(town, item).state == "first_review"
    assert "待初审" in item.cautions()[0]


def test_the_form_names_the_file_by_number_index_or_title(client, town):
    file = publish(town, document(town))
    client.force_login(town.reporter)
    add = reverse("admin:disclosure_interpretation_add")
    form = {"title": "解读", "unit": town.agriculture.pk, "column": town.notices.pk, "body": "<p>说明。</p>", "form": "text",
            "publicity": "proactive", "formed_on": "2026-11-02"}  # fmt: skip
    for words in ("落政〔2026〕6号", file.publication.index_number, file.publication.slug, "茶园以奖代补办法"):
        client.post(add, form | {"interprets": words})
        assert Interpretation.objects.filter(interprets_id=file.item_id).count() == 1, words
        Interpretation.objects.all()._raw_delete("default")
    for words, told in (
        ("落政〔1999〕1号", "没有找到"),
        ("", "请写解读的是哪份文件"),
        ("999999-99999999999", "没有找到"),
    ):
        answer = client.post(add, form | {"interprets": words}).content.decode()
        assert told in answer
    secret = make_notice(town, by=town.officer2, unit=town.treasury, title="别人的草稿")
    assert "没有找到" in client.post(add, form | {"interprets": secret.title}).content.decode()


def test_a_normative_file_waits_three_working_days_for_its_interpretation(client, town):
    column = platform(town)["normative-files"]
    file = publish(town, document(town, column=column))
    [waiting] = waiting_for_interpretation(public_tree(), date(2099, 1, 1))
    assert waiting.late(date(2099, 1, 1)) and waiting.due.day > file.publication.first_published_at.date()
    client.force_login(town.officer)
    duties.look()
    assert "文件等着解读" in client.get("/desk/").content.decode()
    publish(town, interpretation(town, file.item))
    assert waiting_for_interpretation(public_tree(), date(2099, 1, 1)) == []
    duties.look()
    assert "文件等着解读" not in client.get("/desk/").content.decode()
    assert Edition.objects.live().count() == 2
