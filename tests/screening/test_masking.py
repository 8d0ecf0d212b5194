"""Every kind of number in every disguise is masked in a workbook, a document, a .csv and a .txt, and stands the proof."""

import csv
import io
from datetime import date
from functools import partial

import pytest
from openpyxl import Workbook

from audit.screening.masking import Mask, MaskError, MaskFormats, mask, mask_order, masked_address, masked_name, proof
from audit.screening.masking.formats import Keep, masked_value
from audit.screening.passages import Passage
from audit.screening.readers import read
from audit.screening.rules import Context, find, spans
from tests.audit.word_files import docx, p, table
from tests.screening.corpus import hidden_numbers
from tests.screening.leftovers import left_in

CONTEXT = Context(today=date(2026, 11, 23))
locate = partial(spans, context=CONTEXT)
look = partial(find, context=CONTEXT)
NUMBERS = set(
    "id_number mobile bank_card bank_account passport travel_permit social_security birth_certificate military_id landline licence_plate".split()
)
SAMPLES = list(hidden_numbers(1))


def grid_of(passages):
    if not passages[0].column:
        return [[passage.text] for passage in passages]
    cells = {(passage.row, passage.column): passage.text for passage in passages}
    rows, columns = max(row for row, _ in cells), max(column for _, column in cells)
    return [[cells.get((row, column), "") for column in range(1, columns + 1)] for row in range(1, rows + 1)]


def xlsx(passages):
    book = Workbook()
    for row in grid_of(passages):
        book.active.append([value or None for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def word(passages):
    if passages[0].column:
        return docx(table(*grid_of(passages)), core=None)
    return docx(*[p(*passage.text.split("\n")) for passage in passages], core=None)


def comma(passages, encoding="utf-8-sig"):
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["序号", *row] for row in grid_of(passages)])
    return buffer.getvalue().encode(encoding, "replace")


def plain(passages):
    return "\n".join("  ".join(row) for row in grid_of(passages)).encode("utf-16")


MAKERS = {"名单.xlsx": xlsx, "名单.docx": word, "名单.csv": comma, "说明.txt": plain}


def masked(name, data):
    """All numbers found are masked and the result is proved; (masked, findings, reading of the result)."""
    reading = read(name, data)
    found = [finding for finding in look(reading.passages) if finding.rule in NUMBERS]
    made = mask(name, data, [mask_order(finding, reading) for finding in found], locate=locate, reading=reading)
    return made, found, proof(made, made.removed, read, look)


@pytest.mark.parametrize("name", MAKERS)
def test_every_kind_in_every_disguise_is_masked_and_stands_the_proof(name):
    samples = SAMPLES[:: 2 if name.endswith("xlsx") else 1]  # openpyxl takes its time
    seen = 0
    for sample in samples:
        made, found, again = masked(name, MAKERS[name](sample.passages))
        seen += bool(found)
        hard = [finding for finding in look(again.passages) if finding.rule in {one.rule for one in found}]
        assert not hard, (sample.kind, sample.form, hard)
        for removed in made.removed:
            assert not left_in(made.data, removed), (sample.kind, sample.form)
    assert seen > 0.9 * len(samples)


def test_the_rest_of_a_sentence_stays_as_it_was():
    data = docx(p("张样例，身份证号110101190001011009，", "补贴1200元，文号〔2026〕12号。"), core=None)
    made = mask("a.docx", data, [Mask("id_number", (Passage("身份证号110101190001011009", "正文"),))], locate=locate)
    texts = [passage.text for passage in read("a.docx", made.data).passages]
    assert "张样例，身份证号11*************009，补贴1200元，文号〔2026〕12号。" in texts


def test_a_number_goes_wherever_else_it_stands():
    """Decided in one place, removed from the whole file: the proof would not accept less."""
    book = Workbook()
    book.active.append(["姓名", "电话"])
    book.active.append(["赵测试", 16912345678])
    book.active.append(["联系 169-1234-5678", "16912345678 转 1"])
    buffer = io.BytesIO()
    book.save(buffer)
    order = Mask("mobile", (Passage("16912345678", "表“Sheet”B2", "cell", "Sheet", 2, 2),))
    made = mask("a.xlsx", buffer.getvalue(), [order])
    assert not left_in(made.data, "16912345678")
    texts = [passage.text for passage in read("a.xlsx", made.data).passages]
    assert texts.count("169****5678") == 1
    assert {"联系 169****5678", "169****5678 转 1"} <= set(texts)


FORMS = [
    ("id_number", "110101190001011009", "11*************009"),
    ("id_number", "110101 19000101 100X", "11*************00X"),
    ("id_number", "１１０１０１１９０００１０１１００９", "11*************009"),
    ("phone", "169 1234 5678", "169****5678"),
    ("card", "6299 0123 4567 8901", "************8901"),
    ("address", "落儿岭镇太平村张湾组12号", "落儿岭镇太平村"),
    ("address", "霍山县落儿岭镇街道社区3栋2单元501室", "霍山县落儿岭镇街道社区"),
    ("address", "落儿岭镇人民路12号", "落儿岭镇"),
    ("address", "张湾组12号", "***"),
    ("name", "张三", "张*"),
    ("name", "欧阳测试", "欧阳*"),
    ("account", "zhang_san@example.com", "z********@example.com"),
    ("whole", "高血压", "***"),
    ("phone", "", "***"),
]


@pytest.mark.parametrize(("family", "value", "shown"), FORMS)
def test_formats(family, value, shown):
    assert masked_value(family, value, MaskFormats()) == shown


def test_formats_are_data():
    assert masked_value("id_number", "110101190001011009", MaskFormats(id_number=Keep(6, 4))) == "110101********1009"
    assert masked_address(" 太平村 ") == "***"  # nothing below the village to take away: not a home at all
    assert masked_name("张") == "张*"


REFUSED = [
    ("a.pdf", b"%PDF-1.7 ..."),
    ("骗人.docx", b"%PDF-1.7 ..."),
    ("a.doc", b"\xd0\xcf\x11\xe0"),
    ("a.zip", b"PK\x03\x04"),
    ("a.jpg", b"\xff\xd8\xff"),
    ("a", b"text"),
    ("a.xlsx", b""),
    ("a.xlsx", b"\0\0\0"),
    ("a.xlsx", b"PK\x03\x04 broken"),
    ("a.xlsx", b"not a workbook"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"),
    ("a.docx", b"PK\x03\x04 broken"),
    ("a.docx", b"text"),
    ("a.docx", xlsx([Passage("x", "")])),
    ("a.txt", b"\xff\xfe\x00\xd8"),
]


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_what_cannot_be_masked_is_refused_with_a_sentence(name, data):
    with pytest.raises(MaskError) as error:
        mask(name, data, [])
    assert str(error.value).endswith("。")


@pytest.mark.parametrize("rule", ["classified", "internal_mark"])
def test_a_secrecy_mark_is_never_masked_away(rule):
    mark = Passage("机密★10年", "表“Sheet”A1", "cell", "Sheet", 1, 1)
    with pytest.raises(MaskError, match="保密办"):
        mask("a.xlsx", xlsx([mark]), [Mask(rule, (mark,))])
