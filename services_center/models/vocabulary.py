"""Words the town keeps as dated data: the events of a life guides are found by, and words no list of papers may use."""

from django.db import models

from audit.models.rules import Dated


class LifeEvent(Dated):
    """生育、入学、看病 …: guides name it by `name`, which never changes."""

    slug = models.SlugField("代号", max_length=30, unique=True, help_text="用在网址里，定下不改。")
    name = models.CharField("什么时候", max_length=20, unique=True, help_text="群众的话，例如：看病、养老、建房")
    note = models.CharField("包括什么", max_length=60, blank=True, help_text="例如：参保、缴费、报销、转院")
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "人生大事"
        ordering = ["order", "id"]

    def __str__(self):
        return self.name


class VagueWord(Dated):
    """A word that does not say what to bring: 等材料, 有关证件, 其他 (domain.md §7)."""

    word = models.CharField("说不清的词", max_length=20, unique=True)
    instead = models.CharField("应该怎么写", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "材料里不许用的词"
        ordering = ["id"]

    def __str__(self):
        return self.word
