"""What other rooms of the office put on the desk. This app knows none of them: each registers its function when it starts.

A function is given the account and the moment, and returns sections as `queue` makes them: key, title, hint, rows.
"""

from collections.abc import Callable
from datetime import datetime

from ..models import Account

SECTIONS: list[Callable[[Account, datetime], list[dict]]] = []


def sections(account: Account, at: datetime) -> list[dict]:
    return [section for make in SECTIONS for section in make(account, at)]
