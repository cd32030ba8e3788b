"""Electronic forms as they are kept: a code for life, revisions written once, the days they are in force."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models.dated import never_twice, ordered


class Form(models.Model):
    """Biểu mẫu điện tử: what is asked stands in its revisions; `draft` is the next one, being written.

    `draft` is the canonical JSON of a definition, empty where nothing is being written.
    """

    code = models.CharField(_("Mã biểu mẫu"), max_length=80, unique=True)
    title = models.TextField(_("Tên biểu mẫu"))
    folded = models.TextField()
    draft = models.TextField(_("Bản nháp"), blank=True)
    draft_by = models.CharField(_("Người soạn"), max_length=60, blank=True)
    draft_at = models.DateTimeField(_("Soạn lúc"), null=True)

    class Meta:
        verbose_name = _("Biểu mẫu điện tử")
        verbose_name_plural = _("Biểu mẫu điện tử")

    def __str__(self) -> str:
        return self.code


class FormRevision(models.Model):
    """Phiên bản biểu mẫu: one definition, written once. Drafts of dossiers pin its `hash`.

    `definition` is the canonical JSON (`definition.model.to_text`), `hash` its SHA-256.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("Phiên bản"))
    hash = models.CharField(_("Mã băm"), max_length=64)
    definition = models.TextField(_("Nội dung"))
    made_at = models.DateTimeField(_("Lập lúc"))

    class Meta:
        verbose_name = _("Phiên bản biểu mẫu")
        verbose_name_plural = _("Phiên bản biểu mẫu")
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_revision_number"),
            models.UniqueConstraint(fields=["form", "hash"], name="form_revision_hash"),
        ]


class FormPeriod(models.Model):
    """When a revision is what a procedure asks, the last day included; empty `case`: all of its cases."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="periods")
    revision = models.ForeignKey(FormRevision, models.PROTECT, related_name="periods")
    procedure_code = models.CharField(_("Mã thủ tục"), max_length=14)
    case = models.CharField(_("Trường hợp"), max_length=40, blank=True)
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hiệu lực đến"), null=True)

    class Meta:
        verbose_name = _("Thời gian hiệu lực của biểu mẫu")
        verbose_name_plural = _("Thời gian hiệu lực của biểu mẫu")
        constraints = [
            ordered("form_period"),
            never_twice("form_one_a_procedure_a_day", "procedure_code", "case"),
        ]
        indexes = [models.Index(fields=["procedure_code"], name="form_period_of_procedure")]
