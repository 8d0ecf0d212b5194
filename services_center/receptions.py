"""群众接访 on the desk: the book, one entry with what was done about it, a new entry. Rules: `reception_book`."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from audit import clock, ledger, rights
from audit.admin.fields import DateInput
from audit.admin.fields import readable as readable_data
from audit.desk.frame import frame, staff_page
from audit.models import Unit

from . import reception_book as book
from .models import Reception, ReceptionNote

Kind = ReceptionNote.Kind
MOST = 200


def reader_page(view):
    """Who has nothing to do with the book does not learn that it exists."""

    @staff_page
    @wraps(view)
    def asked(request, *args, **kwargs):
        if not book.may_come_in(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


class ReceptionForm(forms.ModelForm):
    class Meta:
        model = Reception
        fields = (
            "received_on",
            "village",
            "matter",
            "persons",
            "received_by",
            "unit",
            "petition_number",
            "visitor",
            "phone",
        )
        widgets = {"received_on": DateInput(), "matter": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(readable_data(data), *args, **kwargs)
        self.fields["village"].queryset = Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True)
        self.fields["village"].empty_label = "不是本镇的，或者没说"
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)
        self.fields["unit"].empty_label = "请选择"

    def clean_matter(self):
        if trouble := book.private(self.cleaned_data["matter"]):
            raise forms.ValidationError(trouble)
        return self.cleaned_data["matter"]


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label="做了什么",
        choices=[(Kind.FOLLOWED, "跟进"), (Kind.ANSWER, "答复"), (Kind.CLOSED, "办结")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="怎么办的、怎么说的", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    petition_number = forms.CharField(
        label="信访编号", max_length=40, required=False, help_text="在信访系统登记了的，把号记在这里。"
    )


@reader_page
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is overdue and open first, then the newest; the numbers of each quarter."""
    today = clock.local_date(clock.now())
    mine = book.readable(request.user)
    rows = mine.select_related("unit", "village").order_by(F("closed_on").asc(nulls_first=True), "due_on", "-pk")[:MOST]
    context = {
        "overdue": [row for row in rows if row.late(today)],
        "open": [row for row in rows if row.closed_on is None and not row.late(today)],
        "closed": sorted((row for row in rows if row.closed_on), key=lambda row: row.closed_on, reverse=True),
        "quarters": book.quarters(mine, today), "today": today, "writes": book.may_write(request.user),
    }  # fmt: skip
    return render(request, "services_center/receptions.html", context | frame(request, "receptions:list"))


@reader_page
def new(request: HttpRequest) -> HttpResponse:
    if not book.may_write(request.user):
        raise Http404
    person = request.user.person
    first = {"received_on": clock.local_date(clock.now()), "received_by": person.name}
    form = ReceptionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            reception = book.record(request.user, form.save(commit=False))
        except book.BookError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记，{reception.due_on:%-m月%-d日}前答复。")
            return redirect("receptions:one", reception.pk)
    context = {"form": form} | frame(request, "receptions:list")
    return render(request, "services_center/reception_new.html", context, status=422 if form.errors else 200)


def loaded(request: HttpRequest, pk: int) -> Reception:
    found = book.readable(request.user).select_related("unit", "village", "recorder").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@reader_page
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    reception = loaded(request, pk)
    if rights.can(request.user, "inspect"):
        _record_reading(request, reception)
    return _show(request, reception, NoteForm())


def _show(request: HttpRequest, reception: Reception, form: NoteForm, status: int = 200) -> HttpResponse:
    today = clock.local_date(clock.now())
    writes = book.may_write(request.user) and reception.closed_on is None
    context = {
        "reception": reception, "notes": reception.notes.all(), "form": form if writes else None,
        "trouble": "" if writes else "；".join(form.non_field_errors()),
        "late": reception.late(today), "today": today,
    }  # fmt: skip
    return render(request, "services_center/reception.html", context | frame(request, "receptions:list"), status=status)


def _record_reading(request: HttpRequest, reception: Reception) -> None:
    """Inspection's reading of what is not public is on record: one row a session and entry."""
    read = request.session.setdefault("inspected_receptions", [])
    if reception.pk not in read:
        seat = rights.seat_for(request.user, "inspect")
        ledger.record(
            rights.actor(request.user, seat), "read", subject=f"群众接访第 {reception.pk} 号", visibility="inspection"
        )
        read.append(reception.pk)
        request.session.modified = True


@reader_page
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    reception = loaded(request, pk)
    if not book.may_write(request.user):
        raise Http404
    form = NoteForm(readable_data(request.POST))
    if form.is_valid():
        given = form.cleaned_data
        try:
            book.add(request.user, reception, given["kind"], given["text"], given["petition_number"].strip())
        except book.BookError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已记下：{Kind(given['kind']).label}。")
            return redirect("receptions:one", pk)
    return _show(request, reception, form, status=422)
