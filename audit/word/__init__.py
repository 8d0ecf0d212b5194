"""A Word file as a draft: `read_word(name, data)` gives a `WordDraft` or raises `WordError` with what to do."""

from audit.word.draft import Picture, Properties, WordDraft, WordError
from audit.word.marks import date_line, document_number, find_dates, normalised_number
from audit.word.reader import read_word

__all__ = [
    "Picture",
    "Properties",
    "WordDraft",
    "WordError",
    "date_line",
    "document_number",
    "find_dates",
    "normalised_number",
    "read_word",
]
