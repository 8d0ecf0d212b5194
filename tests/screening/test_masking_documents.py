"""Word documents: numbers over several runs, tracked changes, hidden text, and everything that does not come along."""

import io
import zipfile
from datetime import date
from functools import partial

import pytest
from PIL import Image

from audit.screening.masking import Mask, MaskError, RemoveColumn, mask, mask_order, proof
from audit.screening.passages import Passage
from audit.screening.readers import read
from audit.screening.rules import Context, find, spans
from audit.word import read_word
from tests.audit import word_files as word
from tests.audit.word_files import cell, docx, p, run, table
from tests.screening.leftovers import left_in, members

ID, OTHER_ID, PHONE = "110101190001011009", "110101190002022005", "16912345678"
CONTEXT = Context(today=date(2026, 11, 23))
look = partial(find, context=CONTEXT)
locate = partial(spans, context=CONTEXT)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def order(*texts, rule="id_number"):
    return Mask(rule, tuple(Passage(text, "正文") for text in texts))


def texts(made):
    return [passage.text for passage in read(made.name, made.data).passages if passage.kind != "name"]


SPLIT = {
    "two runs": p(run("证件" + ID[:9]), run(ID[9:] + "，男")),
    "every sign its own run": p(*[run(sign) for sign in "证件" + ID + "，男"]),
    "a tab and a break between": p(
        run("证件" + ID[:6]), "<w:r><w:tab/></w:r>", run(ID[6:14]), "<w:r><w:br/></w:r>", run(ID[14:] + "，男")
    ),
    "partly bold": p(run("证件" + ID[:5]), run(ID[5:10], "<w:b/>"), run(ID[10:] + "，男")),
    "a proofing mark between": p(run("证件" + ID[:5]), '<w:proofErr w:type="spellStart"/>', run(ID[5:] + "，男")),
    "a bookmark between": p(run("证件" + ID[:5]), '<w:bookmarkStart w:id="1" w:name="x"/>', run(ID[5:] + "，男")),
    "symbols": p(
        run("证件" + ID[:3]), f'<w:r><w:sym w:font="Symbol" w:char="F03{ID[3]}"/></w:r>', run(ID[4:] + "，男")
    ),
    "in a link": p(run("证件"), f'<w:hyperlink r:id="rIdL">{run(ID)}</w:hyperlink>', run("，男")),
    "in a control": f"<w:sdt><w:sdtPr><w:alias w:val='{ID}'/></w:sdtPr><w:sdtContent>{p('证件' + ID + '，男')}</w:sdtContent></w:sdt>",
    "in a smart tag": p(run("证件"), f'<w:smartTag w:element="phone">{run(ID)}</w:smartTag>', run("，男")),
    "in a simple field": p(run("证件"), f'<w:fldSimple w:instr=" QUOTE {ID} ">{run(ID)}</w:fldSimple>', run("，男")),
    "inserted": p(run("证件" + ID[:4]), f'<w:ins w:author="周样张">{run(ID[4:])}</w:ins>', run("，男")),
    "moved here": p(run("证件"), f"<w:moveTo>{run(ID)}</w:moveTo>", run("，男")),
    "something deleted between": p(run("证件" + ID[:4]), f"<w:del>{run('乱')}</w:del>", run(ID[4:] + "，男")),
}


@pytest.mark.parametrize("how", SPLIT)
def test_a_number_over_several_runs_is_masked(how):
    made = mask("a.docx", docx(SPLIT[how], core=None), [order("证件" + ID)])
    assert not left_in(made.data, ID)
    proof(made, made.removed, read, look)
    assert "证件11*************009，男" in "".join(texts(made)).replace("\n", "").replace("\t", "")


