"""A file whose own dates disagree with the date its edition states. Says nothing of a file without an edition."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from audit.word.marks import document_number, find_dates

from ..passages import SOFT
from .view import Hit, Kind, View

_YEAR = re.compile(r"〔(\d{4})〕")
_NUMBER = re.compile(r"[\u4e00-\u9fff（）]{1,16}\s*[〔\[［(（【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号")
_SAVED = re.compile(r"修改|创建|保存|modified|created", re.I)
LATE_FILE = timedelta(days=1)


def hits(view: View) -> Iterator[Hit]:
    stated = view.context.formed_on
    if stated is None:
        return
    yield from _signature(view, stated)
    yield from _numbers(view, stated)
    yield from _properties(view, stated)


def _signature(view: View, stated: date) -> Iterator[Hit]:
    from audit.findings import LINES_OF_SIGNATURE, signature_date  # knows editions: only asked when there is one

    body = [n for n, passage in enumerate(view.passages) if not passage.column and passage.kind == "body"]
    closing = body[-LINES_OF_SIGNATURE:]
    signed = signature_date("\n".join(view.stream.texts[index] for index in closing))
    if signed and signed != stated:
        kind = Kind(
            "date_signature", SOFT, f"文中落款是 {signed.isoformat()}，登记的落款日期是 {stated.isoformat()}。请核对。"
        )
        yield Hit(kind, signed.isoformat(), (closing[-1],))


def _numbers(view: View, stated: date) -> Iterator[Hit]:
    """The file's own 文号, where it is the edition's but for the year."""
    own = view.context.document_number
    years = _YEAR.findall(document_number(own))
    if years and int(years[0]) != stated.year:
        kind = Kind("date_number", SOFT, f"文号“{own}”的年份和落款日期 {stated.isoformat()} 不一样。请核对。")
        yield Hit(kind, own, (0,) if view.passages else ())
    for index, text in enumerate(view.stream.texts):
        if len(text) > 60 or not (found := _NUMBER.fullmatch(text.strip())):
            continue
        year = _YEAR.findall(document_number(found[0]))
        if year and int(year[0]) != stated.year:
            kind = Kind(
                "date_number", SOFT, f"文件里的文号年份是 {year[0]} 年，落款日期是 {stated.isoformat()}。请核对。"
            )
            yield Hit(kind, found[0], (index,))


def _properties(view: View, stated: date) -> Iterator[Hit]:
    for index, passage in enumerate(view.passages):
        if passage.kind != "property" or not _SAVED.search(passage.place + passage.text[:12]):
            continue
        later = [day for day in find_dates(re.sub(r"(\d)T\d", r"\1 ", passage.text)) if day > stated + LATE_FILE]
        if later:
            kind = Kind(
                "date_property",
                SOFT,
                f"文件属性里的日期 {later[-1].isoformat()} 比落款日期 {stated.isoformat()} 晚。请核对。",
            )
            yield Hit(kind, later[-1].isoformat(), (index,))
