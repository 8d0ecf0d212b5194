"""One act about to be taken: who, on what, and what was given with it; and the sentences by which it is refused."""

from dataclasses import dataclass, field
from datetime import datetime

from .models import Account, Edition, Item, Person


class StepError(Exception):
    """A sentence in Chinese for the person, saying what to do."""


class Incomplete(StepError):
    """Something is missing or wrong in what was given; nothing happened."""


class Refused(StepError):
    """The person may not do this; nothing happened but a row in the ledger."""


class WrongCode(Refused):
    """The signing code did not match; counts towards its lock."""


class TooLate(StepError):
    """Somebody was first: the edition is no longer in the state the person saw."""


@dataclass
class Given:
    """What the person gave with the act. Everything a check may ask for."""

    remark: str = ""
    answers: dict[str, dict[str, str]] = field(default_factory=dict)  # key → {"answer", "note"}
    code: str = ""
    reason: str = ""  # key of WITHDRAWAL_REASONS
    clause: str = ""  # why and by which article it is not disclosed
    has_read: bool = False
    opened: list[str] = field(default_factory=list)  # SHA-256 of attachments the person opened
    device: str = ""  # digest naming the device, to mark signing from the drafter's own
    rulings_confirmed: bool = False  # the first reviewer agrees with why findings may stay
    typos_only: bool = False  # the first reviewer says of a correction: papers of the text before stay valid
    elements: list[str] = field(default_factory=list)  # content elements the first reviewer saw, by name
    note: str = ""  # what the correction was, from the drafter to the reviewers


@dataclass(frozen=True)
class Case:
    """One act about to be taken."""

    act: str
    account: Account
    edition: Edition | None
    item: Item
    given: Given
    at: datetime

    @property
    def person(self) -> Person:
        assert self.account.person is not None
        return self.account.person
