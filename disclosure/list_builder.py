"""上传名单: the office's raw table in two steps - upload, then decide, compare and make drafts. Views are handed the
kind's admin (`kind`), as in `audit.admin.item_pages`."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from audit import drafting, rights, uploads
from audit.admin.fields import ColumnField, DateInput, readable
from audit.characters import one_line
from audit.checks import StepError
from audit.models import Unit
from audit.screening import gate, held
from audit.screening.lists import DROP, Listing, ListTrouble, compare

from . import list_building as building
from .list_building import ACTS, KINDS, Held, Told
from .models import PersonList
from .person_list import amount, has_money, in_words

COOKIE = "held_list"  # the key; for the page of this one table alone
ACCEPTED = ".xlsx,.xls,.et,.ods,.csv,.txt"
EMPTY = {"required": "请先选一个文件。"}


class TableForm(forms.Form):
    """The file alone: another one for a draft there is already, or instead of the one just read."""

    table = forms.FileField(
        label="办公室的原表", error_messages=EMPTY, widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="Excel、WPS 表格、.ods 或 .csv。身份证号、账号、电话下一步会删去或遮住；原表不保存，做成草稿就删掉。",
    )  # fmt: skip

    def clean_table(self):
        file = self.cleaned_data["table"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(uploads.too_big(uploads.clean_name(file.name), file.size))
        return file


class ListForm(TableForm):
    programme = PersonList._meta.get_field("programme").formfield()
    period = PersonList._meta.get_field("period").formfield()
    basis = forms.CharField(label="依据", max_length=200, help_text="凭哪个文件发、凭哪条规定公开。群众看得到。")
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", empty_label="请选择")
    column = ColumnField(help_text="选到最细的一层。按村分开做时，各村的放到各村的村务里。")
    formed_on = forms.DateField(label="落款日期", widget=DateInput)
    expires_on = forms.DateField(
        label="公示到", required=False, widget=DateInput, help_text="公示期最后一天；到期自动撤下。不限期的空着。"
    )
    field_order = ("table", "programme", "period", "unit", "column", "basis", "formed_on", "expires_on")

    def __init__(self, account, data=None, files=None):
        super().__init__(readable(data), files)
        self.account = account
        units = rights.units(account)
        self.fields["unit"].queryset = units
        if units.count() == 1:
            self.initial["unit"] = units.first().pk
        self.fields["column"].offer(account)
        mine = PersonList.objects.filter(pk__in=rights.items(account, "read").values("pk"))
        self.programmes = sorted(set(mine.values_list("programme", flat=True)))
        self.fields["programme"].widget.attrs["list"] = "programmes"

    def clean(self):
        data = super().clean()
        for name in ("programme", "period", "basis"):
            data[name] = one_line(data.get(name, ""))
        unit, column = data.get("unit"), data.get("column")
        if unit and column and not drafting.may_draft(self.account, unit, column):
            self.add_error("column", "您的岗位不能往这个单位的这个栏目里写，请另选。")
        if data.get("formed_on") and data.get("expires_on") and data["expires_on"] < data["formed_on"]:
            self.add_error("expires_on", "公示到的日期不能早于落款日期。")
        return data

    def told(self) -> Told:
        data = self.cleaned_data
        days = {name: _iso(data.get(name)) for name in ("formed_on", "expires_on")}
        return Told(data["programme"], data["period"], data["basis"], data["unit"].pk, data["column"].pk, **days)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def begin(kind, request: HttpRequest, pk=None) -> HttpResponse:
    """Step one: the file, and what list it is. With pk: a new table for a draft there is."""
    item = kind.loaded(request, pk, "draft") if pk else None
    if not kind.has_add_permission(request):
        raise PermissionDenied
    if item is not None and item.is_locked:
        kind.say(request, drafting.LOCKED, wrong=True)
        return HttpResponseRedirect(kind.address("change", pk))
    data, sent = request.POST or None, request.FILES or None
    form = TableForm(data, sent) if item else ListForm(request.user, data, sent)
    if request.method == "POST" and form.is_valid():
        try:
            raw = _read(request, form)
        except (ListTrouble, gate.CannotDecide) as trouble:
            form.add_error("table", str(trouble))
        else:
            said = form.told() if item is None else Told(
                item.programme, item.period, item.basis, item.unit_id, item.column_id, item=str(item.pk)
            )  # fmt: skip
            return _hold(kind, request, Held(said, raw, building.default_choices(raw)))
    context = _frame(kind, request) | {"title": "上传名单", "form": form, "item": item}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/person_list_begin.html", context, status=status)


def _read(request: HttpRequest, form: TableForm):
    file = form.cleaned_data["table"]
    return building.read_raw(request.user, file.name, file.read())


def _hold(kind, request: HttpRequest, kept: Held) -> HttpResponse:
    name, key = held.hold(request.user, kept.as_bytes())
    address = kind.address("table", name)
    response = HttpResponseRedirect(address)
    response.set_cookie(
        COOKIE, key, max_age=held.SECONDS, path=address, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _frame(kind, request: HttpRequest) -> dict:
    list_ = kind.address("changelist")
    return kind.admin_site.each_context(request) | {
        "opts": kind.opts, "list": list_, "most": settings.UPLOAD_MAX_BYTES, "accepted": ACCEPTED,
    }  # fmt: skip


def table(kind, request: HttpRequest, upload: str) -> HttpResponse:
    """Step two: what each column is and what becomes of it, before and after, the period before, then the drafts."""
    if not kind.has_add_permission(request):
        raise PermissionDenied
    key = request.COOKIES.get(COOKIE, "")
    try:
        kept = Held.from_bytes(held.open_held(request.user, upload, key))
        if request.method == "POST":
            return _decided(kind, request, upload, key, kept)
        context = _frame(kind, request) | {"title": "整理名单"} | _shown(request, kept)
    except held.Gone as gone:
        kind.say(request, str(gone), wrong=True)
        return HttpResponseRedirect(kind.address("build"))
    return TemplateResponse(request, "admin/person_list_table.html", context)


def _decided(kind, request: HttpRequest, name: str, key: str, kept: Held) -> HttpResponse:
    """A button of step two; whatever was chosen is kept first, so that nothing of it is lost."""
    if "_drop" in request.POST:
        return _leave(kind, request, name, kind.address("changelist"), "已删掉，什么都没有留下。")
    kept.choices = [
        [_one_of(KINDS, request.POST.get(f"kind-{n}"), old), _one_of(ACTS, request.POST.get(f"act-{n}"), act)]
        for n, (old, act) in enumerate(kept.choices)
    ]
    kept.each = request.POST.get("how") == "each"
    if "_again" in request.POST:
        _another_file(kind, request, kept)
    held.renew(request.user, name, key, kept.as_bytes())
    if "_make" in request.POST:
        try:
            made = building.make_drafts(request.user, kept, building.built(kept.raw, kept.choices))
        except (ListTrouble, StepError) as trouble:
            kind.say(request, f"没有做成草稿：{trouble}", wrong=True)
        else:
            one = len(made) == 1
            said = "已做成草稿" if one else f"已按村做成 {len(made)} 条草稿"
            address = kind.address("change", made[0].pk) if one else kind.address("changelist")
            return _leave(kind, request, name, address, f"{said}，请核对后送审。原表已经删掉，没有保存。")
    return HttpResponseRedirect(kind.address("table", name))


def _one_of(known: dict[str, str], given: str | None, otherwise: str) -> str:
    return given if given in known else otherwise


def _another_file(kind, request: HttpRequest, kept: Held) -> None:
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        kind.say(request, "".join(form.errors.get("table", ["请先选一个文件。"])), wrong=True)
        return
    try:
        raw = _read(request, form)
    except (ListTrouble, gate.CannotDecide) as trouble:
        kind.say(request, f"还是原来的文件：{trouble}", wrong=True)
        return
    same = [column.label for column in raw.columns] == [column.label for column in kept.raw.columns]
    kept.choices = kept.choices if same else building.default_choices(raw)
    kept.raw = raw
    kind.say(request, f"已换成新的文件，读出 {len(raw.rows)} 行。")


def _leave(kind, request: HttpRequest, name: str, address: str, sentence: str) -> HttpResponse:
    held.erase(name)
    kind.say(request, sentence)
    response = HttpResponseRedirect(address)
    response.delete_cookie(COOKIE, path=kind.address("table", name), samesite="Strict")
    return response


def _shown(request: HttpRequest, kept: Held) -> dict:
    """What step two shows; `trouble` where no list comes of it yet."""
    context = {
        "told": kept.told, "raw": kept.raw, "count": len(kept.raw.rows), "each": kept.each, "columns": _columns(kept),
        "kinds": KINDS, "acts": ACTS, "before": [kept.raw.rows[:5], [column.label for column in kept.raw.columns]],
    }  # fmt: skip
    try:
        listing = building.built(kept.raw, kept.choices)
        parts = building.split(listing)
        whole = building.whole(parts, listing, building.village_of(request.user, kept.told))
    except ListTrouble as trouble:
        return context | {"trouble": str(trouble)}
    head, rows = building.arranged(kept.raw, kept.choices, whole)
    last, last_period = building.before(request.user, kept, parts)
    return context | {
        "notes": listing.notes,
        "after": [[row[1:] for row in rows[:5]], [label for label, _ in head]],
        "own": in_words(compare(whole, last), kept.told.period, last_period),
        "villages": [_village(home) for home in building.homes(request.user, parts)] if not kept.told.item else [],
    }


def _columns(kept: Held) -> list[dict]:
    return [
        {
            "n": n, "label": column.label, "sample": next((row[n] for row in kept.raw.rows if row[n].strip()), ""),
            "kind": kind, "act": act, "dropped": act == DROP,
        }
        for n, (column, (kind, act)) in enumerate(zip(kept.raw.columns, kept.choices, strict=True))
    ]  # fmt: skip


def _village(home: building.Home) -> dict:
    part: Listing = home.listing
    return {
        "name": home.village, "count": part.count, "total": amount(part.total) if has_money(part) else "",
        "unit": home.unit, "column": home.column,
    }  # fmt: skip
