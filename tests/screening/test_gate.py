"""The screening in the gate: nothing hard goes to review undecided, and whoever decides is known by name."""

import io
import random

import pytest
from django.urls import reverse
from PIL import Image

from audit import drafting, files, workflow
from audit.checks import Incomplete
from audit.models import Attachment, Cursor, LedgerEntry, LedgerText, Ruling, Scan
from audit.screening import cleaning, gate, rescan
from audit.screening.readers import read
from audit.uploads import Upload
from tests.audit.word_files import docx, p
from tests.cast import all_no, edit, first_review, make_notice, sign, submit
from tests.screening.corpus import id18

pytestmark = pytest.mark.django_db


@pytest.fixture
def number():
    return id18(random.Random(7))


def attached(town, notice, data, name="名单.docx", kind="application/octet-stream"):
    drafting.attach(town.reporter, notice, [Upload(name=name, data=data, content_type=kind)])
    return Attachment.objects.get(item=notice)


def test_an_id_number_in_the_text_keeps_it_from_review(town, number):
    notice = make_notice(town, body=f"<p>户主身份证号 {number}，金额 1200 元。</p>")
    with pytest.raises(Incomplete, match="必须处理"):
        submit(town, notice)
    edit(notice, town.reporter, body="<p>户主金额 1200 元。</p>")
    assert submit(town, notice).state == "first_review"


def test_an_id_number_hidden_in_an_attachment_is_found_too(town, number):
    notice = make_notice(town)
    attached(town, notice, docx(p("补贴名单"), p(f"张某 {number}")))
    with pytest.raises(Incomplete, match=r"名单\.docx"):
        submit(town, notice)


def test_no_table_holds_the_number_but_the_text_itself(town, number):
    notice = make_notice(town)
    attached(town, notice, docx(p(f"张某 {number}")))
    with pytest.raises(Incomplete):
        submit(town, notice)
    kept = str(list(Scan.objects.values())) + str(list(LedgerText.objects.values()))
    assert number not in kept and "*" in kept


def test_a_basis_lets_it_through_and_the_first_reviewer_answers_for_it_by_name(town, client, number):
    notice = make_notice(town, body=f"<p>处罚决定书当事人 {number}</p>")
    client.force_login(town.reporter)
    page = client.get(reverse("desk:screening", args=[notice.pk]))
    (row,) = [row for row in page.context["rows"] if row["one"].blocks]
    assert number not in page.content.decode().replace(f"处罚决定书当事人 {number}", "")
    given = {"sha256": row["one"].subject.sha256, "key": row["one"].key, "basis": ""}
    answer = client.post(reverse("desk:screening_decide", args=[notice.pk]), given)
    assert answer.status_code == 400 and "依据" in answer.content.decode()
    given["basis"] = "行政处罚法第四十八条，当事人同意"
    client.post(reverse("desk:screening_decide", args=[notice.pk]), given)
    edition = submit(town, notice)
    client.force_login(town.officer)
    page = client.get(reverse("desk:review", args=[notice.pk])).content.decode()
    assert "行政处罚法第四十八条" in page and "周示例" in page and "1 处写了理由要保留的，我同意" in page
    with pytest.raises(Incomplete, match="亲自看过"):
        workflow.take_step(town.officer, "pass", edition, without_looking(edition))
    agreed = all_no(edition)
    agreed.rulings_confirmed = True
    edition = workflow.take_step(town.officer, "pass", edition, agreed)
    client.force_login(town.leader)
    assert "行政处罚法第四十八条" in client.get(reverse("desk:review", args=[notice.pk])).content.decode()
    assert sign(town, edition).state == "published"


def test_a_decision_is_for_that_text_alone(town, number):
    notice = make_notice(town, body=f"<p>当事人 {number}</p>")
    (one,) = [one for one in gate.look_at_item(notice) if one.blocks]
    gate.decide(town.reporter, notice, one.subject.sha256, one.key, "有依据")
    edit(notice, town.reporter, body=f"<p>又一个当事人 {number}</p>")
    with pytest.raises(Incomplete):
        submit(town, notice)


def test_what_no_machine_reads_somebody_must_have_looked_at(town):
    notice = make_notice(town)
    attached(town, notice, b"\x89PNG not really a picture", name="扫描件.rar")
    with pytest.raises(Incomplete, match=r"有人打开看过|必须处理"):
        submit(town, notice)
    (one,) = [one for one in gate.look_at_item(notice) if one.blocks]
    gate.decide(town.reporter, notice, one.subject.sha256, one.key, "已打开逐页看过")
    assert Ruling.objects.get().kind == "seen"
    assert submit(town, notice).state == "first_review"


def test_a_picture_is_looked_at_by_the_first_reviewer_by_name(town):
    notice = make_notice(town)
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(picture, "PNG")
    attached(town, notice, picture.getvalue(), name="照片.png", kind="image/png")
    edition = submit(town, notice)
    with pytest.raises(Incomplete, match="图片"):
        workflow.take_step(town.officer, "pass", edition, without_looking(edition))
    assert first_review(town, edition).state == "leader_review"


def without_looking(edition):
    given = all_no(edition)
    given.rulings_confirmed = False
    return given


def test_a_mark_of_secrecy_is_not_kept_and_only_time_and_person_are_recorded(town):
    notice = make_notice(town)
    with pytest.raises(drafting.DraftError, match="保密员"):
        attached(town, notice, docx(p("机密★5年"), p("某某方案")))
    assert not Attachment.objects.exists()
    assert list(files.path_of("0" * 64).parent.parent.glob("*/*")) == []
    row = LedgerEntry.objects.get(act="classified")
    assert (row.person_name, row.subject, row.texts_digest, row.visibility) == ("周示例", "", "", "inspection")


