"""What was handed in, told by its bytes and not by its name; everything but .docx and .doc gets its own sentence."""

import io

import olefile

from audit.word.draft import WordError

SAVE_AS = "请用 Word 或 WPS 打开后“另存为”.docx，再上传。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = [
    (b"%PDF", "这是 PDF 文件，不能转成草稿。请上传原来的 Word 文件；只有 PDF 时，请把它作为附件。"),
    (b"{\\rtf", f"这是 RTF 格式（有的软件存成了 .doc 的名字）。{SAVE_AS}"),
    (b"MIME-Version", f"这是网页存档，只是起了 Word 的名字。{SAVE_AS}"),
    (b"<?mso", f"这是 Word 2003 的 XML 格式。{SAVE_AS}"),
    (b"<?xml", f"这是 XML 文件，不是 .docx。{SAVE_AS}"),
    (b"<", f"这是网页文件，只是起了 Word 的名字。{SAVE_AS}"),
    (b"\x89PNG", "这是图片，不是 Word 文件。图片请作为附件或插图上传。"),
    (b"\xff\xd8\xff", "这是照片，不是 Word 文件。照片请作为附件或插图上传。"),
    (b"Rar!", "这是压缩包。请解压后上传其中的 .docx 文件。"),
    (b"7z\xbc\xaf", "这是压缩包。请解压后上传其中的 .docx 文件。"),
]
_NAMES = {
    ".docm": f"这是带宏的 Word 文件（.docm），为了安全不能上传。{SAVE_AS}",
    ".dotm": f"这是带宏的 Word 模板（.dotm），为了安全不能上传。{SAVE_AS}",
    ".wps": f"这是 WPS 格式（.wps）。{SAVE_AS}",
    ".wpt": f"这是 WPS 模板（.wpt）。{SAVE_AS}",
    ".xls": "这是 Excel 表格，不是 Word 文件。请把它作为附件上传，正文另写或从 Word 导入。",
    ".xlsx": "这是 Excel 表格，不是 Word 文件。请把它作为附件上传，正文另写或从 Word 导入。",
    ".et": "这是 WPS 表格，不是 Word 文件。请把它作为附件上传，正文另写或从 Word 导入。",
    ".ofd": "这是 OFD 版式文件，不能转成草稿。请上传原来的 Word 文件；只有 OFD 时，请把它作为附件。",
    ".txt": "这是纯文本文件。请直接复制文字粘贴到正文里，或另存为 .docx 再上传。",
}
ENCRYPTED = "这个文件加了打开密码，无法读取。请用 Word 打开，取消密码（文件→信息→保护文档），保存后再上传。"
NOT_WORD = f"这不是 Word 文件。{SAVE_AS}"


def kind_of(name: str, data: bytes, limit: int) -> str:
    """`docx` or `doc`. WordError with what to do for every other kind, an empty file and one over `limit` bytes."""
    if not data:
        raise WordError("这个文件是空的（0 字节），可能没有传完。请重新选择文件上传。")
    if len(data) > limit:
        size, most = len(data) / 1048576, limit // 1048576
        raise WordError(
            f"这个文件有 {size:.1f} MB，超过了 {most} MB。请压缩其中的图片，或把大图、大表格作为附件分开上传。"
        )
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in _NAMES:
        raise WordError(_NAMES[suffix])
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(_OLE):
        return _ole_kind(data)
    start = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    for signature, sentence in _STARTS:
        if start.startswith(signature) or data.startswith(signature):
            raise WordError(sentence)
    raise WordError(NOT_WORD)


def _ole_kind(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
                raise WordError(ENCRYPTED)
            if ole.exists("WordDocument"):
                return "doc"
            if ole.exists("Workbook") or ole.exists("Book"):
                raise WordError(_NAMES[".xls"])
    except WordError:
        raise
    except Exception as error:  # olefile raises many kinds on broken containers
        raise WordError(f"这个 .doc 文件已损坏，打不开。{SAVE_AS}") from error
    raise WordError(NOT_WORD)
