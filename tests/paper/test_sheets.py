"""The sheets: the words are the sealed ones, no glyph is missing, nothing runs out of the page, drafts say so."""

import pytest
from django.urls import reverse

from audit import content, files
from audit.models import Attachment, Edition
from tests.access.world_paper import photo
from tests.cast import make_notice, submit
from tests.paper.making import (
    RARE,
    codes_in,
    corrected,
    keep,
    outside,
    printed,
    published,
    squeezed,
    text_of,
    unmapped,
)
from township_portal.paper import blocks, typesetting
from township_portal.paper.drawing import Stamp, draw, page_count

SIXTY = "关于落儿岭镇二〇二六年度耕地地力保护补贴农机购置补贴和茶叶产业扶持资金分配方案（第三批）调整情况以及有关事项说明的公示通告（补充）"
ROWS = "".join(f"<tr><td>{n}</td><td>烂泥坳村{n}组</td><td>{n * 137}.50</td></tr>" for n in range(1, 41))
TABLE = f"<table><thead><tr><th>序号</th><th>村组</th><th>金额（元）</th></tr></thead><tbody>{ROWS}<tr><td>合计</td><td>—</td><td>112340.00</td></tr></tbody></table>"
MIXED = (
    f"<h3>一、什么时候</h3><p>进入林区<strong>不带火种</strong>，{RARE}。</p><ul><li>防火</li><li>防溺水<ol><li>细则</li></ol></li></ul>"
    "<blockquote><p>引用一句。</p></blockquote><p>面积 12㎡，水温 3<sup>2</sup>、H<sub>2</sub>O。<br>换一行 #[]*_$@&lt;b&gt; \\n</p><hr>"
)


@pytest.mark.parametrize("form", ["a3", "a4", "a5"])
def test_a_sheet_says_what_the_edition_says_with_every_rare_character(town, form):
    edition = published(
        town, title=f"关于{RARE}的通知", body=MIXED, summary="一句话说清楚。", document_number="落政〔2026〕7号"
    )
    paper, drawn = printed(town, edition, form)
    said = squeezed(text_of(drawn.pdf))
    for words in (edition.title, RARE, "不带火种", "防溺水", "细则", "#[]*_$@<b>\\n", "换一行", "一句话说清楚。",
                  "落政〔2026〕7号", "农业农村办公室", "0564-0000112", "初审王示例签发李示例", "公开（系统记录）",
                  paper.code, edition.seal[:4] + edition.seal[4:8], edition.publication.index_number, "示例，内容虚构"):  # fmt: skip
        assert squeezed(words) in said, words
    assert unmapped(drawn.pdf) == [] and outside(drawn.pdf) == []
    assert set(codes_in(drawn.pdf)) == {f"http://testserver/verify/{paper.code}/"}
    assert "草稿" not in said
    assert len(drawn.pdf) <= 400_000 * drawn.pages


@pytest.mark.parametrize(("form", "most"), [("a3", 2), ("a4", 3), ("a5", 6)])
def test_a_sixty_character_title_and_forty_rows_stay_on_their_pages(town, form, most):
    assert len(SIXTY) >= 60
    edition = published(town, title=SIXTY, body=f"<p>公示如下。</p>{TABLE}")
    paper, drawn = printed(town, edition, form)
    said = squeezed(text_of(drawn.pdf))
    assert drawn.pages == page_count(drawn.pdf) <= most
    assert outside(drawn.pdf) == [] and unmapped(drawn.pdf) == []
    assert all(f"烂泥坳村{n}组" in said and f"{n * 137}.50" in said for n in range(1, 41)) and "112340.00" in said
    if drawn.pages > 1:
        assert said.count("村组金额（元）") >= 2  # the head stands again on the next page
        assert f"第1页，共{drawn.pages}页" in said and f"第{drawn.pages}页，共{drawn.pages}页" in said
        assert said.count(paper.code) >= drawn.pages + 1  # each page is a paper of its own on the wall


