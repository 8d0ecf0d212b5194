"""What a notice with a term owes in the end: it names the notice, by the UUID alone once it is sealed."""

from datetime import date

from django.db import models

from audit import clock, facts
from audit.models import Edition, Item
from disclosure.timed.naming import NAMES
from disclosure.timed.terms import lasting, said


class Result(Item):
    """Base of 公示结果 and 意见反馈. OF: the kind of notice it may name."""

    OF = ""

    names = models.ForeignKey(
        Item, models.PROTECT, related_name="+", verbose_name="是哪一条的结果",
        help_text="填那一条的索引号，或者完整标题。",
    )  # fmt: skip

    class Meta:
        abstract = True

    def _named(self) -> Edition | None:
        """The notice's newest edition that is or was public."""
        shown = Edition.objects.filter(item_id=self.names_id, kind=self.OF, board_only=False, publication__isnull=False)
        return shown.filter(state__in=("published", "expired")).order_by("-number").first()

    def _ended(self, edition: Edition) -> date | None:
        return lasting(facts.value(edition.facts_data, "until"))

    def lacking(self) -> list[str]:
        edition = self._named()
        if edition is None:
            return [f"填的那一条不是公开过的{self.notice_label()}，或者已经撤下。请填它的索引号"]
        ended, found = self._ended(edition), []
        if ended and ended >= clock.local_date(clock.now()):
            found.append(f"《{edition.title}》要到{said(ended)}才期满，期满以后再公开结果")
        others = (
            Edition.objects.live().filter(kind=self.KIND, facts__contains=str(self.names_id)).exclude(item_id=self.pk)
        )
        if any(facts.value(one.facts_data, NAMES) == str(self.names_id) for one in others):
            found.append("这一条的结果已经公开了，更正请在公开的那一条上改")
        return found

    def cautions(self) -> list[str]:
        edition = self._named()
        return [f"这是《{edition.title}》的结果，请核对说的是不是同一件事。"] if edition else []

    @classmethod
    def notice_label(cls) -> str:
        from audit.models.item import kinds

        return kinds()[cls.OF].KIND_LABEL
