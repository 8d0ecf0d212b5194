"""从表格起草: hand in the workbook, look at what was read, keep it as a draft. Three answers of one address.

A view gets the kind's admin (`kind`), whose three functions know the kind: `read`, `fill` and `shown`.
"""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from audit import drafting
from audit.checks import StepError
from audit.models import Account
from audit.uploads import UploadError

from .drafts import keep
from .handed_in import HandedIn, take_in, taken_before

MOST_SHOWN = 200


def upload(kind, request: HttpRequest, pk=None) -> HttpResponse:
    """pk: of the item that is corrected; None for a new one."""
    item = _item(kind, request, pk)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = kind.upload_form(request.user, *given)
    again = "handed_in" in request.POST
    if item is not None:
        form.for_item()
    if again:
        form.fields.pop("workbook")
    if request.method != "POST" or not form.is_valid():
        if again:  # what stood in the page's hidden fields was changed on the way
            form.add_error(None, "请重新选择文件。")
        return _asked(kind, request, form, item)
    try:
        note, account = request.POST.get("handed_in", ""), cast(Account, request.user)
        file, told = (taken_before(account, note), []) if again else take_in(account, form.cleaned_data["workbook"])
    except UploadError as error:
        form.add_error(None if again else "workbook", str(error))
        return _asked(kind, request, form, item)
    draft = item or kind.begin(form.cleaned_data)
    if item is None and (twin := draft.twin()):
        form.add_error(None, f"{twin.title}已经有了。数字有错，请打开那一条，点“换成新的表格”。")
        return _asked(kind, request, form, item)
    report, problems = kind.read(file.data, draft)
    if problems:
        return _asked(kind, request, form, item, problems=problems, name=file.name)
    kind.fill(draft, report, request.POST if again else {})
    if again and "_back" not in request.POST:
        return _kept(kind, request, form, draft, file, item)
    return _previewed(kind, request, form, draft, file, item, told)


def _item(kind, request: HttpRequest, pk):
    if pk is None:
        if not kind.has_add_permission(request):
            raise PermissionDenied
        return None
    item = kind.loaded(request, pk, "draft").concrete()
    if item.is_locked and request.method != "POST":
        raise Http404
    return item


def _asked(kind, request, form, item, *, problems=(), name: str = "") -> HttpResponse:
    context = _context(kind, item) | {
        "form": form, "problems": [str(one) for one in problems[:MOST_SHOWN]], "count": len(problems), "name": name,
        "files": bool(problems), "template_address": kind.address("template"),
    }  # fmt: skip
    return TemplateResponse(request, "admin/finance_upload.html", kind.admin_site.each_context(request) | context)


def _previewed(kind, request, form, draft, file: HandedIn, item, told: list[str], trouble: str = "") -> HttpResponse:
    context = _context(kind, item) | {
        "draft": draft, "file": file.name, "note": file.note(request.user), "told": told, "trouble": trouble,
        "sent": [(name, _raw(form, name)) for name in form.fields if name != "workbook"],
        "shown": kind.shown(draft), "address": request.path,
    }  # fmt: skip
    return TemplateResponse(request, "admin/finance_preview.html", kind.admin_site.each_context(request) | context)


def _raw(form, name: str) -> str:
    return form.data.get(name, "")


def _kept(kind, request, form, draft, file: HandedIn, item) -> HttpResponse:
    try:
        told = keep(request.user, draft, file)
    except (StepError, UploadError) as error:
        return _previewed(kind, request, form, draft, file, item, [], trouble=str(error))
    for sentence in told:
        kind.message_user(request, sentence, "warning")
    missing = drafting.missing(request.user, draft)
    kind.say(request, "已存成草稿。" + ("还缺的写在下面，补上再送审。" if missing else "核对以后就可以送审。"))
    return HttpResponseRedirect(kind.address("change", draft.pk))


def _context(kind, item) -> dict:
    title = f"换成新的表格：{item.title}" if item else f"从表格起草{kind.opts.verbose_name}"
    return {
        "title": title, "opts": kind.opts, "item": item, "list": kind.address("changelist"),
        "back": kind.address("change", item.pk) if item else kind.address("changelist"),
    }  # fmt: skip
