"""整栏打印: everything a wall lacks as one PDF with its cover, made in the background, a sheet after another.

The row is the job: a worker takes it by condition, notes each sheet, and one that stopped in the middle is taken
again. What is withdrawn takes the runs it stands in with it: their file is destroyed.
"""

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse

from audit import clock
from audit import files as private
from audit.models import Account, Edition
from audit.page import publisher

from . import records, village, walls
from .drawing import EXAMPLE, draw
from .fitting import page_count
from .formats import SHEETS
from .models import Paper, Printing, PrintRun, Wall, link_digest
from .typesetting import QR, Part, compile_run, moment, qr

log = logging.getLogger(__name__)
LEFT_AFTER = timedelta(minutes=3)  # no sheet takes that long
LINK_DAYS = 30
KEPT_DAYS = 14  # a run's file; print again after that
TOO_MANY = 120


def start(account: Account, wall: Wall, month: str, site: str) -> PrintRun:
    """Ask for the wall's month; one that waits or runs already is that one."""
    unfinished = Q(stage__in=(PrintRun.Stage.WAITING, PrintRun.Stage.RUNNING))
    found = PrintRun.objects.filter(unfinished, wall=wall, month=month).first()
    return found or PrintRun.objects.create(wall=wall, month=month, site=site, **records.by(account).signed)


def make_waiting() -> int:
    """Every run that waits or was left by a worker that stopped."""
    at = clock.now()
    left = Q(stage=PrintRun.Stage.RUNNING, touched_at__lt=at - LEFT_AFTER)
    runs = PrintRun.objects.filter(Q(stage=PrintRun.Stage.WAITING) | left).order_by("id")
    return sum(make(run.pk) for run in runs) + clear_old(at)


def make(pk: int) -> bool:
    """Make one run; False where another worker has it or it is done."""
    at = clock.now()
    free = Q(stage=PrintRun.Stage.WAITING) | Q(stage=PrintRun.Stage.RUNNING, touched_at__lt=at - LEFT_AFTER)
    taken = PrintRun.objects.filter(free, pk=pk).update(stage=PrintRun.Stage.RUNNING, touched_at=at, done=0)
    if not taken:
        return False
    run = PrintRun.objects.select_related("wall__unit").get(pk=pk)
    try:
        _make(run, at)
    except Exception:
        log.exception("print run %s failed", pk)
        PrintRun.objects.filter(pk=pk).update(stage=PrintRun.Stage.FAILED)
    return True


def _make(run: PrintRun, at: datetime) -> None:
    stand = walls.standing(run.wall, at)
    editions = [edition for edition, _ in stand.missing][:TOO_MANY]
    who = records.By(run.person_name, run.person_number)
    sheets, papers = _village_first(run, stand, at, who)
    PrintRun.objects.filter(pk=run.pk).update(total=len(editions) + len(papers) + 1, done=len(papers))
    for edition in Edition.objects.filter(pk__in=[e.pk for e in editions]).select_related("publication").iterator(10):
        paper = records.paper_of(edition, run.wall.size, who)
        Printing.objects.create(paper=paper, wall=run.wall, **who.signed)
        papers.append(paper)
        sheets.append((paper, draw(edition, run.wall.size, records.stamp(paper, run.site)).part))
        PrintRun.objects.filter(pk=run.pk).update(done=F("done") + 1, touched_at=clock.now())
    word = secrets.token_urlsafe(12)
    places = {edition.pk: place for place, edition in enumerate(editions)}
    sheets.sort(key=lambda sheet: -1 if sheet[0].village_id else places[sheet[0].edition_id])
    first = cover(
        run, stand, [paper for paper, _ in sheets], word, {paper.pk: part.data["missing"] for paper, part in sheets}
    )
    pdf = compile_run(
        {key: first.data[key] for key in ("title", "author", "date")}, [first, *(part for _, part in sheets)]
    )
    run.papers.set(papers)
    PrintRun.objects.filter(pk=run.pk, stage=PrintRun.Stage.RUNNING).update(
        stage=PrintRun.Stage.DONE, done=F("total"), pages=page_count(pdf), pdf=private.put(pdf), touched_at=clock.now(),
        link=link_digest(word), link_until=clock.now() + timedelta(days=LINK_DAYS),
    )  # fmt: skip
    _drop_what_went(run.pk, papers)


