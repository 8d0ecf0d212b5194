"""What looks like a personal number and is none. Own tables, nothing of the detector's."""

import random
from collections.abc import Callable, Iterator

from audit.screening.passages import Passage

from .corpus import cell, digits

OFFICE_PHONES = ("0564-5021234", "0564 5025678", "05645029999", "0564-5022110", "15400001111")
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(chance: random.Random, letters: bool) -> str:
    organ = "".join(chance.choice(CODE_SIGNS) for _ in range(9)) if letters else digits(chance, 9)
    head = chance.choice(("91", "92", "93", "11", "12", "51", "54")) + "341525" + organ
    weights = [pow(3, n, 31) for n in range(17)]
    total = sum(CODE_SIGNS.index(sign) * weight for sign, weight in zip(head, weights, strict=True))
    return head + CODE_SIGNS[(31 - total % 31) % 31]


def day(chance: random.Random) -> tuple[int, int, int]:
    return chance.randint(1998, 2026), chance.randint(1, 12), chance.randint(1, 28)


def isbn(chance: random.Random) -> str:
    head = "9787" + digits(chance, 8)
    return head + str(-sum(int(sign) * (1, 3)[n % 2] for n, sign in enumerate(head)) % 10)


def money(chance: random.Random) -> str:
    return f"{chance.uniform(1, 9e7):,.2f}元"


def amount_row(chance: random.Random) -> str:
    return " ".join(str(chance.randint(100, 9999)) for _ in range(9))


