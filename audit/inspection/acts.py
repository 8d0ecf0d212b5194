"""Every act in the ledger, with filters; and the same rows as a CSV file."""

import csv
import uuid
from datetime import datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import clock, ledger, rights
from ..models import Column, Item, LedgerEntry, Publication, Unit
from ..states import ACT_LABELS
from .access import frame, inspectors_only
from .chain import chain_message

A_PAGE = 30
LONGEST_EXPORT = 200_000  # rows
READING = "read"  # inspection's own readings would bury what it came to read: shown when asked for


class ActFilter(forms.Form):
    person = forms.CharField(label="谁", required=False, max_length=50, help_text="姓名或工号")
    post = forms.CharField(label="岗位", required=False, max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label="单位", required=False, to_field_name="slug", empty_label="全部"
    )
    column = forms.ModelChoiceField(
        Column.objects.order_by("path"),
        label="栏目（含下级）",
        required=False,
        to_field_name="slug",
        empty_label="全部",
    )
    act = forms.ChoiceField(label="事项", required=False, choices=[("", "全部"), *ACT_LABELS.items()])
    since = forms.DateField(
        label="自", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期请写成 2026-11-23 这样。"},
    )  # fmt: skip
    until = forms.DateField(
        label="至", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期请写成 2026-11-23 这样。"},
    )  # fmt: skip
    item = forms.CharField(label="信息", required=False, max_length=120, help_text="标题里的字、索引号或编号")
    readings = forms.BooleanField(label="连纪检自己的查阅一起列", required=False)

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", "“至”不能早于“自”。")
        return given

    def rows(self) -> QuerySet[LedgerEntry]:
        """The rows asked for, newest first; where the form is wrong or empty, every row but inspection's own readings."""
        rows = LedgerEntry.objects.order_by("-number")
        given = self.cleaned_data if self.is_valid() else {}
        if not (given.get("readings") or given.get("act") == READING):
            rows = rows.exclude(act=READING)
        if given.get("person"):
            word = given["person"]
            rows = rows.filter(person_name__contains=word) | rows.filter(person_number__iexact=word)
        if given.get("post"):
            rows = rows.filter(post__contains=given["post"])
        if given.get("unit"):
            rows = rows.filter(unit_slug=given["unit"].slug)
        if given.get("column"):
            below = Column.objects.below([given["column"].path]).values("slug")
            rows = rows.filter(column_slug__in=below)
        if given.get("act"):
            rows = rows.filter(act=given["act"])
        if given.get("since"):
            rows = rows.filter(at_us__gte=_midnight(given["since"]))
        if given.get("until"):
            rows = rows.filter(at_us__lt=_midnight(given["until"] + timedelta(days=1)))
        if given.get("item"):
            rows = rows.filter(item_uuid__in=items_called(given["item"]).values("pk"))
        return rows


def _midnight(day) -> int:
    return clock.microseconds(timezone.make_aware(datetime.combine(day, time.min)))


def items_called(word: str) -> QuerySet[Item]:
    """Items by part of the title (of the working text or of any edition), index number or UUID."""
    word = word.strip().replace("\x00", "")
    try:
        return Item.objects.filter(pk=uuid.UUID(word))
    except ValueError:
        pass
    by_number = Publication.objects.filter(index_number__endswith=word).values("pk")
    found = Item.objects.filter(pk__in=by_number) | Item.objects.filter(title__contains=word)
    return (found | Item.objects.filter(editions__title__contains=word)).distinct()


@inspectors_only
def acts(request):
    form = ActFilter(request.GET)
    rows = form.rows()
    before = request.GET.get("before", "")
    page = list((rows.filter(number__lt=int(before)) if before.isdecimal() else rows)[: A_PAGE + 1])
    query = request.GET.copy()
    query.pop("before", None)
    older = ""
    if len(page) > A_PAGE:
        page = page[:A_PAGE]
        query["before"] = str(page[-1].number)
        older = query.urlencode()
        query.pop("before")
    context = frame(request, "acts") | {
        "form": form,
        "filtered": filtered(form),
        "rows": with_titles(page),
        "count": rows.count(),
        "unlisted": "" if filtered(form) else LedgerEntry.objects.filter(act=READING).count(),
        "older": older,
        "query": query.urlencode(),
        "newest": not before,
        "chain": chain_message(),
    }
    return render(request, "inspection/acts.html", context)


def filtered(form: ActFilter) -> bool:
    return any(form.data.get(name) for name in form.fields)


def with_titles(rows: list[LedgerEntry]) -> list[LedgerEntry]:
    titles = dict(Item.objects.filter(pk__in={r.item_uuid for r in rows}).values_list("pk", "title"))
    for row in rows:
        row.title = titles.get(row.item_uuid, "")
    return rows


HEAD = (
    "行号", "时间", "事项", "姓名", "工号", "账号", "岗位", "代谁", "信息", "标题", "第几稿", "从", "到", "单位", "栏目",
    "对象", "说明", "封签", "本行指纹", "上行指纹",
)  # fmt: skip


class _Echo:
    def write(self, value):
        return value


def _cell(value) -> str:
    """Excel runs what begins like a formula: such text gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_lines(rows: QuerySet[LedgerEntry]):
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    titles = dict(Item.objects.values_list("pk", "title"))
    for row in rows.select_related("words").iterator(2000):
        words = getattr(row, "words", None)
        said = "（已清除）" if words and words.erased_by else words.text if words else ""
        at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S.%f")
        values = (
            row.number, at, row.label, row.person_name, row.person_number, row.account_name, row.post,
            row.on_behalf_of, row.item_uuid, titles.get(row.item_uuid, ""), row.edition_number,
            row.from_label, row.to_label, row.unit_slug, row.column_slug, row.subject, said, row.seal,
            row.hash, row.previous_hash,
        )  # fmt: skip
        yield writer.writerow([_cell(value) for value in values])


@inspectors_only
@require_POST
def export(request):
    """The filtered rows as CSV (UTF-8 with mark, opens in Excel and WPS). Leaves its own row first."""
    form = ActFilter(request.GET)
    rows = form.rows()
    seat = rights.seat_for(request.user, "inspect")
    ledger.record(
        rights.actor(request.user, seat), "export", visibility="inspection",
        subject=f"办理记录 {rows.count()} 行", texts={"filter": request.GET.urlencode()},
    )  # fmt: skip
    response = StreamingHttpResponse(csv_lines(form.rows()[:LONGEST_EXPORT]), content_type="text/csv; charset=utf-8")
    day = clock.local_date(clock.now())
    response["Content-Disposition"] = f'attachment; filename="ledger-{day:%Y%m%d}.csv"'
    return response
