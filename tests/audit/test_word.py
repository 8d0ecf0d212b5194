"""A Word file becomes a draft that reads as the document did. No database needed."""

import time
from datetime import date

from audit.rich_text import plain_text
from audit.word import read_word
from tests.audit.word_files import (
    STYLES,
    body_of,
    doc,
    document,
    docx,
    level,
    noted,
    numbering,
    p,
    read,
    relations,
    run,
    table,
)


def test_paragraphs_headings_and_marks():
    html = body_of(
        p("一级", style="1"), p("二级", style="2"), p("继承", style="mine"), p("大纲", style="out"), p("绕圈", style="loop"),
        p("普通", run("粗", "<w:b/>"), run("不粗", '<w:b w:val="0"/>'), run("上", '<w:vertAlign w:val="superscript"/>')), p(), p(" "),
        styles=STYLES,
    )  # fmt: skip
    assert (
        html
        == "<h2>一级</h2><h3>二级</h3><h3>继承</h3><h2>大纲</h2><p>绕圈</p><p>普通<strong>粗</strong>不粗<sup>上</sup></p>"
    )


def test_text_is_text_and_never_markup():
    assert (
        body_of(p(run("<script>alert(1)</script>&amp; 3<5")))
        == "<p>&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp; 3&lt;5</p>"
    )


def test_links_breaks_tabs_and_odd_signs():
    html = body_of(
        p(
            '<w:hyperlink r:id="L1"><w:r><w:t>原</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>文</w:t></w:r></w:hyperlink>',
            "<w:r><w:br/><w:t>下</w:t><w:tab/><w:t>一</w:t><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>",
        ),
        p('<w:hyperlink r:id="L2"><w:r><w:t>坏</w:t></w:r></w:hyperlink>'),
        links=[("L1", "https://www.gov.cn/a?b=1&c=2"), ("L2", "javascript:alert(1)")],
    )
    assert (
        html
        == '<p><a href="https://www.gov.cn/a?b=1&amp;c=2" rel="noopener noreferrer">原<strong>文</strong></a><br>下 一-☑</p><p>坏</p>'
    )


def field(code, result):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_show_their_result_and_never_their_code():
    html = body_of(
        p(field(' HYPERLINK "https://a.gov.cn" ', "网站")),
        p(field(" PAGE ", "3")),
        p(field(' TOC \\o "1-3" ', "目录行")),
    )
    assert html == '<p><a href="https://a.gov.cn" rel="noopener noreferrer">网站</a></p><p>3</p>'


def test_control_characters_are_stripped():
    assert body_of(p("甲\u200b乙\u202e丙\ufeff")) == "<p>甲乙丙</p>"


def test_the_contents_list_is_dropped_and_said():
    draft = read(p("标题", align="center"), p("一、总则 3", style="toc"), p("正文内容。"), styles=STYLES)
    assert draft.body_html == "<p>正文内容。</p>"
    assert noted(draft, "目录")


def test_tracked_changes_are_read_as_accepted_and_said():
    draft = read(
        p("标题", align="center"),
        p("补贴", "<w:ins w:id='1'><w:r><w:t>900</w:t></w:r></w:ins>", "<w:del w:id='2'><w:r><w:delText>800</w:delText></w:r></w:del>", "元。"),
        p("段落前半", mark="<w:del/>"), p("与后半。"),
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>",
        p("<w:moveFrom><w:r><w:t>搬走的</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>搬来的。</w:t></w:r></w:moveTo>"),
    )  # fmt: skip
    assert draft.body_html == "<p>补贴900元。</p><p>段落前半与后半。</p><p>搬来的。</p>"
    assert noted(draft, "有 4 处修订未接受")


def test_old_formatting_in_a_tracked_change_is_not_read():
    html = body_of(
        '<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="1"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>字</w:t></w:r></w:p>',
        styles=STYLES,
    )
    assert html == "<p>字</p>"


def test_hidden_text_is_dropped_and_said():
    draft = read(
        p("标题", align="center"),
        p("看得见", run("身份证号", "<w:vanish/>"), run("也看得见", '<w:vanish w:val="0"/>')),
        p("藏着的段落", style="hid"),
        styles=STYLES,
    )
    assert draft.body_html == "<p>看得见也看得见</p>"
    assert noted(draft, "有 2 处隐藏文字")


def test_comments_headers_and_footers_are_not_taken_and_said():
    files = {
        "word/header1.xml": document(p("内部材料 注意保存")).replace("w:document", "w:hdr"),
        "word/_rels/document.xml.rels": relations(
            [("c", "comments", "comments.xml", False), ("h", "header", "header1.xml", False)]
        ),
    }
    draft = read(
        p("标题", align="center"),
        p("正文。<"[:-1], "<w:commentRangeStart w:id='0'/>", "<w:r><w:commentReference w:id='0'/></w:r>"),
        comments=f"<w:comment w:id='0'>{p('张主任说改一下')}</w:comment>",
        files=files,
    )
    assert "张主任" not in draft.body_html and "内部材料" not in draft.body_html
    assert noted(draft, "有 1 条批注") and noted(draft, "内部材料 注意保存")


