"""A person's name together with illness, disability, poverty, or because it is a child's (个人信息保护法 28)."""

import re
from collections.abc import Iterator

from ..passages import HARD, SOFT
from .names import NAME, PERSON
from .view import Hit, Kind, View

SEVERE = Kind(
    "name_with_severe", HARD, "名单里姓名和艾滋病、精神病一类的情况写在一起。绝不能公开，请删去姓名或者删去这一列。"
)
ILLNESS = Kind("name_with_illness", SOFT, "姓名和病情写在一起。请删去病种，或者不写姓名。")
DISABILITY = Kind(
    "name_with_disability", SOFT, "姓名和残疾情况写在一起。请删去残疾类别、等级，法定必须公示的请核对范围。"
)
POVERTY = Kind("name_with_poverty", SOFT, "姓名和困难情况写在一起。法律规定必须公示的才公示，请核对范围和期限。")
MINOR = Kind("name_of_minor", SOFT, "有未成年人的姓名。请写成“张*”，或者删去。")

_SEVERE = r"艾滋|HIV|梅毒|性病|精神病|精神分裂|精神障碍|精神残疾|精神[一二三四1234]级|抑郁症|双相|性侵|强奸|吸毒|戒毒|社区矫正|刑满释放|流产|引产"
_ILLNESS = (
    r"[肺肝胃肠乳腺鼻咽宫颈血骨脑食道]+癌|癌症|恶性肿瘤|白血病|尿毒症|肾衰|脑梗|脑出血|中风偏瘫|瘫痪|偏瘫|肺结核|乙肝|肝硬化|糖尿病|高血压|冠心病|心脏病|"
    r"癫痫|帕金森|阿尔茨海默|老年痴呆|肿瘤|慢性病|重病|大病|透析|化疗|患病|身患|因病|慢阻肺|尘肺|血友病|不孕|先天性"
)
_DISABILITY = r"(?:肢体|视力|听力|言语|智力|多重)残疾|[一二三四1-4]级残疾|残疾[一二三四1-4]级|(?:肢体|视力|听力|言语|智力|多重)[一二三四1-4壹贰叁肆]级?|聋哑|失明|智障|因残"
_POVERTY = r"低保户?|特困|五保|贫困户|脱贫户|监测户|易返贫|边缘易致贫|低收入|临时救助|困难群众|孤寡|空巢"
_MINOR = r"孤儿|留守儿童|困境儿童|事实无人抚养|未成年|流浪儿童|弃婴|学龄前|幼儿园|小学生|初中生"
GROUPS = (
    (SEVERE, re.compile(_SEVERE, re.I)),
    (ILLNESS, re.compile(_ILLNESS)),
    (DISABILITY, re.compile(_DISABILITY)),
    (MINOR, re.compile(_MINOR)),
    (POVERTY, re.compile(_POVERTY)),
)
_ANY = re.compile("|".join((_SEVERE, _ILLNESS, _DISABILITY, _POVERTY, _MINOR)), re.I)
_SENTENCE = re.compile(r"[^。！？；!?;\n\x1e]+")
_ONLY_A_NAME = re.compile(NAME.pattern)
_HEADED = re.compile(r"病|诊断|残|健康|致贫|致困|身体状况")
_LISTED = re.compile(rf"(?:^|[ \t|,，])({NAME.pattern})(?=[ \t|,，])")
_MASKED_NAME = re.compile(r"[*＊某×X○]")


def hits(view: View) -> Iterator[Hit]:
    marked = sorted({view.stream.index(match.start()) for match in _ANY.finditer(view.stream.text)})
    for index in marked:
        if view.passages[index].column:
            yield from _in_row(index, view)
        else:
            yield from _in_sentences(index, view)


def _in_row(index: int, view: View) -> Iterator[Hit]:
    """A cell that tells of a person, in the row of that person's name."""
    cell = view.passages[index]
    column = view.name_columns.get(cell.sheet)
    if column is None or column == cell.column:
        return
    names = (other for other in view.rows[cell.sheet, cell.row] if view.passages[other].column == column)
    name = next((view.compact[other] for other in names), "")
    if not 2 <= len(name) <= 4 or not _ONLY_A_NAME.match(name) or _MASKED_NAME.search(name):
        return
    for kind, words in GROUPS:
        if found := words.search(view.compact[index]):
            if kind is not SEVERE and _HEADED.search(view.header(index)):
                return  # its heading is reported
            yield Hit(kind, f"{name[0]}** {found[0]}", (index,))
            return


def _in_sentences(index: int, view: View) -> Iterator[Hit]:
    text = view.stream.texts[index]
    a_list = "姓名" in view.compact[index] or "户主" in view.compact[index]
    for sentence in _SENTENCE.findall(text):
        if not _ANY.search(sentence):
            continue
        person = PERSON.search(sentence)
        name = (person["a"] or person["b"] or person["c"]) if person else ""
        if not name and a_list and (listed := _LISTED.search(sentence)):
            name = listed[1]
        if not name:
            continue
        for kind, words in GROUPS:
            if found := words.search(sentence):
                softer = Kind(kind.rule, SOFT, kind.sentence)
                yield Hit(softer, f"{name[0]}** {found[0]}", (index,))
                break
