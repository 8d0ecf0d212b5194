"""What stands beside the form of an item: start from a Word file, look at it as residents will, put pictures in,
send it to review, take it back. Views are handed the kind's admin (`kind`), which knows the addresses."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime

from .. import content, drafting, elements, rights, uploads, workflow
from ..checks import Given, StepError
from ..desk import device, kept_text
from ..impact import impact
from ..models import Item, Unit
from ..page import page_of
from ..whereabouts import whereabouts
from ..word import WordError
from .fields import ColumnField


def form_context(kind, request, item: Item | None) -> dict:
    """What the form's page shows around the fields."""
    number, can_write = item.pk if item else "new", kind.writes(request, item)
    context = {
        "draft_key": f"{request.user.pk}:{kind.opts.model_name}:{number}",
        "draft_saved": kept_text.tell_saved(request) if can_write else "",
        "draft_word": "" if kind.model.STANDS_ON_FACTS else kind.address("word"),  # a table is no Word text
        "can_write": can_write,
        "subtitle": None,
    }
    if item is None:
        units = rights.units(request.user)
        submits = any(rights.can(request.user, "submit", unit) for unit in units[:2])
        return context | {"may_submit": submits, "head_submits": not submits}
    # the row as stored: a form with errors has already put the typed text on its own object
    stored = kind.model.objects.select_related("unit", "column").get(pk=item.pk)
    where = whereabouts(stored)
    submits = rights.can(request.user, "submit", stored)
    return context | {
        "where": where,
        "elements": elements.boxes(stored) if can_write else [],
        "missing": [] if where.locked else drafting.missing(request.user, stored),
        "may_submit": context["can_write"] and submits and not where.locked,
        "head_submits": context["can_write"] and not submits,
        "may_recall": where.state == "first_review" and submits,
        "addresses": {name: kind.address(name, stored.pk) for name in ("preview", "images", "recall", "saves")},
        "seen_at": localtime(stored.changed_at).isoformat(),
        "published": stored.editions.filter(state="published").exists(),
    }


def after_saving(kind, request, item: Item, *, new: bool):
    """Say what was saved and go where the pressed button leads."""
    key = "new" if new else item.pk
    kept_text.note_saved(request, f"{request.user.pk}:{kind.opts.model_name}:{key}")
    if "_submit" in request.POST:
        submit(kind, request, item)
    elif "_preview" not in request.POST:
        kind.say(request, f"“{item.title}”已保存。")
    if "_preview" in request.POST:
        return HttpResponseRedirect(kind.address("preview", item.pk))
    return HttpResponseRedirect(kind.address("change", item.pk))


def submit(kind, request, item: Item) -> None:
    try:
        workflow.take_step(request.user, "submit", item, Given(device=device.digest(request)))
    except StepError as error:
        kind.say(request, f"“{item.title}”：{error}", wrong=True)
        return
    holders = "、".join(whereabouts(item).holders) or "（现在没有人担任初审，请告诉党政办）"
    kind.say(request, f"“{item.title}”已送审，等 {holders} 初审。审核期间不能改，要改先取回。")


def recall(kind, request, pk):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    item = kind.loaded(request, pk)
    edition = item.editions.open().first()
    if edition is None:
        kind.say(request, "这条信息现在没有在审核，直接改就行。", wrong=True)
    elif kind.attempt(request, workflow.take_step, request.user, "recall", edition):
        kind.say(request, "已取回，现在可以改了。")
    return HttpResponseRedirect(kind.address("change", pk))


def preview(kind, request, pk):
    """群众看到的样子: the residents' page of the working text as it is saved now; nothing is stored."""
    item = kind.loaded(request, pk)
    edition, public = content.freeze(item), item.editions.filter(state="published").first()
    page = page_of(edition, file_address=lambda file: reverse("desk:file", args=[pk, file["sha256"]]))
    context = {
        "page": page, "item": item, "impact": impact(request.user, edition, public), "missing": drafting.missing(request.user, item),
        "back": kind.address("change", pk),
    }  # fmt: skip
    return TemplateResponse(request, "admin/preview.html", context)


def add_image(kind, request, pk):
    """A picture put into the text: answers {"address", "name"} or {"error": a sentence}."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    item = kind.loaded(request, pk, "draft")
    try:
        file = request.FILES.get("image")
        if file is None:
            raise uploads.UploadError("没有收到图片，请重新选择。")
        upload = uploads.accept_file(file)
        if not upload.is_picture:
            raise uploads.UploadError(f"“{upload.name}”不是图片。文件请放到“添加附件”里。")
        drafting.attach(request.user, item, [upload], inline=True)
    except (uploads.UploadError, StepError) as error:
        return JsonResponse({"error": str(error)}, status=400)
    sha256 = drafting.digest(upload)
    name = upload.name.rpartition(".")[0]
    return JsonResponse({"address": reverse("desk:file", args=[pk, sha256]), "name": name})


class WordForm(forms.Form):
    word = forms.FileField(
        label="Word 文件", widget=forms.FileInput(attrs={"accept": ".docx,.doc"}),
        help_text=".docx 最好；.doc 只能读出文字。标题、文号、落款日期会自动填好，请再核对。",
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", empty_label="请选择")
    column = ColumnField(help_text="选到最细的一层，以后还可以改。")
    keep_file = forms.BooleanField(
        label="把这个 Word 文件也作为附件公开", required=False,
        help_text="一般不用勾。文件里可能有修订痕迹、批注和作者姓名。",
    )  # fmt: skip

    def __init__(self, kind, account, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in kind.asked_with_word:
            self.fields[name] = kind.field_with_word(name, account)
        units = rights.units(account)
        self.fields["unit"].queryset = units
        if units.count() == 1:
            self.initial["unit"] = units.first().pk
        self.fields["column"].offer(account)

    def clean_word(self):
        file = self.cleaned_data["word"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(uploads.too_big(uploads.clean_name(file.name), file.size))
        return file


def from_word(kind, request):
    """从 Word 文件起草."""
    if not kind.has_add_permission(request):
        raise PermissionDenied
    form = WordForm(kind, request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        more = {name: given[name] for name in kind.asked_with_word}
        item = kind.model(unit=given["unit"], column=given["column"], **more)
        try:
            done = drafting.import_word(
                request.user, item, given["word"].name, given["word"].read(), keep_file=given["keep_file"]
            )
        except (WordError, StepError, uploads.UploadError) as error:
            form.add_error("word", str(error))
        else:
            kind.say(request, "已读成草稿，请逐项核对，再送审。")
            for note in done.notes:
                messages.warning(request, note)
            return HttpResponseRedirect(kind.address("change", done.item.pk))
    context = kind.admin_site.each_context(request) | {
        "title": "从 Word 文件起草", "form": form, "opts": kind.opts, "list": kind.address("changelist"),
        "most": settings.UPLOAD_MAX_BYTES,
    }  # fmt: skip
    return TemplateResponse(request, "admin/from_word.html", context)
