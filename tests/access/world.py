"""The town of the access test: one item in every state that some address acts on, and for every name of an address
the arguments it is tried with and the form that would succeed from the right hand."""

from types import SimpleNamespace

from audit import accounts, appointments, changes, files, workflow
from audit.checks import Given, questions_for
from audit.clock import now
from audit.models import (
    Account,
    Attachment,
    FixedPhrase,
    HolidayNotice,
    KnownPhone,
    ListedWord,
    MaskFormat,
    Phrase,
    Post,
    Question,
    Threshold,
)
from disclosure.models import (
    Classification,
    ForwardedDocument,
    Interpretation,
    PersonList,
    Statement,
    StatutoryItem,
)
from tests.access import (
    world_emergency,
    world_finance,
    world_organisation,
    world_paper,
    world_services,
    world_timed,
    world_villages,
)
from tests.cast import (
    CODE,
    PASSWORD,
    first_review,
    make_account,
    make_notice,
    make_town,
    published,
    sign,
    submit,
)
from township_portal.models import Synonym

SECRET = b"a draft nobody may read\n"


def attach(item, by, data=SECRET, name="清单.csv"):
    row = Attachment(
        item=item, sha256=files.put(data), name=name, size=len(data), content_type="text/csv", uploaded_by=by.person
    )
    row._history_user = by
    row.save()
    return row


def make_world():
    """Items by the state they are in, drafted by `reporter` for 农业农村办; and what waits for a leader."""
    town = make_town()
    for name, kind in (("officer_far", "officer"), ("leader_far", "leader")):
        setattr(town, name, make_account(name))
        post = appointments.make_post(f"{name}的岗位", kind, [town.other])
        appointments.confirm(town.principal, appointments.propose(town.leader, getattr(town, name).person, post))

    def notice(title, **over):
        item = make_notice(town, title=title, **over)
        attach(item, town.reporter)
        return item

    world = SimpleNamespace(town=town, draft=notice("草稿"), waiting=submit(town, notice("待初审")))
    world.signing = first_review(town, submit(town, notice("待签发")))
    world.onward = sign(
        town, first_review(town, submit(town, notice("待主要负责人签发", column=town.money))), town.leader2
    )
    reviewed = submit(town, notice("拟不予公开"))
    world.withholding = workflow.take_step(town.officer, "propose_withhold", reviewed, Given(clause="第十四条"))
    referred = first_review(town, submit(town, notice("送审查中")))
    world.referred = workflow.take_step(town.leader, "refer", referred, Given(remark="拿不准"))
    world.published = published(town, title="已公开")
    attached = notice("已公开，有附件")
    world.with_file = sign(town, first_review(town, submit(town, attached)))
    world.with_file.refresh_from_db()
    _ended(world, notice)
    _list(world)
    _waiting_for_a_leader(world)
    world_services.furnish(world)
    world_villages.furnish(world)
    world_emergency.furnish(world)
    for name, account in list(vars(town).items()):
        if isinstance(account, Account):
            setattr(town, name, Account.objects.select_related("person").get(pk=account.pk))
    return world


def _ended(world, notice):
    """What was withdrawn, returned, mended, or is to be erased; and a forwarded document."""
    town = world.town
    gone = published(town, title="已撤下")
    world.withdrawn = workflow.take_step(town.officer2, "withdraw", gone, Given(reason="wrong"))
    world.asked = published(town, title="有人请求撤下")
    workflow.take_step(town.window, "ask_withdrawal", world.asked, Given(remark="有电话"))
    world.hung = published(town, title="挂着正在更正")
    workflow.take_step(town.officer, "hang_correction", world.hung)
    returned = submit(town, notice("已退回"))
    world.returned = workflow.take_step(town.officer, "return", returned, Given(remark="不清楚"))
    world.mended = workflow.take_step(town.officer, "mend", submit(town, notice("代改")), changes={"title": "已代改"})
    doomed = submit(town, notice("提请清除"))
    doomed = workflow.take_step(town.officer, "return", doomed, Given(remark="有身份证号"))
    world.doomed = workflow.take_step(town.leader, "propose_erase", doomed, Given(code=CODE, remark="有身份证号"))
    world.forwarded = ForwardedDocument(
        title="转发", column=town.notices, unit=town.agriculture, drafter=town.reporter.person,
        formed_on=world.draft.formed_on, body="<p>转。</p>",
    )  # fmt: skip
    world.forwarded._history_user = town.reporter
    world.forwarded.save()
    same = {"column": town.notices, "unit": town.agriculture, "drafter": town.reporter.person, "body": "<p>说明。</p>"}
    day = world.draft.formed_on
    world.statement = Statement(
        title="情况说明", reason="none", checked_on=day, next_check_on=day.replace(day=day.day + 1), **same
    )
    world.interpretation = Interpretation(title="解读", interprets_id=world.published.item_id, **same)
    for item in (world.statement, world.interpretation):
        item._history_user = town.reporter
        item.save()
    world_organisation.make(world)


