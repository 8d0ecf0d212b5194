"""Walls: what belongs where, what hangs, what must come down; a wall's month as one run; photos by the cover's QR."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from audit import clock, duties, files, sweep, workflow
from audit.checks import Given
from audit.clock import local_date, now
from audit.models import Edition, Unit
from tests.access.world_paper import photo
from tests.cast import make_column
from tests.paper.making import codes_in, corrected, published, settle, squeezed, text_of
from township_portal.paper import desk_section, records, runs, walls
from township_portal.paper.models import Paper, Posting, PrintRun, Wall, WallPhoto


@pytest.fixture
def village(town):
    """古桥畈村 and 太子庙村 with their boards, a column every village shows, and one of 古桥畈村's own."""
    cache.clear()
    town.guqiaofan = Unit.objects.create(
        slug="guqiaofan", name="古桥畈村村民委员会", short_name="古桥畈村", kind="village"
    )
    town.taizimiao = Unit.objects.create(
        slug="taizimiao", name="太子庙村村民委员会", short_name="太子庙村", kind="village"
    )
    town.aid = make_column("aid", town.disclosure, name="社会救助", channels=["政府网站", "村公示栏"])
    town.own = make_column("own", town.disclosure, name="古桥畈村财务", level="village", responsible_unit=town.guqiaofan,
                           channels=["村公示栏"])  # fmt: skip
    walls.make_for_units()
    town.board = Wall.objects.get(unit=town.guqiaofan)
    town.board2 = Wall.objects.get(unit=town.taizimiao)
    return town


def titles(wall):
    return {edition.title for edition in walls.wanted(wall, now())}


def test_what_belongs_on_which_wall(village):
    published(village, title="救助政策", column=village.aid)
    published(village, title="古桥畈村三季度财务", column=village.own)
    published(village, title="太子庙村低保公示", column=village.aid)
    published(village, title="网上看的")
    published(village, title="低保初审名单", column=village.wall)
    published(village, title="过了期的", column=village.aid, expires_on=clock.local_date(now()) + timedelta(days=3))
    assert titles(village.board) == {"救助政策", "古桥畈村三季度财务", "低保初审名单", "过了期的"}
    assert titles(village.board2) == {"救助政策", "太子庙村低保公示", "低保初审名单", "过了期的"}
    with clock.example_clock(now() + timedelta(days=5)):
        assert "过了期的" not in titles(village.board)
    with clock.example_clock(now() + timedelta(days=91)):
        assert titles(village.board) == set()


def test_from_missing_to_printed_to_hanging_to_down(village, client):
    edition = published(village, title="救助政策", column=village.aid)
    client.force_login(village.officer)
    page = reverse("paper:wall", args=[village.board.pk])
    shown = client.get(page).content.decode()
    assert "救助政策" in shown and shown.count(">打印</button>") == 1
    pdf = client.post(reverse("paper:print_sheet", args=[village.board.pk, edition.pk]))
    paper = Paper.objects.get(edition=edition, form="a3")
    assert pdf["Content-Type"] == "application/pdf" and codes_in(pdf.content)[0].endswith(f"/verify/{paper.code}/")
    assert "已张贴" in client.get(page).content.decode()
    up = reverse("paper:post_sheet", args=[village.board.pk, paper.pk, "up"])
    client.post(up, {"photo": photo()})
    posting = Posting.objects.get()
    assert posting.person_name == "王示例" and posting.photo and files.is_whole(posting.photo)
    stand = walls.standing(village.board, now())
    assert (len(stand.missing), len(stand.down), len(stand.stays)) == (0, 0, 1)
    seen = client.get(reverse("paper:photo", args=[village.board.pk, posting.photo]))
    assert Image.open(io.BytesIO(b"".join(seen.streaming_content))).size[0] > 0  # kept encrypted, shown as a picture
    assert "已经记下贴在这面墙上" in client.post(up, follow=True).content.decode()
    workflow.withdraw_item(village.officer2, edition.item, Given(reason="wrong"))
    shown = client.get(page).content.decode()
    assert "要揭下" in shown and "内容有误，正在更正" in shown
    assert "不是最新的" not in shown and "要揭下 1 张" in client.get(reverse("paper:walls")).content.decode()
    client.post(reverse("paper:post_sheet", args=[village.board.pk, paper.pk, "down"]))
    assert "要揭下" not in client.get(page).content.decode()
    assert "不要再贴" in client.post(up, follow=True).content.decode()


