"""What keeps a guide from being submitted: every element there, no vague word, forms that open. A rule a function.

Each rule is given the guide and yields sentences that name the place and say what to do. Sources: domain.md §7 (all
elements), §5.1 (the eight key classes of 国办秘函〔2019〕19号), §4 (the eleven elements of social insurance).
"""

import re
from collections.abc import Callable, Iterator

from audit import clock
from audit.models import Attachment, Scan, Unit
from audit.screening.scanning import scans
from audit.screening.subjects import Subject
from audit.screening.told import context

from . import guide_choice, phone_numbers
from .models.guide import ByOthers, Charge, Guide
from .models.vocabulary import LifeEvent, VagueWord

# 国办秘函〔2019〕19号: a guide that lacks four of these eight counts as useless.
KEY_CLASSES = {
    "title": "事项名称", "basis": "设定依据", "conditions": "申请条件（谁可以办）", "materials": "办理材料（要带什么）",
    "place": "办理地点", "hours": "办理时间", "consult_phone": "联系电话（问事电话）", "steps": "办理流程（怎么办）",
}  # fmt: skip
ELEMENTS = {
    "summary": "事项简述（摘要）", "implementing_body": "实施主体", "served": "服务对象", "exclusions": "什么情况不能办（没有就写“没有”）",
    "quantity_limit": "数量限制", "promised_days": "承诺时限", "season": "办理的季节", "ways": "办理方式（还可以怎么办）",
    "trips": "最多跑几趟", "intermediary": "中介服务", "result_name": "办好拿到什么", "delivery": "怎么拿到",
    "complaint_phone": "监督投诉电话", "query_way": "怎么查办到哪一步", "rating_way": "怎么评价", "rights_and_duties": "权利和义务",
    "faq": "常有人问", "life_events": "什么时候用得上", "check_by": "下次核对", "matter_code": "事项编码",
}  # fmt: skip
# Cells a row cannot do without, by the names of its columns.
ASKED_CELLS = {
    "materials": ("名称", "来源", "份数", "形式"), "steps": ("步骤", "做什么", "谁办", "多久"), "fees": ("哪些人", "交多少"),
    "ways": ("方式", "怎么办"), "faq": ("问", "答"), "basis": ("文件", "条款"), "exclusions": ("情况",), "conditions": ("条件",),
}  # fmt: skip
FORMS = ("原件", "复印件", "电子", "照片", "不用带")
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")


def lacking(guide: Guide) -> list[str]:
    return [sentence for rule in RULES for sentence in rule(guide)]


def key_classes(guide: Guide) -> Iterator[str]:
    missing = [label for name, label in KEY_CLASSES.items() if not _there(guide, name)]
    if missing:
        yield f"八项必有的缺：{'、'.join(missing)}"


def elements(guide: Guide) -> Iterator[str]:
    missing = [label for name, label in ELEMENTS.items() if not _there(guide, name)]
    if missing:
        yield f"还缺：{'、'.join(missing)}"
    if guide.charge == Charge.PAID and not guide.fee_basis.strip():
        yield "收费的要写收费依据：文件名和文号"
    if guide.charge == Charge.PAID and not guide.fees:
        yield "收费的要在“要交的钱”里写每一种交多少"
    if guide.by_others == ByOthers.SOME and not guide.by_others_note.strip():
        yield "写了“有的情形可以代办”，要在“代办怎么办”里写清哪些情形"


def _there(guide: Guide, name: str) -> bool:
    found = getattr(guide, name)
    return bool(found.strip()) if isinstance(found, str) else found is not None and found != []


def cells(guide: Guide) -> Iterator[str]:
    """Every row says what its table is about: a paper without source, a step without who does it says too little."""
    for name, asked in ASKED_CELLS.items():
        field = guide._meta.get_field(name)
        for number, row in enumerate(getattr(guide, name), start=1):
            told = dict(zip(field.head, row, strict=False))
            empty = [word for word in asked if not told.get(word)]
            if empty:
                yield f"“{field.verbose_name}”第 {number} 行没有写{'、'.join(empty)}"


def forms_named(guide: Guide) -> Iterator[str]:
    for row in guide.materials:
        if row[3] and not any(word in row[3] for word in FORMS):
            yield f"“{row[0]}”的形式写了“{row[3]}”，请写 {'、'.join(FORMS)} 中的一种"


def vague_words(guide: Guide) -> Iterator[str]:
    """A list of papers says each paper by its name."""
    words = list(VagueWord.objects.in_force(clock.local_date(clock.now())))
    for number, row in enumerate(guide.materials, start=1):
        for word in words:
            if word.word in row[0] or word.word in row[6]:
                advice = word.instead or "请写出材料的全名，一样一行"
                yield f"“要带什么”第 {number} 行写了“{word.word}”，群众不知道带什么：{advice}"
                break


