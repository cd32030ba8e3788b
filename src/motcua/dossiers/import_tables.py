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


class ImportRun(models.Model):
    """Lần nhập hồ sơ: a list that an administrator uploaded, tried first and then entered, each by a job.

    The list itself goes when it is entered, and with everything else after a week. `told` is what came of it
    (`importing.run.Imported`), `refusal` a sentence with its values where the list could not be read.
    """

    class State(models.TextChoices):
        TRYING = "trying", "đang chạy thử"
        TRIED = "tried", "đã chạy thử"
        ENTERING = "entering", "đang nhập"
        ENTERED = "entered", "đã nhập"
        REFUSED = "refused", "không nhập được"

    asked_at = models.BigIntegerField("yêu cầu lúc")
    asked_by = models.CharField("người yêu cầu", max_length=80)
    name = models.CharField("tên tệp", max_length=200)
    content = models.BinaryField("danh sách", null=True)
    mapping = models.CharField("bảng đối chiếu", max_length=64, blank=True)
    agency = models.CharField("cơ quan nếu dòng không ghi", max_length=64, blank=True)
    state = models.CharField("tình trạng nhập", max_length=8, choices=State, default=State.TRYING)
    done = models.PositiveIntegerField("số dòng đã đọc", default=0)
    told = models.JSONField("kết quả", null=True)
    refusal = models.JSONField("vì sao không đọc được", null=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)

    class Meta:
        verbose_name = "lần nhập hồ sơ"
        verbose_name_plural = "lần nhập hồ sơ"
        constraints = [
            models.UniqueConstraint(
                "asked_by", name="import_one_a_person", condition=models.Q(state__in=["trying", "entering"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"