def hiding():
    """place -> a document that holds OTHER_ID where nobody sees it at once."""
    comments = f'<w:comment w:id="1" w:author="周样张">{p("证件 " + OTHER_ID)}</w:comment>'
    core = (
        f"<cp:coreProperties xmlns:cp='x' xmlns:dc='y'><dc:creator>周样张 {OTHER_ID}</dc:creator></cp:coreProperties>"
    )
    linked = [("rIdL", f"http://example.invalid/{OTHER_ID}")]
    return {
        "comment": docx(p("甲", '<w:r><w:commentReference w:id="1"/></w:r>'), comments=comments, core=None),
        "properties": docx(p("甲"), core=core),
        "deleted": docx(
            p("甲", f"<w:del w:author='周'><w:r><w:delText>{OTHER_ID}</w:delText></w:r></w:del>"), core=None
        ),
        "moved away": docx(p("甲", f"<w:moveFrom>{run(OTHER_ID)}</w:moveFrom>"), core=None),
        "hidden run": docx(p("甲", run(OTHER_ID, "<w:vanish/>")), core=None),
        "hidden style": docx(p("甲"), p(OTHER_ID, style="hid"), styles=word.STYLES, core=None),
        "link": docx(p("甲", f'<w:hyperlink r:id="rIdL">{run("看")}</w:hyperlink>'), links=linked, core=None),
        "field code": docx(p("甲", f"<w:r><w:instrText>HYPERLINK {OTHER_ID}</w:instrText></w:r>"), core=None),
        "bookmark": docx(p("甲", f'<w:bookmarkStart w:id="1" w:name="x{OTHER_ID}"/>'), core=None),
        "custom data": docx(p("甲"), core=None, files={"customXml/item1.xml": f"<a>{OTHER_ID}</a>"}),
        "embedded sheet": docx(p("甲"), core=None, files={"word/embeddings/a.xlsx": OTHER_ID.encode()}),
        "macro": docx(p("甲"), core=None, files={"word/vbaProject.bin": OTHER_ID.encode("utf-16-le")}),
        "glossary": docx(p("甲"), core=None, files={"word/glossary/document.xml": word.document(p(OTHER_ID))}),
        "settings": docx(p("甲"), core=None, files={"word/settings.xml": f"<a v='{OTHER_ID}'/>"}),
        "unknown part": docx(p("甲"), core=None, files={"word/notes.bin": OTHER_ID.encode()}),
        "name of a part": docx(p("甲"), core=None, files={f"word/{OTHER_ID}.xml": "<a/>"}),
        "deleted row": docx(
            f"<w:tbl><w:tr><w:trPr><w:del w:author='周'/></w:trPr>{cell(OTHER_ID)}</w:tr><w:tr>{cell('甲')}</w:tr></w:tbl>",
            core=None,
        ),
        "saved selection": docx(
            f'<w:p w:rsidR="{OTHER_ID[:8]}">{run("甲")}</w:p>',
            p("甲", f"<w:pPrChange w:author='{OTHER_ID}'/>"),
            core=None,
        ),
    }


@pytest.mark.parametrize("place", hiding())
def test_what_nobody_sees_does_not_come_along(place):
    made = mask("a.docx", hiding()[place], [])
    assert not left_in(made.data, OTHER_ID)
    assert not left_in(made.data, "周样张")
    proof(made, [*made.removed, OTHER_ID], read, look)
    assert "甲" in "".join(texts(made))
    assert all(name.startswith(("word/", "_rels/.rels", "[Content_Types].xml")) for name in members(made.data))


def test_headers_notes_and_boxes_stay_and_are_masked():
    header = f"<w:hdr {word.NAMESPACES}>{p('联系 ' + PHONE)}</w:hdr>"
    box = f"<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><wps:txbx><w:txbxContent>{p('电话 ' + PHONE)}</w:txbxContent></wps:txbx></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    data = docx(p("正文 " + PHONE, box), footnotes=f'<w:footnote w:id="2">{p("见 " + PHONE)}</w:footnote>', core=None)
    parts = members(data)
    relations = (
        parts["word/_rels/document.xml.rels"]
        .decode()
        .replace(
            "</Relationships>", f'<Relationship Id="rIdH" Type="{word.R}/header" Target="header1.xml"/></Relationships>'
        )
    )
    body = (
        parts["word/document.xml"]
        .decode()
        .replace("<w:sectPr/>", '<w:sectPr><w:headerReference r:id="rIdH"/></w:sectPr>')
    )
    data = word.zipped(
        parts | {"word/document.xml": body, "word/_rels/document.xml.rels": relations, "word/header1.xml": header}
    )
    made = mask("a.docx", data, [order("正文 " + PHONE, rule="mobile")], locate=locate)
    assert not left_in(made.data, PHONE)
    assert {"正文 169****5678", "联系 169****5678", "电话 169****5678", "见 169****5678"} <= set(texts(made))
    proof(made, made.removed, read, look)
    assert "169****5678" in read_word("a.docx", made.data).body_html  # the importer opens it as well


def test_a_column_of_a_table_is_removed():
    rows = [["姓名", "身份证号", "金额"], ["赵测试", ID, "1200"], ["钱样例", OTHER_ID, "800"]]
    merged = f"<w:tbl><w:tr>{cell('名单', span=3)}</w:tr>{''.join(f'<w:tr>{chr(32).join(map(cell, row))}</w:tr>' for row in rows)}</w:tbl>"
    data = docx(table(["甲", "乙"]), merged, p(f"其中{ID}已发放"), core=None)
    reading = read("a.docx", data)
    column = next(passage for passage in reading.passages if passage.text == ID)
    made = mask("a.docx", data, [RemoveColumn(column.sheet, column.column)])
    assert not left_in(made.data, ID) and not left_in(made.data, OTHER_ID)
    assert {"甲", "乙", "名单", "姓名", "金额", "1200", "其中***已发放"} <= set(texts(made))
    assert "身份证号" not in texts(made)


