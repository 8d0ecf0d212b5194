"""/verify/: what the code of a paper answers in every state of its edition, and what it never says."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit import clock, workflow
from audit.checks import Given
from audit.clock import now
from audit.models import Edition
from tests.cast import make_notice, submit
from tests.paper.making import codes_in, corrected, printed, published, settle
from township_portal.paper import codes, records, verify_files
from township_portal.paper.models import Paper
from township_portal.paper.verify import MOST_WRONG


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def answer(client, paper):
    return client.get(reverse("verify_paper", args=[paper.code]))


def scanned(client, drawn):
    """What a phone gets that scans the paper."""
    address = codes_in(drawn.pdf)[0]
    return client.get(address.removeprefix("http://testserver"))


def test_a_paper_of_what_is_public_is_valid_with_three_things_to_compare(town, client):
    edition = published(town, title="森林防火通知", document_number="落政〔2026〕7号")
    paper, drawn = printed(town, edition)
    page = scanned(client, drawn).content.decode()
    assert "这张纸有效" in page and "森林防火通知" in page
    assert "落款日期 2026-11-02，文号 落政〔2026〕7号，封签 " + f"{edition.seal[:4]} {edition.seal[4:8]}" in page
    assert reverse("item", args=[edition.publication.slug]) in page and "noindex" in page
    typed = client.get(reverse("verify"), {"code": codes.grouped(paper.code)})
    assert typed.status_code == 302 and typed.url == reverse("verify_paper", args=[paper.code])


def test_after_a_correction_the_first_reviewer_has_said_what_of_the_old_papers(town, client):
    first = published(town, title="补贴公示")
    paper, drawn = printed(town, first)
    second = corrected(town, first, typos_only=True, body="<p>进入林区，不带火种。</p>")
    page = scanned(client, drawn).content.decode()
    assert "仍有效，已更正错字" in page and "请对一对" not in page
    third = corrected(town, Edition.objects.select_related("item").get(pk=second.pk), title="补贴公示（二）")
    page = answer(client, paper).content.decode()
    assert "已换新，请看新的" in page and "补贴公示（二）" in page
    assert reverse("item", args=[third.item.publication.slug]) in page


def test_a_withdrawn_or_expired_paper_is_void_with_the_reason_class_and_dates(town, client):
    edition = published(town, title="有电话的公示")
    _, drawn = printed(town, edition)
    workflow.withdraw_item(town.officer2, edition.item, Given(reason="privacy", remark="里面有手机号"))
    page = scanned(client, drawn).content.decode()
    assert "已作废" in page and "含有不应公开的个人信息" in page and "作废时间" in page
    assert "有电话的公示" not in page and "里面有手机号" not in page
    until = clock.local_date(now())
    lasting = published(town, title="七天公示", expires_on=until)
    paper, _ = printed(town, lasting)
    assert "这张纸有效" in answer(client, paper).content.decode()
    with clock.example_clock(now() + timedelta(days=2)):
        page = answer(client, paper).content.decode()
    assert "已作废" in page and "公开期限已满" in page


def test_a_replaced_paper_whose_successor_was_withdrawn_is_void(town, client):
    first = published(town)
    paper, _ = printed(town, first)
    second = corrected(town, first, title="新的")
    workflow.take_step(town.officer2, "withdraw", second, Given(reason="wrong"))
    page = answer(client, paper).content.decode()
    assert "已作废" in page and "内容有误，正在更正" in page


def shape(html, code):
    """The page without its code and times."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "T", html.replace(codes.grouped(code), "C"))


def test_a_board_only_paper_gives_its_standing_and_dates_and_nothing_else(town, client):
    lists = [
        published(town, column=town.wall, title=f"低保初审名单（{n}）", body=f"<p>张示例{n}户。</p>") for n in (1, 2)
    ]
    papers = [printed(town, edition)[0] for edition in lists]
    pages = [answer(client, paper).content.decode() for paper in papers]
    for edition, page in zip(lists, pages, strict=True):
        assert "这张纸有效" in page and "公开时间" in page
        for secret in ("低保", "名单", "张示例", "农业农村办公室", edition.seal[:4], edition.publication.index_number,
                       "202611B", "落款日期"):  # fmt: skip
            assert secret not in page.replace("农业农村办公室", ""), secret
    assert shape(pages[0], papers[0].code) == shape(pages[1], papers[1].code)
    corrected(town, lists[0], title="低保初审名单（改）")
    workflow.withdraw_item(town.officer2, lists[1].item, Given(reason="privacy"))
    replaced, void = (answer(client, paper).content.decode() for paper in papers)
    assert "已换新，请看新的" in replaced and "已作废" in void
    assert "个人信息" not in void and "低保" not in replaced + void and "/items/" not in replaced + void


