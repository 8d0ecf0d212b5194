from .calendar import HolidayNotice
from .duty import Duty
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
from .screening import Original, Ruling, Scan, ScanJob
from .table_field import TableField
from .wording import FixedPhrase, KnownPhone, ListedWord, MaskFormat

__all__ = [
    "Account",
    "Appointment",
    "Attachment",
    "Bundle",
    "Column",
    "Cursor",
    "Duty",
    "Edition",
    "ElementCheck",
    "FixedPhrase",
    "Hand",
    "HolidayNotice",
    "IndexCounter",
    "Item",
    "KnownPhone",
    "LedgerEntry",
    "LedgerText",
    "ListedWord",
    "MaskFormat",
    "Original",
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
    "ScanJob",
    "TableField",
    "Threshold",
    "Unit",
    "Verification",
]