DECOYS: dict[str, Callable[[random.Random], str]] = {
    "document number": lambda c: (
        f"{c.choice(('落政', '霍政办', '皖政', '国办发'))}〔{day(c)[0]}〕{c.randint(1, 300)}号"
    ),
    "document number typed": lambda c: (
        f"落政[{day(c)[0]}]{c.randint(1, 300)}号，落党发({day(c)[0]}){c.randint(1, 99)}号"
    ),
    "amount": money,
    "amounts in yuan": lambda c: f"预算总额{c.randint(10**9, 10**11)}元，其中上级补助{c.randint(10**6, 10**10)}元",
    "amount row": amount_row,
    "date": lambda c: "{}年{}月{}日至{}年{}月{}日".format(*day(c), *day(c)),
    "date and time": lambda c: "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(
        *day(c), c.randint(0, 23), c.randint(0, 59), c.randint(0, 59)
    ),
    "dates side by side": lambda c: "{}{:02}{:02}-{}{:02}{:02}".format(*day(c), *day(c)),
    "date in Chinese": lambda c: "二〇二六年十一月二十三日，一九九八年七月一日",
    "index number": lambda c: f"{credit_code(c, True)}/{day(c)[0]}11-{c.randint(1, 99999):05}",
    "index number of digits": lambda c: f"{credit_code(c, False)}/202611-{c.randint(1, 99999):05}",
    "office phone": lambda c: f"联系电话：{c.choice(OFFICE_PHONES)}",
    "hotline": lambda c: (
        "拨打"
        + "、".join(
            c.sample(
                ["12345", "110", "119", "120", "12393", "12333", "12348", "95598", "400-123-4567", "8001234567"], 4
            )
        )
    ),
    "order number": lambda c: (
        f"订单号：{c.choice(('2026', '4500', '6210', '5100', '1380'))}{digits(c, c.randint(10, 16))}"
    ),
    "project number": lambda c: f"项目编号：341525{digits(c, c.choice((9, 11, 12)))}-{c.randint(1, 99)}",
    "project code": lambda c: f"{day(c)[0]}-341525-{digits(c, 2)}-{digits(c, 2)}-{digits(c, 6)}",
    "tender number": lambda c: f"招标编号 LAHS{day(c)[0]}-GC-{digits(c, 3)}",
    "order with a date": lambda c: "流水号{}{:02}{:02}{}".format(*day(c), digits(c, 12)),
    "credit code": lambda c: f"统一社会信用代码{credit_code(c, True)}",
    "credit code bare": lambda c: credit_code(c, True),
    "credit code of digits": lambda c: credit_code(c, False),
    "land parcel": lambda c: f"341525{digits(c, 6)}{c.choice(('JC', 'GB', 'JA'))}{digits(c, 5)}F{digits(c, 8)}",
    "land title": lambda c: f"皖({day(c)[0]})霍山县不动产权第{digits(c, 7)}号",
    "masked id": lambda c: f"34*************{digits(c, 3)}",
    "masked id, six and four": lambda c: f"341525********{digits(c, 4)}",
    "masked phone": lambda c: f"1{c.randint(30, 99)}****{digits(c, 4)}",
    "masked card": lambda c: f"尾号{digits(c, 4)}，卡号***************{digits(c, 4)}",
    "isbn": lambda c: f"ISBN {isbn(c)}",
    "bar code": lambda c: f"69{digits(c, 11)}",
    "postal code": lambda c: f"邮编2372{digits(c, 2)}，237200 237261",
    "coordinates": lambda c: f"东经{c.uniform(115, 117):.12f}，北纬{c.uniform(30, 32):.13f}",
    "coordinates bare": lambda c: f"{c.uniform(115, 117):.15f},{c.uniform(30, 32):.14f}",
    "long integer": lambda c: digits(c, c.randint(12, 30)),
    "long integer of 15": lambda c: "发票号码" + digits(c, 15),
    "integer of 16": lambda c: str(c.choice((1, 2, 3, 7, 8))) + digits(c, 15),
    "decimal": lambda c: f"{c.uniform(0, 1):.17f}",
    "percentages": lambda c: "，".join(f"{c.uniform(0, 100):.4f}%" for _ in range(5)),
    "invoice": lambda c: f"发票代码{digits(c, 12)} 号码{digits(c, 8)}",
    "address of the net": lambda c: f"http://www.example.gov.cn/{day(c)[0]}/{digits(c, 8)}.html",
    "measures": lambda c: f"长{c.randint(100, 9999)}米×宽{c.randint(3, 12)}米，{c.randint(1000, 99999)}㎡",
    "bare project code": lambda c: f"P{digits(c, 8)}",
    "dated code": lambda c: f"{c.choice('EGHC')}{day(c)[0]}{digits(c, 4)}",
    "road": lambda c: (
        f"G{c.randint(10, 99)}、S{c.randint(100, 999)}、X{c.randint(100, 999)}线K{c.randint(1, 99)}+{c.randint(100, 999)}"
    ),
    "secrets in prose": lambda c: c.choice(
        (
            "不得泄露国家秘密、商业秘密、个人隐私。",
            "国家秘密分为绝密、机密、秘密三级。",
            "保守工作秘密，增强机密意识。",
            "申请公开的信息是否涉及秘密？10年前的除外。",
        )
    ),
    "words about papers": lambda c: c.choice(
        ("请带身份证、户口簿复印件2份。", "凭护照、港澳通行证办理。", "出示社保卡即可。", "银行卡号由本人填写。")
    ),
    "two years": lambda c: f"{day(c)[0]}—{day(c)[0]}年 {day(c)[0]}/{day(c)[0]}",
    "statistics": lambda c: (
        f"共{c.randint(100, 999)}户{c.randint(1000, 9999)}人，{c.randint(10**5, 10**6)}亩，{c.randint(10**6, 10**8)}株"
    ),
}


def decoys(each: int, seed: int = 7) -> Iterator[tuple[str, list[Passage]]]:
    """Each kind as a paragraph and as a cell, and whole rows of numbers as neighbouring cells."""
    chance = random.Random(seed)
    for kind, make in DECOYS.items():
        for n in range(each):
            text = make(chance)
            yield kind, [cell(text, 5, 3)] if n % 2 else [Passage(text, "正文第 3 段")]
    for _ in range(each * 4):
        yield "cells of amounts", [cell(str(chance.randint(1, 10 ** chance.randint(2, 6))), 4, n) for n in range(2, 11)]
        table = [cell(word, 1, n) for n, word in enumerate(("村", "户数", "面积", "金额", "合计"), 1)]
        rows = [cell(str(chance.randint(100, 99999)), row, n) for row in range(2, 7) for n in range(2, 6)]
        yield "table", [*table, *rows]
        heads = "订单号 项目编号 准考证号 不动产权证号 发票号码 办公电话".split()
        codes = [str(chance.randint(10**10, 2 * 10**10)) for _ in heads[:-1]] + [OFFICE_PHONES[1]]
        yield (
            "table of codes",
            [cell(text, row, n) for row, line in enumerate((heads, codes), 1) for n, text in enumerate(line, 1)],
        )
