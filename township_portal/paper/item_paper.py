"""One item on paper, at the desk: which sheets there are, how many pages each, print with a record; drafts without."""

from uuid import UUID

from django import forms
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from audit import content, rights
from audit.desk.frame import frame, staff_page
from audit.models import Edition, Item

from . import by_hand, records, slip, walls
from .beside import beside, digest
from .drawing import Stamp, draw
from .formats import SHEETS, Sheet
from .models import Wall
from .public import pdf_response


class PrintForm(forms.Form):
    form = forms.ChoiceField(
        label="印哪种", widget=forms.RadioSelect, error_messages={"required": "请选一种纸。"}
    )  # fmt: skip
    copies = forms.IntegerField(
        label="印几份", initial=1, min_value=1, max_value=2000,
        error_messages={"min_value": "至少印 1 份。", "max_value": "一次最多记 2000 份。", "invalid": "份数写数字。",
                        "required": "请写印几份。"},
    )  # fmt: skip
    wall = forms.ModelChoiceField(
        Wall.objects.none(), label="贴到哪面公开栏", required=False, empty_label="不贴公开栏，发给人"
    )

    def __init__(self, request, edition: Edition, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)  # type: ignore[misc]
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            (sheet.slug, f"{sheet.label}（{promised(edition, sheet.slug)} 页）") for sheet in sheets_for(edition)
        ]
        self.fields["wall"].queryset = walls.kept_by(request.user)  # type: ignore[attr-defined]


def sheets_for(edition: Edition) -> list[Sheet]:
    """A correction slip only where something public is corrected."""
    corrects = slip.before(edition) is not None
    return [sheet for sheet in SHEETS.values() if sheet.slug != "slip" or corrects]


def promised(edition: Edition, form: str) -> int:
    """How many pages the sheet will have; drawn once for it, with a code as long as any."""

    def counted() -> int:
        return draw(edition, form, Stamp("00000000", "https://www.example.org/verify/00000000/", others)).pages

    others = beside(edition, form)
    return cache.get_or_set(f"pages:{edition.seal}:{form}:{digest(others)[:16]}", counted, 24 * 3600) or 0


@staff_page
def item_paper(request, uuid: UUID):
    item = _item(request, uuid)
    edition = _public(item)
    if edition is None:
        return _page(request, item, None, None)
    form = PrintForm(request, edition, request.POST or None, prefix="print")
    if request.method != "POST":
        return _page(request, item, edition, form)
    if not rights.can(request.user, "draft", item) and not rights.can(request.user, "window"):
        raise Http404
    if not form.is_valid():
        return _page(request, item, edition, form, status=422)
    given = form.cleaned_data
    try:
        paper = records.printed(request.user, edition, given["form"], given["copies"], given["wall"])
    except records.PaperError as error:
        form.add_error(None, str(error))
        return _page(request, item, edition, form, status=422)
    drawn = draw(edition, given["form"], records.stamp(paper, records.site_of(request)))
    return pdf_response(drawn.pdf, edition.title)


def _item(request, uuid: UUID) -> Item:
    readable = rights.items(request.user, "read").select_related("unit", "column")
    item = readable.filter(pk=uuid).first()
    if item is None and rights.can(request.user, "window"):  # the window prints what everybody may read
        live = Edition.objects.live().filter(item_id=uuid).values("item_id")
        item = Item.objects.select_related("unit", "column").filter(pk__in=live).first()
    if item is None:
        raise Http404
    return item


def _public(item: Item) -> Edition | None:
    found = Edition.objects.select_related("publication").filter(item_id=item.pk, state="published").first()
    return found if found and found.public_state == "published" else None


def _page(request, item: Item, edition: Edition | None, form, status: int = 200):
    context = {
        "item": item, "edition": edition, "form": form,
        "may": rights.can(request.user, "draft", item) or rights.can(request.user, "window"),
        "drafts": [SHEETS["a3"], SHEETS["a4"], SHEETS["a5"]] if rights.can(request.user, "read", item) else [],
        "by_hand": by_hand.told(by_hand.signs_in(edition)) if edition else "",
        "papers": edition.papers.prefetch_related("printings") if edition else [],
    }  # fmt: skip
    return render(request, "desk/item_paper.html", context | frame(request), status=status)


@staff_page
@require_safe
def draft_pdf(request, uuid: UUID, form: str):
    """What is being written or reviewed, as it would look: 草稿 across it, no code, no record."""
    item = rights.items(request.user, "read").select_related("unit", "column").filter(pk=uuid).first()
    if item is None or form not in SHEETS:
        raise Http404
    edition = item.editions.open().first() or content.freeze(item.concrete())
    return pdf_response(draw(edition, form, Stamp()).pdf, f"草稿 {edition.title}")


urlpatterns = [
    path("items/<uuid:uuid>/paper/", item_paper, name="item"),
    path("items/<uuid:uuid>/draft/<slug:form>.pdf", draft_pdf, name="draft"),
]
