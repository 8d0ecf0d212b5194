"""A workbook between its upload and the draft it becomes: kept under its digest, named in a signed note on the page.

A note nobody comes back with is worth nothing after a day; the file goes with the daily sweep.
"""

from dataclasses import dataclass

from django.core import signing

from audit import files
from audit.models import Account
from audit.screening import gate as screening
from audit.uploads import Upload, UploadError, accept_file

DAY = 20 * 3600  # seconds; before the sweep, which takes what is a day old
SALT = "finance.workbook"
GONE = "上传的文件放得太久，或不是您传的，请重新选择文件。"


@dataclass(frozen=True)
class HandedIn:
    sha256: str
    name: str
    data: bytes

    def note(self, account: Account) -> str:
        return signing.dumps([self.sha256, self.name, account.pk], salt=SALT)


def take_in(account: Account, file) -> tuple[HandedIn, list[str]]:
    """Judge and keep an uploaded file. Raises UploadError with its sentence; nothing classified is kept."""
    upload: Upload = accept_file(file)
    if not upload.name.endswith((".xlsx", ".xls", ".ods", ".et")):
        raise UploadError(f"“{upload.name}”不是 Excel 表格。能读 .xlsx、.xls、.ods；请在财政软件里导出表格再传。")
    try:
        looked_at = screening.keep_out_classified(account, upload.name, upload.data)
    except screening.CannotDecide as refused:
        raise UploadError(str(refused)) from refused
    if not looked_at:
        raise UploadError(f"“{upload.name}”太大，一时查不完能不能公开。请另存一份，只留要导入的那张表再传。")
    return HandedIn(files.put(upload.data), upload.name, upload.data), upload.notes


def taken_before(account: Account, note: str) -> HandedIn:
    """The file of a note on the page. Raises UploadError where it cannot be used any more."""
    try:
        sha256, name, owner = signing.loads(note, salt=SALT, max_age=DAY)
        if owner != account.pk:
            raise UploadError(GONE)
        return HandedIn(sha256, name, files.read(sha256))
    except (signing.BadSignature, OSError, ValueError, TypeError) as error:
        raise UploadError(GONE) from error
