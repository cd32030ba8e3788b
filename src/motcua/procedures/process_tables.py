"""Internal processes as they are kept: decisions, processes, versions written once, verdicts, periods."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import Level
from motcua.organisation.models.dated import never_twice, ordered


class ProcessDecision(models.Model):
    """Quyết định ban hành quy trình nội bộ (Decree 61/2018 art. 36(4)), or the file that stands for one.

    `key` begins the codes of its processes: the number, with the place where another province has the same.
    """

    key = models.CharField(_("Khóa của quyết định"), max_length=120, unique=True)
    number = models.CharField(_("Số quyết định"), max_length=60, blank=True)
    place = models.CharField(_("Nơi ban hành"), max_length=120, blank=True)
    day = models.DateField(_("Ngày ban hành"), null=True)
    file = models.CharField(_("Tệp"), max_length=200, blank=True)
    simulated = models.BooleanField(_("Dữ liệu mô phỏng"), default=False)
    imported_at = models.DateTimeField(_("Nhập lúc"))

    class Meta:
        verbose_name = _("Quyết định ban hành quy trình")
        verbose_name_plural = _("Quyết định ban hành quy trình")

    def __str__(self) -> str:
        return self.key


class InternalProcess(models.Model):
    """Quy trình nội bộ: a code for life, by decision and order; how it runs stands in its versions."""

    code = models.CharField(_("Mã quy trình"), max_length=120, unique=True)
    decision = models.ForeignKey(
        ProcessDecision, models.PROTECT, null=True, related_name="processes", verbose_name=_("Quyết định")
    )
    order = models.PositiveIntegerField(_("Thứ tự trong quyết định"), default=0)
    name = models.TextField(_("Tên quy trình"))
    heading = models.TextField(_("Tiêu đề in trong quyết định"), blank=True)
    folded = models.TextField()

    class Meta:
        verbose_name = _("Quy trình nội bộ")
        verbose_name_plural = _("Quy trình nội bộ")

    def __str__(self) -> str:
        return self.code


class ProcessVersion(models.Model):
    """Phiên bản quy trình: one graph, written once. Dossiers pin its `hash`.

    `graph` is the canonical JSON (`processes.model.to_text`), `hash` its SHA-256; `table` what the decision
    prints of it, where it (or what it was edited from) came from a table, and `digest` the SHA-256 of that.
    """

    class Origin(models.TextChoices):
        TABLE = "table", _("bảng các bước của quyết định")
        BPMN = "bpmn", _("tệp BPMN")
        EDITOR = "editor", _("vẽ tại đây")

    process = models.ForeignKey(InternalProcess, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Phiên bản"))
    hash = models.CharField(_("Mã băm"), max_length=64)
    graph = models.TextField(_("Sơ đồ"))
    table = models.JSONField(_("Bảng các bước đã in"), null=True)
    digest = models.CharField(max_length=64, blank=True)
    doubts = models.JSONField(_("Nghi vấn"), default=list)
    origin = models.CharField(_("Nguồn"), max_length=10, choices=Origin.choices)
    made_at = models.DateTimeField(_("Lập lúc"))

    class Meta:
        verbose_name = _("Phiên bản quy trình")
        verbose_name_plural = _("Phiên bản quy trình")
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="process_version_number")]
        indexes = [models.Index(fields=["hash"], name="process_version_hash")]


class ProcessVerdict(models.Model):
    """What was decided about a doubt or finding of a version, by its key; written once."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("chấp nhận như vậy")
        CORRECTED = "corrected", _("đã sửa trong sơ đồ")

    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="verdicts")
    key = models.CharField(max_length=40)
    answer = models.CharField(_("Quyết định"), max_length=10, choices=Answer.choices)
    reason = models.CharField(_("Lý do"), max_length=500)
    decided_by = models.CharField(_("Người quyết định"), max_length=60)
    at = models.DateTimeField(_("Lúc"))

    class Meta:
        verbose_name = _("Quyết định về nghi vấn")
        verbose_name_plural = _("Quyết định về nghi vấn")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="process_verdict_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""), name="process_verdict_has_reason"
            ),
        ]


class ProcessPeriod(models.Model):
    """When a version is in force, the last day included; one version of a process on a day."""

    process = models.ForeignKey(InternalProcess, models.PROTECT, related_name="periods")
    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="periods")
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hiệu lực đến"), null=True)

    class Meta:
        verbose_name = _("Thời gian hiệu lực của quy trình")
        verbose_name_plural = _("Thời gian hiệu lực của quy trình")
        constraints = [ordered("process_period"), never_twice("process_one_version_a_day", "process")]


class ProcessUse(models.Model):
    """Which procedure a process serves: all its cases and levels, or only the one named."""

    process = models.ForeignKey(InternalProcess, models.PROTECT, related_name="uses")
    procedure_code = models.CharField(_("Mã thủ tục"), max_length=14)
    case = models.CharField(_("Trường hợp"), max_length=40, blank=True)
    level = models.CharField(_("Cấp"), max_length=10, choices=Level.choices, blank=True)

    class Meta:
        verbose_name = _("Thủ tục mà quy trình phục vụ")
        verbose_name_plural = _("Thủ tục mà quy trình phục vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "procedure_code", "case", "level"], name="process_use_once"
            )
        ]
        indexes = [models.Index(fields=["procedure_code"], name="process_use_of_procedure")]
