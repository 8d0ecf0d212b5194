"""Codes given, sheets printed, papers put up and taken down: rows that are only added."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse

from audit import clock, duties
from audit import files as private
from audit.models import Account, Edition, Unit
from audit.uploads import UploadError, accept_file

from . import codes, verify_files
from .beside import beside, digest
from .drawing import Stamp
from .models import Paper, Posting, Printing, Wall


class PaperError(Exception):
    """A sentence in Chinese for the person, saying what to do."""


@dataclass(frozen=True)
class By:
    """Who does it, as the record keeps it."""

    name: str
    number: str = ""

    @property
    def signed(self) -> dict:
        return {"person_name": self.name, "person_number": self.number, "at": clock.now()}


SYSTEM = By("系统")


def by(account: Account) -> By:
    person = account.person
    return By(person.name, person.staff_number) if person else By(account.username)


def paper_of(edition: Edition, form: str, who: By) -> Paper:
    """The sheet's paper, with its code; the first printing gives it one. PaperError where nothing may be printed."""
    others = beside(edition, form)
    return bound(edition, form, others, who, of=digest(others))


def bound(
    edition: Edition, form: str, others: Iterable[Edition], who: By, *, of: str = "", village: Unit | None = None
) -> Paper:
    """The paper whose code is bound to the edition and the others. of: `beside.digest`."""
    for _ in range(20):
        if found := Paper.objects.with_edition().filter(edition=edition, form=form, of=of).first():
            return found
        if edition.public_state != "published":
            raise PaperError("这一稿现在没有公开着，印不了带核对码的纸。请看最新的一稿。")
        try:
            with transaction.atomic():
                paper = Paper(code=codes.fresh(), edition=edition, form=form, of=of, village=village, **who.signed)
                paper.save(force_insert=True)
                paper.sources.set(others)
                transaction.on_commit(partial(verify_files.write_for, paper.pk))
                return paper
        except IntegrityError:  # the code was taken, or somebody printed the same sheet this moment
            continue
    raise PaperError("核对码没有给出来，请过一会儿再试。")


def stamp(paper: Paper, site: str) -> Stamp:
    address = site.rstrip("/") + reverse("verify_paper", args=[paper.code])
    return Stamp(paper.code, address, tuple(paper.editions[1:]))


def site_of(request: HttpRequest) -> str:
    """Scheme and host in printed addresses: the town's own, else the one it was asked under."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


@transaction.atomic
def printed(account: Account, edition: Edition, form: str, copies: int, wall: Wall | None) -> Paper:
    if not 1 <= copies <= 2000:
        raise PaperError("份数写 1 到 2000。")
    paper = paper_of(edition, form, by(account))
    Printing.objects.create(paper=paper, copies=copies, wall=wall, **by(account).signed)
    return paper


@transaction.atomic
def posted(account: Account, wall: Wall, paper: Paper, act: str, photo=None) -> Posting:
    """photo: the file of a form, or None. PaperError where it is no picture or the paper is not there to take down."""
    hangs = is_up(wall, paper)
    if act == Posting.Act.UP and hangs:
        raise PaperError("这张纸已经记下贴在这面墙上了。")
    if act == Posting.Act.DOWN and not hangs:
        raise PaperError("这张纸已经记下揭掉了。")
    if act == Posting.Act.UP and any(one.public_state != "published" for one in paper.editions):
        raise PaperError("这张纸已经不是最新的，不要再贴。请打印新的。")
    sha256 = picture(photo) if photo else ""
    posting = Posting.objects.create(wall=wall, paper=paper, act=act, photo=sha256, **by(account).signed)
    duties.look("walls")
    return posting


def is_up(wall: Wall, paper: Paper) -> bool:
    last = Posting.objects.filter(wall=wall, paper=paper).order_by("-id").first()
    return bool(last and last.act == Posting.Act.UP)


def picture(file) -> str:
    """A photo kept privately without what the camera wrote into it; its SHA-256. PaperError for anything else."""
    try:
        upload = accept_file(file)
    except UploadError as error:
        raise PaperError(str(error)) from error
    if not upload.is_picture:
        raise PaperError(f"“{upload.name}”不是照片。请用手机拍照，或选一张照片。")
    return private.put(upload.data)
