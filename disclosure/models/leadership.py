"""领导信息: everybody who leads the town, in one item, so that a change of leader is one edition."""

from collections import Counter
from itertools import combinations

from django.core.exceptions import ValidationError

from audit import facts
from audit.facts import Fact
from audit.models import Item, TableField, Unit

from ..organisation import leaders_in, units_of
from ..phone_numbers import digits, doubts
from ..tenure import canonical_day, first_day, last_day, overlap, single_posts

HEAD = ("姓名", "职务", "分工", "分管部门", "联系电话", "自", "至", "照片")
PICTURES = (".jpg", ".jpeg", ".png", ".webp")


class Leadership(Item):
    """One row a leader, in the order they are shown. A photo is an attachment, named by its file name."""

    KIND = "leadership"
    KIND_LABEL = "领导信息"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET = "disclosure/_leadership.html"
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "leaders")
    IMPACT = {"leaders/姓名": "person", "leaders/职务": "post", "leaders/联系电话": "phone"}

    leaders = TableField(
        "镇领导", head=HEAD, long=("分工",),
        help_text="一行一位，按排名先后。分管部门写单位简称，用顿号隔开；自、至写任职起止，例如 2026-03-02，还在任“至”空着；"
        "照片写附件的文件名，附件用姓名做文件名（李示例.jpg）的可以不写。",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "领导信息"

    def clean(self):
        super().clean()
        self.leaders, wrong = _tidy(self.leaders)
        if wrong:
            raise ValidationError({"leaders": wrong})

    def facts(self) -> list[Fact]:
        if not self.leaders:
            return []
        photos = self._pictures()
        rows = [[*row[:-1], row[-1] or photos.get(row[0], "")] for row in self.leaders]
        return [facts.table("leaders", "镇领导", HEAD, rows)]

    def _pictures(self) -> dict[str, str]:
        """Name without ending → file name, of the pictures among the attachments."""
        names = [row.name for row in self.attachments.all() if row.name.lower().endswith(PICTURES) and not row.inline]
        return {name.rpartition(".")[0]: name for name in reversed(names)}

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return {"leaders": leaders_in(facts)}

    @classmethod
    def shown_files(cls, told: list[Fact]) -> frozenset[str]:
        return frozenset(record["照片"] for record in facts.records(told, "leaders") if record["照片"])

    def lacking(self) -> list[str]:
        if not self.leaders:
            return ["镇领导一位也没有写"]
        rows = [dict(zip(HEAD, row, strict=True)) for row in self.leaders]
        said = [*_unsaid(rows), *_wrong_terms(rows), *_twice(rows)]
        known = set(Unit.objects.filter(is_active=True).values_list("short_name", flat=True))
        held, pictures = {row.name for row in self.attachments.all()}, set(self._pictures().values())
        for row in rows:
            unknown = [name for name in units_of(row["分管部门"]) if name not in known]
            said += [f"{row['姓名']}分管的“{name}”不是登记的单位简称" for name in unknown]
            photo = row["照片"]
            if photo and photo not in held:
                said.append(f"{row['姓名']}的照片“{photo}”不在附件里，请上传，或改成附件的文件名")
            elif photo and photo not in pictures:
                said.append(f"{row['姓名']}的照片“{photo}”不是图片")
        if other := _other_public(self):
            said.append(f"领导信息只能有一条，已经有“{other}”，请在那一条上改")
        return said

    def cautions(self) -> list[str]:
        """Who came, who went, whose post changed; phones that look private."""
        published = frozenset(digits(phone) for phone in Unit.objects.values_list("phone", flat=True) if phone)
        rows = [dict(zip(HEAD, row, strict=True)) for row in self.leaders]
        said = [doubt for row in rows for doubt in doubts(row["姓名"], row["联系电话"], published)]
        used = self.shown_files(self.facts())
        said += [
            f"照片“{name}”没有用在哪一位身上，人走了请从附件里删去"
            for name in self._pictures().values()
            if name not in used
        ]
        public = self.editions.filter(state="published").first()
        return [*came_and_went(facts.records(public.facts_data, "leaders"), rows), *said] if public else said


def came_and_went(old: list[dict[str, str]], new: list[dict[str, str]]) -> list[str]:
    """Sentences on who is new, who is no longer there, whose post is another."""
    before = {row["姓名"]: row["职务"] for row in old}
    after = {row["姓名"]: row["职务"] for row in new}
    said = [f"新来：{name}（{post}）" for name, post in after.items() if name not in before]
    said += [f"不再列出：{name}（{post}）" for name, post in before.items() if name not in after]
    return said + [
        f"{name}的职务由“{before[name]}”改为“{post}”"
        for name, post in after.items()
        if name in before and before[name] != post
    ]


def _tidy(rows: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Days in one form; and sentences on those that are none."""
    tidied, wrong = [], []
    start, end = HEAD.index("自"), HEAD.index("至")
    for position, row in enumerate(rows, start=1):
        if len(row) != len(HEAD):  # said by the field itself
            return rows, []
        kept = list(row)
        for place in (start, end):
            try:
                kept[place] = canonical_day(row[place])
            except ValueError:
                name = row[0] or f"第 {position} 行"
                wrong.append(f"{name}的“{HEAD[place]}”写的是“{row[place]}”，请写成 2026-03-02 这样的日期。")
        tidied.append(kept)
    return tidied, wrong


def _unsaid(rows: list[dict[str, str]]) -> list[str]:
    said = []
    for position, row in enumerate(rows, start=1):
        name = row["姓名"] or f"第 {position} 行"
        said += [f"{name}还没有写{what}" for what in ("姓名", "职务", "分工") if not row[what]]
    return said


def _wrong_terms(rows: list[dict[str, str]]) -> list[str]:
    said = []
    for row in rows:
        start, end = first_day(row["自"]), last_day(row["至"])
        if start and end and end < start:
            said.append(f"{row['姓名']}的任职日期反了：自 {row['自']} 至 {row['至']}")
    return said


def _twice(rows: list[dict[str, str]]) -> list[str]:
    """The same person twice, or one post with two holders, at the same time."""
    said: Counter[str] = Counter()
    for one, other in combinations(rows, 2):
        if not overlap((one["自"], one["至"]), (other["自"], other["至"])):
            continue
        if one["姓名"] and one["姓名"] == other["姓名"]:
            said[f"{one['姓名']}写了两行，请合成一行，或写清任职起止"] += 1
            continue
        for post in sorted(single_posts(one["职务"]) & single_posts(other["职务"])):
            said[f"“{post}”同时写了{one['姓名']}和{other['姓名']}，请写清谁到哪天为止"] += 1
    return list(said)


def _other_public(item: Item, **more) -> str:
    """Title of another public item of this kind, "" for none."""
    others = type(item).objects.filter(editions__state="published", **more).exclude(pk=item.pk)
    return others.values_list("title", flat=True).first() or ""
