"""写一条: six fields for a phone, for any kind of item; the text is plain, photos stand below it.

The rules are those of `drafting`; what cannot be said in plain paragraphs is kept and edited in the admin.
"""

from collections.abc import Collection

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.http import require_GET, require_POST

from .. import content, drafting, elements, rights, workflow
from ..checks import SAME, Given, Incomplete, StepError
from ..models import Account, Item, Publication
from ..models.item import kinds
from ..page import page_of
from ..screening import gate as screening
from ..whereabouts import Whereabouts, whereabouts
from . import device, kept_text, mine, notices
from .frame import frame, staff_page
from .write_form import WriteForm, plain_body

KIND = "notice"  # what a new one on the phone is
MINE_SHOWN = 8
PLACES = (  # a word of what is missing → the field where it is written
    ("标题", "title"), ("正文", "body"), ("落款日期", "formed_on"), ("这次改了什么", "correction_note"),
)  # fmt: skip


@staff_page
def write(request):
    """A new one."""
    if not rights.can(request.user, "draft"):
        raise Http404
    return _write(request, kinds()[KIND](), None)


@staff_page
def write_edit(request, pk):
    base = rights.items(request.user, "read").filter(pk=pk).first()
    if base is None:
        raise Http404
    stored = base.concrete()
    if stored.WRITTEN_AT:  # only its own form writes it
        return HttpResponseRedirect(reverse(stored.WRITTEN_AT, args=[pk]))
    if not rights.can(request.user, "draft", stored):
        return HttpResponseRedirect(reverse("desk:review", args=[pk]))
    return _write(request, base.concrete(), stored)


def _write(request, item: Item, stored: Item | None):
    locked = stored is not None and stored.is_locked
    form = WriteForm(request.user, item, request.POST or None, request.FILES or None)
    if request.method == "POST":
        if locked:
            form.add_error(None, drafting.LOCKED)
        elif form.is_valid() and _saved(request, form, item):
            return _after(request, item, new=stored is None)
    form.say_lost_files()
    return render(request, "desk/write.html", _context(request, form, item, stored, locked))


def _saved(request, form: WriteForm, item: Item) -> bool:
    """Save what was typed, then the files; False with the sentence on the form when it could not be."""
    try:
        notes = form.save()
    except StepError as error:
        form.add_error(None, str(error))
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    for note in notes:
        messages.warning(request, note)
    return True


def _after(request, item: Item, *, new: bool):
    kept_text.note_saved(request, _key(request, "new" if new else item.pk))
    if "_submit" in request.POST:
        _send(request, item)
    else:
        messages.success(request, "草稿已保存。")
    return HttpResponseRedirect(reverse("desk:write_edit", args=[item.pk]))


def _send(request, item: Item) -> None:
    try:
        workflow.take_step(request.user, "submit", item, Given(device=device.digest(request)))
    except Incomplete:
        messages.error(request, "文字已保存，但没有送审。还差的列在下面。")
        return
    except StepError as error:
        messages.error(request, f"文字已保存，但没有送审：{error}")
        return
    messages.success(request, "已送审。")


@staff_page
@require_POST
def recall(request, pk):
    item = rights.items(request.user, "submit").filter(pk=pk).first()
    if item is None:
        raise Http404
    edition = item.editions.open().first()
    try:
        if edition is None:
            raise drafting.DraftError("这条信息现在没有在审核，直接改就行。")
        workflow.take_step(request.user, "recall", edition)
        messages.success(request, "已取回，现在可以改了。")
    except StepError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("desk:write_edit", args=[pk]))


def _key(request, which) -> str:
    return f"{request.user.pk}:write:{which}"


def _context(request, form: WriteForm, item: Item, stored: Item | None, locked: bool) -> dict:
    context = frame(request, "desk:write") | {
        "form": form, "item": stored, "locked": locked, "most": settings.UPLOAD_MAX_BYTES,
        "draft_key": _key(request, item.pk if stored else "new"),
        "draft_saved": "" if locked else kept_text.tell_saved(request),
        "mine": _mine(request) if stored is None else [],
        "may_submit": form.only_unit is None or rights.can(request.user, "submit", form.only_unit),
    }  # fmt: skip
    if stored is None:
        return context
    where = whereabouts(stored)
    attached = list(stored.attachments.all())
    return context | {
        "where": where,
        "elements": [] if locked else elements.boxes(stored),
        "missing": [] if locked else missing(request.user, stored, form.fields),
        "unchanged": _unchanged(stored, where),
        "may_submit": rights.can(request.user, "submit", stored),
        "may_recall": where.state == "first_review" and rights.can(request.user, "submit", stored),
        "pictures": [_file(stored, row) for row in attached if row.inline],
        "files": [_file(stored, row) for row in attached if not row.inline],
        "off": request.POST.getlist("off"),
        "plain": plain_body(stored.body) is not None,
        "line": notices.line(where.edition, notices.address(where.edition, request)) if where.locked else "",
        "same": SAME,
        "at_desk": _admin_address(stored),
    }


def missing(account: Account, item: Item, fields: Collection[str] = ()) -> list[dict]:
    """What keeps it from being submitted, each with its place: {"text", "url"}. fields: those on this page."""
    if lines := drafting.wanting(account, item):
        here = [(word, f"#id_{name}") for word, name in PLACES if name in fields] + [("公开要素", "#element-check")]
        return [{"text": line, "url": next((at for word, at in here if word in line), "")} for line in lines]
    found, place = screening.look_at_item(item), reverse("desk:screening", args=[item.pk])
    return [
        {"text": line, "url": f"{place}#found-{number}"} for number, line in enumerate(screening.told_blocking(found))
    ]


def _unchanged(item: Item, where: Whereabouts) -> bool:
    """Nothing was changed since it came back: what the reviewer wrote is still to be done."""
    if where.state != "returned" or where.edition is None:
        return False
    sent = where.edition.submitted_at
    return item.changed_at <= sent and not item.attachments.filter(uploaded_at__gt=sent).exists()


def _file(item: Item, row) -> dict:
    return {"pk": row.pk, "name": row.name, "url": reverse("desk:file", args=[item.pk, row.sha256])}


def _admin_address(item: Item) -> str:
    try:
        return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])
    except NoReverseMatch:
        return ""


def _mine(request) -> list[Item]:
    """What this person has begun or got back, newest first."""
    began = mine.hers(request.user).filter(drafter=request.user.person)
    return list(mine.unsent(began, "returned").order_by("-changed_at")[:MINE_SHOWN])


@staff_page
@require_GET
def preview(request, pk):
    """群众看到的样子: the residents' page of the text as it is saved now; nothing is stored."""
    base = rights.items(request.user, "draft").filter(pk=pk).first()
    if base is None:
        raise Http404
    item = base.concrete()
    page = page_of(
        content.freeze(item), file_address=lambda file: reverse("desk:file", args=[pk, file["sha256"]]),
        registered=Publication.objects.filter(item=pk).first(),
    )  # fmt: skip
    context = {"item": item, "page": page, "missing": missing(request.user, item)}
    return render(request, "desk/preview.html", context | frame(request, "desk:write"))


urlpatterns = [
    path("write/", write, name="write"),
    path("write/<uuid:pk>/", write_edit, name="write_edit"),
    path("write/<uuid:pk>/preview/", preview, name="write_preview"),
    path("write/<uuid:pk>/recall/", recall, name="write_recall"),
]
