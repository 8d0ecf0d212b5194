"""Numbers nobody has, hidden in the ways clerks and tricksters hide them, and decoys that look like them.

Shares no code, pattern or table with the detector: the check digits are reckoned another way. Birthdays lie in
1900–1911, mobiles in ranges no operator was given, cards under blocks no bank was given.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audit.screening.passages import Passage

COUNTIES = (
    "341525 341502 342427 340104 110101 310115 320583 330106 350481 420106 440305 510107 610112 650102 230103".split()
)
NAMES = "赵测试 钱样例 孙虚构 李某甲 周样张 吴假名".split()


@dataclass(frozen=True)
class Sample:
    kind: str
    form: str
    passages: list[Passage]


# --- numbers -------------------------------------------------------------------------------------------------------


def iso7064(digits: str) -> str:
    """MOD 11-2 as the pure recursive system of ISO 7064, not as a weighted sum."""
    product = 0
    for digit in digits:
        product = (product + int(digit)) * 2 % 11
    missing = (12 - product) % 11
    return "X" if missing == 10 else str(missing)


def id18(chance: random.Random) -> str:
    head = f"{chance.choice(COUNTIES)}19{chance.randint(0, 11):02}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(1, 998):03}"
    return head + iso7064(head)


def id18_x(chance: random.Random) -> str:
    return next(number for number in iter(lambda: id18(chance), "") if number[-1] == "X")


def id15(chance: random.Random) -> str:
    return f"{chance.choice(COUNTIES)}{chance.randint(0, 11):02}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(1, 998):03}"


def with_luhn(head: str) -> str:
    """The one digit out of ten that makes the sum come out, by trying."""
    table = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
    for last in "0123456789":
        signs = [int(sign) for sign in head + last]
        if sum(table[d] if (len(signs) - n) % 2 == 0 else d for n, d in enumerate(signs)) % 10 == 0:
            return head + last
    raise AssertionError(head)


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def unionpay19(chance: random.Random) -> str:
    return with_luhn("62990" + digits(chance, 13))


def unionpay16(chance: random.Random) -> str:
    return with_luhn("62990" + digits(chance, 10))


def foreign_card(chance: random.Random) -> str:
    return with_luhn(chance.choice(("400000", "510000", "352800")) + digits(chance, 9))


def mobile(chance: random.Random) -> str:
    return chance.choice(("154", "161", "163", "164", "169", "143")) + digits(chance, 8)


def landline(chance: random.Random) -> str:
    return chance.choice(("0564", "0551", "0212", "0108")) + chance.choice("23") + digits(chance, 6)


def passport(chance: random.Random) -> str:
    return chance.choice(("E0000", "G0000", "EA000")) + digits(chance, 4)


def permit(chance: random.Random) -> str:
    return chance.choice("CHMLTW") + "000" + digits(chance, 5)


def social_security(chance: random.Random) -> str:
    return chance.choice("ABD") + "00" + digits(chance, 6)


def birth_certificate(chance: random.Random) -> str:
    return chance.choice("OPQRS") + "34" + digits(chance, 7)


def officer(chance: random.Random) -> str:
    return f"军字第{digits(chance, 7)}号"


def account(chance: random.Random) -> str:
    return "2000" + digits(chance, chance.randint(8, 18))


def plate(chance: random.Random) -> str:
    return "皖N" + chance.choice(
        ("D" + digits(chance, 5), "A" + digits(chance, 4), digits(chance, 5), digits(chance, 4) + "K")
    )


# --- hiding --------------------------------------------------------------------------------------------------------


def grouped(number: str, between: str) -> str:
    steps = {
        18: (6, 8, 4),
        15: (6, 6, 3),
        11: (3, 4, 4),
        19: (4, 4, 4, 4, 3),
        16: (4, 4, 4, 4),
        9: (3, 3, 3),
        12: (4, 8),
    }
    parts, rest = [], number
    for step in steps.get(len(number), (len(number) // 2, len(number) - len(number) // 2)):
        parts.append(rest[:step])
        rest = rest[step:]
    return between.join(part for part in (*parts, rest) if part)


def replaced(number: str, digit_row: str) -> str:
    return "".join(digit_row[int(sign)] if sign.isdigit() else sign for sign in number)


def wide(number: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in number)


FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "groups": lambda n: grouped(n, " "),
    "dashes": lambda n: grouped(n, "-"),
    "long dashes": lambda n: grouped(n, "–"),
    "dots": lambda n: grouped(n, "."),
    "middle dots": lambda n: grouped(n, "·"),
    "hard spaces": lambda n: grouped(n, "\u00a0"),
    "wide spaces": lambda n: grouped(n, "\u3000"),
    "every sign apart": " ".join,
    "wide": wide,
    "wide apart": lambda n: " ".join(wide(n)),
    "zero width": "\u200b".join,
    "joiners": "\u2060".join,
    "marks of order": lambda n: grouped(n, "\ufeff\u202d"),
    "soft hyphens": "\u00ad".join,
    "struck through": lambda n: "\u0336".join(n) + "\u0336",
    "line break": lambda n: n[: len(n) // 2] + "\n" + n[len(n) // 2 :],
    "windows line break": lambda n: n[:7] + "\r\n" + n[7:],
    "indented line": lambda n: n[:6] + "\n        " + n[6:],
    "tab": lambda n: grouped(n, "\t"),
    "circled": lambda n: replaced(n, "⓪①②③④⑤⑥⑦⑧⑨"),
    "chinese": lambda n: replaced(n, "〇一二三四五六七八九"),
    "zero as 零": lambda n: replaced(n, "零一二三四五六七八九"),
    "mathematical": lambda n: replaced(n, "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "arabic": lambda n: replaced(n, "٠١٢٣٤٥٦٧٨٩"),
    "apostrophe": lambda n: "'" + n,
    "in brackets": lambda n: f"（{n}）",
}
IN_WORDS = ("circled", "chinese", "zero as 零")
X_FORMS: dict[str, Callable[[str], str]] = {
    "small x": str.lower,
    "wide X": lambda n: n.replace("X", "Ｘ"),
    "wide small x": lambda n: n.replace("X", "ｘ"),
    "cyrillic": lambda n: n.replace("X", "Х"),
    "times": lambda n: n.replace("X", "×"),
    "roman ten": lambda n: n.replace("X", "Ⅹ"),
}

KINDS: dict[str, tuple[Callable[[random.Random], str], str]] = {
    "id_number": (id18, ""),
    "id_number ending X": (id18_x, ""),
    "id_number of 15": (id15, "身份证号："),
    "id_number of 15 bare": (id15, ""),
    "bank_card 19": (unionpay19, ""),
    "bank_card 16": (unionpay16, "卡号 "),
    "bank_card foreign": (foreign_card, ""),
    "mobile": (mobile, ""),
    "passport": (passport, "护照号码："),
    "travel_permit": (permit, "通行证号："),
    "social_security": (social_security, "社保卡号："),
    "birth_certificate": (birth_certificate, "出生医学证明编号："),
    "military_id": (officer, "军官证："),
    "bank_account": (account, "银行账号："),
}
SOFT_KINDS: dict[str, tuple[Callable[[random.Random], str], str]] = {
    "landline": (landline, "家里电话"),
    "licence_plate": (plate, "车牌"),
}
WORDED = "passport travel_permit social_security birth_certificate military_id bank_account".split()
ROUND: dict[str, Callable[[str, random.Random], str]] = {
    "alone": lambda text, chance: text,
    "in a sentence": lambda text, chance: f"{chance.choice(NAMES)}，{text}，于本月领取补贴1200元。",
    "after a list mark": lambda text, chance: f"①{text}",
}


def cell(text: str, row: int, column: int, hidden: bool = False) -> Passage:
    return Passage(text, f"表“名单”{chr(64 + column)}{row}", "cell", "名单", row, column, hidden)


def hidden_numbers(each: int, seed: int = 5) -> Iterator[Sample]:
    """Every kind in every form, `each` times."""
    chance = random.Random(seed)
    for kind, (make, label) in (KINDS | SOFT_KINDS).items():
        for form, hide in FORMS.items():
            if kind == "licence_plate" and form in (*IN_WORDS, "indented line"):
                continue  # nobody spells out a plate or breaks it so
            for n in range(each):
                surrounding = list(ROUND)[n % len(ROUND)] if form not in IN_WORDS else list(ROUND)[n % 2]
                text = ROUND[surrounding](label + hide(make(chance)), chance)
                yield Sample(kind, form, [Passage(text, "正文第 2 段")])
    for form, hide in X_FORMS.items():
        for _ in range(each):
            yield Sample("id_number ending X", form, [Passage("证件 " + hide(id18_x(chance)), "正文第 1 段")])
    for _ in range(each):
        yield from split_numbers(chance)
        yield from glued_numbers(chance)


def split_numbers(chance: random.Random) -> Iterator[Sample]:
    """Over cells beside and below each other, over paragraphs, one sign a box as in forms."""
    number, card, phone = id18(chance), unionpay19(chance), mobile(chance)
    row = chance.randint(3, 40)
    yield Sample("id_number", "two cells", [cell(number[:9], row, 3), cell(number[9:], row, 4)])
    yield Sample(
        "id_number", "three cells", [cell(number[:6], row, 3), cell(number[6:14], row, 4), cell(number[14:], row, 5)]
    )
    yield Sample("id_number", "boxes", [cell(sign, row, n) for n, sign in enumerate(number, 2)])
    yield Sample("id_number", "cells below", [cell(number[:10], row, 3), cell(number[10:], row + 1, 3)])
    yield Sample("id_number", "name in the first cell", [cell("身份证" + number[:6], row, 1), cell(number[6:], row, 2)])
    yield Sample(
        "id_number", "runs", [Passage("证号" + number[:8], "正文第 1 段"), Passage(number[8:] + "，男", "正文第 2 段")]
    )
    yield Sample(
        "id_number", "amount beside", [cell("1200", row, 2), cell(number[:8], row, 3), cell(number[8:], row, 4)]
    )
    yield Sample(
        "bank_card", "five cells", [cell(part, row, n) for n, part in enumerate(grouped(card, " ").split(), 2)]
    )
    yield Sample("bank_card", "two cells", [cell(card[:10], row, 2), cell(card[10:], row, 3)])
    head = [cell("姓名", 1, 1), cell("手机", 1, 2), cell("号码", 1, 3), cell(chance.choice(NAMES), row, 1)]
    yield Sample("mobile", "two cells", [*head, cell(phone[:5], row, 2), cell(phone[5:], row, 3)])


def glued_numbers(chance: random.Random) -> Iterator[Sample]:
    number, phone = id18(chance), mobile(chance)
    yield Sample(
        "id_number",
        "disability certificate",
        [Passage(f"残疾证号{number}{chance.choice(('43', '44B1', '12'))}", "正文")],
    )
    yield Sample("id_number", "phone glued on", [Passage(f"{mobile(chance)}{number}", "正文")])
    yield Sample(
        "id_number", "comma line", [Passage(f"1,{NAMES[0]},{number},{mobile(chance)},1200.00\n2,{NAMES[1]},,,", "文本")]
    )
    yield Sample("id_number", "after the number", [Passage(f"12 {number} 600.00 2026-11-03", "第 1 页")])
    yield Sample("mobile", "country", [Passage(f"+86 {grouped(mobile(chance), ' ')}", "正文")])
    yield Sample("mobile", "country glued", [Passage(f"0086{mobile(chance)}", "正文")])
    yield Sample("mobile", "nought first", [Passage(f"0{mobile(chance)}", "正文")])
    yield Sample("id_number", "stars between", [Passage(f"{number[:6]}*{number[6:14]}★{number[14:]}", "正文")])
    yield Sample("id_number", "brackets", [Passage(f"{number[:6]}（{number[6:14]}）{number[14:]}", "正文")])
    yield Sample(
        "id_number",
        "one sign in Chinese",
        [Passage(f"{number[:9]}{'〇一二三四五六七八九'[int(number[9])]}{number[10:]}", "正文")],
    )
    yield Sample("mobile", "list point", [Passage(f"1.{mobile(chance)}", "正文")])
    yield Sample("mobile", "brackets", [Passage(f"({phone[:3]}){phone[3:]}", "正文")])
    yield Sample("id_number", "hidden column", [cell(number, 2, 9, hidden=True)])
    yield Sample("id_number", "file name", [Passage(f"{NAMES[2]}{number}.jpg", "文件名", "name")])
