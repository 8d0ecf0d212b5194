"""An item whose figures were read from an uploaded workbook, which stays attached."""

from django.db import models

from audit import seals
from audit.models import Item


class FromWorkbook(Item):
    """workbook: SHA-256 of the file read last. as_read: digest of the figures as they were read."""

    OWN = ("workbook", "as_read")
    READ_FIELDS: tuple[str, ...] = ()

    workbook = models.CharField(max_length=64, blank=True, editable=False)
    as_read = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def settle(self) -> None:
        """Bring typed amounts into the form they are kept in."""

    def save(self, *args, **kwargs):
        self.settle()
        super().save(*args, **kwargs)

    def digest_of_figures(self) -> str:
        return seals.sha256(seals.canonical([getattr(self, name) for name in self.READ_FIELDS]))

    def changed_by_hand(self) -> list[str]:
        """Told to both reviewers: the figures are no longer those of the attached workbook."""
        if not self.workbook or self.as_read == self.digest_of_figures():
            return []
        return ["表里的数在上传之后手工改过，和附上的表格可能不一样，请核对。"]
