"""What the office chose where the law leaves a choice: dated rows, written once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.organisation.models.people import Officer


class RegimeSetting(models.Model):
    """Mục tự chọn của quy định: one key of a regime (`law.settings`) and its value for dossiers received from
    a day.

    Of rows with the same regime, key and day the latest counts. The database refuses to alter a row.
    """

    regime = models.CharField("quy định áp dụng", max_length=8)
    key = models.CharField("mục", max_length=40)
    value = models.CharField("giá trị", max_length=40)
    valid_from = models.DateField("từ ngày")
    source = models.CharField("văn bản căn cứ", max_length=255)
    reason = models.CharField("lý do", max_length=500)
    made_at = models.BigIntegerField("lập lúc")
    made_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="người lập"
    )

    class Meta:
        verbose_name = "mục tự chọn của quy định"
        verbose_name_plural = "mục tự chọn của quy định"
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(source=""), name="regime_setting_has_ground"),
            # The texts of all rows come as one, in lines of words (`organisation.in_force`).
            models.CheckConstraint(
                condition=Q(regime__regex=r"^\S+$", key__regex=r"^\S+$", value__regex=r"^\S+$"),
                name="regime_setting_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime} {self.key} {self.value} {self.valid_from}"