def told_of_walls(account):
    return [(duty.title, duty.due, duty.late) for duty in duties.of(account)["walls"]]


def test_the_desk_names_walls_that_are_out_of_date_with_as_many_questions_however_many(
    village, django_assert_num_queries
):
    edition = published(village, title="救助政策", column=village.aid)
    paper = records.printed(village.officer, edition, "a3", 1, village.board)
    records.posted(village.officer, village.board, paper, "up")
    for account in (village.reporter, village.leader, village.inspector, village.admin):
        assert "walls" not in duties.of(account)
    assert told_of_walls(village.officer) == [("太子庙村公开栏", "该贴没贴 1 张", False)]
    with CaptureQueriesContext(connection) as asked:
        desk_section.due(local_date(now()))
    for n in range(4):
        more = published(village, title=f"救助政策（{n}）", column=village.aid)
        for wall in (village.board, village.board2):
            records.posted(village.officer, wall, records.printed(village.officer, more, "a3", 1, wall), "up")
    with django_assert_num_queries(len(asked)):
        desk_section.due(local_date(now()))
    workflow.withdraw_item(village.officer2, edition.item, Given(reason="wrong"))
    duties.look("walls")
    assert told_of_walls(village.officer) == [("古桥畈村公开栏", "要揭下 1 张", True)]


def test_what_hangs_is_folded_by_column_and_found_by_a_word(village, client):
    from township_portal.paper import records

    for title, column in (("救助政策", village.aid), ("古桥畈村三季度财务", village.own)):
        paper = records.printed(village.officer, published(village, title=title, column=column), "a3", 1, village.board)
        records.posted(village.officer, village.board, paper, "up")
    client.force_login(village.officer)
    page = client.get(reverse("paper:wall", args=[village.board.pk]))
    assert [(one["name"], len(one["rows"])) for one in page.context["sections"]] == [
        ("社会救助", 1),
        ("古桥畈村财务", 1),
    ]
    found = client.get(reverse("paper:wall", args=[village.board.pk]), {"q": "财务"}).content.decode()
    assert "古桥畈村三季度财务" in found and "救助政策" not in found and "看全部" in found
    assert "没有标题带" in client.get(reverse("paper:wall", args=[village.board.pk]), {"q": "没有的"}).content.decode()


def test_a_replaced_paper_comes_down_one_with_only_typos_stays(village):
    first = published(village, title="救助政策", column=village.aid)
    paper = records.printed(village.officer, first, "a3", 1, village.board)
    records.posted(village.officer, village.board, paper, "up")
    second = corrected(village, first, typos_only=True, title="救助政策（新）")
    stand = walls.standing(village.board, now())
    assert not stand.missing and not stand.down and stand.stays[0][1].key == "corrected"
    corrected(village, Edition.objects.select_related("item").get(pk=second.pk), body="<p>每户 210 元。</p>")
    stand = walls.standing(village.board, now())
    assert [e.title for e, _ in stand.missing] == ["救助政策（新）"] and stand.down[0][1].key == "replaced"


def test_who_keeps_a_wall_and_who_only_reads(village, client):
    page = reverse("paper:wall", args=[village.board.pk])
    start = reverse("paper:run_start", args=[village.board.pk])
    published(village, column=village.aid)
    for account, reads in (
        ("reporter", False),
        ("window", True),
        ("leader", True),
        ("inspector", True),
        ("admin", False),
    ):
        client.force_login(getattr(village, account))
        response = client.get(page)
        assert response.status_code == (200 if reads else 404), account
        assert client.post(start).status_code == 404, account
        if reads:
            assert '<button class="button">打印' not in response.content.decode()


def made_run(village, client):
    client.force_login(village.officer)
    response = client.post(reverse("paper:run_start", args=[village.board.pk]))
    run = PrintRun.objects.get()
    assert response.url == reverse("paper:run", args=[run.pk])
    waiting = client.get(response.url)
    assert waiting["Refresh"] == "2" and "排着队" in waiting.content.decode()
    assert runs.make_waiting() == 1
    run.refresh_from_db()
    return run


def word_of(run):
    """The word in the cover's QR."""
    address = next(code for code in codes_in(files.read(run.pdf)) if "/walls/photos/" in code)
    return address.removeprefix(run.site)


