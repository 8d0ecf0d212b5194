"""What keeps a quarter from being submitted, what passes with a written reason, what both reviewers are told."""

import pytest

from audit.checks import Incomplete
from audit.models import Threshold
from disclosure.finance import limits
from tests.cast import edit, submit
from tests.finance.making import INCOME, SPENDING, THREE, before_it, make_quarter, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(town):
    return publish(town, before_it(town, jump_note="", balance_note=""))


def lacking(item):
    return "\n".join(item.lacking())


def changed(rows, row, column, value):
    rows = [list(one) for one in rows]
    rows[row][column] = value
    return rows


def test_a_quarter_that_holds_together_lacks_nothing(town, second):
    item = make_quarter(town)
    assert item.lacking() == [] and item.doubts()[0].note == "lag"


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"spending": changed(SPENDING, 3, 2, "593.25")}, "本季的合计写的是 593.25，各行加起来是 593.15，差 0.10 万元"),
        ({"income": changed(INCOME, 0, 3, "多少")}, "“上级补助收入”的累计不是数"),
        ({"three": []}, "“三公”经费表还是空的"),
        ({"closing": ""}, "没有填期末结余"),
        ({"spending": [SPENDING[0], *SPENDING]}, "“农林水支出”写了两遍"),
        ({"checked_by": ""}, "请写明编表人和复核人"),
        ({"checked_by": "郑示例"}, "不能是同一个人"),
    ],
)
def test_what_does_not_add_up_or_is_not_there_blocks(town, second, over, said):
    item = make_quarter(town, **over)
    assert said in lacking(item)
    with pytest.raises(Incomplete, match="还不能送审"):
        submit(town, item, by=town.reporter2)


@pytest.mark.parametrize(
    ("over", "note", "said"),
    [
        (
            {"closing": "136.00"},
            "balance_note",
            "期初 45.65 加收入 683.90 减支出 593.15 应是 136.40 万元，期末写的是 136.00 万元",
        ),
        ({"opening": "40.00", "closing": "130.75"}, "tie_note", "期初结余 40.00 和第二季度的期末结余 45.65 万元不一样"),
        (
            {"three": changed(changed(THREE, 0, 3, "9.60"), 2, 3, "12.14")},
            "tie_note",
            "上季累计 3.66 加本季 1.94 应是 5.60",
        ),
    ],
)
def test_what_does_not_tie_passes_only_with_a_written_reason(town, second, over, note, said):
    item = make_quarter(town, **over)
    assert said in lacking(item) and "里写明原因" in lacking(item)
    edit(item, town.reporter2, **{note: "上季结账后县里调整了口径，已对账。"})
    assert item.lacking() == []
    assert any(said in one and "写明的原因：上季结账后" in one for one in item.cautions())


def test_a_jump_asks_for_a_reason_and_the_setting_says_what_a_jump_is(town, second):
    income = [["上级补助收入", "1650.00", "812.80", "1610.50"], INCOME[1], ["合计", "2420.00", "1083.90", "2212.60"]]
    item = make_quarter(town, income=income, closing="536.40")
    assert "“上级补助收入”本季 812.80，上季 358.50，多了 454.30 万元" in lacking(item)
    Threshold.objects.filter(key="finance_jump").update(value=200)
    assert item.lacking() == []


def test_a_lagging_line_asks_for_its_own_reason(town, second):
    item = make_quarter(town, lags=[])
    assert "“节能环保支出”执行了 65.7%，比时间进度慢 9.3 个百分点" in lacking(item) and "为什么慢" in lacking(item)
    Threshold.objects.filter(key="finance_lag").update(value=12)
    assert item.lacking() == []


def test_rounding_is_a_setting(town, second):
    item = make_quarter(town, spending=changed(SPENDING, 3, 1, "2420.02"))
    assert item.lacking() == []
    Threshold.objects.filter(key="finance_rounding").update(value=100)
    assert "全年预算的合计" in lacking(item)


def test_settings_are_made_after_migrating_and_never_overwritten(db):
    assert limits.values() == limits.DEFAULTS
    Threshold.objects.filter(key="finance_lag").update(value=12)
    limits.fill(None, "default")
    assert limits.values()["finance_lag"] == 12


def test_a_quarter_is_there_once(town, second):
    assert "已经有一条" in lacking(before_it(town))


def test_reviewers_are_told_what_nobody_has_to_explain(town):
    item = make_quarter(
        town, spending=[["农林水支出", "100.00", "593.15", "1729.80"], ["合计", "100.00", "593.15", "1729.80"]]
    )
    told = "\n".join(item.cautions())
    assert "2026年第二季度没有公开" in told and "超过了全年预算" in told


def test_a_correction_that_parts_from_the_next_quarter_says_so(town, second):
    publish(town, make_quarter(town))
    item = edit(second.item.concrete(), town.reporter2, closing="44.00", balance_note="调账")
    assert any("第三季度已经公开，期初结余写的不是这个数" in one for one in item.cautions())


def test_amounts_are_kept_in_one_form_however_typed(town):
    item = make_quarter(town, opening="45.6", income=[["上级补助收入", "1,650", "412.8", " 1210.50 "]])
    assert item.opening == "45.60" and item.income == [["上级补助收入", "1650.00", "412.80", "1210.50"]]


def test_figures_changed_by_hand_after_the_upload_are_told(town):
    item = make_quarter(town, workbook="0" * 64)
    item.as_read = item.digest_of_figures()
    assert item.changed_by_hand() == []
    item.closing = "1.00"
    assert "手工改过" in item.changed_by_hand()[0]


def test_an_erased_quarter_breaks_nothing(town):
    assert make_quarter(town).sheet([]) == {} and make_quarter(town).review(publish(town, before_it(town))) != {}
