"""What reading a Word file gives: a draft to be checked by a person, or a sentence that says what to do."""

from dataclasses import dataclass, field
from datetime import date, datetime


class WordError(Exception):
    """The file cannot be read. The message is a Chinese sentence for the person who uploaded it."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Picture:
    """A picture of the file, verified by its bytes; the body shows it as `<img src="files:<sha256>">`."""

    sha256: str
    name: str
    content_type: str  # image/png, image/jpeg, image/gif or image/webp
    data: bytes
    alt: str


@dataclass(frozen=True)
class Properties:
    """What the file says about itself; anybody can set these, so they are compared and never trusted."""

    author: str = ""
    last_modified_by: str = ""
    created: datetime | None = None  # aware, UTC
    modified: datetime | None = None


@dataclass
class WordDraft:
    """`body_html` is already clean (`rich_text.clean_html`). Empty strings and None mean "not found"."""

    title: str = ""
    body_html: str = ""
    pictures: list[Picture] = field(default_factory=list)
    document_number: str = ""  # 落政〔2026〕41号
    issuer: str = ""  # 落款; several organs are joined by a space
    formed_on: date | None = None  # 成文日期
    source_title: str = ""  # 发文机关标志 of a red-header document
    named_attachments: list[str] = field(default_factory=list)  # what the text calls 附件
    notes: list[str] = field(default_factory=list)  # sentences: what was dropped, what to check
    properties: Properties = field(default_factory=Properties)
