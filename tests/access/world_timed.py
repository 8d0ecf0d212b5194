"""What the addresses of targets and of notices that run for a time are tried with: drafts 农业农村办 is writing."""

from disclosure.models import (
    Consultation,
    ConsultationResult,
    NoticeResult,
    PublicNotice,
    TargetProgress,
    WorkTargets,
)


def _made(kind, world, **own):
    values = {"column": world.town.notices, "unit": world.town.agriculture, "drafter": world.town.reporter.person}
    item = kind.objects.filter(title=own["title"]).first() or kind(**values, **own)
    if item._state.adding:
        item._history_user = world.town.reporter
        item.save()
    return item


ADMIN_OBJECTS = {
    "worktargets": lambda world: _made(WorkTargets, world, title="年度目标", year=2026),
    "targetprogress": lambda world: _made(TargetProgress, world, title="季度进度", year=2026, quarter=3),
    "publicnotice": lambda world: _made(PublicNotice, world, title="公示"),
    "noticeresult": lambda world: _made(NoticeResult, world, title="公示结果", names_id=world.draft.pk, outcome="定了"),
    "consultation": lambda world: _made(Consultation, world, title="意见征集"),
    "consultationresult": lambda world: _made(ConsultationResult, world, title="意见反馈", names_id=world.draft.pk),
}


def arguments(base):
    return {"year": 2026} if base == "targets_year" else {}
