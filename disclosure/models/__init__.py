from .budget import Budget
from .finance import QuarterlyFinance
from .interpretation import Interpretation
from .notice import ForwardedDocument, Notice
from .statement import Statement
from .statutory import StatutoryItem
from .visits import CountedLog, Visits

__all__ = [
    "Budget",
    "CountedLog",
    "ForwardedDocument",
    "Interpretation",
    "Notice",
    "QuarterlyFinance",
    "Statement",
    "StatutoryItem",
    "Visits",
]
