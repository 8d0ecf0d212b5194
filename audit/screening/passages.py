"""What a reader gives and a rule reads: pieces of text with their place."""

from dataclasses import dataclass, field

HARD, SOFT = "hard", "soft"  # 必须处理, 请核对


@dataclass(frozen=True)
class Passage:
    """One piece of text of a file or of the working text.

    place: where, in words a clerk understands (表“名单”D5, 第 3 页, 正文第 2 段, 批注 1, 文件属性·作者).
    kind: body, cell, header (of a sheet's column), comment, note, property, name, hidden text …
    sheet, row, column: of a cell (row and column count from 1), else "", 0, 0.
    hidden: nobody sees it when the file is opened (hidden sheet, row, column, deleted revision …).
    """

    text: str
    place: str
    kind: str = "body"
    sheet: str = ""
    row: int = 0
    column: int = 0
    hidden: bool = False
    header: str = ""  # of a data cell: the column header over it (联系方式 手机), "" when there is none
    settled: bool = False  # a cell whose heading is known for certain: 身份证 in a list of papers is no heading itself


@dataclass
class Reading:
    """Everything readable in one file. readable False: `why` says in Chinese what to do."""

    passages: list[Passage] = field(default_factory=list)
    readable: bool = True
    why: str = ""
    needs_eyes: list[str] = field(default_factory=list)  # parts no machine read: 扫描页, 图片 …
    notes: list[str] = field(default_factory=list)  # 有 1 个隐藏列, 有宏 …


@dataclass(frozen=True)
class Finding:
    """Findings of one rule in one column (or one place) are one finding, decided once."""

    rule: str  # id_number, mobile, bank_card …
    severity: str  # HARD or SOFT
    place: str
    masked: str  # a sample that itself shows only the mask
    count: int = 1
    sentence: str = ""  # Chinese, says what was found and what to do
    places: tuple[str, ...] = ()  # every cell or paragraph, for masking
    hidden: bool = False
