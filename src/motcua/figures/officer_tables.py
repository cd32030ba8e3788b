"""Who looked at whose figures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureLook(models.Model):
    """Lượt xem số của cán bộ: somebody looked at the figures of an officer (`whom`, a code) of a period.

    Written once, and shown to the officer. Who looks at the own figures is not noted."""

    class How(models.TextChoices):
        TEAM = "team", _("trong bảng của nhóm")
        PAGE = "page", _("trang riêng")
        DOSSIERS = "dossiers", _("danh sách hồ sơ")

    at = models.BigIntegerField("xem lúc")
    who = models.CharField("người xem", max_length=80)
    unit = models.CharField("đơn vị của người xem", max_length=64, blank=True)
    whom = models.CharField("số của cán bộ", max_length=64)
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    how = models.CharField("xem ở đâu", max_length=10, choices=How.choices)

    class Meta:
        verbose_name = "lượt xem số của cán bộ"
        verbose_name_plural = "lượt xem số của cán bộ"
        indexes = [
            models.Index(fields=["whom", "-at"], name="figure_look_whom"),
            models.Index("at", name="figure_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.whom} {self.first}"
