"""保密审查表, the list of what stays undisclosed and what was found later: on a phone, without barriers."""

import pytest
from django.urls import reverse

from audit import workflow
from audit.checks import Given
from audit.models import ListedWord
from audit.screening import rescan
from tests.cast import first_review, make_notice, signature, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_the_confidentiality_review_fit_and_axe_finds_nothing(
    live_server, open_browser, find_barriers, town, client
):
    hidden = submit(town, make_notice(town, title="某项部署"))
    hidden = workflow.take_step(town.officer, "propose_withhold", hidden, Given(clause="国令第711号第十四条"))
    workflow.take_step(town.leader, "withhold", hidden, signature())
    waiting = submit(town, make_notice(town, title="烂泥坳水库移民方案"))
    signing = first_review(town, submit(town, make_notice(town)))
    ListedWord.objects.create(word="烂泥坳", why="还没有对外宣布，请删去。", is_hard=True)
    rescan.step()
    client.force_login(town.officer)
    page = open_browser(width=390)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    for address, shows in (
        (reverse("desk:review_form", args=[hidden.item_id, 1]), "政府信息公开保密审查表"),
        (reverse("desk:review_form", args=[signing.item_id, 1]), "政府信息公开保密审查表"),
        (reverse("desk:withheld"), "不予公开的信息"),
        (reverse("desk:review", args=[waiting.item_id]), "送审之后又查出的"),
        (reverse("desk:screening", args=[waiting.item_id]), "检查结果"),
    ):
        page.goto(live_server.url + address)
        page.get_by_role("heading", name=shows).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert find_barriers(page) == [], address
