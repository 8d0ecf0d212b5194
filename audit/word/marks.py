"""Dates and document numbers as Chinese official documents write them. Pure text rules, also used by checks."""

import re
from datetime import date

_DIGITS = {
    c: str(n)
    for n, row in enumerate(["〇○零0Ｏ◯０", "一１", "二２", "三３", "四４", "五５", "六６", "七７", "八８", "九９"])
    for c in row
}
_DIGITS |= {"O": "0", "o": "0", "元": "1"}
_NUMERAL = "0-9０-９〇○◯零ＯOo一二三四五六七八九"
_GAP = r"[ \t\u3000]*"
_DATE = re.compile(
    rf"(?P<year>[{_NUMERAL}](?:{_GAP}[{_NUMERAL}]){{3}}){_GAP}年{_GAP}"
    rf"(?P<month>[{_NUMERAL}十](?:{_GAP}[{_NUMERAL}十]){{0,2}}){_GAP}月{_GAP}"
    rf"(?P<day>[{_NUMERAL}十廿卅](?:{_GAP}[{_NUMERAL}十]){{0,2}}){_GAP}[日号]"
)
_NUMERIC_DATE = re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?![\d.])")

_YEAR = rf"[{_NUMERAL}](?:{_GAP}[{_NUMERAL}]){{3}}"
_NUMBER = re.compile(
    rf"(?P<organ>[\u4e00-\u9fffA-Za-z（）()·]{{1,20}}?){_GAP}[〔\[\(（【［﹝{{｛]{_GAP}(?P<year>{_YEAR}){_GAP}年?{_GAP}[〕\]\)）】］﹞}}｝]"
    rf"{_GAP}第?{_GAP}(?P<serial>[0-9０-９](?:{_GAP}[0-9０-９]){{0,4}}){_GAP}号"
)
_COUNTERSIGNED = re.compile(r"签[ \u3000]*发[ \u3000]*人[ \u3000]*[:：]?.*$")


def find_dates(text: str) -> list[date]:
    """Every real date in the text, 二〇二六年十一月三日 and 2026年11月3日 and 2026-11-03 alike, in order."""
    found = [(match.start(), match) for rule in (_DATE, _NUMERIC_DATE) for match in rule.finditer(text)]
    dates = (_as_date(match) for _, match in sorted(found, key=lambda pair: pair[0]))
    return [day for day in dates if day]


def date_line(text: str) -> date | None:
    """The date when the line holds nothing else (brackets and spaces aside), as under a 落款."""
    match = _DATE.fullmatch(text.strip(" \t\u3000（）()"))
    return _as_date(match) if match else None


def split_trailing_date(text: str) -> tuple[str, date | None]:
    """`落儿岭镇人民政府　2026年11月3日` as its name and its date; the whole text and None when it ends otherwise."""
    for match in _DATE.finditer(text):
        if not text[match.end() :].strip(" \t\u3000"):
            return text[: match.start()].strip(" \t\u3000"), _as_date(match)
    return text, None


def _as_date(match: re.Match) -> date | None:
    try:
        return date(*(_numeral(match[part]) for part in ("year", "month", "day")))
    except ValueError:
        return None


def _numeral(text: str) -> int:
    """`二〇二六`, `十一`, `廿三`, `３１` as a number. ValueError for anything else."""
    text = re.sub(r"\s", "", text).replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return int("".join(_DIGITS.get(sign, sign) for sign in text))
    tens, _, ones = text.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        raise ValueError(text)
    return (_numeral(tens) if tens else 1) * 10 + (_numeral(ones) if ones else 0)


def document_number(line: str) -> str:
    """The 文号 when the line holds nothing else (`签发人：…` beside it aside), in its one form `落政〔2026〕41号`."""
    line = re.sub(r"\s", "", _COUNTERSIGNED.sub("", line))
    match = _NUMBER.fullmatch(line) or _NUMBER.fullmatch(line.strip("（）()"))
    return _written_number(match) if match else ""


def normalised_number(text: str) -> str:
    """A 文号 somebody typed, in its one form; other text comes back stripped but unchanged."""
    return document_number(text) or text.strip()


def _written_number(match: re.Match) -> str:
    organ = re.sub(r"\s", "", match["organ"])
    return f"{organ}〔{_numeral(match['year'])}〕{_numeral(match['serial'])}号"
