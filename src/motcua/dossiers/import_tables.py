"""Dossiers that came from another system: what they were called there, and how its lists are read."""

from __future__ import annotations

from django.db import models


class ImportMapping(models.Model):
    """Bảng đối chiếu cột: which heading of a foreign list is which of our fields."""

    name = models.CharField("tên bảng đối chiếu", max_length=64, unique=True)
    columns = models.JSONField("cột theo trường")
    saved_at = models.BigIntegerField("lưu lúc")

    class Meta:
        verbose_name = "bảng đối chiếu cột"
        verbose_name_plural = "bảng đối chiếu cột"

    def __str__(self) -> str:
        return self.name


class ImportedDossier(models.Model):
    """Hồ sơ nhập từ hệ thống khác: the code that it bore there, and a keyed digest of the row it was made of,
    by which a second import knows what is new and what was changed over there."""

    foreign_code = models.CharField("mã ở hệ thống cũ", max_length=120, unique=True)
    dossier = models.OneToOneField(
        "dossiers.Dossier", models.CASCADE, related_name="imported", verbose_name="hồ sơ"
    )
    digest = models.BinaryField("dấu của dòng", max_length=32)
    imported_at = models.BigIntegerField("nhập lúc")

    class Meta:
        verbose_name = "hồ sơ nhập từ hệ thống khác"
        verbose_name_plural = "hồ sơ nhập từ hệ thống khác"

    def __str__(self) -> str:
        return self.foreign_code
