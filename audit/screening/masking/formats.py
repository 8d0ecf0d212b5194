"""What is left of a number, a name or an address once it is masked: the formats are data, handed in.

Prescribed by 永安市 2023-01 (domain.md §11): 34*************123, 138****1234, a card's last four; an address down to the
village, the name of somebody who must not be known as 张*.
"""

import re

from audit.screening.rules.context import Keep, MaskFormats, masked
from audit.screening.rules.normal import normalised

__all__ = ["Keep", "MaskFormats", "family_of", "masked", "masked_address", "masked_name", "masked_value"]

ID, PHONE, LANDLINE, CARD, PAPER, PLATE = "id_number", "phone", "landline", "card", "paper", "plate"
ACCOUNT, ADDRESS, NAME, WHOLE = "account", "address", "name", "whole"
GONE = "***"  # of a word that must not be seen at all, such as an illness

_FAMILIES = {
    ID: "id_number id_header",
    PHONE: "mobile phone_header",
    LANDLINE: "landline",
    CARD: "bank_card bank_card_doubtful bank_account account_header public_account",
    PAPER: "passport travel_permit military_id social_security birth_certificate paper_doubtful",
    PLATE: "licence_plate",
    ACCOUNT: "email chat_account",
    ADDRESS: "home_address address_header",
    NAME: "name_of_minor name_with_severe name_with_illness name_with_disability name_with_poverty",
}
_FAMILY = {rule: family for family, rules in _FAMILIES.items() for rule in rules.split()}
_PAIRED_NAMES = "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 夏侯 令狐 慕容 司徒 端木 轩辕 长孙 宇文 南宫 万俟".split()
_VILLAGE = re.compile(r".*?(?:社区居委会|居民委员会|村民委员会|村委会|居委会|社区|[^\s]村(?!民))")
_TOWN = re.compile(r".*?(?:街道|[^\s][镇乡])")
_NOT_SIGNS = re.compile(r"[^0-9A-Za-z*\u4e00-\u9fff]")


def family_of(rule: str) -> str:
    """Which format masks what a rule found; WHOLE when nothing of it may stay."""
    return _FAMILY.get(rule, WHOLE)


def masked_value(family: str, value: str, formats: MaskFormats) -> str:
    """One value as it may be published."""
    if family == ADDRESS:
        return masked_address(value)
    if family == NAME:
        return masked_name(value)
    if family == WHOLE:
        return GONE
    if family == ACCOUNT and "@" in value:
        name, _, host = value.strip().rpartition("@")
        return f"{masked(name, formats.account)}@{host}"
    signs = _NOT_SIGNS.sub("", normalised(value))
    return masked(signs, _keep(family, signs, formats)) if signs else GONE


def _keep(family: str, signs: str, formats: MaskFormats) -> Keep:
    """A column headed 电话 or 证件号 holds more than one kind."""
    if family == PHONE and not (len(signs) == 11 and signs.startswith("1")):
        family = LANDLINE
    if family == ID and len(signs) not in (15, 18):
        family = PAPER
    return getattr(formats, family)


def masked_address(address: str) -> str:
    """Down to the village; without one down to the town; else nothing of it."""
    address = address.strip()
    for place in (_VILLAGE, _TOWN):
        if found := place.match(address):
            return found[0] if len(found[0]) < len(address) else GONE
    return GONE


def masked_name(name: str) -> str:
    """张三 and 张三丰 as 张*, 欧阳某某 as 欧阳*."""
    name = "".join(name.split())
    return f"{name[:2] if name[:2] in _PAIRED_NAMES and len(name) > 2 else name[:1]}*"
