"""The administrator's pages: what residents see waits for a leader; nobody is made a reviewer here."""

import html
import re

import pytest
from django.urls import reverse

from audit import changes
from audit.models import (
    Account,
    Appointment,
    Column,
    LedgerEntry,
    PendingChange,
    Person,
    Phrase,
    Question,
    Threshold,
    Unit,
)
from tests.cast import PASSWORD
from tests.drafting.pages import filled


@pytest.fixture
def desk(town, client):
    client.force_login(town.admin)
    return client


def said(page) -> str:
    return html.unescape(page.content.decode())


def page_of(model: str, what: str, *args) -> str:
    return reverse(f"admin:audit_{model}_{what}", args=args)


def test_a_changed_unit_waits_for_a_leader(town, desk):
    address = page_of("unit", "change", town.treasury.pk)
    page = desk.post(address, filled(desk.get(address), phone="0564-1234567", name="财政分局"), follow=True)
    assert "等一位领导确认后生效" in said(page)
    town.treasury.refresh_from_db()
    assert (town.treasury.name, town.treasury.phone) == ("财政所", "0564-0000110")
    waiting = PendingChange.objects.get()
    assert waiting.new == {"name": "财政分局", "phone": "0564-1234567"}
    assert "财政分局" in said(desk.get(address))
    changes.confirm_change(town.leader, waiting)
    town.treasury.refresh_from_db()
    assert town.treasury.phone == "0564-1234567"


def test_saving_without_a_change_says_so(town, desk):
    address = page_of("unit", "change", town.treasury.pk)
    assert "没有要改的" in said(desk.post(address, filled(desk.get(address)), follow=True))
    assert not PendingChange.objects.exists()


def test_a_new_column_is_off_until_confirmed(town, desk):
    address = page_of("column", "add")
    values = {"name": "茶叶补贴", "slug": "tea", "parent": town.disclosure.pk, "content_elements": "对象\n\n标准"}
    desk.post(address, filled(desk.get(address), **values))
    column = Column.objects.get(slug="tea")
    assert not column.is_active
    assert column.content_elements == ["对象", "标准"]
    changes.confirm_change(town.leader, PendingChange.objects.get())
    column.refresh_from_db()
    assert column.is_active


def test_what_the_address_is_made_of_cannot_be_changed(town, desk):
    address = page_of("column", "change", town.notices.pk)
    desk.post(address, filled(desk.get(address), slug="other-name", path="1/", name="通知"))
    town.notices.refresh_from_db()
    assert town.notices.slug == "notices"
    assert "slug" not in PendingChange.objects.get().new


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(Question, {"text": "新的问法？"}), (Phrase, {"text": "请再看一遍"}), (Threshold, {"value": "48"})],
)
def test_questions_phrases_and_limits_wait_too(town, desk, kind, typed):
    model = kind._meta.model_name
    address = page_of(model, "change", kind.objects.first().pk)
    desk.post(address, filled(desk.get(address), **typed))
    assert PendingChange.objects.get().model == model


def test_bad_settings_get_a_sentence(town, desk):
    address = page_of("unit", "add")
    page = desk.post(address, filled(desk.get(address), name="", slug="坏 代号"))
    assert set(page.context["adminform"].form.errors) >= {"name", "slug"}
    assert not Unit.objects.filter(name="").exists()


def test_a_person_and_an_account_with_a_password_shown_once(town, desk):
    address = page_of("person", "add")
    desk.post(address, filled(desk.get(address), name="新来的", staff_number="N-1"))
    person = Person.objects.get(staff_number="N-1")
    address = page_of("account", "add")
    page = desk.post(address, filled(desk.get(address), person=person.pk, username="xinlai"))
    password = re.search(r'class="password-once">([^<]+)<', said(page))[1]
    account = Account.objects.get(username="xinlai")
    assert account.check_password(password)
    assert account.must_change_password
    assert not any(password in said(desk.get(page_of("account", "change", account.pk))) for _ in range(2))
    assert password not in str(desk.session.items()) + str(desk.cookies)
    assert LedgerEntry.objects.filter(act="change_account").count() >= 2


def test_a_reporters_password_is_reset_at_once_a_leaders_waits(town, desk):
    page = desk.post(reverse("admin:audit_account_act", args=[town.reporter.pk, "password"]))
    assert "password-once" in said(page)
    page = desk.post(reverse("admin:audit_account_act", args=[town.leader.pk, "password"]), follow=True)
    assert "要等一位领导确认" in said(page)
    town.leader.refresh_from_db()
    assert town.leader.check_password(PASSWORD)


def test_an_account_is_switched_off_and_on(town, desk):
    desk.post(reverse("admin:audit_account_act", args=[town.reporter.pk, "off"]))
    town.reporter.refresh_from_db()
    assert not town.reporter.is_active
    desk.post(reverse("admin:audit_account_act", args=[town.reporter.pk, "on"]))
    town.reporter.refresh_from_db()
    assert town.reporter.is_active


def test_acts_on_accounts_are_posts_of_the_administrator(town, desk):
    address = reverse("admin:audit_account_act", args=[town.reporter.pk, "off"])
    assert desk.get(address).status_code == 405
    assert desk.post(reverse("admin:audit_account_act", args=[town.reporter.pk, "erase"])).status_code == 404
    assert desk.post(reverse("admin:audit_account_act", args=[999999, "off"])).status_code == 404
    for name in ("reporter", "officer", "leader", "inspector"):
        desk.force_login(getattr(town, name))
        assert desk.post(address).status_code in (403, 404), name
    town.reporter.refresh_from_db()
    assert town.reporter.is_active


def test_no_field_of_an_account_gives_power(town, desk):
    address = page_of("account", "change", town.admin.pk)
    forged = {"is_superuser": "on", "is_staff": "on", "groups": "1", "person": town.leader.person_id, "password": "x"}
    assert desk.post(address, forged).status_code == 403
    before = Appointment.objects.count()
    for what in ("add", "changelist"):
        desk.post(page_of("post", what), {"title": "镇长", "kind": "leader"}) if what != "add" else None
    assert desk.get("/admin/audit/appointment/").status_code == 404
    assert desk.get("/admin/audit/edition/").status_code == 404
    assert desk.get("/admin/audit/ledgerentry/").status_code == 404
    assert desk.get("/admin/auth/group/").status_code == 404
    assert desk.post(page_of("post", "change", 1), {"title": "x"}).status_code == 403
    assert Appointment.objects.count() == before


SETTING_PAGES = ["unit", "column", "person", "account", "post", "question", "phrase", "threshold"]


@pytest.mark.parametrize("name", ["reporter", "officer", "leader", "inspector", "window", "root"])
def test_settings_are_the_administrators(town, client, name):
    client.force_login(getattr(town, name))
    for model in SETTING_PAGES:
        assert client.get(page_of(model, "changelist")).status_code in (302, 403), model


def test_the_front_page_lists_what_each_does(town, client):
    def groups(name):
        client.force_login(getattr(town, name))
        return [group["name"] for group in client.get("/admin/").context["app_list"]]

    assert groups("reporter") == ["写信息", "机构和领导"]
    assert groups("admin") == ["人员和账号", "单位和栏目", "审查用语和时限", "自动检查用的词和号码"]
    assert groups("leader") == ["写信息", "机构和领导"]