def _village_first(run: PrintRun, stand: walls.Standing, at: datetime, who: records.By) -> tuple[list, list[Paper]]:
    """我的村, where the wall wants a new one: ([(paper, part)], [paper])."""
    if not stand.village or not stand.village.due:
        return [], []
    sheet = village.composed(run.wall.unit, clock.local_date(at))
    if not sheet.editions:
        return [], []
    paper = village.paper_of(sheet, run.wall.size, who)
    Printing.objects.create(paper=paper, wall=run.wall, **who.signed)
    return [(paper, village.draw(sheet, run.wall.size, records.stamp(paper, run.site)).part)], [paper]


def _drop_what_went(pk: int, papers: list[Paper]) -> None:
    """What was withdrawn while the run was made goes with it too."""
    stood_on = Q(papers__in=papers) | Q(papers_beside__in=papers)
    if Edition.objects.filter(stood_on).exclude(state="published").exists():
        _destroy(PrintRun.objects.filter(pk=pk))


def cover(run: PrintRun, stand: walls.Standing, papers: list[Paper], word: str, by_hand: dict[int, str]) -> Part:
    address = run.site.rstrip("/") + reverse("wall_photo", args=[word])
    sheet, wall = SHEETS["a4"], run.wall
    data = {
        "title": f"{wall.name}　{run.month_words}上墙清单", "phrases": [wall.name, f"{run.month_words}上墙清单"],
        "author": publisher(), "date": moment(clock.local_date(clock.now())), "u": 13, "k": sheet.k,
        "width": sheet.width, "height": sheet.height, "title-size": 27, "voice": "plain", "kicker": "整栏打印",
        "draft": False, "two-sides": False, "code": "",
        "lead": f"归{wall.unit.short_name}管。{wall.address or ''}　{run.person_name}打印",
        "up": [{"title": p.title, "why": _why_up(p, by_hand.get(p.pk, "")), "code": f"{p.code[:4]} {p.code[4:]}"} for p in papers],
        "down": [{"title": post.paper.title, "why": verdict.words,
                  "code": f"{post.paper.code[:4]} {post.paper.code[4:]}"} for post, verdict in stand.down],
        "stays": len(stand.stays),
        "photo-how": f"不用登录，只能给这面墙拍照，用一次就失效，{LINK_DAYS} 天内有效。这张清单自己留着，不要贴出去。",
        "under": [f"{settings.TOWN_NAME}政务公开", EXAMPLE if settings.EXAMPLE else ""],
    }  # fmt: skip
    return Part("cover.typ", data, {QR: qr(address)})


def _why_up(paper: Paper, by_hand: str) -> str:
    until = None if paper.village_id else paper.edition.expires_on
    told = f"贴到 {until.year}年{until.month}月{until.day}日" if until else ""
    return "　".join(filter(None, (told, by_hand)))


def forget(papers: list[Paper]) -> None:
    """A run that holds one of these is out of date: its file goes, at once."""
    _destroy(PrintRun.objects.filter(papers__in=papers, stage=PrintRun.Stage.DONE))


def clear_old(at: datetime) -> int:
    return _destroy(PrintRun.objects.filter(stage=PrintRun.Stage.DONE, touched_at__lt=at - timedelta(days=KEPT_DAYS)))


def _destroy(runs) -> int:
    found = list(runs.values_list("pk", "pdf"))
    for pk, pdf in found:
        PrintRun.objects.filter(pk=pk).update(stage=PrintRun.Stage.STALE, pdf="")
        if pdf:
            private.destroy(pdf)
    return len(set(found))