def test_a_walls_month_is_one_pdf_with_its_cover(village, client):
    names = ("0", "1", "𠮷")
    editions = [published(village, title=f"救助政策（{n}）", column=village.aid) for n in names]
    client.force_login(village.officer)
    shown = client.get(reverse("paper:wall", args=[village.board.pk])).content.decode()
    assert "有字印不出，要手写补上：𠮷（U+20BB7）" in shown
    run = made_run(village, client)
    pdf = client.get(reverse("paper:run_pdf", args=[run.pk])).content
    said = squeezed(text_of(pdf))
    assert run.stage == "done" and run.done == run.total == 4 and run.pages == 4
    assert (
        "要贴3张" in said
        and all(f"救助政策（{n}）" in said for n in ("0", "1", "〓"))
        and "手写补上（U+20BB7）" in said
    )
    verify = [code for code in codes_in(pdf) if "/verify/" in code]
    assert len(verify) == 3 and all(
        client.get(code.removeprefix("http://testserver")).status_code == 200 for code in verify
    )
    assert b"/StructTreeRoot" in pdf and b"pdfuaid" in pdf and b"zh-CN" in pdf  # the whole, not only each sheet
    assert len(pdf) <= 400_000 * run.pages
    workflow.withdraw_item(village.officer2, editions[0].item, Given(reason="privacy"))
    settle()
    run.refresh_from_db()
    assert run.stage == "stale" and run.pdf == ""
    assert client.get(reverse("paper:run_pdf", args=[run.pk])).status_code == 404
    assert "已过时" in client.get(reverse("paper:run", args=[run.pk])).content.decode()


def test_a_run_left_by_a_stopped_worker_is_made_again_and_never_twice_at_once(village, client):
    published(village, column=village.aid)
    run = runs.start(village.officer, village.board, "2026-11", "http://testserver")
    assert runs.start(village.officer, village.board, "2026-11", "http://testserver") == run
    PrintRun.objects.update(stage="running", touched_at=now())
    assert runs.make(run.pk) is False
    PrintRun.objects.update(touched_at=now() - timedelta(minutes=5))
    assert runs.make(run.pk) is True and PrintRun.objects.get().stage == "done"
    assert runs.make(run.pk) is False


def camera(size=(40, 30)):
    """A photo as a phone sends it: with where and when it was taken."""
    picture, data = Image.new("RGB", size, "green"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0110], exif[0x0132] = "某牌手机", "2026:11:20 09:30:00"
    picture.save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", data.getvalue(), "image/jpeg")


def test_the_covers_qr_takes_photos_of_that_wall_once_without_login(
    village, client, django_capture_on_commit_callbacks
):
    published(village, column=village.aid)
    run = made_run(village, client)
    client.logout()
    address = word_of(run)
    page = client.get(address)
    assert page.status_code == 200 and "古桥畈村公开栏" in page.content.decode() and "救助" not in page.content.decode()
    assert not page.cookies
    for sent in ([], [SimpleUploadedFile("a.txt", b"hello", "text/plain")], [camera() for _ in range(7)],
                 [SimpleUploadedFile("a.jpg", b"\xff\xd8\xff broken", "image/jpeg")]):  # fmt: skip
        assert client.post(address, {"photos": sent}).status_code == 422
    assert not WallPhoto.objects.exists()
    assert "收到了" in client.post(address, {"photos": [camera(), camera((50, 30))]}).content.decode()
    kept = WallPhoto.objects.all()
    assert len(kept) == 2 and all(not Image.open(io.BytesIO(files.read(k.sha256))).getexif() for k in kept)
    assert all(sweep.is_referred_to(k.sha256) for k in kept)
    assert client.post(address, {"photos": [camera()]}).status_code == 410
    assert client.get("/walls/photos/some-other-word/").status_code == 404
    client.force_login(village.officer)
    assert kept[0].sha256 in client.get(reverse("paper:wall", args=[village.board.pk])).content.decode()


def test_the_covers_qr_runs_out_and_guessing_it_is_slowed(village, client):
    published(village, column=village.aid)
    run = made_run(village, client)
    address = word_of(run)
    with clock.example_clock(now() + timedelta(days=31)):
        assert client.get(address).status_code == 410
    client.logout()
    answers = [client.get(f"/walls/photos/guess{n}/").status_code for n in range(25)]
    assert answers[0] == 404 and answers[-1] == 429
