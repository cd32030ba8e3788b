"""Sums by day of what dossiers add to form II.06a, and how far each dossier is in them (decision 104)."""

from __future__ import annotations

from django.db import models


class DaySum(models.Model):
    """Tổng theo ngày: dossiers of a level and field that add the same to form II.06a, by the day on which it
    became known. `figures.rollup` says what the kinds are; only `figures.rolling` writes here. Days are local
    days since 1970-01-01."""

    pk = models.CompositePrimaryKey("known_day", "level", "field_code", "day", "kind", "code", "since")
    known_day = models.IntegerField("biết từ ngày")
    level = models.CharField("cấp chính quyền", max_length=16)
    field_code = models.CharField("mã lĩnh vực", max_length=64)
    day = models.IntegerField("tính từ ngày")
    kind = models.CharField("loại thay đổi", max_length=4)
    code = models.SmallIntegerField("mã phân loại")
    since = models.IntegerField("yêu cầu bổ sung từ ngày")
    dossiers = models.IntegerField("số hồ sơ cộng thêm")

    class Meta:
        verbose_name = "tổng theo ngày"
        verbose_name_plural = "tổng theo ngày"

    def __str__(self) -> str:
        return f"{self.known_day} {self.level}:{self.field_code} {self.kind}"


class SummedDossier(models.Model):
    """Hồ sơ đã cộng: up to which event of its log a dossier is in the sums."""

    dossier = models.OneToOneField(
        "dossiers.Dossier", models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    seq = models.PositiveIntegerField("đã cộng đến sự kiện")

    class Meta:
        verbose_name = "hồ sơ đã cộng"
        verbose_name_plural = "hồ sơ đã cộng"

    def __str__(self) -> str:
        return f"{self.dossier_id}"
