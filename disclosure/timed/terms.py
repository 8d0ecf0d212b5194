"""From when until when, in words; and what a telephone to object at must be. Pure."""

from datetime import date

from disclosure.phone_numbers import is_phone, several


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def days_between(first: date | None, last: date | None) -> int:
    """Days of the term, both ends counted; 0 where an end is missing."""
    return (last - first).days + 1 if first and last else 0


def term_faults(first: date | None, last: date | None, what: str, last_label: str) -> list[str]:
    found = [f"请写{label}" for label, day in ((f"{what}从哪天开始", first), (last_label, last)) if day is None]
    if first and last and last < first:
        found.append(f"{what}的起止日期反了：{said(first)}至{said(last)}")
    return found


def phone_faults(label: str, text: str) -> list[str]:
    if not text.strip():
        return [f"请写{label}"]
    return [f"{label}“{one}”看不出是电话号码" for one in several(text) if not is_phone(one)]


def lasting(told: str) -> date | None:
    """The day of a sealed fact; None where there is none."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
