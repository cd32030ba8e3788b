"""Many acts on dossiers decided at once: who asked for what, and a result for each."""

from __future__ import annotations

from django.db import models


class BatchRun(models.Model):
    """Lô công việc: one act asked for on many steps or dossiers, by the right of who asked."""

    class Action(models.TextChoices):
        ASSIGN = "assign", "giao cho cán bộ"
        TAKE_BACK = "take_back", "thu về đơn vị"
        CLAIM = "claim", "nhận về mình"
        COMPLETE = "complete", "hoàn thành bước"

    asked_at = models.BigIntegerField("yêu cầu lúc")
    asked_by = models.CharField("người yêu cầu", max_length=80)
    action = models.CharField("việc làm", max_length=10, choices=Action)
    officer = models.CharField("cán bộ được giao", max_length=64, blank=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)

    class Meta:
        verbose_name = "lô công việc"
        verbose_name_plural = "lô công việc"

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.asked_by}"


class BatchLine(models.Model):
    """Việc trong lô: one step of a dossier, or the dossier itself (step 0); `refusal` is the sentence, its
    values and the next step, as JSON."""

    class State(models.TextChoices):
        WAITING = "waiting", "chờ làm"
        DONE = "done", "đã làm"
        REFUSED = "refused", "không làm được"

    run = models.ForeignKey(BatchRun, models.CASCADE, related_name="lines", verbose_name="lô")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", verbose_name="hồ sơ")
    step_no = models.PositiveIntegerField("số bước", default=0)
    state = models.CharField("kết quả", max_length=8, choices=State, default=State.WAITING)
    refusal = models.JSONField("lý do không làm được", null=True)

    class Meta:
        verbose_name = "việc trong lô"
        verbose_name_plural = "việc trong lô"
        constraints = [models.UniqueConstraint("run", "dossier", "step_no", name="batch_line_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.dossier_id}/{self.step_no}"
