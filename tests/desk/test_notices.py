"""The line for the chat group and the hook behind it, against a real server on this machine."""

import json
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.utils import timezone

from audit import clock, outbox, tasks, workflow
from audit.checks import Given
from audit.desk import notices, weekly
from audit.models import Cursor, Edition, LedgerEntry
from tests.cast import edit, first_review, make_notice, make_town, published, sign, submit


@pytest.fixture
def hook(settings):
    """A webhook that writes down what it gets; `status` is what it answers."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(Handler.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook"
    settings.SITE_URL = "https://example.test"
    yield type("Hook", (), {"got": got, "handler": Handler})
    server.shutdown()
    server.server_close()


def follow():
    return outbox.follow("notify", notices.notify)


@pytest.fixture
def catch_up(db):
    """Everything up to now (or up to a row) is done with; what follows is new."""

    def skip(number=None):
        last = LedgerEntry.objects.order_by("-number").first()
        done = last.number if number is None else number
        Cursor.objects.update_or_create(name="notify", defaults={"done_up_to": done})
        return done

    return skip


def fresh(edition):
    return Edition.objects.select_related("item__drafter", "column", "moved_by", "publication").get(pk=edition.pk)


def test_the_hook_is_one_of_the_ledgers_followers():
    assert outbox.FOLLOWERS["notify"] is notices.notify
    assert tasks.follow_ledger


def test_the_line_names_the_next_persons(town):
    edition = fresh(first_review(town, submit(town, make_notice(town, title="临时救助汇总"))))
    assert notices.line(edition, "https://x/") == "【落儿岭镇】“临时救助汇总”待签发，请李示例、赵示例办理：https://x/"


def test_who_has_a_hand_in_it_is_not_asked(town):
    edition = workflow.take_step(town.officer, "submit", make_notice(town, by=town.officer))
    assert notices.keepers(fresh(edition)) == ["吴示例"]
    edition = first_review(town, edition, town.officer2)
    edit_by_leader = make_notice(town)
    edit(edit_by_leader, town.leader, title="改过")
    assert notices.keepers(fresh(first_review(town, submit(town, edit_by_leader)))) == ["赵示例"]


def test_a_mending_officer_may_still_pass_it(town):
    edition = workflow.take_step(town.officer, "mend", submit(town, make_notice(town)), changes={"title": "改"})
    assert "王示例" in notices.keepers(fresh(edition))


@pytest.mark.django_db(transaction=True)
def test_each_act_sends_one_message(hook, catch_up):
    town = make_town()
    catch_up()
    edition = submit(town, make_notice(town, title="招租公告"))
    follow()
    message = hook.got.pop()
    assert message == {
        "text": f"【落儿岭镇】“招租公告”待初审，请王示例、吴示例办理：https://example.test/desk/items/{edition.item_id}/",
        "link": f"https://example.test/desk/items/{edition.item_id}/",
        "act": "submit",
        "to": ["王示例", "吴示例"],
    }
    workflow.take_step(town.officer, "return", edition, Given(remark="再写"))
    follow()
    follow()
    (message,) = hook.got
    assert message["to"] == ["周示例"]
    assert "退回修改，请周示例办理" in message["text"]


@pytest.mark.django_db(transaction=True)
def test_publication_is_told_with_the_residents_address(hook, catch_up):
    town = make_town()
    before = catch_up()
    edition = published(town, title="已经公开")
    assert [message["act"] for message in hook.got] == ["submit", "pass", "publish"]  # the worker follows each act
    hook.got.clear()
    catch_up(before)  # as if it had slept meanwhile
    follow()
    assert [message["act"] for message in hook.got] == ["publish"]  # what went on meanwhile is told once, as it is now
    assert hook.got[0]["link"] == f"https://example.test/items/{fresh(edition).publication.slug}/"


@pytest.mark.django_db(transaction=True)
def test_board_only_items_are_never_named(hook, catch_up, settings):
    settings.NOTIFY_EMAILS = ["office@example.test"]
    town = make_town()
    catch_up()
    edition = submit(town, make_notice(town, title="低保初审名单", column=town.wall))
    follow()
    edition = first_review(town, edition)
    follow()
    sign(town, edition)
    follow()
    assert len(hook.got) == 3
    assert "低保" not in json.dumps(hook.got, ensure_ascii=False)
    assert "/desk/items/" in hook.got[-1]["link"]
    assert all("低保" not in message.subject + message.body for message in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_what_is_older_than_a_day_is_passed_over(hook, catch_up):
    town = make_town()
    before = catch_up()
    edition = submit(town, make_notice(town))
    hook.got.clear()
    catch_up(before)
    late = timezone.now() + timedelta(days=1, minutes=1)
    with clock.example_clock(late):
        follow()
    assert hook.got == []
    assert Cursor.objects.get(name="notify").done_up_to >= fresh(edition).moved_by_id


@pytest.mark.django_db(transaction=True)
def test_the_example_towns_history_is_not_told(hook, catch_up):
    town = make_town()
    catch_up()
    with clock.example_clock(timezone.now()):
        submit(town, make_notice(town))
    follow()
    assert hook.got == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_hook_that_fails_stops_nothing(hook, catch_up, caplog, status):
    hook.handler.status = status
    town = make_town()
    catch_up()
    edition = submit(town, make_notice(town))
    follow()
    assert "did not take a notice" in caplog.text
    assert "招" not in caplog.text
    assert Cursor.objects.get(name="notify").done_up_to == fresh(edition).moved_by_id
    assert first_review(town, edition).state == "leader_review"


@pytest.mark.django_db(transaction=True)
def test_a_hook_that_is_gone_stops_nothing(catch_up, settings, caplog):
    settings.WEBHOOK_URL, settings.SITE_URL = "http://127.0.0.1:9/hook", ""
    town = make_town()
    catch_up()
    edition = submit(town, make_notice(town))
    follow()
    assert "did not take a notice" in caplog.text
    assert Cursor.objects.get(name="notify").done_up_to == fresh(edition).moved_by_id


@pytest.mark.django_db(transaction=True)
def test_mail_goes_to_those_named(catch_up, settings):
    settings.NOTIFY_EMAILS, settings.SITE_URL = ["office@example.test", "li@example.test"], "https://example.test/"
    town = make_town()
    catch_up()
    edition = submit(town, make_notice(town, title="带\n换行的标题"))
    follow()
    (message,) = mail.outbox
    assert message.to == ["office@example.test", "li@example.test"]
    assert "\n" not in message.subject
    assert f"https://example.test/desk/items/{edition.item_id}/" in message.body


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_gone_stops_nothing(catch_up, settings, caplog):
    settings.NOTIFY_EMAILS = ["office@example.test"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    town = make_town()
    catch_up()
    submit(town, make_notice(town))
    follow()
    assert "could not be mailed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_without_settings_nothing_is_sent_and_nothing_piles_up(catch_up, settings):
    settings.WEBHOOK_URL, settings.NOTIFY_EMAILS = "", []
    town = make_town()
    catch_up()
    edition = submit(town, make_notice(town))
    follow()
    assert Cursor.objects.get(name="notify").done_up_to == fresh(edition).moved_by_id
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_once_a_week_a_leader_is_told_what_went_out_in_her_name(hook, catch_up, monkeypatch):
    town = make_town()
    catch_up()
    published(town, title="第一件")
    published(town, title="第二件")
    hook.got.clear()
    told = weekly.tell()
    (message,) = hook.got
    assert (told, message["to"], message["link"]) == (1, ["李示例"], "https://example.test/desk/me/signed/")
    assert "这七天以您名义签发 2 件" in message["text"]
    assert weekly.tell() == 0  # told already
    monkeypatch.setattr(weekly, "week", lambda: 999952)  # a later Monday, also after missed ones
    assert weekly.tell() == 1


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("2026-11-23 07:59", 202647),
        ("2026-11-23 08:00", 202648),
        ("2026-11-29 23:00", 202648),
        ("2027-01-04 08:00", 202701),
    ],
)
def test_a_week_is_told_from_monday_eight_o_clock(moment, number):
    at = datetime.fromisoformat(f"{moment}+08:00")
    with clock.example_clock(at):
        assert weekly.week() == number