def _list(world):
    """A list of persons as the builder would have made it, in draft."""
    world.list = PersonList(
        title="名单", column=world.town.notices, unit=world.town.agriculture, drafter=world.town.reporter.person,
        programme="补贴", period="2026年", columns=[["姓名", "name"]], rows=[["", "赵样户"]],
    )  # fmt: skip
    world.list._history_user = world.town.reporter
    world.list.save()


def _waiting_for_a_leader(world):
    town = world.town
    newcomer = make_account("newcomer")
    officers = Post.objects.get(title="党政办信息员")
    world.proposal = appointments.propose(town.leader2, newcomer.person, officers)
    world.window_post = Post.objects.get(title="便民服务中心窗口")
    world.held = newcomer.person.appointments.model.objects.get(person=town.window.person)
    world.change = changes.propose_change(town.admin, town.treasury, {"phone": "0564-0000888"})
    world.reset = accounts.reset_password(town.admin, town.officer2).waiting


ADMIN_OBJECTS = {
    "unit": lambda w: w.town.agriculture, "column": lambda w: w.town.notices, "person": lambda w: w.town.window.person,
    "account": lambda w: w.town.window, "post": lambda w: w.window_post, "question": lambda w: Question.objects.first(),
    "phrase": lambda w: Phrase.objects.first(), "threshold": lambda w: Threshold.objects.first(),
    "holidaynotice": lambda w: HolidayNotice.objects.get_or_create(year=2027, text="1月1日放假。", source="示例")[0],
    "listedword": lambda w: ListedWord.objects.first(), "fixedphrase": lambda w: FixedPhrase.objects.first(),
    "knownphone": lambda w: KnownPhone.objects.first(), "maskformat": lambda w: MaskFormat.objects.first(),
    "notice": lambda w: w.draft, "forwardeddocument": lambda w: w.forwarded,
    "synonym": lambda w: Synonym.objects.first(),
    "interpretation": lambda w: w.interpretation, "statement": lambda w: w.statement,
    "statutoryitem": lambda w: StatutoryItem.objects.first(),
    "classification": lambda w: Classification.objects.first(), "wall": lambda w: world_paper.wall(w),
    **world_services.ADMIN_OBJECTS,
    **world_organisation.ADMIN_OBJECTS,
    **world_finance.ADMIN_OBJECTS,
    **world_timed.ADMIN_OBJECTS,
    **world_emergency.ADMIN_OBJECTS,
    **world_villages.ADMIN_OBJECTS,
    "personlist": lambda w: w.list,
}  # fmt: skip
ACTED_ON = {
    "sign": "signing", "refer": "signing", "countersign": "onward", "withhold": "withholding", "resume": "referred",
    "ask_withdrawal": "published", "decline_withdrawal": "asked", "hang_correction": "published",
    "unhang_correction": "hung", "confirm_withdrawal": "withdrawn", "erase": "doomed", "propose_erase": "returned",
    "two": "mended",
}  # fmt: skip


def arguments(world, name, names):
    """The arguments of an address; `name` may carry an act or a state after "/" (desk:decide/sign)."""
    base, _, variant = name.partition("/")
    edition = getattr(world, ACTED_ON.get(variant, variant if hasattr(world, variant) else "waiting"))
    slug = world.with_file.publication.slug if world.with_file.publication else ""
    number = world.withdrawn.publication.slug if variant == "withdrawn" else slug
    known = {
        "uuid": getattr(edition, "item_id", getattr(edition, "pk", None)),
        "act": variant or "password", "number": getattr(edition, "number", 1),
        "sha256": files.put(SECRET), "slug": "notices", "app_label": "disclosure", "content_type_id": "1",
        "n": 1, "position": 1, "name": "清单.csv", "url": "nowhere", "section": "items", "upload": "0" * 32,
    }  # fmt: skip
    known |= world_paper.known(world, base)
    known |= world_services.arguments(base) | world_finance.arguments(base) | world_timed.arguments(base)
    known |= world_villages.arguments(world, base) | world_emergency.arguments(world, base)
    if base in ("item", "item_edition", "item_file", "item_data", "api_item"):
        known["number"] = number
    elif base in ("desk:withdraw",):
        known["uuid"] = world.published.item_id
    elif base == "column_page":
        known["number"] = 1
    elif base in ("department", "unit_feed"):
        known["slug"] = world.town.agriculture.slug
    found = {key: known[key] for key in names if key in known}
    if "object_id" in names:
        model = base.split("_")[-2] if base.count("_") else ""
        found["object_id"] = ADMIN_OBJECTS[model](world).pk if model in ADMIN_OBJECTS else "1"
    if "pk" in names:
        found["pk"] = primary_key(world, base, variant)
    return found


