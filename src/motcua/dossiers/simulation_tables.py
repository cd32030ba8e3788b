"""Which year was simulated in this database, so that a run that was broken off goes on."""

from __future__ import annotations

from django.db import models


class SimulatedYear(models.Model):
    """Năm mô phỏng: one run of `motcua simulate`. Its dossiers are the rows from `first_id` on, `total` of
    them; `digest` is over everything that the plan hangs on, so that the same words make the same year."""

    scale = models.CharField("quy mô", max_length=20)
    year = models.PositiveSmallIntegerField("năm", unique=True)
    seed = models.BigIntegerField("hạt giống")
    resolved = models.PositiveIntegerField("số hồ sơ đã giải quyết")
    total = models.PositiveIntegerField("tổng số hồ sơ")
    first_id = models.BigIntegerField("khóa đầu tiên")
    digest = models.CharField("dấu của tham số", max_length=64)
    began_at = models.BigIntegerField("bắt đầu lúc")
    ended_at = models.BigIntegerField("xong lúc", null=True)

    class Meta:
        verbose_name = "năm mô phỏng"
        verbose_name_plural = "năm mô phỏng"

    def __str__(self) -> str:
        return f"{self.year}/{self.seed}"
