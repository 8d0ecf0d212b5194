"""What the addresses of targets and of notices that run for a time are tried with: drafts 农业农村办 is writing."""

from disclosure.models import (
    Consultation,
    ConsultationResult,
    NoticeResult,
    PublicNotice,
    TargetProgress,
    WorkTargets,
)
from tests.access.world_finance import made

ADMIN_OBJECTS = {
    "worktargets": lambda world: made(WorkTargets, world, title="年度目标", year=2026),
    "targetprogress": lambda world: made(TargetProgress, world, title="季度进度", year=2026, quarter=3),
    "publicnotice": lambda world: made(PublicNotice, world, title="公示"),
    "noticeresult": lambda world: made(NoticeResult, world, title="公示结果", names_id=world.draft.pk, outcome="定了"),
    "consultation": lambda world: made(Consultation, world, title="意见征集"),
    "consultationresult": lambda world: made(ConsultationResult, world, title="意见反馈", names_id=world.draft.pk),
}


def arguments(base):
    return {"year": 2026} if base == "targets_year" else {}
