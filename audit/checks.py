"""What a step asks before it is taken. Each check is a short function named in `states.STEPS`; it
raises `Incomplete` (put it right and try again) or `Refused` (not you, not now: goes to the ledger)."""

from datetime import datetime

from django.contrib.auth.hashers import check_password

from . import clock, elements, files
from .case import Case, Given, Incomplete, Refused, StepError, TooLate, WrongCode
from .content import asked_by_columns, same_content, trail_of, unaccounted
from .ledger import words_of
from .models import Edition, Hand, LedgerEntry, Person, Question
from .rich_text import has_text
from .screening import gate as screening
from .screening import later
from .states import SIGNING_ACTS, WITHDRAWAL_REASONS

__all__ = ["CHECKS", "Case", "Given", "Incomplete", "Refused", "StepError", "TooLate", "WrongCode"]


SAME = "和现在公开的一字不差，不用再送审。"


def complete(case: Case) -> None:
    item, missing = case.item, []
    if not item.title.strip():
        missing.append("标题")
    stands = has_text(item.body) or item.attachments.exists() or (item.STANDS_ON_FACTS and item.facts())
    if not stands:
        missing.append("正文或附件")
    if item.formed_on is None:
        missing.append("落款日期")
    if missing:
        raise Incomplete(f"还不能送审，缺：{'、'.join(missing)}。补上再送。")
    if wanting := item.concrete().lacking():
        more = f"；等 {len(wanting)} 处" if len(wanting) > 3 else ""
        raise Incomplete(f"还不能送审：{'；'.join(wanting[:3])}{more}")
    if item.formed_on and item.formed_on > clock.local_date(case.at) and not item.not_before:
        raise Incomplete("落款日期晚于今天，请核对年月日。")
    if not item.column.is_active or not item.unit.is_active:
        raise Incomplete("所选的栏目或单位已停用，请另选。")
    if item.column.children.exists():
        raise Incomplete(f"“{item.column.name}”下面还有更细的栏目，请选到最细的一层。")
    registered = item.editions.filter(publication__isnull=False).first()
    if registered and registered.board_only != asked_by_columns(trail_of(item))["board_only"]:
        raise Incomplete("只上墙的和网上的栏目之间不能改换，请另写一条。")
    published = item.editions.filter(state="published").first()
    if published and same_content(item, published):
        raise Incomplete(SAME)
    if published and not item.correction_note.strip():
        raise Incomplete("这条已经公开，改动要写明“这次改了什么、为什么”，给群众看。")


def elements_answered(case: Case) -> None:
    if left := elements.unanswered(case.item.concrete()):
        raise Incomplete(f"还不能送审：{elements.sentence(left)}")


def elements_confirmed(case: Case) -> None:
    assert case.edition
    if left := [row[0] for row in elements.of_edition(case.edition) if row[0] not in case.given.elements]:
        raise Incomplete(f"还有 {len(left)} 项公开要素没有看过：{'、'.join(left[:4])}。看到了再勾，空的请退回。")


def accounted(case: Case) -> None:
    """What is sealed was saved by somebody: a change past the history would be nobody's hand."""
    if unaccounted(case.item.concrete()):
        raise Refused("底稿被人绕过系统改过，改动没有记下是谁做的。请核对全文和附件，改一处再保存，由您负责后再送审。")


def screened(case: Case) -> None:
    """Text and files were looked through under the rules of now, and no hard finding is undecided."""
    blocking = [one for one in screening.look_at_item(case.item.concrete()) if one.blocks]
    if blocking and all(one.pending for one in blocking):
        names = "、".join(f"“{one.subject.name}”" for one in blocking[:3])
        raise Incomplete(f"还在检查{names}，查完才能送审，一般几分钟。可以先离开，过会儿再来送审，写的都在。")
    blocking = [one for one in blocking if not one.pending]
    if blocking:
        told = "；".join(one.sentence.rstrip("。") for one in blocking[:2])
        more = f"；等 {len(blocking)} 处" if len(blocking) > 2 else ""
        raise Incomplete(f"检查查出必须处理的地方：{told}{more}。请遮住、删掉，或在“检查结果”里写明依据。")