def test_a_number_over_two_paragraphs_of_a_narrow_cell_is_masked():
    data = docx(table(["姓名", "卡号"], ["赵测试", "x"]).replace(p("x"), p("6299012345") + p("67890123")), core=None)
    reading = read("a.docx", data)
    place = next(passage for passage in reading.passages if passage.text.startswith("6299"))
    made = mask("a.docx", data, [Mask("account_header", (place,))])
    assert not left_in(made.data, "629901234567890123")
    assert "6299012345" not in "".join(texts(made))


def test_pictures_lose_where_they_were_taken():
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = OTHER_ID
    Image.new("RGB", (40, 40), "red").save(picture, "JPEG", exif=exif, comment=OTHER_ID.encode())
    broken = b"\x89PNG broken"
    data = docx(
        p("甲", word.picture("rId90", description=f"照片 {PHONE}"), word.picture("rId91")),
        pictures=[("rId90", "a.jpeg", picture.getvalue()), ("rId91", "b.png", broken)], core=None,
    )  # fmt: skip
    made = mask("a.docx", data, [order(PHONE, rule="mobile")])
    assert not left_in(made.data, OTHER_ID) and not left_in(made.data, PHONE)
    with Image.open(io.BytesIO(members(made.data)["word/media/a.jpeg"])) as kept:
        assert kept.size == (40, 40) and not kept.getexif()
    assert "word/media/b.png" not in members(made.data)
    assert "去掉 1 张打不开的图片" in made.changes


def test_page_numbers_stay_page_numbers():
    footer = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin",)) + (
        "<w:r><w:instrText> PAGE </w:instrText></w:r>" + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    made = mask("a.docx", docx(p("第", footer, "页"), core=None), [])
    assert b"instrText" in members(made.data)["word/document.xml"]


def test_the_new_package_is_whole():
    """Every relation leads somewhere, every reference has its relation, every part its type."""
    data = docx(p("甲", word.picture("rId90")), pictures=[("rId90", "a.png", word.image())], styles=word.STYLES, core="<none/>",
                comments="<w:comment/>", links=[("rIdL", "http://example.invalid")])  # fmt: skip
    parts = members(mask("a.docx", data, []).data)
    relations = parts["word/_rels/document.xml.rels"].decode()
    assert "media/a.png" in relations and "styles.xml" in relations
    assert "comments" not in relations and "http://example" not in relations
    types = parts["[Content_Types].xml"].decode()
    assert all(
        f'PartName="/{name}"' in types for name in parts if name.startswith("word/") and not name.endswith(".rels")
    )


def bomb(levels=300):
    return word.document("<w:p>" * levels + "</w:p>" * levels)


HOSTILE = {
    "deep": docx(raw=bomb(), core=None),
    "entities": docx(raw='<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="w">&b;</w:document>', core=None),
    "broken": docx(raw="<w:document", core=None),
    "empty part": docx(raw="", core=None),
    "no document": word.zipped({"[Content_Types].xml": TYPES, "word/x.xml": "<a/>"}),
    "bomb": docx(p("甲"), core=None, files={"word/styles.xml": b" " * 130_000_000}, styles="<a/>"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_documents_end_in_a_sentence(what):
    with pytest.raises(MaskError) as error:
        mask("a.docx", HOSTILE[what], [])
    assert str(error.value).endswith("。")


def test_an_encrypted_part_is_refused():
    data = bytearray(docx(p("甲"), core=None))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("word/document.xml")
    data[entry.header_offset + 6] |= 1
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[central + 8] |= 1
    with pytest.raises(MaskError, match="密码"):
        mask("a.docx", bytes(data), [])


def test_what_the_rules_find_in_a_document_is_what_gets_masked():
    data = docx(
        p(f"赵测试，身份证号 {ID}，手机 {PHONE}。"), table(["姓名", "电话"], ["钱样例", "169 8765 4321"]), core=None
    )
    reading = read("a.docx", data)
    found = [one for one in look(reading.passages) if one.rule in ("id_number", "mobile")]
    assert len(found) == 3
    made = mask("a.docx", data, [mask_order(one, reading) for one in found], locate=locate)
    assert "赵测试，身份证号 11*************009，手机 169****5678。" in texts(made)
    assert "169****4321" in texts(made)
    proof(made, made.removed, read, look)
