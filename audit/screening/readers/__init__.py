"""Files become passages: `read(name, data)` gives everything a person or a program could dig out of one file."""

from audit.screening.readers.dispatch import read
from audit.screening.readers.gather import DEFAULT, Limits, unread

__all__ = ["DEFAULT", "Limits", "read", "unread"]
