"""Telephone numbers as they may stand in a guide. Pure."""

import re

_BROKEN = re.compile(r"[、，,；;/\s]+|或者?")
_LANDLINE = re.compile(r"0[1-9][0-9]{1,2}-?[0-9]{7,8}(?:[-转][0-9]{1,5})?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SHORT = re.compile(r"1[0-9]{2}|1[0-9]{4}|9[56][0-9]{3,4}|[48]00-?[0-9]{3}-?[0-9]{4}")


def numbers(text: str) -> list[str]:
    return [part for part in _BROKEN.split(text) if part]


def complaint(text: str) -> str:
    """What is wrong with one or several numbers, '' when nothing is: reads on after the name of the field."""
    if not text.strip():
        return "没有写"
    for number in numbers(text):
        if re.fullmatch(r"[0-9]{7,8}", number):
            return f"“{number}”没有区号，请写成 0564-{number}"
        if not any(form.fullmatch(number) for form in (_LANDLINE, _MOBILE, _SHORT)):
            return f"“{number}”不像电话号码，请写成 0564-0000100 的样子，几个电话用顿号隔开"
    return ""
