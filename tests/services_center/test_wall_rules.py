"""上墙制度: what keeps a rule back, and its poster in large type from what is public."""

from datetime import date

from django.urls import reverse

from audit.models import Unit
from services_center.models import OutletNeed, WallRule
from tests.cast import first_review, sign, submit
from tests.paper.making import codes_in, outside, printed, squeezed, text_of, unmapped

POINTS = [["第一个被问到的人就是首问人", "不管是不是他的事，都要接。"], ["不说“不归我管”", ""]]


def make_rule(town, **own):
    values = {
        "title": "首问负责制", "need": OutletNeed.objects.get(name="首问负责制"), "points": POINTS, "watch_phone": "0564-0000101",
        "column": town.notices, "unit": town.agriculture, "drafter": town.reporter.person, "formed_on": date(2026, 11, 2),
    }  # fmt: skip
    rule = WallRule(**(values | own))
    rule._history_user = town.reporter
    rule.save()
    return rule


def test_a_rule_is_short_and_names_the_number_to_call(town):
    wrong = make_rule(town, points=[["", "说明"], ["一" * 31, ""]], watch_phone="2345678").lacking()
    assert wrong == [
        "第 1 条还没有写“一句话”", "第 2 条有 31 个字，请缩到 30 个字以内，细的写在说明里",
        "监督电话“2345678”没有区号，请写成 0564-2345678",
    ]  # fmt: skip
    assert "“做到哪几条”一行也没有" in make_rule(town, points=[]).lacking()
    assert make_rule(town).lacking() == []


def test_a_public_rule_is_read_on_its_page_and_hangs_in_large_type(town, client):
    edition = sign(town, first_review(town, submit(town, make_rule(town))))
    assert "首问负责制已经有一条（首问负责制），更正请在那一条上改" in make_rule(town).lacking()
    page = client.get(reverse("item", args=[edition.publication.slug])).content.decode()
    assert "第一个被问到的人就是首问人" in page and 'href="tel:0564-0000101"' in page
    for form in ("a3", "a4", "a5"):
        paper, drawn = printed(town, edition, form)
        said = squeezed(text_of(drawn.pdf))
        for words in (
            "上墙制度",
            "首问负责制",
            *POINTS[0],
            "不说“不归我管”",
            "没有做到，请打监督电话0564-0000101",
            paper.code,
        ):
            assert squeezed(words) in said, (form, words)
        assert drawn.pages == 1 and outside(drawn.pdf) == [] and unmapped(drawn.pdf) == []
        assert codes_in(drawn.pdf) == [f"http://testserver/verify/{paper.code}/"]


def test_who_checks_an_outlet_prints_the_rule_it_lacks(town, client):
    edition = sign(town, first_review(town, submit(town, make_rule(town))))
    Unit.objects.create(slug="lannao", name="烂泥坳村村民委员会", short_name="烂泥坳村", kind="village")
    url, link = reverse("outlets:one", args=["lannao"]), reverse("paper:item", args=[edition.item_id])
    client.force_login(town.window)
    assert link in client.get(url).content.decode()
    client.force_login(town.inspector)
    assert link not in client.get(url).content.decode()
