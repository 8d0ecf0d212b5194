"""What keeps a guide from being submitted: a test a rule. The rules are sentences; each names its place."""

from dataclasses import dataclass
from datetime import date

import pytest

from audit.models import Edition
from services_center import completeness, guide_choice, guide_facts, initials, phone_numbers
from services_center.directory import Entry, example, search
from services_center.models import AgentList, Guide, VagueWord
from tests.cast import edit, submit
from tests.services_center.making import FORM, VALUES, attach, make_guide, published_guide, village


def lacking(**over) -> list[str]:
    """The rules that need no file, of a guide that is nowhere saved."""
    guide = Guide(**(VALUES | over))
    rules = [rule for rule in completeness.RULES if rule not in (completeness.sample_forms, completeness.address_kept)]
    return [sentence for rule in rules for sentence in rule(guide)]


def with_row(table: str, number: int, **cells) -> dict:
    """The table with cells of one row changed, by the names of its columns."""
    rows = [list(row) for row in VALUES[table]]
    head = Guide._meta.get_field(table).head
    for name, cell in cells.items():
        rows[number][head.index(name)] = cell
    return {table: rows}


@pytest.mark.django_db
def test_a_guide_with_everything_lacks_nothing():
    assert lacking() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "empty", "label"), [
    ("title", "", "事项名称"), ("basis", [], "设定依据"), ("conditions", [], "申请条件"), ("materials", [], "办理材料"),
    ("place", "", "办理地点"), ("hours", " ", "办理时间"), ("consult_phone", "", "联系电话"), ("steps", [], "办理流程"),
])  # fmt: skip
def test_each_of_the_eight_key_classes_is_asked_for_by_name(field, empty, label):
    assert any("八项必有的缺" in sentence and label in sentence for sentence in lacking(**{field: empty}))


@pytest.mark.django_db
@pytest.mark.parametrize("field", [*completeness.ELEMENTS])
def test_every_element_is_asked_for_by_name(field):
    empty = (
        [] if isinstance(VALUES.get(field), list) else None if field in ("trips", "check_by", "promised_days") else ""
    )
    assert [completeness.ELEMENTS[field] in sentence for sentence in lacking(**{field: empty})].count(True) == 1


def test_the_eleven_elements_of_social_insurance_are_all_asked_for():
    """事项名称、简述、材料、方式、时限、结果送达、收费、办事时间、机构及地点、咨询查询、监督投诉 (domain.md §4)."""
    asked = {*completeness.KEY_CLASSES, *completeness.ELEMENTS}
    assert {"title", "summary", "materials", "ways", "promised_days", "delivery", "hours", "place", "implementing_body",
            "consult_phone", "query_way", "complaint_phone"} <= asked  # fmt: skip
    assert Guide._meta.get_field("charge").default  # always one of two


@dataclass(frozen=True)
class Wrong:
    over: dict
    says: str


