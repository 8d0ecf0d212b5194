"""Masking: `mask(name, data, orders)` writes a new file from what was visible, `proof(…)` shows that nothing is left.

Pure: the formats, the reader and the rules are handed in. Whatever cannot be done ends in `MaskError`, a Chinese sentence.
"""

import re
from collections.abc import Sequence

from audit.screening.masking.book import BROKEN
from audit.screening.masking.documents import mask_document
from audit.screening.masking.formats import Keep, MaskFormats, masked_address, masked_name, masked_value
from audit.screening.masking.needles import Needles, key_of
from audit.screening.masking.orders import (
    Locate,
    Mask,
    Masked,
    MaskError,
    Order,
    RemoveColumn,
    mask_order,
    remove_orders,
)
from audit.screening.masking.plan import Plan, personal_in, plan_of
from audit.screening.masking.proof import proof
from audit.screening.masking.sheets import mask_book
from audit.screening.masking.text import mask_csv, mask_text
from audit.screening.passages import Reading

__all__ = [
    "Keep",
    "Mask",
    "MaskError",
    "MaskFormats",
    "Masked",
    "RemoveColumn",
    "mask",
    "mask_order",
    "masked_address",
    "masked_name",
    "masked_value",
    "proof",
    "remove_orders",
]

_BOOKS = ("xlsx", "xlsm", "xls", "et", "ods")
_REFUSED = {
    "pdf": "PDF 里的字不能可靠地遮盖。请用原来的 Word 或 Excel 文件遮盖后，再另存为 PDF。",
    "doc": "请先用 WPS 或 Word 打开，另存为 .docx，再遮盖。",
    "wps": "请先用 WPS 打开，另存为 .docx，再遮盖。",
    "odt": "请先用 WPS 或 Word 打开，另存为 .docx，再遮盖。",
    "rtf": "请先用 WPS 或 Word 打开，另存为 .docx，再遮盖。",
    "pptx": "幻灯片不能自动遮盖。请在原文件里改好，或把内容另存为 .docx 再遮盖。",
    "ppt": "幻灯片不能自动遮盖。请在原文件里改好，或把内容另存为 .docx 再遮盖。",
    "zip": "压缩包不能遮盖。请解压后，把里面的文件一个个上传。",
    "html": "网页不能遮盖。请把内容复制到 Word 里，另存为 .docx 再上传。",
}
_NEVER = {"classified", "internal_mark"}  # taking the mark off does not take the secret off
_MARKED = "文件带有国家秘密或内部资料的标志，不能遮掉标志后公开。请马上停手，先报告保密办。"
_OTHERS = "这种文件不能自动遮盖。请在原文件里删去号码，或另存为 .xlsx、.docx 后再遮盖。"


def mask(
    name: str,
    data: bytes,
    orders: Sequence[Order],
    formats: MaskFormats | None = None,
    *,
    locate: Locate | None = None,
    reading: Reading | None = None,
) -> Masked:
    """A new file in which the orders are carried out. MaskError when it cannot be.

    locate: finds the stretches inside a running text (`rules.spans` with its context); without it shapes decide.
    reading: the reader's; needed for .xls and .ods, whose hidden rows and columns only it knows.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not data.strip(b"\0 \r\n\t"):
        raise MaskError("这个文件是空的，可能没有传完。请重新上传。")
    if any(isinstance(order, Mask) and order.rule in _NEVER for order in orders):
        raise MaskError(_MARKED)
    if data.startswith(b"%PDF"):
        ending = "pdf"
    plan = plan_of(orders, formats or MaskFormats(), locate)
    try:
        made, lost, changes, ending = _made(ending, name, data, plan, reading)
    except (MemoryError, RecursionError) as error:
        raise MaskError(BROKEN) from error
    changes = [f"遮盖 {plan.count} 处"] * bool(plan.count) + changes
    stem = name.rpartition(".")[0] or name
    return Masked(made, f"{plan.replaced(stem)}.{ending}", _removed(plan, lost), changes, plan.rules)


def _made(
    ending: str, name: str, data: bytes, plan: Plan, reading: Reading | None
) -> tuple[bytes, list[str], list[str], str]:
    if ending in _BOOKS:
        if reading is None and not data.startswith(b"PK"):
            raise MaskError("请先检查这个文件，再遮盖。")
        return *mask_book(data, plan, reading), "xlsx"
    if ending in ("docx", "docm"):
        return *mask_document(data, plan), "docx"
    if ending in ("csv", "tsv"):
        made = mask_csv(name, data, plan)
        return made, [], [f"删除 {len(plan.columns)} 列"] * bool(plan.columns), ending
    if ending == "txt":
        return mask_text(data, plan), [], [], ending
    raise MaskError(_REFUSED.get(ending, _OTHERS))


def _removed(plan: Plan, lost: Sequence[str]) -> list[str]:
    """What must be nowhere: everything masked, and numbers left behind that no visible cell or paragraph shows."""
    keys = {key_of(number): number for text in lost for number in personal_in(text)}
    shown = Needles(keys)
    seen = {found.key for text in plan.written if len(text) > 10 for found in shown.find(text)} if keys else set()
    kept = [text for key, text in keys.items() if key not in seen and not re.search(r"\*\*", text)]
    return list(dict.fromkeys([*plan.raw.values(), *kept]))
