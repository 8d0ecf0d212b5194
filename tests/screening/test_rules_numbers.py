"""Numbers of persons: what makes one, what does not, how the finding reads."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.screening.passages import HARD, SOFT, Passage
from audit.screening.rules import Context, find, spans
from audit.screening.rules.cards import luhn
from audit.screening.rules.context import Keep, MaskFormats, masked
from audit.screening.rules.identity import check_digit, valid_18

from .corpus import cell, iso7064, with_luhn

TODAY = date(2026, 11, 23)
CONTEXT = Context(TODAY, office_phones=frozenset({"0564-5021234", "（0564）5025678", "15400001111", "5029999"}))
# 霍山, 1900-01-01, serial 001: nobody's
ID = "34152519000101001" + iso7064("34152519000101001")
CARD = with_luhn("629900000000000001")


def rules(*texts, context=CONTEXT):
    return [
        (f.rule, f.severity)
        for f in find([Passage(text, f"正文第 {n} 段") for n, text in enumerate(texts, 1)], context)
    ]


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_digit_is_the_one_of_iso_7064(first):
    assert check_digit(first) == iso7064(first)


@given(st.text("0123456789", min_size=12, max_size=18), st.integers(0, 8))
def test_luhn_notices_every_single_slip(head, slip):
    number = with_luhn(head)
    assert luhn(number)
    place = slip % len(head)
    wrong = number[:place] + str((int(number[place]) + 1 + slip % 9) % 10) + number[place + 1 :]
    assert wrong == number or not luhn(wrong)


@given(st.dates(date(1900, 1, 1), date(1911, 12, 31)), st.integers(1, 998), st.integers(0, 16), st.integers(1, 9))
def test_a_slip_in_an_id_number_is_no_valid_one(born, serial, place, slip):
    head = f"341525{born:%Y%m%d}{serial:03}"
    number = head + check_digit(head)
    assert valid_18(number, TODAY)
    wrong = number[:place] + str((int(number[place]) + slip) % 10) + number[place + 1 :]
    assert not valid_18(wrong, TODAY)


@pytest.mark.parametrize(
    "number",
    [
        "999999190001010019",
        "341525203001010010",
        "341525190013010010",
        "341525190002300010",
        "000000000000000000",
        "111111111111111111",
    ],
)
def test_neither_region_nor_date_can_be_anything(number):
    head = number[:17]
    assert not valid_18(head + check_digit(head), TODAY)
    assert rules(head + check_digit(head)) == []


def test_a_birthday_in_the_future_is_none():
    head = "34152520261124001"
    assert not valid_18(head + check_digit(head), TODAY)
    assert valid_18(head + check_digit(head), date(2026, 11, 24))


@pytest.mark.parametrize("prefix", ["342427", "513425", "810000", "830000", "419001", "659004"])
def test_abolished_prefectures_and_residence_permits_count(prefix):
    head = prefix + "19000101001"
    assert rules(head + check_digit(head)) == [("id_number", HARD)]


def test_a_foreigner_s_permanent_residence_number_counts():
    head = "91184019000101001"
    assert rules(head + check_digit(head)) == [("id_number", HARD)]


WRONG = ID[:17] + ("1" if ID[17] != "1" else "2")


def test_a_wrong_check_digit_is_asked_about_and_hard_where_it_is_labelled():
    assert rules(f"编外 {WRONG}") == [("id_number_doubtful", SOFT)]
    assert rules(f"身份证号：{WRONG}") == [("id_number_doubtful", HARD)]
    assert rules(f"身 份 证 号：{WRONG}") == [("id_number_doubtful", HARD)]
    assert rules(f"身份证号：{ID[:16]}") == rules(f"身份证号码 {ID[:17]}555") == [("id_number_doubtful", HARD)]
    assert rules(f"订单号：{WRONG}") == []


@pytest.mark.parametrize("text", ["341525190001010000", "341525190001011000", "3.41525E+17", "3.4152519000101E+17"])
def test_what_excel_cut_is_asked_about(text):
    assert rules(text) == [("id_number_cut", SOFT)]


@pytest.mark.parametrize(
    "text", ["3415251900****0013", "34152519000101****", "341525********0013x", "1*****************"]
)
def test_a_mask_that_shows_too_much_is_asked_about(text):
    assert rules(text) == (
        [("id_number_thin", SOFT)] if text in ("34152519000101****",) or text.startswith("3415251900*") else []
    )


def test_the_sample_follows_the_prescribed_format():
    (finding,) = find([Passage(f"身份证 {ID}", "第 1 页")], CONTEXT)
    assert finding.masked == ID[:2] + "*" * 13 + ID[-3:]
    other = Context(TODAY, masks=MaskFormats(id_number=Keep(6, 4)))
    assert find([Passage(ID, "")], other)[0].masked == ID[:6] + "********" + ID[-4:]


@given(st.text("0123456789", max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_a_mask_never_shows_more_than_two_thirds(text, front, back):
    shown = masked(text, Keep(front, back))
    assert len(shown) == len(text)
    assert shown.count("*") * 3 >= len(text) or len(text) < 2


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0564-5021234", "0564 5025678", "(0564)5021234", "05645021234", "电话5029999", "+86-564-5021234",
        "值班手机154 0000 1111", "12345", "拨打 110、119、120", "12393热线", "400-820-1234",
    ],
)  # fmt: skip
def test_the_offices_own_phones_and_hotlines_are_allowed(text):
    assert rules(text) == []


@pytest.mark.parametrize(
    "text", ["0564-3330000", "（021）62220000", "010 6222 0000", "宅电：5330000", "+86 564 3330000", "05643330000转8"]
)
def test_other_landlines_are_asked_about(text):
    assert rules(text) == [("landline", SOFT)]


@pytest.mark.parametrize(
    "text",
    [
        "合同金额15400002222元",
        "项目编号15400002222",
        "15400002222.00",
        "面积 15400002222 亩",
        "¥15400002222",
        "154 0000 2222 3333 4444",
    ],
)
def test_eleven_digits_of_something_else_are_no_phone(text):
    assert [found for found in rules(text) if found[0] == "mobile"] == []


@pytest.mark.parametrize(
    "text",
    [
        f"银行卡 {CARD}",
        f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
        "开户行：某某农商行，账号：20010012345678",
        "一卡通账号2001 0012 3456 7890 123",
    ],
)
def test_cards_and_accounts_are_found(text):
    assert rules(text)[0][1] == HARD
    assert rules(text)[0][0] in ("bank_card", "bank_account")


def test_the_account_of_an_office_is_only_asked_about():
    assert rules("收款单位：落儿岭镇财政所非税收入专户，账号：20010012345678") == [("public_account", SOFT)]


@pytest.mark.parametrize(
    "text",
    [f"订单号{CARD}", f"流水号：{CARD}", CARD[:-1] + str((int(CARD[-1]) + 1) % 10), "6200 1500 2400 3600 4800 5100"],
)
def test_what_only_looks_like_a_card_is_not_hard(text):
    assert HARD not in [severity for _, severity in rules(text)]


def test_one_column_is_one_finding_with_all_its_places():
    sheet = [cell("身份证号", 1, 4), *(cell(ID, row, 4) for row in range(2, 50)), cell(ID, 3, 9)]
    findings = find(sheet, CONTEXT)
    assert [(f.rule, f.count, f.place) for f in findings] == [
        ("id_number", 48, "表“名单”D2 等 48 处"),
        ("id_number", 1, "表“名单”I3"),
    ]
    assert findings[0].places[:2] == ("表“名单”D2", "表“名单”D3")


def test_hidden_cells_are_a_finding_of_their_own_that_says_so():
    findings = find([cell(ID, 2, 4), cell(ID, 3, 4, hidden=True)], CONTEXT)
    assert sorted(f.hidden for f in findings) == [False, True]
    assert "看不见" in next(f.sentence for f in findings if f.hidden)


def test_spans_point_into_the_text_as_it_was_given():
    text = f"①赵某（ {chr(0x200B).join(ID)} ），电话１５４００００２２２２，发1200元"
    first, second = spans(text, CONTEXT)
    assert text[first.start : first.end].replace("\u200b", "") == ID
    assert text[second.start : second.end] == "１５４００００２２２２"
    assert (first.masked, second.masked) == (ID[:2] + "*" * 13 + ID[-3:], "154****2222")


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_at_all_is_read_and_the_span_fits(before, after):
    found = [span for span in spans(f"{before} 证{ID}完 {after}", CONTEXT) if span.rule.startswith("id_number")]
    text = f"{before} 证{ID}完 {after}"
    assert any(text[span.start : span.end] == ID for span in found)


def test_no_text_takes_long():
    import time

    for text in (
        "1 " * 20000,
        "1" * 40000,
        "村" * 20000,
        "E1" * 20000,
        "12-" * 15000,
        "一" * 40000,
        "皖N1" * 12000,
        "a@" * 20000,
        "机 密 " * 10000,
        "1\n    " * 8000,
        "E1\n    " * 8000,
        "账号1 " * 8000,
        "住址村组" * 8000,
        "内部资料" * 8000,
        "皖N1 " * 8000,
        "账号" * 20000,
        "张" * 40000 + "书记" * 5,
    ):
        start = time.process_time()
        find([Passage(text, "")], Context(TODAY, leaders={"张张": "镇长"}))
        assert time.process_time() - start < 2, text[:10]