def test_footnotes_stand_at_the_end():
    draft = read(
        p("标题", align="center"),
        p("正文", '<w:r><w:footnoteReference w:id="7"/></w:r>', "。"),
        footnotes=f'<w:footnote w:id="7">{p("据统计年鉴")}</w:footnote>',
    )
    assert draft.body_html == "<p>正文<sup>[1]</sup>。</p><p>[1] 据统计年鉴</p>"
    assert noted(draft, "有 1 条脚注")


def test_text_boxes_come_once_and_are_said():
    box = f"<w:txbxContent>{p('框里的字')}</w:txbxContent>"
    draft = read(
        p("标题", align="center"),
        p(
            "正文。",
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        ),
    )
    assert draft.body_html == "<p>框里的字</p><p>正文。</p>"
    assert noted(draft, "有 1 个文本框")


def test_charts_formulas_and_objects_are_said():
    draft = read(
        p("标题", align="center"),
        p(
            "正文。",
            "<w:r><w:drawing><c:chart/></w:drawing></w:r>",
            "<w:r><w:object/></w:r>",
            "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>",
        ),
    )
    assert draft.body_html == "<p>正文。a+b</p>"
    assert noted(draft, "图表") and noted(draft, "嵌入的对象") and noted(draft, "公式")


def test_automatic_numbers_are_written_out():
    lists = numbering(
        [
            level(0, "chineseCountingThousand", "%1、"),
            level(1, "chineseCounting", "（%2）"),
            level(2, "decimal", "%3．"),
        ],
        [level(0, "chineseCounting", "第%1条")],
    )
    html = body_of(
        p("总则", number=(1, 0)), p("目的。", number=(1, 1)), p("依据。", number=(1, 1)), p("甲。", number=(1, 2)), p("附则", number=(1, 0)), p("又一。", number=(1, 1)), p("施行。", number=(2, 0)),
        numbering=lists,
    )  # fmt: skip
    assert plain_text(html).split("\n") == [
        "一、总则",
        "（一）目的。",
        "（二）依据。",
        "1．甲。",
        "二、附则",
        "（一）又一。",
        "第一条 施行。",
    ]


def test_plain_lists_become_lists():
    lists = numbering([level(0, "decimal", "%1."), level(1, "bullet", "·")], [level(0, "bullet", "·")])
    html = body_of(
        p("甲", number=(1, 0)),
        p("子", number=(1, 1)),
        p("乙", number=(1, 0)),
        p("段。"),
        p("丙", number=(1, 0)),
        p("点", number=(2, 0)),
        numbering=lists,
    )
    assert html == "<ol><li>甲<ul><li>子</li></ul></li><li>乙</li></ol><p>段。</p><p>3. 丙</p><ul><li>点</li></ul>"


def test_numbering_that_makes_no_sense_is_survived():
    lists = numbering([level(0, "decimal", "%9%8%1.", "x"), '<w:lvl w:ilvl="zz"/>'])
    assert "甲" in body_of(p("甲", number=(1, 0)), p("乙", number=(1, 77)), p("丙", number=(99, 0)), numbering=lists)


def test_the_text_of_a_doc_with_tables_fields_and_what_was_struck():
    text = "落儿岭镇人民政府文件\r落政〔2026〕5号\r关于补贴的通知\r各村：\r这是正文删去藏着。\x13 HYPERLINK x \x14网站\x15\r村\x07户\x07\x07甲\x07\x07\x07落儿岭镇人民政府\r2026年11月3日\r"
    at = text.index("删去")
    ends = (text.index("户") + 2, text.index("甲") + 3)
    draft = read_word(
        "旧.doc", doc(text, dropped=[(at, at + 2, b"\x00\x08\x01"), (at + 2, at + 4, b"\x3c\x08\x01")], row_ends=ends)
    )
    assert (draft.title, draft.document_number, draft.issuer, draft.formed_on) == (
        "关于补贴的通知",
        "落政〔2026〕5号",
        "落儿岭镇人民政府",
        date(2026, 11, 3),
    )
    assert plain_text(draft.body_html).split("\n") == [
        "各村：",
        "这是正文。网站",
        "村 户",
        "甲",
        "落儿岭镇人民政府",
        "2026年11月3日",
    ]
    assert noted(draft, "修订") and noted(draft, "隐藏文字") and noted(draft, "旧版 .doc")


def test_a_doc_in_the_narrow_form():
    assert read_word("a.doc", doc("Title\rText.\r", narrow=True)).body_html == "<p>Text.</p>"


def test_a_large_ordinary_file_is_read_quickly():
    data = docx(
        p("标题", align="center"),
        *[p("这是一段平常的话，" * 12 + "完。")] * 3000,
        table(*[["甲", "乙", "1", "2"]] * 1500),
    )
    started = time.monotonic()
    draft = read_word("a.docx", data)
    assert draft.body_html.count("<p>") == 3000 and draft.body_html.count("<tr>") == 1500
    assert time.monotonic() - started < 20
