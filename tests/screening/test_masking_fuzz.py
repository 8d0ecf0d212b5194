"""Files damaged at random, inside and outside: a new file or a sentence, never anything else, never for long."""

import random
import time

import pytest

from audit.screening.lists import ListTrouble, find_list
from audit.screening.masking import Mask, MaskError, RemoveColumn, mask
from audit.screening.passages import Passage
from audit.screening.readers import read
from tests.audit import word_files as word
from tests.audit.word_files import docx, p, picture, table
from tests.screening.leftovers import members
from tests.screening.test_masking_books import ID, payments

DOCUMENT = docx(
    p(f"身份证 {ID}", picture("rId90")), table(["姓名", "证号"], ["赵测试", ID]), f"<w:ins>{p('新')}</w:ins>",
    pictures=[("rId90", "a.png", word.image())], styles=word.STYLES, footnotes=f'<w:footnote w:id="2">{p("注")}</w:footnote>',
)  # fmt: skip
ORDERS = [
    Mask(
        "id_number", (Passage(ID, "表“发放名单”C4", "cell", "发放名单", 4, 3), Passage(f"身份证 {ID}", "正文第 1 段"))
    ),
    Mask("illness_header", (Passage("高血压", "", "cell", "正文表 1", 2, 1),)),
    RemoveColumn("发放名单", 2),
    RemoveColumn("正文表 1", 2),
]
FILES = {"名单.xlsx": payments(), "通知.docx": DOCUMENT, "名单.csv": "姓名,证号\n甲,1\n".encode("gb18030")}


def damaged(data, chance):
    """Some bytes changed, cut or doubled: in the package, or in one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        parts = members(data)
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        return word.zipped(parts | {name: scratched(parts[name], chance)})
    return scratched(data, chance)


def scratched(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        data = data or bytearray(b"<")
        at, what = chance.randrange(len(data)), chance.random()
        if what < 0.5:
            data[at] = chance.choice(b'<>/"=&0 9\x00\xffaZ')
        elif what < 0.7:
            del data[at : at + chance.randint(1, 60)]
        else:
            data[at:at] = data[at : at + chance.randint(1, 200)]
    return bytes(data) or b"\0"


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_end_in_a_file_or_a_sentence(name):
    chance, made, refused = random.Random(11), 0, 0
    for _ in range(250):
        data, began = damaged(FILES[name], chance), time.monotonic()
        try:
            assert mask(name, data, ORDERS, reading=read(name, data)).data
            made += 1
        except MaskError as error:
            assert str(error).endswith(("。", "）"))
            refused += 1
        try:
            find_list(name, data)
        except ListTrouble as error:
            assert str(error).endswith("。")
        assert time.monotonic() - began < 10
    assert made > 20
    assert refused > 5 or name.endswith("csv")
