from .budget import Budget
from .finance import QuarterlyFinance
from .interpretation import Interpretation
from .leadership import Leadership
from .notice import ForwardedDocument, Notice
from .person_list import PersonList
from .statement import Statement
from .statutory import StatutoryItem
from .unit_profile import UnitProfile
from .village_finance import VillageFinance
from .visits import CountedLog, Visits

__all__ = [
    "Budget",
    "CountedLog",
    "ForwardedDocument",
    "Interpretation",
    "Leadership",
    "Notice",
    "PersonList",
    "QuarterlyFinance",
    "Statement",
    "StatutoryItem",
    "UnitProfile",
    "VillageFinance",
    "Visits",
]
