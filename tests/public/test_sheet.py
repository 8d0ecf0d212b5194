"""The sheet shows the edition's sealed parts; a working text looks exactly as it will."""

import pytest
from django.template.loader import render_to_string

from audit import content
from audit.page import _signature_right, page_of
from audit.table_figures import with_figures
from tests.cast import make_notice, published

pytestmark = pytest.mark.django_db


def sheet(edition, **over):
    page = page_of(edition, file_address=lambda file: f"/f/{file['position']}")
    return render_to_string("audit/_sheet.html", {"page": page} | over)


def test_a_preview_is_the_later_page_but_for_what_only_publication_gives(town):
    notice = make_notice(town, summary="一句话", keywords="林区")
    before = sheet(content.freeze(notice), no_badge=True)
    assert "公开时由系统给出" in before and "公开时记下" in before
    after = sheet(published(town, summary="一句话", keywords="林区"), no_badge=True)
    cut = after.index('<p class="lead')
    assert before[before.index('<p class="lead') :] == after[cut:]


def test_it_asks_the_database_nothing(town, django_assert_num_queries):
    edition = published(town)
    with django_assert_num_queries(0):
        sheet(edition)


def test_an_erased_edition_says_so_and_breaks_nothing(town):
    edition = published(town)
    for name in content.seals.PARTS:
        setattr(edition, name, "")
    edition.plain_text, edition.erased_by = "", 99
    assert "内容已按规定清除" in sheet(edition)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("<p>正文。</p><p>落儿岭镇人民政府</p><p>2026年11月12日</p>", 2),
        ("<p>正文。</p><p>2026年11月12日</p>", 1),
        ("<p>正文。</p><p>落儿岭镇人民政府</p><p>二〇二六年十一月十二日</p>", 2),
        ("<p>本办法自2026年11月12日起施行。</p>", 0),
        ("<p>2026年11月12日</p><p>之后还有话。</p>", 0),
        ("", 0),
    ],
)
def test_who_signs_and_the_day_stand_at_the_right(body, right):
    assert _signature_right(body).count('class="signature"') == right


def test_columns_of_figures_stand_to_the_right_and_totals_are_bold():
    table = (
        "<table><tr><td>村</td><td>户数</td><td>备注</td></tr><tr><td>白云庵</td><td>412</td><td>已核</td></tr>"
        "<tr><td>合计</td><td>1,986.4</td><td></td></tr></table>"
    )
    shown = with_figures(f"<p>前</p>{table}<p>412</p>")
    assert shown.count('class="number"') == 3 and '<tr class="total"><td>合计' in shown
    assert '<td class="number">户数</td>' in shown and "<td>备注</td>" in shown and "<p>412</p>" in shown


@pytest.mark.parametrize("html", ["", "<table></table>", "<table><tr></tr></table>", "<table><tr><td colspan=\"2\">1</td></tr></table>",
                                  "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"])  # fmt: skip
def test_odd_tables_stay_whole(html):
    import re

    assert re.sub(r' class="\w+"', "", with_figures(html)) == html
