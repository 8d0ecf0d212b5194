"""What a kind puts before everything else on the review screen (`Item.review`)."""

import pytest
from django.urls import reverse

from audit.models import Edition
from disclosure.models import Notice
from tests.cast import first_review, make_notice, submit


@pytest.fixture
def compared(monkeypatch):
    """Notices as if they were a kind with figures of its own."""
    monkeypatch.setattr(Notice, "REVIEW", "parts/facts.html")
    monkeypatch.setattr(Notice, "review", classmethod(lambda cls, edition: {"sum": edition.title}))


def screen(client, account, edition):
    client.force_login(account)
    return client.get(reverse("desk:review", args=[edition.item_id]))


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize("name", ["officer", "leader", "reporter"])
def test_whoever_reads_the_item_sees_it_before_the_changes(client, town, name):
    edition = first_review(town, submit(town, make_notice(town)))
    answer = screen(client, getattr(town, name), edition)
    assert answer.context["first_look"] == {"template": "parts/facts.html", "own": {"sum": edition.title}}
    text = answer.content.decode()
    assert text.index('class="facts-box"') < text.index('id="changes"')


def test_a_kind_without_it_shows_nothing(client, town):
    edition = submit(town, make_notice(town))
    assert screen(client, town.officer, edition).context["first_look"] == {}


@pytest.mark.usefixtures("compared")
def test_nothing_is_made_of_erased_content(town):
    from audit.desk.screen import _first_look

    edition = submit(town, make_notice(town))
    assert _first_look(edition) and not _first_look(Edition(kind="notice", erased_by=7))