def rescreened(case: Case) -> None:
    """Nothing undecided in the sealed content under the rules of now, which may be better than at submission."""
    assert case.edition
    found = later.undecided(case.edition)
    if not found:
        return
    if all(one.pending for one in found):
        raise Incomplete("检查规则刚更新，里面的大文件正在重查，一般几分钟。请过会儿再办，写的都在。")
    told = "；".join(one.sentence.rstrip("。") for one in found if not one.pending)[:200]
    raise Incomplete(f"送审之后检查规则更新，又查出：{told}。请退回修改，或由没有经手的信息员写明依据后再办。")


def kept_findings(edition: Edition) -> list[dict]:
    """What the screening found when this edition was submitted, as its row keeps it."""
    rows = LedgerEntry.objects.filter(item_uuid=edition.item_id, edition_number=edition.number)
    row = rows.filter(act__in=("submit", "submit_mended")).first()
    return words_of(row).get("screening", []) if row else []


def rulings_confirmed(case: Case) -> None:
    """Whoever passes an edition agrees, by name, with why findings may stay, and looked at every picture."""
    assert case.edition
    asked = [found for found in kept_findings(case.edition) if found["basis"] or found["eyes"]]
    if asked and not case.given.rulings_confirmed:
        raise Incomplete(f"有 {len(asked)} 处要您亲自看过：写了理由要保留的，或机器看不了的图片。看过再勾选。")


def remark(case: Case) -> None:
    if not case.given.remark.strip():
        raise Incomplete("请写明原因，对方要凭它去改。")


def clause(case: Case) -> None:
    if not case.given.clause.strip():
        raise Incomplete("请写明不公开的理由和依据的条款，例如：国令第711号第十四条。")


def reason(case: Case) -> None:
    if case.given.reason not in WITHDRAWAL_REASONS:
        raise Incomplete("请选择撤下的原因，群众会看到它。")


def questions_for(edition: Edition, at: datetime) -> list[Question]:
    """The confidentiality questions this edition is asked: by kind, more for lists of persons."""
    return [
        question
        for question in Question.objects.in_force(clock.local_date(at))
        if (not question.kinds or edition.kind in question.kinds) and (edition.lists_persons or not question.only_lists)
    ]


def answers(case: Case) -> None:
    assert case.edition
    for question in questions_for(case.edition, case.at):
        given = case.given.answers.get(question.key, {}).get("answer", "")
        if given not in ("no", "yes"):
            raise Incomplete(f"保密审查还有一问没答：{question.text}")
        if given == "yes":
            raise Incomplete(f"“{question.text}”答了“是”，不能通过。请退回修改，或按“拟不予公开”报分管领导。")


def no_drafting(case: Case) -> None:
    """First review is somebody else's look: not of who drafted, edited, attached or submitted."""
    assert case.edition
    mine = case.edition.hands.filter(person=case.person).exclude(kind=Hand.Kind.MEND)
    if mine.exists():
        raise Refused("这一稿您经手过，不能自己初审，请另一位信息员办。")


def no_hand(case: Case) -> None:
    assert case.edition
    hand = case.edition.hands.filter(person=case.person).first()
    if hand:
        raise Refused(f"这一稿您经手过（{hand.get_kind_display()}），不能由您签发，请另一位领导办。")


def _rows(case: Case, *acts: str):
    assert case.edition
    return LedgerEntry.objects.filter(item_uuid=case.item.pk, edition_number=case.edition.number, act__in=acts)


def not_first_reviewer(case: Case) -> None:
    reviewed = _rows(case, "pass", "propose_withhold")
    if reviewed.filter(person_number=case.person.staff_number).exists():
        raise Refused("这一稿是您初审的，不能再由您签发，请另一位领导办。")


def not_earlier_signer(case: Case) -> None:
    if _rows(case, *SIGNING_ACTS).filter(person_number=case.person.staff_number).exists():
        raise Refused("这一稿您已签发过，须由主要负责人本人再签。")


