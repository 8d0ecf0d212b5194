"""Facts as data: lines and tables are screened, searched, compared; a table in a form keeps what was typed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from audit import facts
from audit.admin.table_form import TableFormField
from audit.models import TableField
from audit.screening.gate import text_passages
from audit.screening.rules import Context, find
from audit.seals import canonical

MONEY = facts.table("money", "收支表", ["科目", "本季度"], [["农林水", "312.45"], ["其他", "18.25"]])
GENRE = facts.line("genre", "体裁", "公告")


def parts(*told):
    return {
        "title": "标题", "summary": "", "body": "", "facts": canonical(list(told)), "meta": canonical({"shown": {}}),
        "attachments": "[]",
    }  # fmt: skip


def test_a_table_row_must_be_as_wide_as_its_head():
    with pytest.raises(ValueError, match="收支表"):
        facts.table("money", "收支表", ["科目", "本季度"], [["农林水"]])


def test_lines_and_tables_are_told_apart_and_read_by_key():
    told = [GENRE, MONEY]
    assert (facts.lines(told), facts.tables(told)) == ([GENRE], [MONEY])
    assert facts.value(told, "genre") == "公告" and facts.value(told, "money") == ""
    assert facts.records(told, "money")[0] == {"科目": "农林水", "本季度": "312.45"}
    assert facts.rows(told, "nothing") == []


def test_search_finds_the_words_of_every_cell():
    assert "农林水 312.45" in facts.words([GENRE, MONEY]).splitlines()


def test_differences_name_the_row_that_changed():
    changed = facts.table("money", "收支表", ["科目", "本季度"], [["农林水", "313.45"], ["其他", "18.25"]])
    before, after = facts.compared([MONEY]), facts.compared([changed])
    assert {place for place in before if before[place] != after[place]} == {"收支表·农林水"}


def test_namesakes_in_a_table_are_counted():
    twice = facts.table("t", "表", ["名", "数"], [["张", "1"], ["张", "2"]])
    assert list(facts.compared([twice])) == ["表·张", "表·张（第2个）"]


def test_the_screening_reads_cells_under_their_headings():
    told = facts.table("people", "名单", ["姓名", "银行账号"], [["张示例", "6217000000001234567"]])
    found = find(text_passages(parts(told)), Context(today=date(2026, 11, 20)))
    assert any(one.severity == "hard" and "名单第 1 行·银行账号" in one.place for one in found)


def test_a_form_table_drops_empty_rows_and_keeps_the_order_of_the_rest():
    field = TableFormField(head=("材料", "份数"), required=False)
    sent = QueryDict("t-0-0=户口簿&t-0-1=1&t-1-0=&t-1-1=&t-2-0=照片&t-2-1=2")
    value = field.widget.value_from_datadict(sent, {}, "t")
    assert field.clean(value) == [["户口簿", "1"], ["照片", "2"]]
    html = field.widget.render("t", value)
    assert 'name="t-1-0" value="照片"' in html and 'name="t-4-0" value=""' in html


@pytest.mark.parametrize("wrong", ['{"a": 1}', "[1, 2]", "3"])
def test_what_is_no_table_is_refused(wrong):
    with pytest.raises(ValidationError):
        TableField("材料", head=("a",)).to_python(wrong)


def test_an_erased_table_reads_as_empty_and_text_comes_back_as_it_went():
    field = TableField("材料", head=("名称", "份数"))
    assert field.to_python("") == [] and field.get_prep_value([["", " "]]) == ""
    rows = [["户口簿", "1"]]
    assert field.to_python(field.get_prep_value(rows)) == rows
