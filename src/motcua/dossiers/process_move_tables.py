"""Running dossiers put on another version of their process: one decision, many results, and back again."""

from __future__ import annotations

from django.db import models


class ProcessMoveRun(models.Model):
    """Lần chuyển phiên bản quy trình: a decision of an administrator, done by a job.

    `undoes` is the run that this one takes back; of such a run each dossier goes back to where it was, and
    `version` with `number` are those that it leaves.
    """

    asked_at = models.BigIntegerField("yêu cầu lúc")
    asked_by = models.CharField("người yêu cầu", max_length=80)
    reason = models.TextField("lý do, văn bản căn cứ")
    process = models.CharField("quy trình", max_length=120)
    version = models.CharField("mã băm phiên bản đích", max_length=64)
    number = models.PositiveIntegerField("phiên bản đích")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by", verbose_name="hoàn tác lần chuyển"
    )
    ended_at = models.BigIntegerField("xong lúc", null=True)

    class Meta:
        verbose_name = "lần chuyển phiên bản quy trình"
        verbose_name_plural = "lần chuyển phiên bản quy trình"
        constraints = [
            models.UniqueConstraint(
                "process", name="process_move_one_at_a_time", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.process}"


class ProcessMoveLine(models.Model):
    """Hồ sơ chuyển phiên bản: one dossier of a run; `refusal` is the sentence and its values, as JSON."""

    class State(models.TextChoices):
        WAITING = "waiting", "chờ chuyển"
        MOVED = "moved", "đã chuyển"
        STAYED = "stayed", "giữ phiên bản cũ"

    run = models.ForeignKey(
        ProcessMoveRun, models.CASCADE, related_name="lines", verbose_name="lần chuyển phiên bản"
    )
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", verbose_name="hồ sơ")
    state = models.CharField("kết quả", max_length=8, choices=State, default=State.WAITING)
    before = models.CharField("mã băm phiên bản trước", max_length=64)
    event_seq = models.PositiveIntegerField("sự kiện chuyển", null=True)
    refusal = models.JSONField("lý do không chuyển", null=True)

    class Meta:
        verbose_name = "hồ sơ chuyển phiên bản"
        verbose_name_plural = "hồ sơ chuyển phiên bản"
        constraints = [models.UniqueConstraint("run", "dossier", name="process_move_line_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.dossier_id}"
