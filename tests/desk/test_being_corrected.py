"""本信息正在更正: one person hangs the sentence at once; it goes with the next edition, or is taken off with a reason."""

import pytest
from django.urls import reverse

from audit import workflow
from audit.checks import Given, Incomplete, Refused, TooLate
from audit.models import LedgerEntry
from tests.cast import edit, published, submit
from tests.public.making import address, correct

pytestmark = pytest.mark.django_db
SENTENCE = "本信息正在更正"


def act(client, account, edition, name, **sent):
    client.force_login(account)
    url = reverse("desk:decide", args=[edition.item_id, name])
    return client.post(url, {"number": edition.number, "state": "published"} | sent)


def shown(client, edition):
    return SENTENCE in client.get(address(edition)).content.decode()


def test_one_person_hangs_it_at_once_and_the_next_edition_stands_without_it(
    client, town, django_assert_max_num_queries
):
    edition = published(town)
    assert not shown(client, edition)
    assert act(client, town.officer, edition, "hang_correction").status_code == 302
    with django_assert_max_num_queries(4):
        assert shown(client, edition)
    row = LedgerEntry.objects.get(act="hang_correction")
    assert (row.from_state, row.to_state, row.edition_number) == ("published", "published", 1)
    assert "挂着“正在更正”的" in client.get(reverse("desk:today")).content.decode()
    screen = client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    assert (
        "这一页挂着" in screen
        and "取下“正在更正”" in screen
        and "挂出“正在更正”" not in screen.partition("办理经过")[0]
    )
    submit(town, edit(edition.item.concrete(), town.reporter, body="<p>改过。</p>", correction_note="改了一句。"))
    assert shown(client, edition)  # on its way is not there yet


def test_publishing_the_correction_takes_it_away(client, town):
    edition = published(town)
    workflow.take_step(town.leader, "hang_correction", edition)
    newer = correct(town, edition)
    assert newer.number == 2 and not shown(client, newer)
    client.force_login(town.officer)
    assert "挂着“正在更正”的" not in client.get(reverse("desk:today")).content.decode()


def test_it_is_taken_off_with_a_reason_and_may_hang_again(client, town):
    edition = published(town)
    act(client, town.officer, edition, "hang_correction")
    desk = client.get(reverse("desk:review", args=[edition.item_id])).context
    assert "”正在更正，先不要照着办：http" in desk["line"] and desk["line"] == desk["outcome"]["line"]
    assert act(client, town.officer2, edition, "unhang_correction").status_code == 422 and shown(client, edition)
    sent = {"unhang_correction-remark": "核对过，没有错"}
    assert act(client, town.officer2, edition, "unhang_correction", **sent).status_code == 302
    assert not shown(client, edition)
    assert "核对过，没有错" in client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    workflow.take_step(town.officer, "hang_correction", edition)
    assert shown(client, edition)


def test_it_hangs_once_and_only_who_may_take_down_may_hang_it(town):
    edition = published(town)
    with pytest.raises(TooLate, match="没有挂着"):
        workflow.take_step(town.officer, "unhang_correction", edition, Given(remark="取"))
    workflow.take_step(town.officer, "hang_correction", edition)
    with pytest.raises(TooLate, match="已经挂着"):
        workflow.take_step(town.leader, "hang_correction", edition)
    with pytest.raises(Incomplete):
        workflow.take_step(town.leader, "unhang_correction", edition, Given())
    for account in (town.reporter, town.window, town.admin, town.inspector):
        with pytest.raises(Refused):
            workflow.take_step(account, "unhang_correction", edition, Given(remark="取"))
