from .budget import Budget
from .classification import Classification
from .consultation import Consultation, ConsultationResult
from .emergency import EmergencyNotice, EmergencyTemplate
from .finance import QuarterlyFinance
from .interpretation import Interpretation
from .leadership import Leadership
from .notice import ForwardedDocument, Notice
from .person_list import PersonList
from .public_notice import NoticeResult, PublicNotice
from .statement import Statement
from .statutory import StatutoryItem
from .unit_profile import UnitProfile
from .village_finance import VillageFinance
from .visits import CountedLog, Visits
from .work_targets import TargetProgress, WorkTargets

__all__ = [
    "Budget",
    "Classification",
    "Consultation",
    "ConsultationResult",
    "CountedLog",
    "EmergencyNotice",
    "EmergencyTemplate",
    "ForwardedDocument",
    "Interpretation",
    "Leadership",
    "Notice",
    "NoticeResult",
    "PersonList",
    "PublicNotice",
    "QuarterlyFinance",
    "Statement",
    "StatutoryItem",
    "TargetProgress",
    "UnitProfile",
    "VillageFinance",
    "Visits",
    "WorkTargets",
]
