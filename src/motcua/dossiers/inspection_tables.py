"""What inspection rests on: the seal of each day, who opened which dossier, the checks of all chains."""

from __future__ import annotations

from django.db import models


class DailySeal(models.Model):
    """Gốc nhật ký ngày: SHA-256 over the day's changed heads and the seal before it."""

    day = models.DateField("ngày", unique=True)
    heads = models.PositiveIntegerField("số hồ sơ thay đổi")
    previous = models.BinaryField("gốc trước", max_length=32)
    root = models.BinaryField("gốc", max_length=32)
    sealed_at = models.BigIntegerField("niêm lúc")

    class Meta:
        verbose_name = "gốc nhật ký ngày"
        verbose_name_plural = "gốc nhật ký ngày"

    def __str__(self) -> str:
        return f"{self.day} {bytes(self.root).hex()[:12]}"


class Opening(models.Model):
    """Who opened which dossier and when; append only. The citizen sees it (promise 12)."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="openings")
    who = models.CharField("người mở", max_length=80)
    unit = models.CharField("đơn vị", max_length=64, blank=True)
    at = models.BigIntegerField("lúc")
    how = models.CharField("cách mở", max_length=20)

    class Meta:
        verbose_name = "lượt mở hồ sơ"
        verbose_name_plural = "lượt mở hồ sơ"
        indexes = [
            models.Index("dossier", "at", name="opening_dossier"),
            models.Index("who", "at", name="opening_who"),
            models.Index("at", name="opening_at"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.dossier_id}"


class LogCheck(models.Model):
    """Lần kiểm tra nhật ký: every chain and every seal checked by a job; its result is kept."""

    asked_at = models.BigIntegerField("yêu cầu lúc")
    asked_by = models.CharField("người yêu cầu", max_length=80)
    began_at = models.BigIntegerField("bắt đầu lúc", null=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)
    done = models.PositiveIntegerField("số hồ sơ đã kiểm", default=0)
    total = models.PositiveIntegerField("số hồ sơ", default=0)
    verdict = models.JSONField("kết luận", null=True)
    failure = models.CharField("lý do không xong", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần kiểm tra nhật ký"
        verbose_name_plural = "lần kiểm tra nhật ký"
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="log_check_one_runs", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_by}"
