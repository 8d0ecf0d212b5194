"""Telephone numbers as an office publishes them: landline, hotline, or somebody's mobile. Pure."""

import re
import unicodedata

_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]?\d{6,8}|0\d{9,11}")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_HOTLINE = re.compile(r"1\d{2,4}|9\d{4,5}|400\d{7}|800\d{7}")
_SEVERAL = re.compile(r"[、，,；;/\n]+")


def digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def several(text: str) -> list[str]:
    return [one.strip() for one in _SEVERAL.split(text) if one.strip()]


def dialled(text: str) -> str:
    """What `tel:` dials: digits; an extension (转 8012) after a pause."""
    number, _, extension = re.sub(r"[转轉]", "转", unicodedata.normalize("NFKC", text)).partition("转")
    return digits(number) + (f",{digits(extension)}" if digits(extension) else "")


def is_mobile(text: str) -> bool:
    return _MOBILE.fullmatch(digits(text)) is not None


def is_phone(text: str) -> bool:
    number = digits(re.split(r"[转轉]", text)[0])
    return any(rule.fullmatch(number) for rule in (_LANDLINE, _MOBILE, _HOTLINE))


def doubts(label: str, text: str, published: frozenset[str]) -> list[str]:
    """What a reviewer should look at in a number that is to be public. published: digits of known office phones."""
    said = []
    for one in several(text):
        if digits(one) in published:
            continue
        if is_mobile(one):
            said.append(
                f"{label}的电话是手机号（尾号{digits(one)[-4:]}），请核对是不是单位对外公布的，个人手机不要公开"
            )
        elif not is_phone(one):
            said.append(f"{label}的电话“{one}”看不出是电话号码，请核对")
    return said
