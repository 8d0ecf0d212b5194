"""What residents see: the strip that comes and goes, the item, lists, paper; and the desk's room."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.clock import example_clock
from audit.models import Edition
from audit.page import page_of
from audit.schedule import expire_due
from tests.emergency.making import notice, sent_out, signed_template
from tests.public.making import address
from township_portal.paper import kinds

pytestmark = pytest.mark.django_db


def home():
    return Client().get("/").content.decode()


def test_the_strip_hangs_while_it_is_in_force_and_goes_by_itself(town, django_assert_max_num_queries):
    used = signed_template(town)
    assert "emergency-strip" not in home()
    edition = sent_out(town, used)
    told = home()
    assert told.count("emergency-strip") == 1 and 'href="tel:05640000119"' in told
    assert f'href="{address(edition)}"' in told.split("emergency-strip")[1]
    with django_assert_max_num_queries(6):
        home()
    with example_clock(clock.now() + timedelta(hours=20, minutes=1)):
        assert "emergency-strip" not in home(), "to the minute, before any schedule"
    with example_clock(clock.now() + timedelta(days=3)):
        assert Client().get(address(edition)).status_code == 410
        assert expire_due() == 1


def test_its_page_says_until_when_whom_to_call_and_when_it_is_over(town):
    edition = sent_out(town)
    told = Client().get(address(edition)).content.decode()
    assert "有效到" in told and "公示至" not in told and 'href="tel:05640000119"' in told
    assert "模板索引号" not in told and "模板第几稿" not in told
    day = (clock.now() + timedelta(days=1)).replace(hour=1)  # tomorrow, 9 in the morning
    with example_clock(day):
        short = sent_out(town, until=day + timedelta(hours=2))
    with example_clock(day + timedelta(hours=3)):
        assert "已经结束" in Client().get(address(short)).content.decode()


def test_wording_kept_ready_is_never_taken_for_news(town):
    used = signed_template(town)
    told = Client().get(address(used)).content.decode()
    assert "这是备用的用语，不是现在发的通知" in told and "<mark>【地点】</mark>" in told
    assert "emergency-strip" not in home()


def test_lists_mark_it(town):
    sent_out(town)
    told = Client().get(reverse("column", args=["notices"])).content.decode()
    assert '<b class="urgent">应急</b> 有效到' in told


def test_paper_says_until_when_and_the_number_in_large(town):
    edition = sent_out(town)
    shown = kinds.content(edition, page_of(edition, file_address=lambda file: ""))
    assert shown["lines"][0][0] == "有效到" and shown["phones"] == [["有情况打", "0564-0000119"]]
    used = Edition.objects.get(kind="emergency_template")
    assert "不是现在发的通知" in kinds.content(used, page_of(used, file_address=lambda file: ""))["lead"]


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("reporter", "用它发一条"),
        ("officer", "用它发一条"),
        ("leader", "审好的模板"),
        ("inspector", "审好的模板"),
        ("window", None),
        ("admin", None),
    ],
)
def test_who_enters_the_room(client, town, name, sees):
    signed_template(town)
    client.force_login(getattr(town, name))
    answer = client.get(reverse("emergency:room"))
    assert answer.status_code == (200 if sees else 404)
    assert sees is None or sees in answer.content.decode()


def test_the_room_costs_the_same_however_many_templates(client, town, django_assert_max_num_queries):
    signed_template(town)
    client.force_login(town.officer)
    client.get(reverse("emergency:room"))
    with django_assert_max_num_queries(20) as few:
        client.get(reverse("emergency:room"))
    for n in range(4):
        signed_template(town, title=f"用语{n}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("emergency:room"))


def test_a_draft_begun_from_the_room_is_ready_in_one_form(client, town):
    used = signed_template(town)
    client.force_login(town.reporter)
    page = reverse("emergency:new", args=[used.item_id])
    assert f'value="{town.notices.pk}" selected' in client.get(page).content.decode()
    given = {f"blank-{n}": value for n, value in enumerate(("古桥畈村", "马上", "村道", "0564-0000119"))}
    until = f"{clock.local_date(clock.now()) + timedelta(days=1)}T18:00"
    places = {"unit": town.agriculture.pk, "column": town.notices.pk, "until": until, "_submit": ""}
    told = client.post(page, given | places, follow=True).content.decode()
    assert "已送审" in told and "古桥畈村立即转移避险" in told
    edition = Edition.objects.get(kind="emergency_notice")
    assert edition.state == "first_review" and edition.title == "古桥畈村立即转移避险"


def test_a_half_filled_form_is_kept_and_says_what_is_missing(client, town):
    used = signed_template(town)
    client.force_login(town.reporter)
    places = {"unit": town.agriculture.pk, "column": town.notices.pk, "_submit": "", "blank-0": "古桥畈村"}
    told = client.post(reverse("emergency:new", args=[used.item_id]), places, follow=True).content.decode()
    assert "填的都已保存，但没有送审" in told and "【路线】还没有填" in told and "古桥畈村" in told


def test_a_strangers_notice_does_not_exist_for_her(client, town):
    item = notice(town)
    client.force_login(town.reporter2)
    assert client.get(reverse("emergency:edit", args=[item.pk])).status_code == 404
