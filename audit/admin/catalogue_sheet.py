"""公开目录导入导出: the sheet out, the sheet in with a preview, and the proposal of exactly what was shown."""

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import files, ledger, rights, uploads
from ..catalogue import importing, reading, writing
from ..checks import StepError
from ..models import Column, PendingChange
from ..pending import waiting

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT, SHOWN_FOR = "catalogue sheet", 3600  # seconds a preview may be proposed from
MOST_BYTES = 5 * 1024 * 1024


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label="目录表", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        help_text="在导出的表上改，再从这里传回来；列可以少，行可以少，没有写的不动。",
        error_messages={"required": "请选择要导入的表。"},
    )  # fmt: skip

    def clean_sheet(self):
        file = self.cleaned_data["sheet"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("表超过 5 MB，不像是目录。请核对是不是选错了文件。")
        try:
            upload = uploads.accept_file(file)
            self.read = reading.read(upload.data)
        except (uploads.UploadError, reading.Unreadable) as error:
            raise forms.ValidationError(str(error)) from error
        return upload


def page(kind, request):
    """GET: what can be done. POST a file: what it would change. POST `shown`: propose that."""
    _may(request)
    if request.method == "POST" and "shown" in request.POST:
        return _propose(kind, request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, found, shown = SheetForm(*given), None, ""
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["sheet"]
        found = importing.prepare(form.read)
        if not found.faults:
            told = {"sha256": files.put(upload.data), "name": upload.name, "digest": found.digest}
            shown = signing.dumps(told | {"by": request.user.pk}, salt=SALT)
    return _show(kind, request, form, found, shown)


def _show(kind, request, form, found, shown):
    drafts = []
    if found:
        for title, ones in (("新增", found.new), ("改动", found.changed)):
            for one in ones:
                draft = PendingChange(model=importing.MODEL, old={one.slug: one.old}, new={one.slug: one.new})
                drafts.append({"row": one.row, "title": title, "rows": importing.differences(draft), "name": one.name})
    context = kind.admin_site.each_context(request) | {
        "title": "公开目录导入导出", "form": form, "found": found, "drafts": drafts, "shown": shown, "opts": kind.opts,
        "list": reverse("admin:audit_column_changelist"), "waiting": waiting(importing.MODEL, importing.ALL),
        "count": Column.objects.count(),
    }  # fmt: skip
    status = 422 if form.errors or (found and found.faults) else 200
    return TemplateResponse(request, "admin/catalogue_sheet.html", context, status=status)


def _propose(kind, request):
    back = HttpResponseRedirect(reverse("admin:audit_column_sheet"))
    try:
        told = signing.loads(request.POST["shown"], salt=SALT, max_age=SHOWN_FOR)
        data = files.read(told["sha256"])
    except (signing.BadSignature, OSError):
        kind.say(request, "这份预览太久了，请把表再传一次。", wrong=True)
        return back
    found = importing.prepare(reading.read(data))
    if told["by"] != request.user.pk or found.digest != told["digest"]:
        kind.say(request, "您看过之后目录又变了，没有提出。请把表再传一次，看过再提。", wrong=True)
        return back
    try:
        importing.propose(request.user, found, file=told["name"], sha256=told["sha256"])
    except StepError as error:
        kind.say(request, str(error), wrong=True)
        return back
    kind.say(request, "已提出，等一位领导确认后一起生效；在那之前一切照旧。")
    return back


def download(kind, request):
    """The whole tree, also what is switched off or for the wall alone: for the administrator, noted in the ledger."""
    _may(request)
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    data = writing.workbook(in_order(), "公开目录")
    ledger.record(rights.actor(request.user), "export", subject="公开目录表", visibility="inspection")
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%85%AC%E5%BC%80%E7%9B%AE%E5%BD%95.xlsx"
    return response


def in_order() -> list[Column]:
    """Every column, each behind the one above it, siblings by their order."""
    columns = list(Column.objects.select_related("parent", "responsible_unit").order_by("order", "pk"))
    below: dict[int | None, list[Column]] = {}
    for column in columns:
        below.setdefault(column.parent_id, []).append(column)

    def walk(parent: int | None) -> list[Column]:
        return [found for column in below.get(parent, []) for found in (column, *walk(column.pk))]

    return walk(None)


def _may(request) -> None:
    if not rights.can(request.user, "administer"):
        raise PermissionDenied