def test_unknown_codes_tell_nothing_and_guessing_gets_nowhere(town, client):
    paper, _ = printed(town, published(town))
    wrong = paper.code[:7] + str((int(paper.code[7]) + 1) % 10)
    never = "0000000" + codes.check_digit("0000000")
    pages = [client.get(reverse("verify_paper", args=[code])) for code in (wrong, never)]
    assert [page.status_code for page in pages] == [404, 404]
    first, second = (
        p.content.decode().replace(codes.grouped(c), "") for p, c in zip(pages, (wrong, never), strict=True)
    )
    assert first == second and "没有这个核对码" in first
    for _ in range(MOST_WRONG):
        client.get(reverse("verify_paper", args=[codes.fresh()]))
    slow = answer(client, paper)
    assert slow.status_code == 429 and "请过十分钟再试" in slow.content.decode() and slow["Retry-After"] == "600"
    assert client.get(reverse("verify_paper", args=[paper.code]), REMOTE_ADDR="10.9.8.7").status_code == 200


@pytest.mark.parametrize(
    "said", ["123", "abcdefgh", "123456789", "一二三四五六七八", "<script>alert(1)</script>", "1234567\x00"]
)
def test_what_is_no_code_comes_back_with_a_sentence(db, client, said):
    page = client.get(reverse("verify"), {"code": said})
    assert (
        page.status_code == 200 and "八个数字" in page.content.decode() and "<script>alert" not in page.content.decode()
    )
    assert client.get("/verify/1234567/").status_code == 404


def test_the_database_refuses_a_code_of_what_is_not_public_and_any_change(town):
    paper, _ = printed(town, published(town))
    waiting = submit(town, make_notice(town, title="在审"))
    changes = (
        lambda: Paper.objects.create(code="12345672", edition=waiting, form="a4", **records.SYSTEM.signed),
        lambda: Paper.objects.filter(pk=paper.pk).update(edition=paper.edition_id, code="00000000"),
        lambda: Paper.objects.filter(pk=paper.pk).delete(),
        lambda: paper.printings.update(copies=9),
        lambda: paper.printings.all().delete(),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def page_file(paper):
    return Path(storages["pages"].path(verify_files.name_of(paper)))


def test_the_pages_are_files_that_say_the_same(town, client, settings, django_capture_on_commit_callbacks):
    settings.SITE_URL = "http://testserver"
    with django_capture_on_commit_callbacks(execute=True):
        edition = published(town, title="写成文件的")
        paper, _ = printed(town, edition)
    settle()
    said = page_file(paper).read_text()
    assert said == answer(client, paper).content.decode()
    assert gzip.decompress(page_file(paper).with_name("index.html.gz").read_bytes()).decode() == said
    page_file(paper).unlink()
    call_command("write_verify_pages")
    assert page_file(paper).read_text() == said


def test_a_withdrawal_rewrites_the_page_in_its_own_request(town, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edition = published(town, title="要撤的")
        paper, _ = printed(town, edition)
    client.force_login(town.officer2)
    form = {"withdraw-scope": "all", "withdraw-reason": "wrong"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("desk:withdraw", args=[edition.item_id]), form).status_code == 302
    assert "已作废" in page_file(paper).read_text()


def test_every_public_edition_has_its_poster_with_a_code(town, client):
    edition = published(town, title="可以拿走的海报")
    url = reverse("item_poster", args=[edition.publication.slug])
    assert codes_in(client.get(url).content) == []  # the follower has not come by: a draft to hold
    settle()
    response = client.get(url)
    paper = Paper.objects.get(edition=edition, form="a4")
    assert codes_in(response.content) == [f"http://testserver/verify/{paper.code}/"]
    assert client.get(url, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert url in client.get(reverse("item", args=[edition.publication.slug])).content.decode()
    workflow.withdraw_item(town.officer2, edition.item, Given(reason="wrong"))
    assert client.get(url).status_code == 410
    hidden = published(town, column=town.wall)
    settle()
    assert not Paper.objects.filter(edition=hidden).exists()


def test_a_code_stays_with_its_edition_and_its_sheet(town):
    first = published(town)
    one, again, other = (printed(town, first, form)[0] for form in ("a4", "a4", "a3"))
    assert one == again and one.code != other.code and one.printings.count() == 2
    second = corrected(town, first, title="新的")
    fresh, _ = printed(town, second)
    assert fresh.code != one.code
    with pytest.raises(records.PaperError):
        records.printed(town.officer, Edition.objects.get(pk=first.pk), "a5", 1, None)


def test_the_window_reads_a_code_aloud_without_leaving_its_room(town, client):
    paper, _ = printed(town, published(town, title="森林防火通知"))
    client.force_login(town.window)
    page = client.get(reverse("window:code"), {"code": codes.grouped(paper.code)}, follow=True).content.decode()
    assert "这张纸有效" in page and "森林防火通知" in page and "回窗口" in page and "再念一张" in page
    misheard = client.get(reverse("paper:read_aloud", args=["12345678"]))
    assert misheard.status_code == 404 and "没有这个号" in misheard.content.decode()