def primary_key(world, base, variant):
    if base.startswith("desk:write"):
        return world.waiting.item_id if base == "desk:write_recall" else world.draft.pk
    if base.startswith("admin:disclosure_personlist"):
        return world.list.pk
    if base.startswith(("admin:audit_", *world_finance.BY_WORKBOOK, *world_villages.BY_WORKBOOK)):
        kind = base.split("_")[1]
        return world.waiting.item_id if base == "admin:audit_notice_recall" else ADMIN_OBJECTS[kind](world).pk
    if base.startswith("paper:"):
        return world_paper.primary_key(world, base)
    return (world_services.primary_keys(world) | world_villages.primary_keys(world) | {
        "desk:appointment_fill": world.window_post.pk,
        "desk:appointment_confirm": world.proposal.pk,
        "desk:appointment_refuse": world.proposal.pk,
        "desk:appointment_end": world.held.pk,
        "desk:appointment_new_code": world.town.principal.person_id,
        "desk:change_confirm": world.reset.pk if variant == "account" else world.change.pk,
        "desk:change_refuse": world.change.pk,
    })[base]  # fmt: skip


def query(name):
    return "?a=1&b=2" if name == "inspection:compare/two" else ""


def form(world, name):
    """What the right person would send, and succeed with."""
    base, _, act = name.partition("/")
    if base == "desk:decide":
        questions = {f"pass-answer_{q.key}": "no" for q in questions_for(world.waiting, now())}
        words = {"remark": "说明", "clause": "第十四条", "has_read": "on", "code": CODE}
        return questions | {f"{act}-{field}": value for field, value in words.items()}
    if base == "desk:erase":
        return {"erase-remark": "有身份证号", "erase-understood": "on", "erase-code": CODE}
    town = world.town
    draft = {"title": "新写的", "unit": town.agriculture.pk, "column": town.notices.pk, "body": "正文", "seen": 1}
    return {
        **world_paper.forms(),
        "desk:withdraw": {"withdraw-scope": "all", "withdraw-reason": "wrong"},
        "desk:ask": {"ask-which": world.published.publication.slug, "ask-remark": "有身份证号"},
        "desk:mend": {"mend-title": "代改过的", "mend-body": "<p>代改。</p>", "mend-formed_on": "2026-11-02", "number": "1"},
        "desk:write": draft, "desk:write_edit": draft,
        "desk:screening_later": {"sha256": "0" * 64, "key": "", "basis": "有依据"},
        "desk:screening_clean": {"sha256": "0" * 64, "how": "mask"},
        "desk:screening_decide": {"sha256": "0" * 64, "key": "", "basis": "有依据"},
        "desk:login": {"username": "officer", "password": PASSWORD},
        "desk:password": {"old_password": PASSWORD, "new_password1": "a-new-one-77", "new_password2": "a-new-one-77"},
        "desk:code": {"old": CODE, "code": "246810", "again": "246810"},
        "desk:appointment_fill": {"person": town.reporter2.person_id, "mode": "holder"},
        "desk:appointment_post": {"title": "新岗位"},
        **{f"admin:audit_{kind}_images": {"image": world_paper.photo()} for kind in KINDS},
        "admin:audit_person_add": {"staff_number": "T-new", "name": "新示例"},
        "admin:audit_account_add": {"person": town.window.person_id, "username": "window2"},
        "admin:township_portal_synonym_add": {"said": "喝水", "written": "饮水", "valid_from": "2026-01-01"},
        "admin:audit_phrase_add": {"text": "新用语", "order": "9", "valid_from": "2026-01-01"},
        **world_services.forms(world),
        **world_villages.forms(world),
        **world_emergency.forms(world),
    }.get(base, {})  # fmt: skip


KINDS = (
    "notice", "forwardeddocument", "interpretation", "statement", "guide", "agentlist", "wallrule", "leadership", "unitprofile",
    "personlist", "quarterlyfinance", "budget", "villagefinance", *world_timed.ADMIN_OBJECTS, *world_emergency.ADMIN_OBJECTS,
)  # fmt: skip
