"""Automatic numbers: Word keeps only a rule, the number itself is counted here, because texts refer to it (第（二）项)."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
MAX_LABEL = 40


@dataclass
class Level:
    """One level of a list; `text` is Word's pattern such as `第%1条` or `（%2）`."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class Label:
    """How one paragraph is numbered: `kind` ul, ol (plain 1. 2. 3.) or text (written before the paragraph)."""

    kind: str
    text: str = ""
    number: int = 0
    level: int = 0


@dataclass
class Numbering:
    """The lists of a document with their running counters."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list (numId)
    families: dict[str, str] = field(default_factory=dict)  # numId -> abstract list, which holds the counter
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, list_id: str, level: int) -> Label | None:
        """Counts one paragraph on and gives its label; None when it carries no number."""
        rules = self.levels.get(list_id)
        level = max(0, min(level, 8))
        if not rules or level not in rules:
            return None
        rule = rules[level]
        family = self.families[list_id]
        counter = self.counters.setdefault(family, [None] * 9)
        if level in self.restarts.get(list_id, {}):
            counter[level] = self.restarts[list_id].pop(level) - 1
        counter[level] = rule.start if counter[level] is None else (counter[level] or 0) + 1
        counter[level + 1 :] = [None] * (8 - level)
        if rule.form == "bullet":
            return Label("ul", level=level)
        if rule.form == "none" and "%" not in rule.text:
            return Label("text", rule.text[:MAX_LABEL]) if rule.text.strip() else None
        if rule.form == "decimal" and rule.text == f"%{level + 1}.":
            return Label("ol", f"{counter[level]}.", counter[level] or 0, level)
        return Label("text", self._written(rule.text, rules, counter), level=level)

    @staticmethod
    def _written(pattern: str, rules: dict[int, Level], counter: list[int | None]) -> str:
        for index in range(9):
            if f"%{index + 1}" in pattern:
                rule = rules.get(index, Level())
                number = counter[index] if counter[index] is not None else rule.start
                pattern = pattern.replace(f"%{index + 1}", written_number(number or 0, rule.form))
        return pattern[:MAX_LABEL]


def written_number(number: int, form: str) -> str:
    """A number in one of Word's forms; unknown forms and what a form cannot write come out as digits."""
    if form.startswith(("chineseCounting", "taiwaneseCounting", "japaneseCounting")):
        return chinese_number(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    if form == "chineseLegalSimplified":
        return chinese_number(number, _LEGAL, "拾佰仟")
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if form in ("ideographTraditional", "ideographZodiac"):
        row = _STEMS if form == "ideographTraditional" else _BRANCHES
        return row[number - 1] if 1 <= number <= len(row) else str(number)
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def chinese_number(number: int, digits: str = _CHINESE, units: str = "十百千") -> str:
    """十二, 一百零三 … up to 9999; larger ones in digits."""
    if not 0 < number < 10000:
        return digits[0] if number == 0 else str(number)
    written, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += ("零" if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = bool(written) and not digit
    return written[1:] if written.startswith("一十") else written


def _roman(number: int) -> str:
    written = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(" "),
        strict=True,
    ):
        written += sign * (number // value)
        number %= value
    return written


def read_numbering(root: Element) -> Numbering:
    """numbering.xml as lists; numbers that make no sense are taken as 1."""
    families = {}
    for abstract in root.findall("w_abstractNum"):
        families[abstract.get("w_abstractNumId", "")] = dict(_level(level) for level in abstract.findall("w_lvl"))
    numbering = Numbering()
    for entry in root.findall("w_num"):
        list_id, family = entry.get("w_numId", ""), value(entry, "w_abstractNumId")
        rules = dict(families.get(family, {}))
        restarts = {}
        for override in entry.findall("w_lvlOverride"):
            index = whole(override.get("w_ilvl"), 0)
            for level in override.findall("w_lvl"):
                rules[index] = _level(level)[1]
            if override.find("w_startOverride") is not None:
                restarts[index] = whole(value(override, "w_startOverride"), 1)
        numbering.levels[list_id], numbering.families[list_id] = rules, family
        numbering.restarts[list_id] = restarts
    return numbering


def _level(element: Element) -> tuple[int, Level]:
    text = value(element, "w_lvlText")
    form = value(element, "w_numFmt") or "decimal"
    return whole(element.get("w_ilvl"), 0), Level(form, text, whole(value(element, "w_start"), 1))


def value(element: Element | None, tag: str) -> str:
    """The `w:val` of a child; "" when there is none."""
    child = element.find(tag) if element is not None else None
    return (child.get("w_val") or "") if child is not None else ""


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as Word writes it, kept within sense."""
    try:
        return max(-1, min(int(text or ""), 100_000))
    except ValueError:
        return otherwise