def test_a_character_no_font_has_is_left_to_the_pen_and_named(town):
    edition = published(town, title="村民𠮷示例的公示", body="<p>𠮷示例，三组。</p>")
    _, drawn = printed(town, edition)
    said = squeezed(text_of(drawn.pdf))
    assert "〓示例" in said and "U+20BB7" in said and unmapped(drawn.pdf) == []
    assert typesetting.unshown("落儿岭𠮷") == ["𠮷"]


def test_what_is_not_published_prints_as_a_draft_without_a_code(town, client):
    waiting = submit(town, make_notice(town, title="还没签发的通知"))
    for edition in (waiting, content.freeze(make_notice(town, title="正在写的"))):
        drawn = draw(edition, "a4", Stamp())
        keep(drawn, "draft")
        said = squeezed(text_of(drawn.pdf))
        assert "草稿，未经签发" in said and "没有核对码" in said and codes_in(drawn.pdf) == []
    client.force_login(town.reporter)
    answer = client.get(reverse("paper:draft", args=[waiting.item_id, "a3"]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert codes_in(answer.content) == [] and not waiting.papers.exists()


def test_a_picture_is_shrunk_to_the_sheet_and_one_that_is_lost_is_told_in_words(town):
    item = make_notice(town, title="有图的通知")
    data = photo().read()
    sha256 = files.put(data)
    row = Attachment(item=item, sha256=sha256, name="图.png", size=len(data), content_type="image/png", inline=True,
                     uploaded_by=town.reporter.person)  # fmt: skip
    row._history_user = town.reporter
    row.save()
    item.body = f'<p>看图：</p><img src="files:{sha256}" alt="茶园示意图"><p>看完。</p>'
    edition = content.freeze(item)
    assert b"/Image" in draw(edition, "a4", Stamp()).pdf
    files.destroy(sha256)
    assert "（图：茶园示意图）" in squeezed(text_of(draw(edition, "a4", Stamp()).pdf))


def test_a_correction_slip_says_old_and_new(town):
    first = published(town, body="<p>每户补贴 120 元。</p><p>十一月底前发放。</p>")
    second = corrected(town, first, body="<p>每户补贴 210 元。</p><p>十一月底前发放。</p>")
    paper, drawn = printed(town, Edition.objects.get(pk=second.pk), "slip")
    said = squeezed(text_of(drawn.pdf))
    assert drawn.pages == 1 and "更正条" in said and "原来" in said and "改为" in said
    assert "120" in said and "210" in said and "改了写错的地方" in said and "十一月底前发放" not in said
    assert codes_in(drawn.pdf) == [f"http://testserver/verify/{paper.code}/"]


def test_every_pdf_is_tagged_archivable_and_named(town):
    _, drawn = printed(town, published(town))
    assert b"pdfuaid" in drawn.pdf and b"/StructTreeRoot" in drawn.pdf and b"zh-CN" in drawn.pdf


def test_stored_text_becomes_blocks_without_markup():
    found = blocks.blocks_of(
        '<h4>小题</h4><p>一<strong>二</strong></p><table><tbody><tr><td colspan="2">合</td></tr></tbody></table>'
    )
    assert [block["t"] for block in found] == ["h", "p", "table"] and found[0]["level"] == 2
    assert found[1]["runs"] == [{"s": "一"}, {"s": "二", "b": True}]
    assert found[2]["columns"] == 2 and blocks.blocks_of("") == []


def test_the_page_of_an_item_promises_as_many_pages_as_come(town, client):
    edition = published(town, title=SIXTY, body=TABLE)
    client.force_login(town.officer)
    url = reverse("paper:item", args=[edition.item_id])
    shown = client.get(url).content.decode()
    for form, label in (("a3", "海报 A3"), ("a4", "海报 A4"), ("a5", "小册页 A5")):
        pdf = client.post(url, {"print-form": form, "print-copies": "20"}).content
        assert f"{label}（{page_count(pdf)} 页）" in shown, form
    assert "更正条" not in shown and list(edition.papers.get(form="a3").printings.values_list("copies", flat=True)) == [
        20
    ]
    for copies, said in (("0", "至少印 1 份"), ("99999", "最多记 2000 份"), ("三", "份数写数字"), ("", "请写印几份")):
        again = client.post(url, {"print-form": "a3", "print-copies": copies})
        assert again.status_code == 422 and said in again.content.decode()
