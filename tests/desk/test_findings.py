"""Dates that do not agree: found, said, and nothing said where nothing is wrong."""

import io
import zipfile
from datetime import date

import pytest

from audit import content, files
from audit.findings import date_findings, findings, saved_on, signature_date
from tests.cast import make_notice

from .test_review import attach

TODAY = date(2026, 11, 23)


def office(day="2026-11-20", core=None):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        stamp = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T08:00:00Z</dcterms:modified>'
        package.writestr("docProps/core.xml", core if core is not None else stamp)
    return data.getvalue()


def titles(town, **over):
    return [finding.title for finding in date_findings(content.freeze(make_notice(town, **over)), TODAY)]


def test_agreement_is_said_too(town):
    body = "<p>各村：</p><p>落儿岭镇人民政府</p><p>2026年11月2日</p>"
    assert titles(town, body=body, document_number="落政〔2026〕4号") == ["日期对得上"]


@pytest.mark.parametrize(
    "ending", ["2026年11月6日", "二〇二六年十一月六日", "（2026年11月6日）", "落儿岭镇人民政府　2026年11月6日"]
)
def test_the_date_under_the_text(town, ending):
    assert titles(town, body=f"<p>各村：</p><p>{ending}</p>") == ["落款日期和正文里的不一样"]


@pytest.mark.parametrize(
    "text",
    ["截止2026年12月31日。", "请于2026年11月30日前报来，逾期不候，2026年11月30日", "", "2026年13月40日", "11月6日"],
)
def test_a_deadline_in_the_text_is_no_signature(text):
    assert signature_date(f"各村：\n{text}") is None


@pytest.mark.parametrize("number", ["落政〔2025〕4号", "落政[2025]4号", "落政（2025）4号", "落政【2025】第4号"])
def test_the_year_of_the_number(town, number):
    assert titles(town, document_number=number) == ["文号的年份和落款日期不一样"]


@pytest.mark.parametrize("number", ["", "落政4号", "〔20255〕4号", "落政〔二〇二六〕4号"])
def test_numbers_without_a_year_are_left_alone(town, number):
    assert titles(town, document_number=number) == []  # nothing was compared, so nothing agrees


def test_a_paper_of_long_ago_is_pointed_out_unless_it_says_where_it_was(town):
    old = date(2017, 12, 20)
    assert titles(town, formed_on=old) == ["落款日期是一年多以前"]
    assert titles(town, formed_on=old, body="<p>各村：</p><p>2017年12月20日</p>") == ["落款日期是一年多以前"]
    assert titles(town, formed_on=old, originally_published_on=old) == []
    assert titles(town, formed_on=date(2025, 11, 23)) == []


def test_no_date_and_a_date_to_come(town):
    assert titles(town, formed_on=None) == ["没有写落款日期"]
    found = findings(content.freeze(make_notice(town, formed_on=date(2027, 1, 1))), TODAY)
    assert found[0].hard


def test_a_file_saved_after_its_date(town):
    notice = make_notice(town)
    attach(town, notice, name="名单.xlsx", data=office("2026-11-20"))
    attach(town, notice, name="旧表.docx", data=office("2026-11-03"))
    attach(town, notice, name="扫描.pdf", data=office("2026-11-20"))
    found = date_findings(content.freeze(notice), TODAY)
    assert [finding.title for finding in found] == ["附件“名单.xlsx”比落款日期新"]
    assert "2026-11-20" in found[0].text


@pytest.mark.parametrize(
    "data",
    [b"", b"not a zip", office(core=""), office(core="<x/>"), office("2026-99-99"), office("0000-00-00"),
     office()[:40], b"PK\x03\x04" + b"\x00" * 100, office(core="<dcterms:modified>2026-1-1<")],
    ids=range(9),  # the bytes of a zip hold the second it was made: two workers would collect two names
)  # fmt: skip
def test_files_that_tell_nothing(files_root, data):
    assert saved_on(files.put(data)) is None


def test_a_missing_file_tells_nothing(files_root):
    assert saved_on("0" * 64) is None
    assert saved_on("nonsense") is None


def test_a_bomb_in_the_properties_is_read_in_part(files_root):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("docProps/core.xml", b" " * 50_000_000)
    assert saved_on(files.put(data.getvalue())) is None
