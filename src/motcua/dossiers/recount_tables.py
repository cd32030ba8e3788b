"""Promises counted anew after the calendar changed: one decision, many dossiers, a result for each."""

from __future__ import annotations

from django.db import models


class RecountRun(models.Model):
    """Lần tính lại ngày hẹn: the decision that promises follow the calendar in force, done by a job."""

    asked_at = models.BigIntegerField("yêu cầu lúc")
    asked_by = models.CharField("người yêu cầu", max_length=80)
    reason = models.TextField("lý do, văn bản căn cứ")
    calendar_version = models.CharField("phiên bản lịch", max_length=64)
    ended_at = models.BigIntegerField("xong lúc", null=True)

    class Meta:
        verbose_name = "lần tính lại ngày hẹn"
        verbose_name_plural = "lần tính lại ngày hẹn"
        constraints = [
            models.UniqueConstraint(
                "asked_by", name="recount_one_a_person", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_by}"


class RecountLine(models.Model):
    """Hồ sơ tính lại ngày hẹn: one dossier of a run; `refusal` is the sentence and its values, as JSON."""

    class State(models.TextChoices):
        WAITING = "waiting", "chờ tính"
        MOVED = "moved", "đã đổi ngày hẹn"
        SAME = "same", "ngày hẹn vẫn như cũ"
        REFUSED = "refused", "không tính lại được"

    run = models.ForeignKey(RecountRun, models.CASCADE, related_name="lines", verbose_name="lần tính lại")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", verbose_name="hồ sơ")
    state = models.CharField("kết quả", max_length=8, choices=State, default=State.WAITING)
    due_before = models.BigIntegerField("hẹn trả trước", null=True)
    due_after = models.BigIntegerField("hẹn trả sau", null=True)
    refusal = models.JSONField("lý do không tính lại", null=True)

    class Meta:
        verbose_name = "hồ sơ tính lại ngày hẹn"
        verbose_name_plural = "hồ sơ tính lại ngày hẹn"
        constraints = [models.UniqueConstraint("run", "dossier", name="recount_line_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.dossier_id}"
