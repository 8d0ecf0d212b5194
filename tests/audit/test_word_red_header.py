"""Official documents: 文号, title, 落款 and date are found however they are typed. No database needed."""

from datetime import UTC, date, datetime

import pytest

from audit.rich_text import plain_text
from audit.word import read_word
from tests.audit.word_files import STYLES, body_of, document, docx, noted, p, read, red_header, table


def test_a_red_header_document_is_taken_apart():
    draft = read(*red_header())
    assert draft.source_title == "霍山县落儿岭镇人民政府文件"
    assert draft.document_number == "落政〔2026〕41号"
    assert draft.title == "关于做好2026年秋冬季森林防火工作的通知"
    assert draft.issuer == "落儿岭镇人民政府"
    assert draft.formed_on == date(2026, 11, 3)
    assert draft.named_attachments == ["值班表", "物资清单"]
    assert plain_text(draft.body_html).split("\n") == [
        "各村、镇直各单位：",
        "现将有关事项通知如下。",
        "附件：1.值班表",
        "2.物资清单",
        "落儿岭镇人民政府",
        "二〇二六年十一月三日",
    ]
    assert noted(draft, "2 个附件") and noted(draft, "版记")


@pytest.mark.parametrize(
    "line",
    [
        "落政〔2026〕41号",
        "落政[2026]41号",
        "落政（2026）41号",
        "落政(2026)第41号",
        "落政【2026】 41 号",
        "落政﹝２０２６﹞４１号",
        "落 政 〔 2026 〕 41 号",
        "落政［2026年］41号",
        "落政〔2026〕41号    签发人：张三",
        "落政〔二〇二六〕41号",
        "落政〔2026〕041号",
    ],
)
def test_document_numbers_however_typed(line):
    draft = read(*red_header(number=[p(line, align="center")]))
    assert (draft.document_number, draft.title) == ("落政〔2026〕41号", "关于做好2026年秋冬季森林防火工作的通知")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("二〇二六年十一月三日", date(2026, 11, 3)),
        ("二○二六年十二月三十一日", date(2026, 12, 31)),
        ("二零二六年十月十日", date(2026, 10, 10)),
        ("二O二六年一月二十日", date(2026, 1, 20)),
        ("２０２６年１１月３日", date(2026, 11, 3)),
        ("2026年11月03日", date(2026, 11, 3)),
        ("2026 年 11 月 3 日", date(2026, 11, 3)),
        ("二 〇 二 六 年 十 一 月 三 日", date(2026, 11, 3)),
        ("二〇二六年十一月廿三日", date(2026, 11, 23)),
        ("（2026年11月3日）", date(2026, 11, 3)),
        ("2026年13月3日", None),
        ("2026年2月30日", None),
        ("    年  月  日", None),
    ],
)
def test_dates_however_typed(line, day):
    assert read(*red_header(end=[p("落儿岭镇人民政府"), p(line)])).formed_on == day


def test_organ_and_date_on_one_line_and_two_organs():
    assert read(*red_header(end=[p("落儿岭镇人民政府    2026年11月3日")])).issuer == "落儿岭镇人民政府"
    draft = read(*red_header(end=[p("中共落儿岭镇委员会"), p("落儿岭镇人民政府"), p("2026年11月3日")]))
    assert draft.issuer == "中共落儿岭镇委员会 落儿岭镇人民政府"


def test_a_date_inside_an_attachment_does_not_win():
    draft = read(*red_header(imprint=[p("附件1"), p("安全责任书", align="center"), p("村民委员会"), p("2025年1月1日")]))
    assert draft.formed_on == date(2026, 11, 3)


def test_a_header_laid_out_in_a_table_or_box():
    draft = read(*red_header(number=[table(["落政〔2026〕41号", "签发人：张三"])]))
    assert (draft.document_number, draft.title) == ("落政〔2026〕41号", "关于做好2026年秋冬季森林防火工作的通知")
    box = f"<w:r><w:drawing><wps:txbx><w:txbxContent>{p('落儿岭镇人民政府文件')}</w:txbxContent></wps:txbx></w:drawing></w:r>"
    draft = read(p(box), *red_header(source=[]))
    assert draft.source_title == "落儿岭镇人民政府文件" and draft.document_number == "落政〔2026〕41号"


def test_the_number_under_the_title():
    draft = read(
        p("落儿岭镇人民政府关于印发防汛预案的通知", align="center"),
        p("落政〔2026〕7号", align="center"),
        p("各村："),
        p("请遵照执行。"),
    )
    assert (draft.title, draft.document_number, draft.source_title) == (
        "落儿岭镇人民政府关于印发防汛预案的通知",
        "落政〔2026〕7号",
        "",
    )


def test_marks_of_secrecy_are_shouted():
    draft = read(p("秘密★1年"), p("特急"), *red_header())
    assert noted(draft, "涉密") and draft.title == "关于做好2026年秋冬季森林防火工作的通知"


def test_other_documents_in_the_text_are_not_its_number():
    draft = read(p("关于补贴的公示", align="center"), p("根据《通知》（皖政〔2025〕3号）要求，现予公示。"))
    assert draft.document_number == "" and "皖政〔2025〕3号" in draft.body_html


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ([p("工作总结", style="T"), p("正文。")], "工作总结"),
        ([p("居中标题", align="center"), p("正文。")], "居中标题"),
        ([p("一级标题", style="1"), p("正文。")], "一级标题"),
        ([p("短的第一段"), p("正文在这里。")], "短的第一段"),
        ([p("公 示", align="center"), p("正文。")], "公示"),
        ([p("关于开展冬季"), p("清洁行动的通知"), p("各村："), p("正文。")], "关于开展冬季清洁行动的通知"),
        (
            [p("村规民约（试行）", align="center"), p("（2026年3月1日村民会议通过）", align="center"), p("正文。")],
            "村规民约（试行）",
        ),
        (
            [
                p(
                    "一开始就是正文，而且这一段话说得很长，根本不是标题，后面还有好多好多的话没有说完，所以不能拿来当作标题使用。"
                )
            ],
            "通知",
        ),
    ],
)
def test_titles_without_a_red_header(content, title):
    assert read(*content, styles=STYLES).title == title


def test_small_headings_without_styles_are_recognised():
    html = body_of(p("一、工作目标"), p("（一）总体要求"), p("到年底全部完成。"), p("二、保障措施"), p("加强领导。"))
    assert (
        html
        == "<h2>一、工作目标</h2><h3>（一）总体要求</h3><p>到年底全部完成。</p><h2>二、保障措施</h2><p>加强领导。</p>"
    )
    assert "<h2>" not in body_of(p("一、张三"), p("二、李四"), p("三、王五"))


def test_properties_are_read_and_nonsense_is_survived():
    core = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy><dcterms:created>2026-11-01T08:00:00Z</dcterms:created><dcterms:modified>昨天</dcterms:modified></cp:coreProperties>'
    properties = read(p("标题"), p("正文。"), core=core).properties
    assert (properties.author, properties.last_modified_by, properties.created, properties.modified) == (
        "张三",
        "李四",
        datetime(2026, 11, 1, 8, tzinfo=UTC),
        None,
    )


def test_strict_open_xml_and_unusual_part_names():
    data = docx(
        p("标题"),
        p("正文。"),
        raw=document(p("标题"), p("正文。")).replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    assert read_word("a.docx", data).body_html == "<p>正文。</p>"
