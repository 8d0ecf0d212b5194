from django.db import models


class Duty(models.Model):
    """What one room of the office asks of somebody today, as its scheduled check found it (`audit/duties.py`).

    Ordinary rows, found again every minute: nothing is lost with them. Erasing an item drops them all, for a title or a
    matter may quote what was destroyed.
    """

    room = models.CharField("来自", max_length=40)
    position = models.PositiveIntegerField("次序")
    audience = models.JSONField(
        "谁看", default=list, help_text="[岗位类别, 单位或空, 栏目路径或空, 值班不算] 的清单，见 audit/duties.py。"
    )
    title = models.TextField("事由")
    meta = models.JSONField("说明", default=list)
    due = models.CharField("期限", max_length=100, blank=True)
    late = models.BooleanField("已过期", default=False)
    url = models.CharField("去哪里", max_length=500, blank=True)
    button = models.CharField("按钮", max_length=40, blank=True)
    button_url = models.CharField("按钮去哪里", max_length=500, blank=True)
    note = models.TextField("附注", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "该办的事"
        ordering = ["room", "position"]
        constraints = [models.UniqueConstraint(fields=["room", "position"], name="one_duty_a_place")]

    FOUND = ("audience", "title", "meta", "due", "late", "url", "button", "button_url", "note")

    def __str__(self) -> str:
        return self.title

    @property
    def found(self) -> list:
        """All that the check says of it, to be compared with what it says the next time."""
        return [getattr(self, name) for name in self.FOUND]

    @property
    def row(self) -> dict:
        """Variables of parts/queue_row.html."""
        return {name: getattr(self, name) for name in self.FOUND if name != "audience"} | {"state": ""}
