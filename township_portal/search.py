"""Plain search over title and text of what residents may search. `find` is the one door: an index comes later."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from audit.characters import one_line
from audit.models import Edition
from disclosure.tree import Tree, breadcrumb, tree_of

LONGEST, MOST_WORDS, PER_PAGE, AROUND = 100, 8, 20, 40
INDEX_NUMBER = re.compile(r"(?:[0-9A-Z]{18}/)?([0-9]{6})-([0-9]{5,9})")
TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass
class Found:
    """One page of results. rows: dicts of title, url, snippet, date, unit, column."""

    rows: list[dict] = field(default_factory=list)
    total: int = 0
    page: int = 1
    page_count: int = 1


def words_of(query: str) -> list[str]:
    """What is asked for: half width, lower case, at most eight words of the first hundred characters."""
    plain = one_line(unicodedata.normalize("NFKC", one_line(query)[:LONGEST])).lower()
    return list(dict.fromkeys(plain.split()))[:MOST_WORDS]


def spellings(word: str) -> list[str]:
    """The word as asked and in full-width signs, since papers write １２ and 12 alike."""
    return list(dict.fromkeys([word, word.translate(TO_WIDE), word.upper().translate(TO_WIDE)]))


def having(column: str, words: list[str]) -> Q:
    every = Q()
    for word in words:
        one = Q()
        for spelling in spellings(word):
            one |= Q(**{f"{column}__icontains": spelling})
        every &= one
    return every


def find(query: str, page: int = 1, *, column=None, year: str = "") -> Found:
    """Live editions whose title or text has every word, titles first, newest first."""
    words = words_of(query)
    if not words:
        return Found()
    matching = Edition.objects.searchable().filter(_matching(words))
    if column is not None:
        matching = matching.filter(column__path__startswith=column.path)
    if year:
        matching = matching.filter(publication__month__startswith=year)
    total = matching.count()
    page_count = max(-(-total // PER_PAGE), 1)
    page = min(max(page, 1), page_count)
    start = (page - 1) * PER_PAGE
    rows = [_row(edition, words) for edition in _ordered(matching, words)[start : start + PER_PAGE]] if total else []
    return Found(rows, total, page, page_count)


def _matching(words: list[str]) -> Q:
    """By words, or by the index number somebody read off a paper."""
    wanted = having("plain_text", words)
    number = INDEX_NUMBER.fullmatch(words[0].upper()) if len(words) == 1 else None
    if number:
        wanted |= Q(publication__month=number[1], publication__serial=int(number[2]))
    return wanted


def _ordered(matching: QuerySet[Edition], words: list[str]) -> QuerySet[Edition]:
    title_first = Case(When(having("title", words), then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = matching.select_related("publication", "unit", "column")
    rows = rows.defer("body", "facts", "attachments", "meta", "salts", "digests")
    return rows.order_by(title_first, "-published_at", "-pk")


def _row(edition: Edition, words: list[str]) -> dict:
    text = edition.plain_text.removeprefix(edition.title).replace("\n", " ").strip()
    return {
        "title": marked(edition.title, words),
        "number": edition.publication.slug,
        "snippet": marked(snippet(text, words), words),
        "date": timezone.localtime(edition.publication.first_published_at).date(),
        "unit": edition.unit.short_name,
        "column": edition.column.name,
    }


def pattern(words: list[str]) -> re.Pattern:
    found = sorted((spelling for word in words for spelling in spellings(word)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found)), re.IGNORECASE)


def snippet(text: str, words: list[str]) -> str:
    """The stretch round the first word found, or the beginning."""
    hit = pattern(words).search(text)
    start = max(hit.start() - AROUND, 0) if hit else 0
    end = (hit.end() if hit else 0) + AROUND * 2
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def marked(text: str, words: list[str]) -> SafeString:
    """The text escaped, each word found in <mark>."""
    out, last = "", 0
    for hit in pattern(words).finditer(text):
        out += format_html("{}<mark>{}</mark>", text[last : hit.start()], hit[0])
        last = hit.end()
    return mark_safe(out + format_html("{}", text[last:]))


def whole(text: str, default: int = 1) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else default


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    tree: Tree = tree_of(request)
    query = one_line(request.GET.get("q", ""))[:LONGEST]
    node = tree.by_slug.get(request.GET.get("column", ""))
    year = request.GET.get("year", "")
    year = year if re.fullmatch(r"20[0-9]{2}", year) else ""
    found = find(query, whole(request.GET.get("page", "")), column=node.column if node else None, year=year)
    this_year = timezone.localdate().year
    context = {
        "q": query,
        "found": found,
        "roots": tree.roots,
        "column_slug": node.slug if node else "",
        "year": year,
        "years": [str(number) for number in range(this_year, this_year - 6, -1)],
        "newer_url": _address(query, node, year, found.page - 1) if found.page > 1 else "",
        "older_url": _address(query, node, year, found.page + 1) if found.page < found.page_count else "",
        "breadcrumb": breadcrumb([], "搜索"),
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "public/search.html", context)


def _address(query: str, node, year: str, page: int) -> str:
    asked = QueryDict(mutable=True)
    for name, value in (("q", query), ("column", node.slug if node else ""), ("year", year), ("page", page)):
        if value:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"