def answers(guide: Guide) -> Iterator[str]:
    """The questions make sense, and each paper and step names only answers there are."""
    yield from guide_choice.wrong(guide.questions)
    known = {answer.words for question in guide_choice.questions_of(guide.questions) for answer in question.answers}
    used = set()
    for name, place in (("materials", 5), ("steps", 4)):
        for row in getattr(guide, name):
            named = guide_choice.answers_named(row[place])
            used |= set(named)
            for answer in (answer for answer in named if answer not in known):
                yield f"“{row[0]}”写了给“{answer}”，但“分情况”里没有这个答案"
    told = {row[1] for row in guide.questions if row[2]}
    for question in guide_choice.questions_of(guide.questions):
        if not {answer.words for answer in question.answers} & (used | told):
            yield f"问了“{question.words}”，但没有哪样材料、哪一步和它有关，也没有要告诉他的话"


def phones(guide: Guide) -> Iterator[str]:
    for name in ("consult_phone", "complaint_phone"):
        said = getattr(guide, name)
        if said.strip() and (complaint := phone_numbers.complaint(said)):
            yield f"{guide._meta.get_field(name).verbose_name}{complaint}"


def times(guide: Guide) -> Iterator[str]:
    """Promised within the legal term, office hours that run forward, the next check after this one."""
    statutory, promised = guide.statutory_days, guide.promised_days
    if statutory is not None and promised is not None and promised > statutory:
        yield f"承诺 {promised} 个工作日，比法定的 {statutory} 个还长，请核对"
    ends = (0, 0)
    for hour, minute, to_hour, to_minute in _SPAN.findall(guide.hours.split("（")[0]):
        begins, until = (int(hour), int(minute)), (int(to_hour), int(to_minute))
        if until[0] > 24 or begins[1] > 59 or until[1] > 59 or begins >= until:
            yield f"办理时间“{hour}:{minute}—{to_hour}:{to_minute}”前后不对"
        elif begins < ends:
            yield f"办理时间“{hour}:{minute}—{to_hour}:{to_minute}”和前一段重叠"
        ends = until
    if guide.check_by and guide.formed_on and guide.check_by <= guide.formed_on:
        yield "下次核对的日期要晚于落款日期"


def places(guide: Guide) -> Iterator[str]:
    """Life events, villages and related guides are ones there are."""
    events = set(LifeEvent.objects.in_force(clock.local_date(clock.now())).values_list("name", flat=True))
    for name in guide_choice.answers_named(guide.life_events):
        if name not in events:
            yield f"“什么时候用得上”里没有“{name}”，请重新勾选"
    villages = set(Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True).values_list("short_name", flat=True))
    for name in guide_choice.answers_named(guide.villages):
        if name != "全部" and name not in villages:
            yield f"没有“{name}”这个村，请写村的简称，或者写“全部”"
    slugs = guide.related.split()
    there = set(Guide.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for slug in slugs:
        if slug not in there or slug == guide.slug:
            yield f"“一起常办的”里的“{slug}”不是别的指南的网址代号"


def address_kept(guide: Guide) -> Iterator[str]:
    was = guide.published_slug()
    if was and was != guide.slug:
        yield f"公开过的网址不能改，还用“{was}”"


def sample_forms(guide: Guide) -> Iterator[str]:
    """Each form named is attached, and opens: a file no reader can read is no form to fill in."""
    files: dict[str, Attachment] = {row.name: row for row in guide.attachments.filter(inline=False)}
    named = {row[4]: row[0] for row in guide.materials if row[4]}
    if guide.result_sample:
        named[guide.result_sample] = "结果样本"
    for name, paper in named.items():
        if name not in files:
            yield f"“{paper}”的样表“{name}”没有上传，或者文件名对不上"
    wanted = [Subject(row.sha256, row.name, size=row.size) for name, row in files.items() if name in named]
    for subject, result in scans(guide, wanted, context()) if wanted else []:
        if isinstance(result, Scan) and not result.readable:  # what the worker still looks at keeps it back anyway
            yield f"样表“{subject.name}”打不开：{result.why or '请重新上传'}"


RULES: tuple[Callable[[Guide], Iterator[str]], ...] = (
    key_classes, elements, cells, forms_named, vague_words, answers, phones, times, places, address_kept, sample_forms,
)  # fmt: skip


def cautions(guide: Guide) -> list[str]:
    """What both reviewers look at: a guide may be complete and still not say what people need."""
    found = []
    if len(guide.materials) > 8:
        found.append(f"要带 {len(guide.materials)} 样，很多：有没有能由窗口查、不用群众带的？")
    if guide.statutory_days and guide.promised_days == guide.statutory_days:
        found.append("承诺时限和法定时限一样，没有缩短。")
    for row in guide.materials:
        if "证明" in row[0] and "村" in row[0]:
            found.append(f"“{row[0]}”要村里开证明，请核对是不是已经取消。")
    if not any(row[2] for row in guide.ways):
        found.append("没有写网上怎么办。")
    return found
