"""The example town in a database: loaded through the gate, once, and never in production."""

from collections import Counter
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from audit import files, rights, verifier
from audit.models import Account, Appointment, Attachment, Edition, Item, LedgerEntry, Person, Unit
from audit.word import read_word
from township_portal.example_town import attachments, content, loader, office_hours, stories
from township_portal.example_town.stories import Cast, local

# What became of the newest edition of an item, by its story.
ENDS = {
    "published": "published", "mended": "published", "corrected": "published", "corrected_twice": "published",
    "returned_then_published": "published", "first_review": "first_review", "leader_review": "leader_review",
    "correction_in_first_review": "first_review", "correction_in_leader_review": "leader_review",
    "returned": "returned", "recalled": "recalled", "not_adopted": "not_adopted", "withheld": "withheld",
    "approved": "approved", "referred": "referred", "withdrawn": "withdrawn", "expired": "expired", "emergency": "expired",
    "withdrawn_unconfirmed": "withdrawn",
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(standing_town, django_db_blocker, tmp_path_factory):
    """The town, loaded once for this file: its rows go with the transaction the whole file runs in."""
    from django.conf import settings
    from django.db import transaction

    with django_db_blocker.unblock():
        standing_town.close()  # the town of the tests before, if it still stands: this one wants an empty database
        before, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
        with transaction.atomic():
            out = StringIO()
            call_command("load_example_town", stdout=out)
            yield out.getvalue(), settings.FILES_ROOT
            transaction.set_rollback(True)
        settings.FILES_ROOT = before


@pytest.fixture
def town(loaded, settings):
    settings.FILES_ROOT = loaded[1]
    return loaded[0]


def newest(title):
    return Edition.objects.filter(item__title=title).latest("number")


def test_the_command_says_what_it_made_and_the_accounts(town):
    assert f"信息 {len(content.items())}" in town
    for name in ("reporter", "officer2", "leader2", "window", "inspector", "admin", "luoerling", "135790"):
        assert name in town


def test_every_item_ended_where_its_story_ends(town):
    items = content.items()
    assert Item.objects.count() == len(items)
    wanted = Counter(ENDS[item["story"]] for item in items if item["story"] != "draft")
    last = {edition.item_id: edition.state for edition in Edition.objects.order_by("number")}
    assert Counter(last.values()) == wanted
    assert Item.objects.filter(editions=None).count() == sum(item["story"] == "draft" for item in items)


def test_the_record_verifies(town):
    assert [str(finding) for finding in verifier.verify()] == []


def test_every_row_is_marked_as_the_example_clocks_and_times_only_go_forward(town):
    rows = list(LedgerEntry.objects.order_by("number"))
    assert {row.clock for row in rows} == {"example"}
    assert rows[0].act == "load_example"
    assert all(before.at_us <= after.at_us for before, after in pairwise(rows))
    assert rows[-1].at.date() <= date.fromisoformat(content.LAST_DAY)


def test_everything_public_was_reviewed_and_signed_by_others_than_its_hands(town):
    signed = LedgerEntry.objects.filter(act__in=("sign", "sign_onward", "countersign"))
    for row in signed:
        edition = Edition.objects.get(item_id=row.item_uuid, number=row.edition_number)
        assert row.person_number not in edition.hands.values_list("person_number", flat=True)
    assert set(signed.values_list("account_name", flat=True)) == {"leader", "leader2", "principal"}


def test_somebody_signed_on_anothers_behalf(town):
    behalf = set(LedgerEntry.objects.filter(act="sign").values_list("person_name", "on_behalf_of"))
    assert {("吴示例", "李示例"), ("李示例", "吴示例")} <= behalf


def test_each_queue_has_something_to_show_today(town):
    at = local("2026-11-23 08:00")

    def waiting(name):
        account = Account.objects.get(username=name)
        account._seats = rights.seats(account, at)
        return Counter(rights.waiting_for(account).values_list("state", flat=True))

    assert waiting("officer")["first_review"] >= 5
    assert waiting("leader")["leader_review"] >= 3
    assert waiting("leader2")["leader_review"] >= 3
    assert waiting("reporter") == waiting("inspector") == waiting("admin") == Counter()


def test_the_administrator_and_the_window_hold_no_reviewing_post(town):
    for name in ("admin", "window"):
        kinds = set(Appointment.objects.filter(person__accounts__username=name).values_list("post__kind", flat=True))
        assert not kinds & {"officer", "leader", "principal", "inspector"}


def test_the_accounts_open_with_the_password_and_the_codes_are_as_strong_as_any(town):
    for name in ("reporter", "officer", "leader", "inspector", "admin"):
        assert Account.objects.get(username=name).check_password("luoerling")
    codes = set(Person.objects.exclude(signing_code="").values_list("signing_code", flat=True))
    assert len(codes) == 1
    assert "$1$" not in codes.pop()  # one iteration: the loader's own


def test_board_only_and_erased_words_are_nowhere_to_be_read(town):
    wall = newest("2026年第四季度新增低保对象审核公示（只贴村公开栏）")
    assert wall.state == "published"
    assert wall not in Edition.objects.live()
    erased = Edition.objects.exclude(erased_by=None).get()
    assert (erased.title, erased.body, erased.plain_text) == ("", "", "")


def test_a_correction_says_what_it_changed(town):
    edition = Edition.objects.live().get(title="落儿岭镇领导班子成员分工")
    assert edition.number == 3
    assert edition.meta_data["correction_note"].startswith("孙示例镇长办公电话")
    assert "0564-0000103" in edition.facts
    assert "0564-0000107" not in edition.facts
    assert newest("落儿岭镇领导班子成员分工").state == "leader_review"


def test_two_attempts_were_turned_away_and_left_their_rows(town):
    refused = LedgerEntry.objects.filter(act="refused")
    assert refused.count() == 2
    assert set(refused.values_list("visibility", flat=True)) == {"inspection"}


def test_attachments_open_as_what_they_say_they_are(town):
    opened = set()
    for row in Attachment.objects.all():
        data, ending = files.read(row.sha256), row.name.rpartition(".")[2]
        assert len(data) == row.size
        opened.add(ending)
        if ending == "xlsx":
            assert load_workbook(BytesIO(data)).active.max_row > 2
        elif ending == "docx":
            draft = read_word(row.name, data)
            assert draft.title and draft.body_html.count("<p>") > 1
        elif ending == "csv":
            assert data.decode("utf-8-sig").count("\n") > 2
    assert opened == {"xlsx", "docx", "csv", "txt", "png"}


def test_a_second_load_is_refused_and_quiet_where_asked(town):
    rows = LedgerEntry.objects.count()
    with pytest.raises(CommandError, match="已经有内容"):
        call_command("load_example_town")
    out = StringIO()
    call_command("load_example_town", "--if-empty", stdout=out)
    assert out.getvalue() == ""
    assert LedgerEntry.objects.count() == rows


@pytest.mark.django_db
def test_production_settings_refuse(settings):
    settings.PRODUCTION = True
    for options in ([], ["--if-empty"]):
        with pytest.raises(CommandError, match="正式运行"):
            call_command("load_example_town", *options)
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_a_clock_before_the_last_day_is_refused(monkeypatch):
    monkeypatch.setattr(loader.timezone, "now", lambda: local("2026-11-20 12:00"))
    with pytest.raises(CommandError, match="校准时间"):
        call_command("load_example_town")


@pytest.mark.django_db(transaction=True)
def test_what_fails_halfway_leaves_nothing(monkeypatch):
    spoiled = [item | {"unit": "party-office", "column": "policy"} for item in content.items()[:3]]
    monkeypatch.setattr(content, "items", lambda: spoiled)
    with pytest.raises(Exception, match="更细的栏目"):
        loader.load()
    assert loader.is_empty()


def test_files_are_built_the_same_every_time_and_name_their_day():
    day, rows = date(2026, 3, 5), [["事项", "件"], ["一", "2"]]
    for file in (
        {"name": "a.docx", "text": "一\n<&>"}, {"name": "表.csv", "rows": rows}, {"name": "表.xlsx", "rows": rows},
    ):  # fmt: skip
        assert attachments.build(file, day) == attachments.build(file, day)
    data, _ = attachments.build({"name": "表.xlsx", "rows": rows}, day)
    assert load_workbook(BytesIO(data)).properties.modified.date() == day


def test_office_minutes_pass_only_at_the_desk():
    friday = local("2026-09-18 17:00")
    assert office_hours.later(friday, 30) == local("2026-09-20 08:20")  # a working Sunday
    assert office_hours.later(local("2026-02-14 17:10"), 20) == local("2026-02-24 08:20")  # over the Spring Festival
    assert office_hours.later(local("2026-11-20 11:45"), 10) == local("2026-11-20 14:15")
    assert office_hours.later(local("2026-11-20 23:00"), 0) == local("2026-11-23 08:10")


def test_nobody_acts_at_night_or_on_a_day_off_but_the_system():
    for act in stories.all_acts(content.items(), Cast()):
        if act.who != "system":
            assert office_hours.is_working_day(act.at.date()), act
            assert datetime.min.replace(hour=7).time() < act.at.time() < datetime.min.replace(hour=18).time(), act
