"""One planted string in every hiding place of .docx, .pptx, .ods and .odt: it must come out."""

import pytest

from audit.screening.readers import read
from tests.audit import word_files as word
from tests.screening import files
from tests.screening.files import MARK, W, docx, odf, ods, ods_cell, pptx, words

p, run = word.p, word.run
HALVES = (MARK[:6], MARK[6:])
DELETED = f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{MARK}</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="1" w:author="甲">{run(MARK)}</w:ins>'
BOX = f"<w:txbxContent>{p(MARK)}</w:txbxContent>"
CHOICE = (
    f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def part(root: str, inner: str) -> str:
    return f"<w:{root} {W}>{inner}</w:{root}>"


def field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:5], code[5:]))
        + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("显示")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


STYLE = part("styles", '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>')
PROPERTIES = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<{{0}}>{MARK}</{{0}}></cp:coreProperties>"
)
DOCX = {
    "text": docx(p(MARK)),
    "split over runs": docx(p(*map(run, HALVES))),
    "split by a bookmark": docx(p(run(HALVES[0]), '<w:bookmarkStart w:id="1" w:name="b"/>', run(HALVES[1]))),
    "split by a spelling mark": docx(p(run(HALVES[0]), "<w:proofErr/>", run(HALVES[1]))),
    "one run a sign": docx(p(*map(run, MARK))),
    "table": docx(word.table(["姓名", "号码"], ["张三", MARK])),
    "table in a table": docx(word.table(["外", word.cell(word.table(["内", MARK]))])),
    "split over runs in a cell": docx(word.table([word.cell(p(*map(run, HALVES)))])),
    "hidden text": docx(p(run(MARK, "<w:vanish/>"))),
    "half of it hidden": docx(p(run(HALVES[0]), run(HALVES[1], "<w:vanish/>"))),
    "hidden signs between": docx(p(run(HALVES[0]), run("不相干", "<w:vanish/>"), run(HALVES[1]))),
    "hidden by a style": docx(p(MARK, style="Gone"), word__styles_xml=STYLE),
    "deleted revision": docx(p(run("前"), DELETED)),
    "split by a revision": docx(p(run(HALVES[0]), DELETED.replace(MARK, "别的"), run(HALVES[1]))),
    "original of a revision": docx(p(run(HALVES[0]), DELETED.replace(MARK, HALVES[1]), INSERTED.replace(MARK, "改"))),
    "inserted revision": docx(p(INSERTED)),
    "moved away": docx(p(f'<w:moveFrom w:id="1" w:author="甲">{run(MARK)}</w:moveFrom>')),
    "author of a revision": docx(p(INSERTED.replace("甲", MARK))),
    "text box": docx(p(f"<w:r><w:pict>{BOX}</w:pict></w:r>")),
    "text box kept twice": docx(p(CHOICE)),
    "only in the fallback": docx(p(CHOICE.replace(BOX, "", 1))),
    "alt text": docx(p(word.picture(description=MARK))),
    "name of a picture": docx(p(word.picture().replace('name="p"', f'name="{MARK}"'))),
    "field code": docx(p(field(f"DOCPROPERTY {MARK}"))),
    "simple field": docx(p(f'<w:fldSimple w:instr="{MARK}">{run("显示")}</w:fldSimple>')),
    "link": docx(p("链接"), word___rels__document_xml_rels=word.relations([("rId1", "hyperlink", f"https://example.cn/{MARK}", True)])),
    "bookmark": docx(p(f'<w:bookmarkStart w:id="0" w:name="{MARK}"/>', run("文"))),
    "content control": docx(f'<w:sdt><w:sdtPr><w:alias w:val="{MARK}"/></w:sdtPr><w:sdtContent>{p("文")}</w:sdtContent></w:sdt>'),
    "list of a control": docx(f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{MARK}"/></w:dropDownList></w:sdtPr></w:sdt>'),
    "formula": docx(p(f"<m:oMath><m:r><m:t>{MARK}</m:t></m:r></m:oMath>")),
    "header": docx(word__header2_xml=part("hdr", p(MARK))),
    "header nobody refers to": docx(word__header99_xml=part("hdr", word.table([MARK]))),
    "footer": docx(word__footer1_xml=part("ftr", p(*map(run, HALVES)))),
    "footnote": docx(word__footnotes_xml=part("footnotes", f'<w:footnote w:id="2">{p(MARK)}</w:footnote>')),
    "endnote": docx(word__endnotes_xml=part("endnotes", f'<w:endnote w:id="2">{p(MARK)}</w:endnote>')),
    "comment": docx(word__comments_xml=part("comments", f'<w:comment w:id="0" w:author="甲">{p(*map(run, HALVES))}</w:comment>')),
    "author of a comment": docx(word__comments_xml=part("comments", f'<w:comment w:id="0" w:author="{MARK}">{p("文")}</w:comment>')),
    "building block": docx(word__glossary__document_xml=part("glossaryDocument", p(MARK))),
    "document variable": docx(word__settings_xml=part("settings", f'<w:docVars><w:docVar w:name="v" w:val="{MARK}"/></w:docVars>')),
    "chart": docx(word__charts__chart1_xml=f'<c:chart xmlns:c="urn:c"><c:pt idx="0"><c:v>{MARK}</c:v></c:pt></c:chart>'),
    "diagram": docx(word__diagrams__data1_xml=f"<dgm {files.A}>{words(MARK)}</dgm>"),
    "custom xml": docx(customXml__item1_xml=f"<x><y>{MARK}</y></x>"),
    "attribute of custom xml": docx(customXml__item1_xml=f'<x><y value="{MARK}"/></x>'),
    "unknown part": docx(word__odd_xml=f"<x><y>{MARK}</y></x>"),
    "old drawing, broken": docx(word__drawing_vml=f"<xml><v:shape alt='{MARK}'><br></v:shape></xml>"),
    "title": docx(docProps__core_xml=PROPERTIES.format("dc:title")),
    "creator": docx(docProps__core_xml=PROPERTIES.format("dc:creator")),
    "last hand": docx(docProps__core_xml=PROPERTIES.format("cp:lastModifiedBy")),
    "company": docx(docProps__app_xml=f"<Properties><Company>{MARK}</Company></Properties>"),
    "headings in app": docx(docProps__app_xml=f"<Properties><TitlesOfParts><lpstr>{MARK}</lpstr></TitlesOfParts></Properties>"),
    "custom property": docx(docProps__custom_xml=f'<Properties><property name="号码"><lpwstr>{MARK}</lpwstr></property></Properties>'),
    "name of a custom property": docx(docProps__custom_xml=f'<Properties><property name="{MARK}"><i4>1</i4></property></Properties>'),
    "embedded workbook": docx(word__embeddings__book_xlsx=files.workbook([["名", MARK]])),
    "embedded page": docx(word__afchunk1_html=f"<html><body>{MARK}</body></html>"),
}  # fmt: skip
HIDDEN_SLIDE = f'<p:sld {files.P} show="0"><p:cSld>{words(MARK)}</p:cSld></p:sld>'
PPTX = {
    "slide": pptx(words(MARK)),
    "split over runs": pptx(f"<a:p><a:r><a:t>{HALVES[0]}</a:t></a:r><a:r><a:t>{HALVES[1]}</a:t></a:r></a:p>"),
    "table": pptx(f"<a:tbl><a:tr><a:tc><a:txBody>{words(MARK)}</a:txBody></a:tc></a:tr></a:tbl>"),
    "alt text": pptx(f'<p:cNvPr id="1" name="x" descr="{MARK}"/>'),
    "notes": pptx(ppt__notesSlides__notesSlide1_xml=f"<p:notes {files.P}>{words(MARK)}</p:notes>"),
    "comment": pptx(ppt__comments__comment1_xml=f'<p:cmLst {files.P}><p:cm authorId="0"><p:text>{MARK}</p:text></p:cm></p:cmLst>'),
    "new comment": pptx(ppt__comments__modern_xml=f"<p:cmLst {files.P}><p:cm><p:txBody>{words(MARK)}</p:txBody></p:cm></p:cmLst>"),
    "author": pptx(ppt__commentAuthors_xml=f'<p:cmAuthorLst {files.P}><p:cmAuthor name="{MARK}"/></p:cmAuthorLst>'),
    "hidden slide": pptx(ppt__slides__slide2_xml=HIDDEN_SLIDE),
    "slide nobody refers to": pptx(ppt__slides__slide77_xml=HIDDEN_SLIDE.replace('show="0"', "")),
    "master": pptx(ppt__slideMasters__slideMaster1_xml=f"<p:sldMaster {files.P}>{words(MARK)}</p:sldMaster>"),
    "layout": pptx(ppt__slideLayouts__slideLayout1_xml=f"<p:sldLayout {files.P}>{words(MARK)}</p:sldLayout>"),
    "diagram": pptx(ppt__diagrams__data1_xml=f"<dgm {files.A}>{words(MARK)}</dgm>"),
    "link": pptx(ppt__slides___rels__slide1_xml_rels=word.relations([("r1", "hyperlink", f"https://e.cn/{MARK}", True)])),
    "property": pptx(docProps__core_xml=PROPERTIES.format("dc:subject")),
    "chart's workbook": pptx(ppt__embeddings__sheet_xlsx=files.workbook([[MARK]])),
}  # fmt: skip


def line(*cells, more=""):
    return (
        f"<table:table-row {more}>{''.join(c if c.startswith('<') else ods_cell(c) for c in cells)}</table:table-row>"
    )


GONE = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
ODS = {
    "cell": ods(line(MARK)),
    "split over spans": ods(line(f"<text:span>{HALVES[0]}</text:span><text:span>{HALVES[1]}</text:span>".join(("<table:table-cell><text:p>", "</text:p></table:table-cell>")))),
    "hidden sheet": ods(line(MARK), style='table:style-name="ta2"', styles=GONE),
    "hidden row": ods(line(MARK, more='table:visibility="collapse"')),
    "filtered row": ods(line(MARK, more='table:visibility="filter"')),
    "hidden column": ods(line("a", MARK), columns='<table:table-column/><table:table-column table:visibility="collapse"/>'),
    "note": ods(line(f"<table:table-cell><office:annotation><dc:creator>甲</dc:creator><text:p>{MARK}</text:p></office:annotation><text:p>x</text:p></table:table-cell>")),
    "author of a note": ods(line(f"<table:table-cell><office:annotation><dc:creator>{MARK}</dc:creator></office:annotation></table:table-cell>")),
    "stored, not shown": ods(line(ods_cell("别的", f'office:string-value="{MARK}"'))),
    "formula": ods(line(ods_cell("0", f'table:formula="of:=&quot;{MARK}&quot;"'))),
    "covered cell": ods(line("x", f"<table:covered-table-cell><text:p>{MARK}</text:p></table:covered-table-cell>")),
    "far to the right": ods(line('<table:table-cell table:number-columns-repeated="16000"/>', MARK)),
    "after a million empty rows": ods(line("a") + line("", more='table:number-rows-repeated="1048000"') + line(MARK)),
    "validation": ods(line("a"), columns=f'<table:content-validation table:condition="cell-content-is-in-list(&quot;{MARK}&quot;)"/>'),
    "header": ods(line("a"), styles_xml=f"<x {files.ODF}><style:header><text:p>{MARK}</text:p></style:header></x>"),
    "property": ods(line("a"), meta_xml=f"<x {files.ODF}><meta:initial-creator>{MARK}</meta:initial-creator></x>"),
    "own property": ods(line("a"), meta_xml=f'<x {files.ODF}><meta:user-defined meta:name="号">{MARK}</meta:user-defined></x>'),
    "embedded object": odf("<office:spreadsheet/>", **{"Object 1__content_xml": f"<x {files.ODF}><text:p>{MARK}</text:p></x>"}),
    "odt text": odf(f"<office:text><text:p>{MARK}</text:p></office:text>", kind="text"),
    "odt heading": odf(f"<office:text><text:h>{MARK}</text:h></office:text>", kind="text"),
    "odt deleted": odf(f"<office:text><text:tracked-changes><text:deletion><text:p>{MARK}</text:p></text:deletion></text:tracked-changes><text:p>x</text:p></office:text>", kind="text"),
    "odt alt text": odf(f'<office:text><text:p>x<svg:title xmlns:svg="urn:svg">{MARK}</svg:title></text:p></office:text>', kind="text"),
    "odt note": odf(f"<office:text><text:p>x<text:note><text:note-body><text:p>{MARK}</text:p></text:note-body></text:note></text:p></office:text>", kind="text"),
}  # fmt: skip


@pytest.mark.parametrize("kind, places", [("docx", DOCX), ("pptx", PPTX), ("ods", ODS)])
def test_every_hiding_place_gives_its_secret_up(kind, places):
    missed = []
    for place, data in places.items():
        reading = read(f"通知.{kind}", data)
        if not reading.readable or not any(MARK in passage.text for passage in reading.passages):
            missed.append((place, reading.why, [passage.text for passage in reading.passages]))
    assert missed == []
    assert len(places) > 15


def test_nothing_comes_out_that_was_not_planted():
    for data in (docx(p("正文")), pptx(), ods(line("a"))):
        assert not any(MARK in passage.text for passage in read("x", data).passages)


def test_a_text_box_kept_twice_is_said_once():
    assert [passage.text for passage in read("x.docx", DOCX["text box kept twice"]).passages].count(MARK) == 1


@pytest.mark.parametrize(
    "place, label, hidden",
    [
        ("text", "正文第 1 段", False),
        ("table", "正文表 1 第 2 行第 2 列", False),
        ("header", "页眉 2 第 1 段", False),
        ("comment", "批注 1", False),
        ("footnote", "脚注 1", False),
        ("deleted revision", "正文第 1 段（修订前的文字）", True),
        ("hidden text", "正文第 1 段（含隐藏文字）", True),
        ("last hand", "文件属性·最后修改者", True),
        ("alt text", "正文·替代文字", True),
        ("text box", "正文文本框 1", False),
    ],
)
def test_a_clerk_finds_the_place(place, label, hidden):
    found = next(passage for passage in read("x.docx", DOCX[place]).passages if MARK in passage.text)
    assert (found.place, found.hidden) == (label, hidden)


def test_cells_know_their_header_also_under_merged_headings():
    data = docx(
        word.table(
            ["姓名", word.cell(p("联系方式"), span=2), "金额"],
            ["", "手机", "固话", ""],
            ["张三", "99012345678", "88", "9"],
        )
    )
    cells = {passage.text: passage for passage in read("x.docx", data).passages if passage.column}
    assert cells["姓名"].kind == cells["手机"].kind == "header"
    assert (cells["99012345678"].header, cells["88"].header) == ("联系方式 手机", "联系方式 固话")
    assert (cells["9"].row, cells["9"].column, cells["9"].header) == (3, 4, "金额")


def test_cells_stay_apart():
    texts = [passage.text for passage in read("x.docx", docx(word.table(["138", "0013"]))).passages]
    assert "138" in texts and "0013" in texts


def test_revisions_and_comments_are_noted():
    assert any("修订" in note for note in read("x.docx", DOCX["deleted revision"]).notes)
    assert any("批注" in note for note in read("x.docx", DOCX["comment"]).notes)
    assert any("隐藏" in note for note in read("x.pptx", PPTX["hidden slide"]).notes)
    assert any("隐藏" in note for note in read("x.ods", ODS["hidden sheet"]).notes)


def test_a_repeated_cell_is_not_a_million_cells():
    rows = line(ods_cell("同", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048576"')
    assert len(read("x.ods", ods(rows)).passages) < 200


NOISE = docx(
    p(run("正文")) + '<w:bookmarkStart w:id="1" w:name="_Toc1678901234"/>',
    word__settings_xml=part("settings", '<w:rsids><w:rsidRoot w:val="13812345"/><w:rsid w:val="01381234"/></w:rsids>'),
    word__numbering_xml=part("numbering", '<w:abstractNum><w:nsid w:val="05623456"/><w:tmpl w:val="04090001"/></w:abstractNum>'),
    word__fontTable_xml=part("fonts", '<w:font w:name="宋体"><w:panose1 w:val="02010600030101010101"/><w:sig w:usb0="00000003"/></w:font>'),
    word__theme__theme1_xml=f'<a:theme {files.A}><a:latin typeface="等线" panose="02010600030101010101"/><a:ext uri="{{28A0092B-C50C-407E-A947-70E740481C1C}}"/></a:theme>',
    word__charts__chart1_xml='<c:chart xmlns:c="urn:c"><c:axId val="1381234567"/><c:crossAx val="1390013900"/></c:chart>',
    docProps__app_xml="<Properties><Pages>3</Pages><Characters>13812</Characters><AppVersion>16.0000</AppVersion></Properties>",
)  # fmt: skip


def test_numbers_office_makes_up_itself_are_nobodys():
    texts = [passage.text for passage in read("x.docx", NOISE).passages]
    assert not any(sum(map(str.isdigit, text)) >= 7 for text in texts), texts