def has_read(case: Case) -> None:
    if not case.given.has_read:
        raise Incomplete("请先看过改动和检查结果，再勾选“我都看过”。")


def signing_code(case: Case) -> None:
    person = Person.objects.get(pk=case.person.pk)
    if not person.has_code:
        raise Incomplete("您还没有设置签发码，请先在“我的”里设置。")
    if person.code_locked_until and person.code_locked_until > case.at:
        raise Refused("签发码连续输错，已暂停使用 15 分钟，请稍后再试。")
    if not case.given.code:
        raise Incomplete("请输入您的签发码。")
    if not check_password(case.given.code, person.signing_code):
        raise WrongCode("签发码不对，请重新输入。连错 5 次会暂停 15 分钟。")
    if person.code_failures:
        Person.objects.filter(pk=person.pk).update(code_failures=0)  # five *in a row* lock it


def whole(case: Case) -> None:
    """The files on disk are the bytes that were sealed; nobody replaced one since."""
    assert case.edition
    for file in case.edition.files:
        if not files.is_whole(file["sha256"]):
            raise Refused(f"附件“{file['name']}”和送审时的不一样，或者不见了，不能公开。请退回，让送审人重新上传。")


def due(case: Case) -> None:
    assert case.edition
    if case.edition.not_before and case.edition.not_before > case.at:
        raise Incomplete("还没到约定的上网时间。")
    later = LedgerEntry.objects.filter(item_uuid=case.item.pk, number__gt=case.edition.moved_by_id)
    if later.filter(act="withdraw").exists():  # whoever signed did not know that it would be taken down
        raise Incomplete("签发之后这条信息撤下了，不再自动上网。请退回，核对后重新送审、签发。")


def expired(case: Case) -> None:
    assert case.edition
    if not case.edition.expires_on or case.edition.expires_on >= clock.local_date(case.at):
        raise Incomplete("还没到期。")


def withdrawal_row(edition: Edition) -> LedgerEntry | None:
    rows = LedgerEntry.objects.filter(item_uuid=edition.item_id, edition_number=edition.number)
    return rows.filter(act="withdraw").order_by("-number").first()


def asked_for(case: Case) -> None:
    if not LedgerEntry.objects.unanswered_requests(case.item.pk).exists():
        raise TooLate("没有等答复的撤下请求，可能已经有人答复了。请刷新再看。")


def hanging(case: Case) -> None:
    if not _hangs(case):
        raise TooLate("“正在更正”现在没有挂着，可能已经有人取下了。请刷新再看。")


def not_hanging(case: Case) -> None:
    if _hangs(case):
        raise TooLate("“正在更正”已经挂着了。")


def _hangs(case: Case) -> bool:
    assert case.edition
    rows = LedgerEntry.objects.hanging().filter(item_uuid=case.item.pk, edition_number=case.edition.number)
    return rows.exists()


def unconfirmed(case: Case) -> None:
    if _rows(case, "confirm_withdrawal").exists():
        raise TooLate("这次撤下已经有人确认过了。")


def another_person(case: Case) -> None:
    """Two persons: not the one who did the act this one answers."""
    assert case.edition
    first = _rows(case, "propose_erase" if case.act == "erase" else "withdraw").last()
    if first and first.person_number == case.person.staff_number:
        raise Refused("这一步要由另一个人办，不能自己确认自己。")


def not_erased(case: Case) -> None:
    assert case.edition
    if case.edition.erased_by:
        raise TooLate("内容已经清除过了。")


def erase_proposed(case: Case) -> None:
    if not _rows(case, "propose_erase").exists():
        raise Incomplete("要先由分管领导提请清除，纪检监察再核准执行。")


CHECKS = {
    check.__name__: check
    for check in (
        complete, elements_answered, elements_confirmed, screened, rescreened,
        rulings_confirmed, accounted, whole, remark, asked_for, hanging, not_hanging, clause, reason, answers,
        no_drafting, no_hand, not_first_reviewer, not_earlier_signer, has_read, signing_code, due, expired, unconfirmed, another_person,
        not_erased, erase_proposed,
    )
}  # fmt: skip
