"""What takes long is left to the worker and waited for; what waits for a signature is looked at again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock, drafting, files, schedule, workflow
from audit.checks import Incomplete
from audit.models import Edition, LedgerEntry, ListedWord, Ruling, Scan, ScanJob
from audit.screening import gate, later, rescan, scanning, worker
from audit.uploads import accept
from tests.cast import all_no, first_review, make_notice, published, sign, submit

CLEAN = "姓名,村组\n周示例,烂泥坳村\n".encode()
LISTED = "姓名,身份证号\n周示例,110101199003070070\n".encode()
SECRET = "机密★10年\n关于某事的通知\n".encode()


@pytest.fixture
def large(monkeypatch):
    """Every file counts as one that takes long."""
    monkeypatch.setattr(scanning, "SMALL", 10)


def attach(town, notice, data, name="名单.csv"):
    return drafting.attach(town.reporter, notice, [accept(name, data)])


def more_words(word="烂泥坳"):
    """The rules improve: a word nobody looked for before blocks from now on."""
    return ListedWord.objects.create(word=word, why="还没有对外宣布，请删去。", is_hard=True)


def test_a_large_file_is_left_to_the_worker_and_the_submission_says_that_it_waits(town, large, client):
    notice = make_notice(town)
    assert "要多查一会儿" in " ".join(attach(town, notice, CLEAN))
    assert ScanJob.objects.get().stage == "waiting"
    with pytest.raises(Incomplete, match=r"还在检查“名单\.csv”，查完才能送审"):
        submit(town, notice)
    assert drafting.missing(town.reporter, notice) == ["等检查做完：名单.csv"]
    client.force_login(town.reporter)
    page = client.get(reverse("desk:screening", args=[notice.pk]))
    assert "等着检查" in page.content.decode()
    assert page["Refresh"] == "10"
    assert worker.step() == 1
    assert not ScanJob.objects.exists()
    page = client.get(reverse("desk:screening", args=[notice.pk]))
    assert "Refresh" not in page
    assert "没有必须处理的地方" in page.content.decode()
    assert submit(town, notice).state == "first_review"


def test_what_the_worker_finds_blocks_like_anything_else(town, large):
    notice = make_notice(town)
    attach(town, notice, LISTED)
    worker.step()
    with pytest.raises(Incomplete, match="身份证号"):
        submit(town, notice)


def test_a_marked_file_the_worker_meets_is_taken_away_and_the_clerk_is_told(town, large, client):
    notice = make_notice(town)
    attach(town, notice, SECRET, "机密某事.txt")
    sha256 = notice.attachments.get().sha256
    worker.step()
    assert not notice.attachments.exists()
    assert not files.path_of(sha256).exists()
    assert not Scan.objects.filter(sha256=sha256).exists()
    row = LedgerEntry.objects.get(act="classified")
    assert (row.person_name, row.visibility, row.item_uuid, row.subject) == ("周示例", "inspection", None, "")
    client.force_login(town.reporter)
    page = client.get(reverse("desk:screening", args=[notice.pk])).content.decode()
    assert "请马上停手" in page
    assert "机密某事" not in page
    assert submit(town, notice).files == []


def test_a_worker_that_died_is_followed_by_another_and_a_file_that_kills_them_ends_as_unreadable(town, large):
    notice = make_notice(town)
    attach(town, notice, CLEAN)
    stale = clock.now() - worker.STALE * 2
    ScanJob.objects.update(stage="running", started_at=clock.now(), tries=1)
    assert worker.step() == 0  # somebody is at it
    ScanJob.objects.update(started_at=stale)
    assert worker.step() == 1
    Scan.objects.all().delete()
    gate.look_at_item(notice)
    ScanJob.objects.update(stage="running", started_at=stale, tries=worker.TRIES)
    assert worker.step() == 1
    assert not Scan.objects.get(sha256=notice.attachments.get().sha256).readable


def test_two_workers_never_take_the_same_file(town, large):
    notice = make_notice(town)
    attach(town, notice, CLEAN)
    assert worker._next() is not None
    assert worker._next() is None


def test_a_file_that_proves_slow_is_handed_over_by_itself(town, monkeypatch):
    monkeypatch.setattr(scanning, "QUICK", scanning.Limits(seconds=0.0))
    notice = make_notice(town)
    many = "".join(f"周示例{n},烂泥坳村,{n}\n" for n in range(6_000)).encode()
    attach(town, notice, many)
    assert ScanJob.objects.count() == 1
    assert worker.step() == 1
    assert Scan.objects.get(sha256=notice.attachments.get().sha256).readable


def test_the_file_that_is_gone_is_said_to_be_gone(town, large):
    notice = make_notice(town)
    attach(town, notice, CLEAN)
    files.destroy(notice.attachments.get().sha256)
    worker.step()
    (one,) = [one for one in gate.look_at_item(notice) if one.blocks]
    assert "请重新上传" in one.sentence


def test_better_rules_find_something_in_what_waits_for_a_signature(town, client):
    notice = make_notice(town, body="<p>烂泥坳水库移民方案。</p>")
    edition = first_review(town, submit(town, notice))
    assert rescan.step() == 0
    more_words()
    assert rescan.step() == 1
    assert rescan.step() == 0
    assert LedgerEntry.objects.filter(act="found_later", item_uuid=notice.pk).count() == 1
    with pytest.raises(Incomplete, match="还没有对外宣布"):
        sign(town, edition)
    edition.refresh_from_db()
    assert edition.state == "leader_review"
    client.force_login(town.leader)
    page = client.get(reverse("desk:review", args=[notice.pk])).content.decode()
    assert "送审之后又查出的" in page
    assert "确实要公开，写明依据" not in page  # an officer's to write
    assert "没处理不能签发" in client.get("/desk/").content.decode()


def test_an_officer_writes_the_basis_and_the_leader_signs(town, client):
    notice = make_notice(town, body="<p>烂泥坳水库移民方案。</p>")
    edition = first_review(town, submit(town, notice))
    more_words()
    rescan.step()
    address, client_page = reverse("desk:screening_later", args=[notice.pk]), reverse("desk:review", args=[notice.pk])
    client.force_login(town.officer)
    assert "确实要公开，写明依据" in client.get(client_page).content.decode()
    (one,) = later.undecided(edition)
    sent = {"sha256": one.subject.sha256, "key": one.key, "basis": "县政府 11 月 20 日已公布"}
    assert "请写明理由" in client.post(address, sent | {"basis": " "}, follow=True).content.decode()
    assert "已经处理过" in client.post(address, sent | {"key": "0" * 64}, follow=True).content.decode()
    client.post(address, sent)
    assert Ruling.objects.get().person == town.officer.person
    assert "县政府 11 月 20 日已公布" in client.get(client_page).content.decode()
    client.force_login(town.leader)
    assert "县政府 11 月 20 日已公布" in client.get(client_page).content.decode()
    assert sign(town, edition).state == "published"
    assert "没处理不能签发" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize("name", ["reporter", "leader", "inspector", "officer_with_a_hand"])
def test_nobody_else_writes_that_basis(town, client, name):
    by = town.officer if name == "officer_with_a_hand" else town.reporter
    notice = make_notice(town, by=by, body="<p>烂泥坳水库移民方案。</p>")
    submit(town, notice, by)
    more_words()
    rescan.step()
    client.force_login(town.officer if name == "officer_with_a_hand" else getattr(town, name))
    sent = {"sha256": "0" * 64, "key": "", "basis": "有依据"}
    assert client.post(reverse("desk:screening_later", args=[notice.pk]), sent).status_code == 404
    assert not Ruling.objects.exists()


def test_an_undecided_finding_keeps_it_from_passing_the_first_review_too(town):
    edition = submit(town, make_notice(town, body="<p>烂泥坳水库移民方案。</p>"))
    more_words()
    with pytest.raises(Incomplete, match="请退回修改"):
        workflow.take_step(town.officer, "pass", edition, all_no(edition))
    assert LedgerEntry.objects.filter(act="found_later").count() == 1  # told to all, without waiting for the schedule


def test_what_is_signed_and_scheduled_does_not_go_up_with_an_undecided_finding(town, client):
    later_today = clock.now() + timedelta(hours=2)
    notice = make_notice(town, body="<p>烂泥坳水库移民方案。</p>", not_before=later_today)
    edition = sign(town, first_review(town, submit(town, notice)))
    assert edition.state == "approved"
    word = more_words()
    rescan.step()
    with clock.example_clock(later_today + timedelta(minutes=1)):
        assert schedule.publish_due() == 0
        client.force_login(town.leader)
        assert "不会自动上网" in client.get("/desk/").content.decode()
        word.delete()  # the word was a mistake: nothing is undecided any more
        assert schedule.publish_due() == 1
    edition.refresh_from_db()
    assert edition.state == "published"


def test_a_large_file_in_review_is_looked_at_again_before_anybody_signs(town, large):
    notice = make_notice(town)
    attach(town, notice, CLEAN)
    worker.step()
    edition = first_review(town, submit(town, notice))
    more_words()
    with pytest.raises(Incomplete, match="大文件正在重查"):
        sign(town, edition)
    assert worker.step() == 1
    assert LedgerEntry.objects.filter(act="found_later").count() == 1
    with pytest.raises(Incomplete, match="又查出"):
        sign(town, edition)


def test_rules_that_come_back_begin_anew_and_old_results_go(town):
    rescan.step()
    word = more_words()
    edition = published(town, title="没有这个词")
    rescan.step()
    word.delete()
    notice = make_notice(town, title="烂泥坳", body="<p>烂泥坳。</p>")
    public = sign(town, first_review(town, submit(town, notice)))
    word = more_words()
    assert rescan.step() == 1  # the public page: the cursor of these rules did not stand behind it
    row = LedgerEntry.objects.get(act="ask_withdrawal")
    assert row.item_uuid == public.item_id
    assert rescan.step() == 0
    assert set(Scan.objects.values_list("rules", flat=True)) == {gate.context().version}
    assert Edition.objects.get(pk=edition.pk).state == "published"
