"""政策解读: what a file means, said in plain words; it names the file, and both pages lead to each other."""

from django.db import models

from audit.facts import Fact, line
from audit.models import Edition, Item
from audit.states import OPEN, STATES


class Interpretation(Item):
    """The file is sealed by its UUID alone: its title may have to go, and no page may keep quoting it."""

    KIND = "interpretation"
    KIND_LABEL = "政策解读"
    SHOWN_BY_SHEET = ("interprets",)  # the page links the file itself, as long as it is public

    class Form(models.TextChoices):
        TEXT = "text", "文字"
        PICTURE = "picture", "图解"
        ANSWERS = "answers", "问答"

    interprets = models.ForeignKey(
        Item, models.PROTECT, related_name="interpretations", verbose_name="解读的文件",
        help_text="填文号或索引号；没有文号的填标题。",
    )  # fmt: skip
    form = models.CharField("解读形式", max_length=10, choices=Form, default=Form.TEXT)

    class Meta:
        verbose_name = verbose_name_plural = "政策解读"

    def facts(self) -> list[Fact]:
        return [
            line("form", "解读形式", self.get_form_display()),
            line("interprets", "解读的文件（系统编号）", str(self.interprets_id)),
        ]

    def _file_edition(self) -> Edition | None:
        """The file's edition that is public or on its way there."""
        found = Edition.objects.filter(item_id=self.interprets_id, board_only=False, state__in=("published", *OPEN))
        return found.without_content().order_by("-number").first()

    def lacking(self) -> list[str]:
        if self.interprets_id == self.pk:
            return ["解读的文件填成了这条解读自己，请填文件的文号或索引号。"]
        if self._file_edition() is None:
            return ["解读的文件还没有送审，或者已经撤下。先把文件送审，再送解读。"]
        return []

    def cautions(self) -> list[str]:
        edition = self._file_edition()
        if edition is None:
            return []
        number = edition.meta_data.get("document_number", "")
        state = STATES[edition.state].label
        return [
            f"解读的是《{edition.title}》{f'（{number}）' if number else ''}，{state}。请核对说的是不是同一份文件。"
        ]
