from .interpretation import Interpretation
from .notice import ForwardedDocument, Notice
from .person_list import PersonList
from .statement import Statement
from .statutory import StatutoryItem
from .visits import CountedLog, Visits

__all__ = [
    "CountedLog",
    "ForwardedDocument",
    "Interpretation",
    "Notice",
    "PersonList",
    "Statement",
    "StatutoryItem",
    "Visits",
]
