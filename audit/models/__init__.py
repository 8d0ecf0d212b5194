from .calendar import HolidayNotice
from .edition import (
    Bundle,
    Edition,
    Hand,
    IndexCounter,
    Placement,
    PlacementCounter,
    Publication,
)
from .elements import ElementCheck
from .item import Attachment, Item
from .ledger import Cursor, LedgerEntry, LedgerText, Verification
from .people import Account, Appointment, Person, Post
from .places import Column, PendingChange, Unit
from .rules import Phrase, Question, Threshold
from .screening import Ruling, Scan
from .table_field import TableField

__all__ = [
    "Account",
    "Appointment",
    "Attachment",
    "Bundle",
    "Column",
    "Cursor",
    "Edition",
    "ElementCheck",
    "Hand",
    "HolidayNotice",
    "IndexCounter",
    "Item",
    "LedgerEntry",
    "LedgerText",
    "PendingChange",
    "Person",
    "Phrase",
    "Placement",
    "PlacementCounter",
    "Post",
    "Publication",
    "Question",
    "Ruling",
    "Scan",
    "TableField",
    "Threshold",
    "Unit",
    "Verification",
]
