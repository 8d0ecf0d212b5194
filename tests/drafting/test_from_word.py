"""从 Word 文件起草, in the admin and on the phone."""

import html
import io
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from audit import files
from audit.rich_text import image_digests
from disclosure.models import ForwardedDocument, Notice
from tests.audit.word_files import docx as word_file
from tests.audit.word_files import p as paragraph
from tests.audit.word_files import picture
from tests.cast import make_notice
from tests.drafting.pages import change, docx, file, pdf, photo_with_place, zipped

WORD = "/admin/disclosure/notice/word/"
SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "2017-work-report.docx"


@pytest.fixture
def desk(town, client):
    client.force_login(town.reporter)
    return client


def said(page) -> str:
    return html.unescape(page.content.decode())


def hand_in(client, town, name, data, **over):
    values = {"word": file(name, data), "unit": town.agriculture.pk, "column": town.notices.pk}
    return client.post(WORD, values | over, follow=True)


LETTER = (
    "落儿岭镇人民政府文件", "落政〔2026〕41号", "关于做好茶园冬季管护的通知", "各村：", "请抓紧施肥。",
    "落儿岭镇人民政府", "2026年11月2日",
)  # fmt: skip


def test_a_draft_is_made_with_what_the_letter_says(town, desk):
    page = hand_in(desk, town, "通知.docx", docx(*LETTER))
    notice = Notice.objects.get()
    assert (notice.title, notice.document_number, notice.formed_on) == (
        "关于做好茶园冬季管护的通知", "落政〔2026〕41号", date(2026, 11, 2),
    )  # fmt: skip
    assert "<p>请抓紧施肥。</p>" in notice.body
    assert page.redirect_chain[-1][0] == change(notice)
    assert "已读成草稿" in said(page)
    assert not notice.attachments.exists()


def test_the_file_itself_is_attached_only_when_asked(town, desk):
    hand_in(desk, town, "通知.docx", docx(*LETTER), keep_file="on")
    assert [row.name for row in Notice.objects.get().attachments.all()] == ["通知.docx"]


def test_pictures_come_along_without_place_and_device(town, desk):
    hand_in(
        desk,
        town,
        "通知.docx",
        word_file(paragraph("落儿岭镇通知"), paragraph(picture()), pictures=[("rId90", "a.jpg", photo_with_place())]),
    )
    notice = Notice.objects.get()
    (row,) = notice.attachments.filter(inline=True)
    assert image_digests(notice.body) == [row.sha256]
    assert len(Image.open(io.BytesIO(files.read(row.sha256))).getexif()) == 0


def test_a_long_title_is_cut_and_kept_in_the_text(town, desk):
    title = "关于" + "做好各项工作" * 22 + "的通知"
    page = hand_in(desk, town, "通知.docx", docx(title, "第一段", "第二段"))
    notice = Notice.objects.get()
    assert len(notice.title) <= 120
    assert title[:110] in notice.body or title[:110] in notice.title
    assert page.status_code == 200


def test_a_date_in_the_future_is_not_filled_in(town, desk):
    letter = [*LETTER[:-1], "2099年11月2日"]
    page = hand_in(desk, town, "通知.docx", docx(*letter))
    assert Notice.objects.get().formed_on is None
    assert "晚于今天，没有填" in said(page)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("通知.pdf", pdf(), "PDF"),
        ("通知.docx", b"", "空"),
        ("通知.docx", docx("一")[:200], "损坏"),
        ("通知.docx", zipped(**{"a.txt": "x"}), "。"),
        ("通知.docx", b"MZ" + b"\0" * 50, "不是 Word 文件"),
        ("通知.docm", docx("一"), "宏"),
        ("通知.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "WPS"),
        ("炸弹.docx", zipped(**{"[Content_Types].xml": "x", "word/document.xml": b" " * 200_000_000}), "。"),
        ("空白.docx", docx("", " "), "没有读到文字"),
    ],
)
def test_what_is_no_word_file_gets_a_sentence(town, desk, name, data, sentence):
    page = hand_in(desk, town, name, data)
    assert page.status_code == 200
    assert sentence in " ".join(page.context["form"].errors["word"])
    assert not Notice.objects.exists()


def test_a_word_file_over_the_limit(town, desk, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    page = hand_in(desk, town, "大.docx", docx("一") + b"\0" * 2 * 1024 * 1024)
    assert "超过了 1 MB" in said(page)


def test_a_foreign_unit_and_nobody_without_the_right(town, desk):
    hand_in(desk, town, "通知.docx", docx(*LETTER), unit=town.treasury.pk)
    assert not Notice.objects.exists()
    for name in ("leader", "inspector", "admin", "window", "root"):
        desk.force_login(getattr(town, name))
        hand_in(desk, town, "通知.docx", docx(*LETTER))
    assert not Notice.objects.exists()


def test_a_forwarded_document_from_word_asks_for_its_source(town, desk):
    address = reverse("admin:audit_forwardeddocument_word")
    values = {"unit": town.agriculture.pk, "column": town.notices.pk}
    desk.post(address, values | {"word": file("县.docx", docx(*LETTER))})
    assert not ForwardedDocument.objects.exists()
    desk.post(address, values | {"word": file("县.docx", docx(*LETTER)), "source_organ": "霍山县人民政府"})
    kept = ForwardedDocument.objects.get()
    assert (kept.title, kept.source_organ) == ("关于做好茶园冬季管护的通知", "霍山县人民政府")


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed is not on this machine")
def test_the_work_report_of_2017(town, desk):
    hand_in(desk, town, SEED.name, SEED.read_bytes())
    notice = Notice.objects.get()
    assert "2017" in notice.title
    assert len(notice.body) > 1500
    assert desk.get(reverse("admin:audit_notice_preview", args=[notice.pk])).status_code == 200


def test_a_word_file_on_the_phone_becomes_the_text(town, desk):
    values = {"title": "", "column": town.notices.pk, "body": "", "files": [file("通知.docx", docx(*LETTER))]}
    assert desk.get("/desk/write/").context["form"]["formed_on"].value() is None  # no day is offered
    desk.post("/desk/write/", values | {"formed_on": ""})
    notice = Notice.objects.get()
    assert (notice.title, notice.formed_on) == ("关于做好茶园冬季管护的通知", date(2026, 11, 2))
    assert not notice.attachments.exists()


def test_a_word_file_without_a_day_gets_none_on_the_phone(town, desk):
    values = {"title": "", "column": town.notices.pk, "body": "", "files": [file("通知.docx", docx(*LETTER[:-1]))]}
    page = desk.post("/desk/write/", values | {"formed_on": ""}, follow=True)
    assert Notice.objects.get().formed_on is None
    assert "落款日期" in [row["text"] for row in page.context["missing"]]


def test_a_word_file_beside_a_text_is_an_attachment(town, desk):
    values = {"title": "通知", "column": town.notices.pk, "body": "见附件", "files": [file("通知.docx", docx(*LETTER))]}
    desk.post("/desk/write/", values)
    notice = Notice.objects.get()
    assert notice.body == "<p>见附件</p>"
    assert [row.name for row in notice.attachments.all()] == ["通知.docx"]


def test_a_broken_word_file_on_the_phone_keeps_what_was_typed(town, desk):
    values = {"title": "手写的标题", "column": town.notices.pk, "files": [file("通知.docx", docx("一")[:300])]}
    page = desk.post("/desk/write/", values)
    assert "打不开" in said(page)
    assert "手写的标题" in said(page)
    assert not Notice.objects.exists()
    assert make_notice(town)
