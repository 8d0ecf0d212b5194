"""任职: proposed by one leader, confirmed by another; deputies and duty with dates; work follows the post."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.utils import timezone

from audit import appointments, changes, clock, rights, workflow
from audit.checks import Given, Refused, StepError
from audit.models import Account, Appointment, Column, LedgerEntry, PendingChange, Person, Post
from tests.cast import CODE, all_no, end_post, first_review, make_account, make_notice, signature, submit

PAGE = "/desk/appointments/"


def at_desk(account):
    client = Client()
    client.force_login(account)
    return client


def again(account):
    """The same account in its next request: seats are read once a request."""
    return Account.objects.select_related("person").get(pk=account.pk)


def post_of(account):
    return Appointment.objects.get(person=account.person, confirmed_row__isnull=False).post


def day(offset):
    return (timezone.localtime() + timedelta(days=offset)).strftime("%Y-%m-%d")


def propose(client, post, whom, **over):
    return client.post(f"{PAGE}posts/{post.pk}/", {"person": whom.pk, "mode": "holder"} | over)


def test_a_reviewer_is_named_by_one_leader_and_confirmed_by_another(town):
    newcomer = make_account("newcomer")
    Person.objects.filter(pk=newcomer.person_id).update(signing_code="")
    post = post_of(town.leader2)
    one, other = at_desk(town.leader), at_desk(town.principal)
    assert propose(one, post, newcomer.person, ends=day(30)).url == PAGE
    proposal = Appointment.objects.get(person=newcomer.person)
    assert not rights.can(again(newcomer), "lead")
    one.post(f"{PAGE}{proposal.pk}/confirm/")
    assert not rights.can(again(newcomer), "lead")
    page = other.post(f"{PAGE}{proposal.pk}/confirm/")
    assert rights.can(again(newcomer), "lead")
    word = page.context["secret"]
    mine = at_desk(newcomer)
    assert (
        "启用码不对"
        in mine.post("/desk/me/code/", {"old": "00000000", "code": "246810", "again": "246810"}).content.decode()
    )
    assert mine.post("/desk/me/code/", {"old": word, "code": "246810", "again": "246810"}).url == "/desk/me/"
    assert check_password("246810", Person.objects.get(pk=newcomer.person_id).signing_code)
    repeated = other.post(f"{PAGE}{proposal.pk}/confirm/", follow=True)
    assert "已经有人处理过" in repeated.content.decode()


@pytest.mark.parametrize("who", ["reporter", "officer", "window", "inspector", "root"])
def test_for_others_the_pages_do_not_exist(town, who):
    client, post = at_desk(getattr(town, who)), post_of(town.officer)
    held = Appointment.objects.get(person=town.officer.person)
    for address in (PAGE, f"{PAGE}new-post/", f"{PAGE}posts/{post.pk}/", "/desk/changes/"):
        assert client.get(address).status_code == 404
    for address in (
        f"{PAGE}{held.pk}/end/",
        f"{PAGE}{held.pk}/confirm/",
        f"{PAGE}persons/{town.leader.person_id}/new-code/",
    ):
        assert client.post(address).status_code == 404
    held.refresh_from_db()
    assert held.ended_row is None


def test_the_administrator_gives_ordinary_posts_and_no_reviewing_one(town):
    client = at_desk(town.admin)
    newcomer = make_account("newcomer").person
    assert propose(client, post_of(town.reporter), newcomer).url == PAGE
    assert Appointment.objects.get(person=newcomer).confirmed_row
    for who in ("officer", "leader", "principal", "inspector"):
        page = propose(client, post_of(getattr(town, who)), newcomer)
        assert page.status_code == 200 and "不能任命" in page.content.decode()
    held = Appointment.objects.get(person=town.leader2.person)
    client.post(f"{PAGE}{held.pk}/end/")
    held.refresh_from_db()
    assert held.ended_row is None
    waiting = appointments.propose(town.leader, newcomer, post_of(town.officer))
    for verb in ("confirm", "refuse"):
        client.post(f"{PAGE}{waiting.pk}/{verb}/")
    waiting.refresh_from_db()
    assert waiting.confirmed_row is None and waiting.refused_row is None
    assert LedgerEntry.objects.filter(act="refused", person_number="T-admin").count() == 7


def test_the_administrator_makes_ordinary_posts_and_no_reviewing_one(town):
    client = at_desk(town.admin)
    kinds = client.get(f"{PAGE}new-post/").context["kinds"]
    assert [kind for kind, _ in kinds] == ["reporter", "head", "window", "administrator"]
    answer = client.post(
        f"{PAGE}new-post/?kind=reporter", {"title": "古桥畈村报送员", "objects": [town.agriculture.pk]}
    )
    made = Post.objects.get(title="古桥畈村报送员")
    assert answer.url == f"{PAGE}posts/{made.pk}/"
    assert LedgerEntry.objects.get(act="make_post").subject == "古桥畈村报送员（报送员）：农业农村办公室"
    client.post(f"{PAGE}new-post/?kind=leader", {"title": "我", "objects": [town.disclosure.pk]})
    with pytest.raises(Refused):
        appointments.create_post(again(town.admin), "我", "leader", [town.disclosure])
    assert not Post.objects.filter(title="我").exists()
    assert "冯示例设立" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("reporter", {"title": "", "objects": ["U"]}),
        ("reporter", {"title": "新岗"}),
        ("reporter", {"title": "财政所报送员", "objects": ["U"]}),
        ("reporter", {"title": "长" * 51, "objects": ["U"]}),
        ("reporter", {"title": "新岗", "objects": ["99999"]}),
        ("officer", {"title": "新岗", "objects": ["x"]}),
        ("officer", {"title": "\u200b", "objects": ["C"]}),
    ],
)
def test_a_post_that_cannot_be_gets_a_sentence(town, kind, form):
    values = {"U": town.agriculture.pk, "C": town.disclosure.pk}
    form = {k: [values.get(v, v) for v in given] if k == "objects" else given for k, given in form.items()}
    before = Post.objects.count()
    page = at_desk(town.leader).post(f"{PAGE}new-post/?kind={kind}", form)
    assert page.status_code == 200
    assert "field-error" in page.content.decode() or "message-error" in page.content.decode()
    assert Post.objects.count() == before


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"mode": "deputy"}, "要写明到哪天为止"),
        ({"mode": "duty"}, "要写明到哪天为止"),
        ({"ends": day(-1)}, "已经过去"),
        ({"starts": day(-1)}, "不能倒填"),
        ({"starts": day(9), "ends": day(5)}, "晚于开始"),
        ({"ends": "9999-12-31"}, "太远"),
        ({"ends": "2026-02-30"}, "field-error"),
        ({"ends": "明天"}, "field-error"),
        ({"mode": "owner"}, "field-error"),
        ({"person": ""}, "field-error"),
        ({"person": "99999"}, "field-error"),
        ({"remark": "长" * 101}, "field-error"),
        ({"remark": "a\0b"}, "field-error"),
    ],
)
def test_a_proposal_that_cannot_be_gets_a_sentence(town, form, sentence):
    before = Appointment.objects.count()
    page = propose(at_desk(town.leader), post_of(town.officer), town.window.person, **form)
    assert page.status_code == 200 and sentence in page.content.decode()
    assert Appointment.objects.count() == before


def test_the_system_cannot_be_appointed(town):
    system = Person.objects.get(staff_number="SYSTEM")
    assert propose(at_desk(town.leader), post_of(town.reporter), system).status_code == 200
    assert not Appointment.objects.filter(person=system).exists()


def test_a_deputy_acts_until_the_day_given_and_the_row_says_for_whom(town):
    deputy = make_account("deputy")
    client, other = at_desk(town.leader2), at_desk(town.leader)
    propose(client, post_of(town.officer), deputy.person, mode="deputy", ends=day(2), remark="王示例外出学习")
    proposal = Appointment.objects.get(person=deputy.person)
    last = timezone.localtime(proposal.ends)
    assert (last.hour, last.date().isoformat()) == (0, day(3))
    other.post(f"{PAGE}{proposal.pk}/confirm/")
    edition = submit(town, make_notice(town))
    workflow.take_step(again(deputy), "pass", edition, all_no(edition))
    row = LedgerEntry.objects.get(act="pass")
    assert (row.person_name, row.post, row.on_behalf_of) == ("deputy", "党政办信息员（代）", "王示例")
    assert rights.seats(again(deputy), proposal.ends - timedelta(seconds=1))
    assert rights.seats(again(deputy), proposal.ends) == ()
    assert f"到 {day(2)}" in at_desk(deputy).get("/desk/me/").content.decode()


def test_duty_begins_on_its_day(town):
    person = make_account("night")
    propose(at_desk(town.leader), post_of(town.window), person.person, mode="duty", starts=day(1), ends=day(1))
    given = Appointment.objects.get(person=person.person)
    assert rights.seats(again(person)) == ()
    assert rights.seats(again(person), given.starts)[0].post == "便民服务中心窗口（值班）"
    assert given.ends - given.starts == timedelta(days=1)


def test_waiting_work_follows_the_post(town):
    edition = submit(town, make_notice(town))
    newcomer, post = make_account("newcomer"), post_of(town.officer)
    assert edition in rights.waiting_for(again(town.officer))
    held = Appointment.objects.get(person=town.officer.person)
    for leader in (town.leader, town.principal):
        at_desk(leader).post(f"{PAGE}{held.pk}/end/")
    appointments.confirm(town.principal, appointments.propose(town.leader, newcomer.person, post))
    assert edition not in rights.waiting_for(again(town.officer))
    assert edition in rights.waiting_for(again(newcomer))
    with pytest.raises(StepError):
        workflow.take_step(again(town.officer), "pass", edition, all_no(edition))
    assert workflow.take_step(again(newcomer), "pass", edition, all_no(edition)).state == "leader_review"


def test_a_leader_whose_post_ended_signs_no_more_in_the_same_minute(town):
    edition = first_review(town, submit(town, make_notice(town)))
    end_post(town, town.leader)
    with pytest.raises(StepError):
        workflow.take_step(again(town.leader), "sign", edition, signature())


def test_who_is_missing_is_said_on_the_page(town):
    for name in ("officer", "officer2"):
        end_post(town, getattr(town, name))
    assert "没有人担任专职信息员" in at_desk(town.leader).get(PAGE).content.decode()


def test_a_post_shows_what_it_reaches(town):
    page = at_desk(town.leader).get(PAGE).content.decode()
    assert "政府信息公开（连同下级）" in page and "农业农村办公室" in page


def test_a_forgotten_code_by_two_leaders_at_the_desk(town):
    one, other = at_desk(town.leader), at_desk(town.principal)
    one.post(f"{PAGE}persons/{town.leader2.person_id}/new-code/")
    change = PendingChange.objects.get()
    one.post(f"/desk/changes/{change.pk}/confirm/")
    change.refresh_from_db()
    assert change.settled_row is None
    word = other.post(f"/desk/changes/{change.pk}/confirm/").context["secret"]
    mine = at_desk(town.leader2)
    assert mine.post("/desk/me/code/", {"old": word, "code": "975310", "again": "975310"}).url == "/desk/me/"


@pytest.mark.parametrize(
    ("old", "code", "again_"),
    [("000000", "246810", "246810"), (CODE, "12345", "12345"), (CODE, "111111", "111111"), (CODE, "abcdef", "abcdef"),
     (CODE, "246810", "246811"), ("", "246810", "246810"), (CODE, "", ""), (CODE, "２４６８１０" * 4, "２４６８１０" * 4)],
)  # fmt: skip
def test_a_code_that_cannot_be_gets_a_sentence(town, old, code, again_):
    page = at_desk(town.leader).post("/desk/me/code/", {"old": old, "code": code, "again": again_})
    assert page.status_code == 200
    assert check_password(CODE, Person.objects.get(pk=town.leader.person_id).signing_code)


def test_guessing_the_old_code_locks_it_as_guessing_at_a_signature_does(town):
    client = at_desk(town.leader)
    for number in range(5):
        client.post("/desk/me/code/", {"old": f"00000{number}", "code": "246810", "again": "246810"})
    page = client.post("/desk/me/code/", {"old": CODE, "code": "246810", "again": "246810"})
    assert "暂停使用 15 分钟" in page.content.decode()
    assert LedgerEntry.objects.filter(act="lockout", subject="签发码", visibility="inspection").count() == 1
    edition = first_review(town, submit(town, make_notice(town)))
    with pytest.raises(Refused, match="暂停"):
        workflow.take_step(again(town.leader), "sign", edition, Given(code=CODE, has_read=True))


def test_the_pages_cost_the_same_with_many_posts(town, django_assert_max_num_queries):
    client = at_desk(town.leader)
    client.get(PAGE)
    for number in range(40):
        post = appointments.make_post(f"岗位{number}", "reporter", [town.agriculture])
        appointments.propose(town.leader, town.window.person, post)
        Column.objects.create(slug=f"c{number}", name=f"栏{number}")
    with django_assert_max_num_queries(16):
        client.get(PAGE)
    assert clock.now()


def test_the_menu_counts_what_waits_for_this_leader(town):
    newcomer = make_account("newcomer").person
    appointments.propose(town.leader, newcomer, post_of(town.officer))
    changes.propose_change(town.admin, town.agriculture, {"phone": "1"})
    for who, waiting in (("leader", 1), ("leader2", 2), ("admin", 0)):
        menu = at_desk(getattr(town, who)).get("/desk/").context["desk_menu"]
        assert [entry["count"] for entry in menu if entry["label"] == "任职"] == [waiting]
    labels = [entry["label"] for entry in at_desk(town.reporter).get("/desk/me/").context["desk_menu"]]
    assert "任职" not in labels
