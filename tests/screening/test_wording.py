"""What the rules are told: words, phrases, phones, formats and leaders, each in force for its time and with its source."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit import changes, default_wording
from audit.models import FixedPhrase, KnownPhone, ListedWord, MaskFormat, PendingChange
from audit.screening import gate, told
from audit.screening.passages import HARD, SOFT, Passage
from audit.screening.rules import find, masked
from tests.cast import edit, end_post, make_notice, published, submit

TODAY = date(2026, 11, 25)


def sentences(text: str) -> list[str]:
    return [finding.sentence for finding in find([Passage(text, "正文")], told.context())]


@pytest.mark.parametrize(("wrong", "right", "source"), [row[:3] for row in default_wording.PHRASES])
def test_every_phrase_that_is_delivered_is_found_and_its_right_form_is_not(wrong, right, source):
    told_of = [default_wording.FixedPhrase(wrong=wrong, right=right, source=source)]
    context = told.Context(today=TODAY, phrases=tuple(told.Phrase(p.wrong, p.right, p.source) for p in told_of))
    found = find([Passage(f"要认真落实{wrong}的要求。", "正文")], context)
    assert [(one.rule, one.severity) for one in found] == [("fixed_phrase", SOFT)]
    assert source in found[0].sentence
    assert not find([Passage(f"要认真落实{right}的要求。", "正文")], context)


def test_no_right_form_is_somebody_elses_wrong_one(db):
    context = told.context()
    for _, right, _, _ in default_wording.PHRASES:
        assert not [one for one in find([Passage(right, "正文")], context) if one.rule == "fixed_phrase"], right


def test_a_new_database_knows_words_phrases_hotlines_and_formats(db):
    assert "请改成人数" in " ".join(sentences("对辖区吸毒人员逐一走访。"))
    assert "绿水青山就是金山银山" in " ".join(sentences("牢记青山绿水就是金山银山。"))
    assert sentences("举报电话：12388。") == []
    context = told.context()
    assert masked("340000199001011234", context.masks.id_number) == "34*************234"
    assert masked("13800000000", context.masks.phone) == "138****0000"


def test_what_the_administrator_adds_works_once_a_leader_confirmed(town):
    before = told.context().version
    changes.propose_new(town.admin, ListedWord(word="三河口", why="还没有对外宣布，请删去。", is_hard=True))
    assert told.context().version == before
    changes.confirm_change(town.leader, PendingChange.objects.get())
    assert told.context().version != before
    notice = make_notice(town, body="<p>三河口水库移民搬迁方案。</p>")
    found = [one for one in gate.look_at_item(notice) if one.blocks]
    assert len(found) == 1
    assert "还没有对外宣布" in found[0].sentence


def test_a_word_that_is_out_of_date_is_not_looked_for(db):
    word = ListedWord.objects.create(word="三河口", why="请核对。", valid_until=date(2020, 1, 1))
    assert sentences("三河口水库") == []
    word.valid_until = None
    word.save()
    assert len(sentences("三河口水库")) == 1


def test_a_later_format_replaces_the_earlier_one_from_its_day(db):
    MaskFormat.objects.create(key="id_number", front=0, back=2, source="县里新规定", valid_from=date(2026, 1, 1))
    MaskFormat.objects.create(key="id_number", front=6, back=4, source="还没到", valid_from=date(2099, 1, 1))
    assert told.context().masks.id_number == (0, 2)


def test_every_change_of_what_the_rules_are_told_makes_another_version(town):
    seen = {told.context().version}
    for make in (
        lambda: FixedPhrase.objects.create(wrong="错的写法", right="对的写法", source="示例"),
        lambda: KnownPhone.objects.create(number="0564-0000999", whose="值班"),
        lambda: MaskFormat.objects.create(key="card", front=0, back=3, valid_from=date(2026, 1, 1)),
        lambda: ListedWord.objects.create(word="示例词", why="示例"),
        lambda: town.treasury.__class__.objects.filter(pk=town.treasury.pk).update(phone="0564-0000998"),
        lambda: end_post(town, town.leader2),
    ):
        make()
        version = told.context().version
        assert version not in seen
        seen.add(version)


def test_a_known_phone_passes_and_a_private_one_does_not(db):
    assert len(sentences("联系电话：13900000000")) == 1
    KnownPhone.objects.create(number="139-0000-0000", whose="防汛值班", source="示例")
    assert sentences("联系电话：13900000000") == []


def test_leaders_are_those_appointed_until_somebody_publishes_the_list(town):
    assert told.context().leaders["孙示例"] == "镇长"
    assert set(told.context().leaders) == {"孙示例", "李示例", "赵示例"}
    assert "孙示例的职务" in " ".join(sentences("镇党委书记孙示例主持会议。"))
    assert sentences("镇长孙示例主持会议。") == []


def test_the_published_leadership_wins_over_the_appointments(town, monkeypatch):
    from disclosure.models import Notice

    table = told.facts.table("leaders", "领导", ["姓名", "职务", "办公电话"], [["孙示例", "党委书记", "0564-0000777"]])
    monkeypatch.setattr(Notice, "facts", lambda self: [table])
    public = published(town, title="镇领导")
    assert told.context().leaders["孙示例"] == "镇长"  # a notice is no leadership page
    monkeypatch.setattr(told, "LEADERSHIP", "notice")
    assert told.context().leaders == {"孙示例": "党委书记"}
    assert "0564-0000777" in told.context().office_phones
    assert sentences("镇党委书记孙示例主持会议，电话0564-0000777。") == []
    submit(town, edit(public.item.concrete(), town.reporter, body="<p>换届。</p>", correction_note="换届"))
    assert told.context().leaders == {"孙示例": "党委书记"}  # what waits is not published


@pytest.mark.parametrize(
    "row",
    [
        ListedWord(word="人", why="太短"), ListedWord(word=" 人 ", why="太短"), ListedWord(word="两字", why=""),
        FixedPhrase(wrong="一样", right="一 样", source="x"), FixedPhrase(wrong="错的", right="对的", source=""),
        FixedPhrase(wrong="错", right="对的", source="x"), KnownPhone(number="电话找办公室", whose="x"),
        KnownPhone(number="12", whose="x"), KnownPhone(number="0564-0000101、0564-0000102、0564", whose="x"),
        MaskFormat(key="id_number", front=9, back=3), MaskFormat(key="id_number", front=2, back=9),
        MaskFormat(key="nothing", front=2, back=3),
    ],
)  # fmt: skip
def test_rows_that_would_do_harm_are_refused_with_a_sentence(db, row):
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.messages


@pytest.mark.parametrize(("text", "severity"), [("使用密码电报", HARD), ("召开会议纪要", SOFT)])
def test_hard_words_block_and_soft_ones_do_not(db, text, severity):
    found = find([Passage(text, "正文")], told.context())
    assert [(one.rule, one.severity) for one in found] == [("listed_word", severity)]
