"""主题分类 and 体裁 are dated data: the pickers offer what is in force, old words stay where they stand."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.models import PendingChange
from disclosure import defaults
from disclosure.models import Classification, Notice
from tests.cast import edit, make_notice, published
from tests.public.making import address

pytestmark = pytest.mark.django_db
NEW = "/admin/disclosure/notice/add/"


def offered(client, path, name="theme"):
    return [word for word, _ in client.get(path).context["adminform"].form.fields[name].choices]


def end(name):
    Classification.objects.filter(name=name).update(valid_until="2020-01-01")


def test_the_table_starts_with_the_national_nineteen_and_thirteen_each_with_its_source(town):
    for sort, words in (("theme", defaults.THEMES), ("genre", defaults.GENRES)):
        assert tuple(Classification.words(sort)) == words
    assert (len(defaults.THEMES), len(defaults.GENRES)) == (19, 13)
    assert not Classification.objects.filter(source="").exists()
    defaults.fill()
    assert Classification.objects.count() == 32


def test_a_new_notice_is_offered_what_is_in_force_and_an_old_one_keeps_its_word(town, client):
    old = published(town, theme="民族、宗教")
    end("民族、宗教")
    client.force_login(town.reporter)
    assert "民族、宗教" not in offered(client, NEW) and len(offered(client, NEW)) == 18
    assert "民族、宗教" in offered(client, f"/admin/disclosure/notice/{old.item_id}/change/")
    assert "民族、宗教" in client.get(address(old)).content.decode()
    kept = Notice.objects.get(pk=old.item_id)
    kept.clean_fields(exclude=["kind"])
    with pytest.raises(ValidationError, match="不是现在有效的主题分类"):
        Notice(theme="民族、宗教").clean_fields(exclude=["kind"])


@pytest.mark.parametrize(("name", "word"), [("theme", "没有这一类"), ("genre", "诗")])
def test_a_word_that_is_in_no_list_is_refused(town, name, word):
    notice = edit(make_notice(town), town.reporter, **{name: "其他" if name == "genre" else "综合政务"})
    setattr(notice, name, word)
    with pytest.raises(ValidationError) as refused:
        notice.full_clean()
    assert list(refused.value.message_dict) == [name]


def test_an_administrator_ends_one_and_adds_another_and_a_leader_confirms(town, client):
    client.force_login(town.admin)
    row = Classification.objects.get(name="科技、教育")
    where = f"/admin/disclosure/classification/{row.pk}/change/"
    client.post(where, {"order": 20, "source": row.source, "valid_from": "2009-01-01", "valid_until": "2026-01-01"})
    new = {"sort": "theme", "code": "theme-20", "name": "科技、教育、数据", "order": 20, "source": "皖政〔2026〕1号"}
    client.post("/admin/disclosure/classification/add/", new | {"valid_from": "2026-01-02"})
    assert "科技、教育" in Classification.words("theme")
    client.force_login(town.leader)
    for change in PendingChange.objects.all():
        client.post(f"/desk/changes/{change.pk}/confirm/")
    words = Classification.words("theme")
    assert "科技、教育、数据" in words and "科技、教育" not in words


def test_the_database_refuses_a_code_twice_and_a_name_twice_from_one_day(town):
    for row in (
        {"code": "theme-01", "name": "新"},
        {"code": "theme-99", "name": "科技、教育"},
        {"code": "x", "name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Classification.objects.create(sort="theme", valid_from=defaults.BEGINNING, **row)
