"""What reception officers ask to have put right: their words until the answer, then that they asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CorrectionRequest(models.Model):
    """Đề nghị đính chính: what a reception officer found to be typed wrongly and may not put right (T20).

    `typed` holds the fields that differ, as the form has them; it is emptied with the answer, for what was
    then written stands in the log.
    """

    class Answer(models.TextChoices):
        DONE = "done", _("đã đính chính")
        DECLINED = "declined", _("không đính chính")
        REPLACED = "replaced", _("người đề nghị thay bằng đề nghị khác")

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, related_name="correction_requests", verbose_name="hồ sơ"
    )
    asked_by = models.CharField("người đề nghị", max_length=80)
    asked_at = models.BigIntegerField("đề nghị lúc")
    typed = models.JSONField("nội dung đề nghị", null=True)
    answer = models.CharField("trả lời", max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.CharField("người trả lời", max_length=80, blank=True)
    answered_at = models.BigIntegerField("trả lời lúc", null=True)
    note = models.CharField("ý kiến trả lời", max_length=500, blank=True)

    class Meta:
        verbose_name = "đề nghị đính chính"
        verbose_name_plural = "đề nghị đính chính"
        constraints = [
            models.UniqueConstraint("dossier", name="correction_request_one_waits", condition=Q(answer="")),
            models.CheckConstraint(
                name="correction_request_keeps_nothing_typed",
                condition=Q(answer="", typed__isnull=False) | (~Q(answer="") & Q(typed__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_by} {self.answer or '?'}"