def test_a_mark_of_secrecy_in_the_text_cannot_be_justified(town):
    notice = make_notice(town, body="<p>机密★5年</p><p>某某方案</p>")
    (one,) = [one for one in gate.look_at_item(notice) if one.blocks]
    assert one.never
    with pytest.raises(gate.CannotDecide):
        gate.decide(town.reporter, notice, one.subject.sha256, one.key, "领导同意")
    with pytest.raises(Incomplete):
        submit(town, notice)


def test_nothing_is_decided_while_it_is_under_review(town, client):
    notice = make_notice(town)
    submit(town, notice)
    with pytest.raises(gate.CannotDecide, match="正在审核"):
        gate.decide(town.reporter, notice, "0" * 64, "", "x")
    client.force_login(town.reporter2)
    assert client.get(reverse("desk:screening", args=[notice.pk])).status_code == 404
    form = {"sha256": "0" * 64, "basis": "x"}
    assert client.post(reverse("desk:screening_decide", args=[notice.pk]), form).status_code == 404


def test_office_phones_and_hotlines_are_no_finding(town):
    notice = make_notice(town, body="<p>咨询 0564-0000112，投诉 12345，急救 120。</p>")
    assert gate.look_at_item(notice) == []


def test_one_tap_masks_a_file_and_nothing_of_it_is_left(town, client, number):
    notice = make_notice(town)
    old = attached(
        town, notice, docx(p("补贴名单"), p(f"张某 {number} 金额 1200 元"), core="<dc:creator>某人</dc:creator>")
    )
    client.force_login(town.reporter)
    form = {"sha256": old.sha256, "how": "mask"}
    answer = client.post(reverse("desk:screening_clean", args=[notice.pk]), form, follow=True)
    assert "已换成遮盖过的" in answer.content.decode()
    new = Attachment.objects.get(item=notice)
    data = files.read(new.sha256)
    text = " ".join(passage.text for passage in read(new.name, data).passages)
    assert new.sha256 != old.sha256 and number not in text and "1200" in text
    assert submit(town, notice).state == "first_review"


def test_what_somebody_justified_is_not_masked_with_the_rest(town, number):
    notice = make_notice(town)
    old = attached(town, notice, docx(p(f"当事人 {number} 手机 13800138000")))
    phone = next(one for one in gate.look_at_item(notice) if one.blocks and "138" in one.sample)
    gate.decide(town.reporter, notice, old.sha256, phone.key, "本人同意公开")
    cleaning.clean(town.reporter, notice, old.sha256, columns=False)
    new = Attachment.objects.get(item=notice)
    text = " ".join(passage.text for passage in read(new.name, files.read(new.sha256)).passages)
    assert number not in text and "13800138000" in text


def test_a_mark_of_secrecy_is_never_cut_away(town, number):
    notice = make_notice(town)
    data = docx(p("机密★5年"), p(f"当事人 {number}"))
    row = Attachment(
        item=notice,
        sha256=files.put(data),
        name="方案.docx",
        size=len(data),
        content_type="x",
        uploaded_by=town.reporter.person,
    )
    row._history_user = town.reporter
    row.save()
    for columns in (False, True):
        with pytest.raises(gate.CannotDecide, match="国家秘密"):
            cleaning.clean(town.reporter, notice, row.sha256, columns=columns)


def test_a_file_nobody_can_mask_gets_a_sentence_and_stays(town, client, number):
    notice = make_notice(town)
    old = attached(town, notice, f"<html><p>张某 {number}</p></html>".encode(), name="名单.html")
    client.force_login(town.reporter)
    form = {"sha256": old.sha256, "how": "mask"}
    answer = client.post(reverse("desk:screening_clean", args=[notice.pk]), form, follow=True).content.decode()
    assert "另存为 .docx" in answer
    assert Attachment.objects.get(item=notice).sha256 == old.sha256
    form["sha256"] = "0" * 64
    answer = client.post(reverse("desk:screening_clean", args=[notice.pk]), form, follow=True).content.decode()
    assert "不在了" in answer


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_axe_finds_nothing(live_server, open_browser, find_barriers, town, client, width, number):
    notice = make_notice(town, body=f"<p>当事人 {number}，手机 13800138000</p>")
    client.force_login(town.reporter)
    page = open_browser(width=width)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("desk:screening", args=[notice.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert find_barriers(page) == []


def test_better_rules_look_again_at_what_is_public(town, number):
    notice = make_notice(town, body=f"<p>当事人 {number}</p>")
    (one,) = [one for one in gate.look_at_item(notice) if one.blocks]
    gate.decide(town.reporter, notice, one.subject.sha256, one.key, "有依据")
    agreed = all_no(edition := submit(town, notice))
    agreed.rulings_confirmed = True
    sign(town, workflow.take_step(town.officer, "pass", edition, agreed))
    assert rescan.step() == 0  # decided by name: nothing new
    Ruling.objects.all().delete()  # as if the rules of that day had not known this number
    Cursor.objects.filter(name__startswith="rescan").delete()
    assert [rescan.step(), rescan.step()] == [1, 0]
    Cursor.objects.filter(name__startswith="rescan").delete()
    assert rescan.step() == 0, "asked for once"
    row = LedgerEntry.objects.get(act="ask_withdrawal")
    assert row.person_number == "SYSTEM" and number not in LedgerText.objects.get(entry=row).text
