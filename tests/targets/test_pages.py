"""The year's targets through the gate, the page residents read, and what goes when an item goes."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from audit.checks import Incomplete
from disclosure.models import TargetProgress, WorkTargets
from disclosure.targets.rows import PROGRESS_HEAD
from tests.cast import edit, first_review, published, sign, submit
from tests.public.making import attach, fresh, withdraw

pytestmark = pytest.mark.django_db

PROMISED = [
    ["硬化农村道路", "12公里", "乡村建设办", "分管副镇长", "2026-10-31"],
    ["改造供水管网", "5处", "乡村建设办", "分管副镇长", "2026-11-30"],
    ["送戏下乡", "10场", "文化站", "站长", "2026-11-30"],
]
WHY = "管材复检不合格，退货重采，12月补上。"


def draft(town, kind, **own):
    values = {"column": town.notices, "unit": town.agriculture, "drafter": town.reporter.person}
    item = kind(**values, formed_on=date(2026, 11, 2), **own)
    item._history_user = town.reporter
    item.save()
    return item


def year(town, **own):
    return draft(town, WorkTargets, **({"title": "2026年工作目标", "year": 2026, "targets": PROMISED} | own))


def quarter(town, number=3, rows=None, **own):
    kept = rows or [
        ["硬化农村道路", "12公里", "12公里", "完成", "", "验收单.xlsx"],
        ["改造供水管网", "5处", "2处", "滞后", WHY, ""],
        ["送戏下乡", "10场", "8场", "正常", "", ""],
    ]
    title = f"2026年第{number}季度进度"
    item = draft(town, TargetProgress, **({"title": title, "year": 2026, "quarter": number, "progress": kept} | own))
    attach(town, item, "验收单.xlsx")
    return item


def publish(town, item):
    return fresh(sign(town, first_review(town, submit(town, item))))


def page(path, status=200):
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_before_anything_is_public_the_page_says_whom_to_ask(town):
    year(town)
    assert "还没有公开的工作目标" in page(reverse("targets"))
    page(reverse("targets_year", args=[2026]), 404)


def test_a_resident_sees_what_was_promised_how_far_it_is_and_why_it_is_late(town):
    publish(town, year(town))
    html = page(reverse("targets"))
    assert "2026年的工作目标" in html and "改造供水管网" in html and "分管副镇长" in html and "慢了" not in html
    told = publish(town, quarter(town))
    html = page(reverse("targets_year", args=[2026]))
    assert "到2026年9月底，3 项目标，已完成 1 项，按计划 1 项，慢了 1 项。" in html
    assert WHY in html and 'width="40%"' in html and "做到 <b>2处</b>" in html
    assert html.index("慢了的，为什么") < html.index("其他目标")
    assert f'href="/items/{told.publication.slug}/files/1/%E9%AA%8C' in html
    assert reverse("targets") in page("/board/")
    own = page(f"/items/{told.publication.slug}/")
    assert WHY in own and reverse("targets_year", args=[2026]) in own


def test_what_is_withdrawn_is_gone_from_the_page(town):
    publish(town, year(town))
    first = [[row[0], row[1], "还没开始", "正常", "", ""] for row in PROMISED]
    publish(town, quarter(town, 2, first))
    told = publish(town, quarter(town))
    html = page(reverse("targets"))
    assert "二季度" in html and "target-earlier" in html
    withdraw(town, told)
    html = page(reverse("targets"))
    assert WHY not in html and "还没开始" in html and told.publication.slug not in html


def test_evidence_may_be_another_public_item_and_must_be_there(town):
    publish(town, year(town))
    proof = published(town, title="验收公告")
    rows = [["硬化农村道路", "12公里", "12公里", "完成", "", proof.publication.index_number]]
    rows += [[row[0], row[1], "一半", "正常", "", ""] for row in PROMISED[1:]]
    edition = publish(town, quarter(town, rows=rows))
    assert f'href="/items/{proof.publication.slug}/"' in page(reverse("targets"))
    withdraw(town, proof)
    assert f'href="/items/{proof.publication.slug}/"' not in page(reverse("targets"))
    item = edition.item.concrete()
    with pytest.raises(Incomplete, match="找不到"):
        submit(town, edit(item, town.reporter, summary="改一句", correction_note="改了摘要。"))


def test_progress_waits_for_the_years_targets_and_comes_once(town):
    item = quarter(town)
    with pytest.raises(Incomplete, match="先公开年度目标"):
        submit(town, item)
    publish(town, year(town))
    submit(town, item)
    assert any("已经有一条" in one for one in quarter(town).lacking())
    assert any("已经有一条" in one for one in year(town, title="又一份").lacking())


def test_the_quarters_number_of_queries_does_not_grow(town, django_assert_max_num_queries):
    publish(town, year(town))
    first = [[row[0], row[1], "还没开始", "正常", "", ""] for row in PROMISED]
    publish(town, quarter(town, 1, first))
    publish(town, quarter(town, 2, first))
    publish(town, quarter(town))
    with django_assert_max_num_queries(3):
        page(reverse("targets"))


def test_a_new_quarter_begins_with_the_rows_of_the_year(client, town):
    publish(town, year(town))
    client.force_login(town.reporter)
    html = client.get(reverse("admin:disclosure_targetprogress_add")).content.decode()
    assert 'value="2026"' in html and 'value="硬化农村道路"' in html and 'value="12公里"' in html
    sent = {"title": "三季度进度", "unit": town.agriculture.pk, "column": town.notices.pk, "year": 2026, "quarter": 3,
            "publicity": "proactive", "formed_on": "2026-11-02"}  # fmt: skip
    row = dict(zip(PROGRESS_HEAD, ["硬化农村道路", "12公里", "8公里", "正常", "", ""], strict=True))
    sent |= {f"progress-0-{n}": cell for n, cell in enumerate(row.values())}
    client.post(reverse("admin:disclosure_targetprogress_add"), sent)
    assert TargetProgress.objects.get().progress == [list(row.values())]
