"""What a red team found and nobody had closed yet: each attack as a sentence, now refused."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from audit import changes, clock, schedule, workflow
from audit.checks import Given, Incomplete
from audit.models import Edition, LedgerEntry
from tests.cast import edit, first_review, make_column, make_notice, published, sign, submit
from tests.public.making import address, correct, publish_with_file, withdraw
from tests.search.finding import find, found

pytestmark = pytest.mark.django_db


# --- the signed head


def test_a_head_signed_by_a_stranger_is_not_believed_for_the_key_it_brings(town, tmp_path, settings):
    settings.LEDGER_KEY_FILE = str(tmp_path / "stranger.pem")
    head = tmp_path / "head.json"
    call_command("sign_ledger_head", str(head), make_key=True)
    own = tmp_path / "handed over.pub"
    own.write_text((tmp_path / "stranger.pem.pub").read_text())
    (tmp_path / "stranger.pem.pub").unlink()
    with pytest.raises(CommandError, match="--public-key") as refused:
        call_command("verify_ledger", against=str(head))
    assert refused.value.returncode == 2
    call_command("verify_ledger", against=str(head), public_key=str(own))


# --- the request log


def test_the_log_of_requests_keeps_no_name_of_a_file(client, town, caplog):
    edition = publish_with_file(town, name="张三救助名单.xlsx")
    with caplog.at_level(logging.INFO, logger="portal.request"):
        assert client.get(address(edition, "files/1/张三救助名单.xlsx")).status_code in (200, 404)
        client.get("/nothing/张三")
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.request"]
    assert len(lines) == 2 and "/items/<" in lines[0]
    assert "张三" not in "".join(lines) and "%E5" not in "".join(lines) and "u5f20" not in "".join(lines)


# --- search


def test_a_document_is_found_by_its_number(town):
    published(town, title="关于防火的通知", document_number="落政〔2026〕17号")
    assert found("落政〔2026〕17号") == ["关于防火的通知"]


# --- cases


@pytest.mark.django_db(transaction=True)
def test_four_schedules_at_once_open_one_case(town):
    withdraw(town, published(town))
    later = clock.now() + timedelta(hours=25)

    def run():
        try:
            with clock.example_clock(later):
                return schedule.open_cases()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        opened = [future.result() for future in [pool.submit(run) for _ in range(4)]]
    assert sum(opened) == 1
    assert LedgerEntry.objects.filter(act="open_case").count() == 1


# --- what residents see of what is gone


def text(response):
    return response.content.decode()


def everywhere(client, edition):
    """Every public page an item could still be named on."""
    tail = f"{edition.number}/" if edition.number > 1 else ""
    pages = ["/", "/columns/", "/columns/disclosure/", "/columns/notices/", "/search/?q=张示例", address(edition, tail)]
    return "".join(text(client.get(page)) for page in [*pages, address(edition)])


def test_a_title_withdrawn_for_privacy_stands_nowhere(client, town):
    edition = correct(town, published(town, title="张示例低保审批"), title="张示例低保审批结果")
    assert "张示例低保" in everywhere(client, edition)
    withdraw(town, edition, "privacy")
    assert "张示例低保" not in everywhere(client, edition)
    assert "（标题已撤下）" in text(client.get(address(edition)))
    assert "（标题已撤下）" in text(client.get("/columns/notices/"))


def test_a_title_withdrawn_for_another_reason_stays(client, town):
    edition = published(town, title="防火通知")
    withdraw(town, edition, "wrong")
    assert "防火通知" in text(client.get(address(edition))) and "防火通知" in text(client.get("/columns/notices/"))


def test_a_notice_past_its_last_day_is_gone_before_the_schedule_comes_by(client, town):
    last = clock.local_date(clock.now()) + timedelta(days=3)
    edition = publish_with_file(town, name="名单.xlsx", over={"title": "补贴公示", "expires_on": last})
    file = address(edition, f"files/{edition.files[0]['position']}/名单.xlsx")
    with clock.example_clock(clock.now() + timedelta(days=3)):
        assert client.get(address(edition)).status_code == 200, "its last day counts"
        assert client.get(file).status_code == 200
        assert find("补贴公示").total == 1
    with clock.example_clock(clock.now() + timedelta(days=4)):
        page = client.get(address(edition))
        assert page.status_code == 410 and "到期撤下" in text(page) and "公开期限已满" in text(page)
        assert f"{last:%Y-%m-%d} 24:00" in text(page)
        assert client.get(file).status_code == 404
        assert find("补贴公示").total == 0
        assert "补贴公示" not in text(client.get("/"))
        column = text(client.get("/columns/notices/"))
        assert "期满撤下，看说明" in column and "现在没有公开着的" in column
        before = re.sub(r"\d{2}:\d{2}", "", text(page))
        assert schedule.expire_due() == 1
        after = text(client.get(address(edition)))
        assert "到期撤下" in after and "公开期限已满" in after and before.count("到期撤下") == after.count("到期撤下")
        assert Edition.objects.get(pk=edition.pk).state == "expired"


def test_an_item_moved_to_another_column_is_listed_there_alone(client, town):
    near, other = make_column("near", town.disclosure, name="隔壁"), town.other
    edition = published(town, title="先放错的")
    correct(town, edition, title="放对了的", column=near)
    left = text(client.get("/columns/notices/"))
    assert "放对了的" not in left and "先放错的" not in left
    assert f'<a href="{address(edition)}">已移到“隔壁”栏目</a>' in left and "现在没有公开着的" in left
    assert "放对了的" in text(client.get("/columns/near/"))
    assert "放对了的" in text(client.get("/columns/disclosure/")), "what stands above both still covers it"
    correct(town, edition, title="换了棵树的", column=other)
    above = text(client.get("/columns/disclosure/"))
    assert "换了棵树的" not in above and "已移到“另一棵树”栏目" in above
    assert "换了棵树的" in text(client.get("/columns/other/"))
    newest = client.get("/").context["newest"]
    assert [row["title"] for row in newest] == ["换了棵树的"], "once, not under both trees"


# --- signed and waiting for its time


@pytest.fixture
def signed_ahead(town):
    """A published item whose correction is signed for tomorrow: (published, correction)."""
    edition = published(town, title="防火通知")
    tomorrow = clock.now() + timedelta(days=1)
    changes = {"body": "<p>换了一段。</p>", "correction_note": "换一段。", "not_before": tomorrow}
    notice = edit(edition.item.concrete(), town.reporter, **changes)
    return edition, sign(town, first_review(town, submit(town, notice)))


def test_what_was_signed_before_the_item_was_taken_down_does_not_publish_itself(client, town, signed_ahead):
    edition, ahead = signed_ahead
    withdraw(town, edition, "wrong")
    client.force_login(town.leader)
    sections = {section["key"]: section["rows"] for section in client.get("/desk/").context["sections"]}
    assert "不会自动上网" in sections["approved"][0]["meta"] and "退回" in sections["approved"][0]["note"]
    assert "请点开退回" in text(client.get("/desk/"))
    with clock.example_clock(clock.now() + timedelta(days=2)):
        assert schedule.publish_due() == 0
        assert client.get(address(edition)).status_code == 410
        with pytest.raises(Incomplete, match="请退回"):
            workflow.publish(ahead)
        workflow.take_step(town.leader, "return", Edition.objects.get(pk=ahead.pk), Given(remark="已撤下，请核对"))
        again = sign(town, first_review(town, submit(town, edition.item.concrete())))
    assert again.state == "published", "signed after the withdrawal, it goes up"


def test_what_nobody_took_down_publishes_itself_at_its_time(town, signed_ahead):
    with clock.example_clock(clock.now() + timedelta(days=2)):
        assert schedule.publish_due() == 1


# --- a column goes to the wall


def test_a_column_with_items_on_the_web_does_not_go_to_the_wall(town):
    edition = published(town, column=make_column("deep", town.notices))
    with pytest.raises(Incomplete, match="还有 1 条公开在网上"):
        changes.propose_change(town.admin, town.notices, {"board_only": True})
    with pytest.raises(Incomplete, match="还有 1 条公开在网上"):
        changes.propose_change(town.admin, town.notices, {"parent": town.wall})
    withdraw(town, edition)
    change = changes.propose_change(town.admin, town.notices, {"board_only": True})
    published(town, column=make_column("late", town.notices))
    with pytest.raises(Incomplete, match="还有 1 条公开在网上"):
        changes.confirm_change(town.leader, change)
    town.notices.refresh_from_db()
    submit(town, make_notice(town, column=town.money))
    with pytest.raises(Incomplete, match="还有 1 条公开在网上或正在审核"):
        changes.propose_change(town.admin, town.money, {"board_only": True})
    assert not town.notices.board_only and Edition.objects.live().count() == 1
    change.refresh_from_db()
    assert change.settled_row is None


def test_an_empty_column_goes_to_the_wall_and_others_are_renamed(town):
    published(town)
    changes.confirm_change(town.leader, changes.propose_change(town.admin, town.money, {"board_only": True}))
    changes.confirm_change(town.leader, changes.propose_change(town.admin, town.notices, {"name": "公告栏"}))
    town.money.refresh_from_db()
    assert town.money.board_only