CASES = [
    Wrong(with_row("materials", 0, 名称="身份证等材料"), "“等材料”"), Wrong(with_row("materials", 1, 名称="有关证件"), "第 2 行写了“有关证件”"),
    Wrong(with_row("materials", 0, 名称="其他材料"), "“其他”"), Wrong(with_row("materials", 0, 说明="视情况提供"), "“视情况”"),
    Wrong(with_row("materials", 0, 名称="相关材料"), "“相关材料”"), Wrong(with_row("materials", 0, 来源=""), "“要带什么”第 1 行没有写来源"),
    Wrong(with_row("materials", 0, 形式="看情况"), "请写 原件"), Wrong(with_row("steps", 1, 谁办="", 多久=""), "“怎么办”第 2 行没有写谁办、多久"),
    Wrong(with_row("fees", 0, 交多少=""), "没有写交多少"), Wrong(with_row("basis", 0, 条款=""), "没有写条款"),
    Wrong(with_row("materials", 1, 哪些人要="给邻居办"), "没有这个答案"), Wrong(with_row("steps", 2, 哪些人要走="60岁"), "没有这个答案"),
    Wrong({"questions": [*VALUES["questions"], ["几口人？", "一口人", "记得带。"]]}, "只有一个答案"),
    Wrong({"questions": VALUES["questions"] + [["几口人？", "一口人", "记得带。"], ["", "给自己办", ""]]}, "写了两次"),
    Wrong({"questions": VALUES["questions"] + [["住哪？", "镇上", ""], ["", "村里", ""]]}, "没有哪样材料、哪一步"),
    Wrong({"questions": VALUES["questions"] + [["住哪？", "", ""]]}, "没有写答案"),
    Wrong({"consult_phone": "5021234"}, "没有区号，请写成 0564-5021234"), Wrong({"complaint_phone": "党政办"}, "不像电话号码"),
    Wrong({"consult_phone": "0564-000"}, "问事电话“0564-000”不像"), Wrong({"statutory_days": 3, "promised_days": 5}, "比法定的 3 个还长"),
    Wrong({"hours": "周一至周五 12:00—8:00"}, "前后不对"), Wrong({"hours": "8:00—12:00，11:00—17:00"}, "重叠"),
    Wrong({"hours": "8:00—25:00"}, "前后不对"), Wrong({"check_by": date(2026, 11, 2)}, "下次核对的日期要晚于"),
    Wrong({"charge": "paid"}, "收费依据"), Wrong({"charge": "paid", "fee_basis": "价费〔2020〕1号", "fees": []}, "每一种交多少"),
    Wrong({"by_others": "some", "by_others_note": ""}, "哪些情形"), Wrong({"life_events": "看戏"}, "没有“看戏”"),
    Wrong({"villages": "张家村"}, "没有“张家村”这个村"), Wrong({"related": "nowhere"}, "“nowhere”不是别的指南"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", CASES, ids=lambda wrong: wrong.says)
def test_what_is_wrong_is_said_in_a_sentence(wrong):
    found = lacking(**wrong.over)
    assert len(found) == 1 and wrong.says in found[0], found


@pytest.mark.django_db
def test_a_word_the_town_no_longer_refuses_passes():
    VagueWord.objects.filter(word="视情况").update(valid_until=date(2020, 1, 1))
    assert lacking(**with_row("materials", 0, 说明="视情况提供")) == []


def test_a_form_that_is_missing_or_does_not_open_keeps_the_guide_back(town):
    guide = make_guide(town, form=None)
    assert guide.lacking() == ["“委托书”的样表“委托书.docx”没有上传，或者文件名对不上"]
    row = attach(town, guide, FORM["name"], b"PK\x03\x04 torn in half")
    [sentence] = guide.lacking()
    assert sentence.startswith("样表“委托书.docx”打不开：")
    row.delete()
    whole = make_guide(town, slug="whole")
    assert whole.lacking() == []
    assert submit(town, whole).state == "first_review"


def test_the_address_is_made_from_the_name_and_kept_once_published(town, client):
    other = make_guide(town, title="老年优待证", slug="")
    assert other.slug == "lao-nian-you-dai-zheng"
    assert make_guide(town, title="老年优待证", slug="").slug == "lao-nian-you-dai-zheng-2"
    edition = published_guide(town)
    guide = edition.item.concrete()
    edit(guide, town.reporter, slug="elsewhere", correction_note="换个网址")
    assert guide.lacking() == ["公开过的网址不能改，还用“yibao-canbao”"]
    assert Edition.objects.live().get(pk=edition.pk).facts_data[0] == {
        "key": "slug",
        "label": "网址",
        "value": "yibao-canbao",
    }


def test_cautions_are_for_both_reviewers_and_stop_nothing():
    guide = Guide(**(VALUES | {"ways": [["窗口", "来一趟", ""]], "statutory_days": 5, "promised_days": 5}))
    guide.materials = [["村委会证明", "村里开", "1 份", "原件", "", "", ""]] * 9
    told = completeness.cautions(guide)
    assert len(told) == 3 + 9 and "很多" in told[0]


def test_a_list_of_agents_names_villages_persons_and_numbers(town):
    village()
    wrong = [["白云庵村", "", "5021234", "", ""], ["张家村", "某示例", "0564-0000131", "", ""]]
    assert AgentList(agents=wrong).lacking() == [
        "白云庵村没有写代办员是谁", "白云庵村代办员的电话“5021234”没有区号，请写成 0564-5021234", "没有“张家村”这个村，请写村的简称",
    ]  # fmt: skip


# --- pure ---


@pytest.mark.parametrize(
    "good", ["0564-0000100", "05640000100", "12345", "0564-0000100、12345", "110", "13800000000", "400-820-8820"]
)
def test_phones_that_pass(good):
    assert phone_numbers.complaint(good) == ""


@pytest.mark.parametrize("bad", ["", "99", "电话见附件", "0564—0000100", "1234567890", "0564-0000100 转办公室"])
def test_phones_that_do_not(bad):
    assert phone_numbers.complaint(bad)


QUESTIONS = guide_choice.questions_of(VALUES["questions"])


@pytest.mark.parametrize(("when", "chosen", "needed"), [
    ("", [], True), ("给自己办", [], True), ("给自己办", ["给自己办"], True), ("给自己办", ["替父母办"], False),
    ("替父母办、满60岁了", ["替父母办"], True), ("替父母办、满60岁了", ["替父母办", "没满60岁"], False),
    ("给自己办、替父母办", ["替父母办"], True), ("没人知道的", ["给自己办"], True),
])  # fmt: skip
def test_a_paper_is_needed_by_who_answered_so(when, chosen, needed):
    assert guide_choice.needed(when, QUESTIONS, guide_choice.kept(QUESTIONS, chosen)) is needed


def test_answers_nobody_asks_for_are_left_out_and_the_last_one_counts():
    assert guide_choice.kept(QUESTIONS, ["给自己办", "乱写", "替父母办"]) == {"给谁办？": "替父母办"}


@pytest.mark.parametrize(
    "typed", ["cxjm", "ybcb", "yibao", "医保", "参保登记", "hzyl", "合作医疗", "jyb", "ＹＢＣＢ", "c x j m"]
)
def test_a_matter_is_found_by_letters_pinyin_and_the_words_people_use(typed):
    names = initials.names_of("城乡居民基本医疗保险参保登记", "合作医疗、交医保、医保参保")
    assert initials.rank(initials.typed(typed), names) is not None
    assert initials.rank(initials.typed("低保"), names) is None and initials.rank("zzz", names) is None


def entry(title, also_called=""):
    names = tuple(initials.names_of(title, also_called))
    return Entry(title, initials.slug(title), title, "", "", "", names, (), (), "", "", "", False)


MATTERS = [
    entry("城乡居民基本养老保险参保登记", "农保、社保登记"), entry("城乡居民基本医疗保险参保登记", "医保参保、医保登记"),
    entry("医疗救助申请", "大病救助"), entry("最低生活保障申请", "低保、吃低保"), entry("耕地地力保护补贴申报", "种地补贴"),
    entry("居住证申领", "暂住证"), entry("住院费用手工报销（没有在医院直接结算的）"), entry("异地就医备案", "异地报销"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "titles"), [
    ("ybcb", ["城乡居民基本医疗保险参保登记"]),
    ("db", ["最低生活保障申请", "医疗救助申请", "耕地地力保护补贴申报", "异地就医备案"]), ("zzz", ["居住证申领"]),
    ("dibao", ["最低生活保障申请", "异地就医备案"]), ("ybdj", ["城乡居民基本医疗保险参保登记"]), ("jjj", []), ("vvv", []),
])  # fmt: skip
def test_a_whole_name_comes_first_and_letters_far_apart_only_where_nothing_fits(typed, titles):
    assert [found.title for found in search(MATTERS, typed)] == titles


def test_the_windows_example_opens_what_it_says():
    shown = example(MATTERS)
    assert shown["name"] in search(MATTERS, shown["letters"])[0].names[1:]
    assert example([]) == {"name": "", "letters": ""}


def test_an_office_whose_name_ends_with_ban_does_it_once():
    assert [guide_facts._who_does(who) for who in ("窗口", "镇民政办", "")] == ["窗口办", "镇民政办", ""]
