"""写一条: from a phone, six fields at most."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from audit import files, workflow
from audit.checks import Given
from audit.clock import local_date, now
from audit.desk.write_form import plain_body, with_pictures
from audit.models import Edition
from disclosure.models import Notice
from tests.cast import edit, make_notice, published, submit
from tests.drafting.pages import file, pdf, photo_with_place, picture

WRITE = "/desk/write/"


@pytest.fixture
def phone(town, client):
    client.force_login(town.reporter)
    return client


def said(page) -> str:
    return html.unescape(page.content.decode())


def address(item) -> str:
    return reverse("desk:write_edit", args=[item.pk])


def write(client, town, to=WRITE, **over):
    values = {"title": "村口路灯坏了", "column": town.notices.pk, "body": "第一段\n\n第二段", "formed_on": "2026-11-02"}
    return client.post(to, values | over, follow=True)


def seen(client, item) -> dict:
    """The hidden field of the open page, as a browser would send it."""
    found = re.search(r'name="seen" value="(\d+)"', said(client.get(address(item))))
    return {"seen": found[1] if found else ""}


def test_a_new_one_from_the_phone(town, phone):
    page = write(phone, town, audience="种粮农户")
    notice = Notice.objects.get()
    assert (notice.title, notice.body) == ("村口路灯坏了", "<p>第一段</p><p>第二段</p>")
    assert (notice.unit, notice.drafter) == (town.agriculture, town.reporter.person)
    assert notice.audience == "种粮农户"
    assert page.redirect_chain[-1][0] == address(notice)
    assert "草稿已保存" in said(page)


def test_at_most_six_fields_and_the_unit_only_when_there_is_a_choice(town, phone, client):
    form = phone.get(WRITE).context["form"]
    assert [field.name for field in form.visible_fields()] == [
        "title", "column", "body", "files", "audience", "formed_on",
    ]  # fmt: skip
    client.force_login(town.officer)
    form = client.get(WRITE).context["form"]
    assert len(form.visible_fields()) == 6


def test_sent_at_once_and_the_page_says_who_has_it(town, phone):
    page = write(phone, town, _submit="1")
    assert Edition.objects.get().state == "first_review"
    text = said(page)
    assert "起等 王示例、吴示例 办" in text
    assert f"{reverse('desk:review', args=[Notice.objects.get().pk])}" in text
    assert "【落儿岭镇】“村口路灯坏了”待初审" in text
    assert 'name="title"' not in text


def test_what_is_missing_is_a_list(town, phone):
    page = write(phone, town, formed_on="", _submit="1")
    assert page.context["missing"] == [{"text": "落款日期", "url": "#id_formed_on"}]
    text = said(page)
    assert "文字已保存，但没有送审。还差的列在下面。" in text
    assert '<a href="#id_formed_on">落款日期</a>' in text and 'id="id_formed_on"' in text
    assert "（送审前要填）" in text


def test_what_the_checks_found_is_a_list_that_leads_to_its_place(town, phone):
    page = write(phone, town, body="联系人电话13912345678。\n身份证号342427199001011231。", _submit="1")
    listed = page.context["missing"]
    assert listed and not any("。；" in row["text"] or row["text"].endswith("。") for row in listed)
    place, _, anchor = listed[0]["url"].partition("#")
    assert f'id="{anchor}"' in said(phone.get(place))


def test_a_returned_one_is_not_called_ready_before_it_was_changed(town, phone):
    notice = make_notice(town)
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="日期不对。"))
    assert "照上面说的改好，再送审" in said(phone.get(address(notice)))
    edit(notice, town.reporter, title="改过的")
    assert "可以送审" in said(phone.get(address(notice)))


def test_an_unchanged_public_one_lacks_nothing_and_says_so(town, phone):
    text = said(phone.get(address(published(town).item)))
    assert "和现在公开的一样，还没有改" in text and "送审前还缺" not in text


def test_a_chosen_photo_that_was_not_kept_is_said(town, phone):
    page = write(phone, town, column="", files=[file("村口.jpg", picture())])
    assert "刚才选的照片、文件没有存下，请重新选一次。" in said(page)


def test_columns_used_last_are_offered_first(town, phone):
    assert phone.get(WRITE).context["form"].fields["column"].recent == []
    make_notice(town)
    column = phone.get(WRITE).context["form"].fields["column"]
    assert column.recent == [(town.notices.pk, "政府信息公开 › 通知公告")]
    assert '<optgroup label="最近用过的">' in phone.get(WRITE).content.decode()


def test_a_returned_one_shows_the_reasons_on_top(town, phone):
    notice = make_notice(town)
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="日期不对。"))
    text = said(phone.get(address(notice)))
    assert "王示例（党政办信息员）" in text
    assert text.index("日期不对。") < text.index('name="title"')


def test_taking_it_back_on_the_phone(town, phone):
    notice = make_notice(town)
    submit(town, notice)
    page = phone.post(reverse("desk:write_recall", args=[notice.pk]), follow=True)
    assert "已取回" in said(page)
    assert 'name="title"' in said(page)


def test_photos_stand_below_the_text_without_place_and_upright(town, phone):
    write(
        phone, town, files=[file("村口.jpg", photo_with_place()), file("账.pdf", pdf()), file("二.png", picture("PNG"))]
    )
    notice = Notice.objects.get()
    pictures = list(notice.attachments.filter(inline=True))
    assert notice.body == "<p>第一段</p><p>第二段</p>" + "".join(
        f'<p><img src="files:{row.sha256}" alt="{row.name[:-4]}"></p>' for row in pictures
    )
    with Image.open(io.BytesIO(files.read(pictures[0].sha256))) as kept:
        assert (kept.size, len(kept.getexif())) == ((40, 80), 0)
    assert [row.name for row in notice.attachments.filter(inline=False)] == ["账.pdf"]


def test_a_photo_and_a_file_are_taken_off_again(town, phone):
    write(phone, town, files=[file("村口.jpg", picture()), file("账.pdf", pdf())])
    notice = Notice.objects.get()
    off = [str(row.pk) for row in notice.attachments.all()]
    write(phone, town, address(notice), off=off, **seen(phone, notice))
    notice.refresh_from_db()
    assert notice.body == "<p>第一段</p><p>第二段</p>"
    assert not notice.attachments.exists()


def test_files_of_another_item_are_not_taken_off(town, phone):
    from audit import drafting
    from audit.uploads import accept

    other = make_notice(town, by=town.reporter2, unit=town.treasury)
    drafting.attach(town.reporter2, other, [accept("账.pdf", pdf())])
    notice = make_notice(town)
    write(
        phone, town, address(notice), off=[str(other.attachments.get().pk), "²", "9" * 40, "x"], **seen(phone, notice)
    )
    assert other.attachments.count() == 1


def test_changing_the_text_keeps_the_photos(town, phone):
    write(phone, town, files=[file("村口.jpg", picture())])
    notice = Notice.objects.get()
    write(phone, town, address(notice), body="改过的", **seen(phone, notice))
    notice.refresh_from_db()
    assert notice.body.startswith("<p>改过的</p><p><img ")
    assert notice.attachments.count() == 1


def test_tables_are_left_alone_on_the_phone(town, phone):
    body = "<h2>一</h2><table><tbody><tr><td>格</td></tr></tbody></table>"
    notice = make_notice(town, body=body)
    assert "手机上不能改" in said(phone.get(address(notice)))
    write(phone, town, address(notice), title="只改标题", body="想把表格冲掉", **seen(phone, notice))
    notice.refresh_from_db()
    assert (notice.title, notice.body) == ("只改标题", body)


@pytest.mark.parametrize("body", ["", "<p>一</p>", "<p>一 &amp; 二 &lt;三&gt;</p><p>四</p>"])
def test_plain_text_goes_to_a_body_and_back(body):
    assert with_pictures(plain_body(body), body, []) == body


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": ""}, "title", "必填"),
        ({"title": " \u200b "}, "title", ""),
        ({"title": "长" * 121}, "title", "120"),
        ({"column": ""}, "column", "必填"),
        ({"column": "99999"}, "column", "有效"),
        ({"formed_on": "1026-01-01"}, "formed_on", "核对年份"),
        ({"formed_on": str(local_date(now()) + timedelta(days=3))}, "formed_on", "晚于今天"),
        ({"formed_on": "昨天"}, "formed_on", "有效"),
        ({"files": [file("x.exe", b"MZ\0\0")]}, "files", "程序"),
        ({"files": [file("x.jpg", b"<svg onload=alert(1)>")]}, "files", "SVG"),
        ({"files": [file("空.pdf", b"")]}, "files", "空的"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(town, phone, typed, field, sentence):
    page = write(phone, town, **({"body": "打了半天的字"} | typed))
    assert page.status_code == 200
    assert sentence in " ".join(page.context["form"].errors[field])
    assert "打了半天的字" in said(page)
    assert not Notice.objects.exists()


def test_markup_and_control_characters_are_only_text(town, phone):
    write(phone, town, title="标\x00题", body="<script>alert(1)</script>\x07\n& <b>粗</b>")
    notice = Notice.objects.get()
    assert notice.title == "标题"
    assert notice.body == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>&amp; &lt;b&gt;粗&lt;/b&gt;</p>"


def test_a_stale_page_keeps_what_was_typed(town, phone):
    notice = make_notice(town)
    old = seen(phone, notice)
    edit(notice, town.officer, title="信息员改的标题")
    page = write(phone, town, address(notice), title="我打的标题", **old)
    assert "别人也改过" in said(page) and "信息员改的标题" in said(page) and "我打的标题" in said(page)
    notice.refresh_from_db()
    assert notice.title == "信息员改的标题"
    write(phone, town, address(notice), title="我打的标题", seen=page.context["form"].data["seen"])
    notice.refresh_from_db()
    assert notice.title == "我打的标题"


def test_a_page_sent_after_it_was_submitted_says_so_and_keeps_the_text(town, phone):
    notice = make_notice(town)
    old = seen(phone, notice)
    submit(town, notice)
    page = write(phone, town, address(notice), body="晚到的字", **old)
    assert "正在审核中" in said(page)
    assert "晚到的字" in said(page)


@pytest.mark.parametrize(
    ("name", "status"), [("reporter2", 404), ("window", 404), ("admin", 404), ("root", 404), ("leader", 302)]
)
def test_others_do_not_write_here(town, client, name, status):
    notice = make_notice(town)
    client.force_login(getattr(town, name))
    assert client.get(address(notice)).status_code == status
    assert client.post(address(notice), {"title": "x"}).status_code == status
    assert client.get(WRITE).status_code == (404 if name not in ("reporter2",) else 200)


def test_a_published_one_is_corrected_in_its_place_with_a_note(town, phone):
    notice = published(town).item.concrete()
    form = phone.get(address(notice)).context["form"]
    assert [field.name for field in form.visible_fields()] == [
        "title", "body", "files", "audience", "formed_on", "correction_note",
    ]  # fmt: skip
    page = write(phone, town, address(notice), title="改正", column=town.money.pk, _submit="1", **seen(phone, notice))
    assert "改了什么" in said(page)
    assert notice.editions.count() == 1
    more = {"correction_note": "标题写错了", "_submit": "1"}
    write(phone, town, address(notice), title="改正", column=town.money.pk, **more, **seen(phone, notice))
    edition = notice.editions.get(number=2)
    assert (edition.title, edition.column, edition.state) == ("改正", town.notices, "first_review")
    assert edition.meta_data["correction_note"] == "标题写错了"


def test_it_asks_for_the_login_first(client, town):
    assert client.get(WRITE).headers["Location"].startswith("/desk/login/")
    assert client.post(WRITE, {"title": "x"}).headers["Location"].startswith("/desk/login/?next=/desk/write/")
