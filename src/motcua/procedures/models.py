"""The catalogue of procedures: sources as they came, versions merged from them, contradictions to decide."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .process_tables import (
    InternalProcess,
    ProcessDecision,
    ProcessPeriod,
    ProcessUse,
    ProcessVerdict,
    ProcessVersion,
)
from .search_tables import CatalogueState, UseCount
from .service_tables import ServiceFact

__all__ = [
    "CatalogueState",
    "Contradiction",
    "Field",
    "InternalProcess",
    "Procedure",
    "ProcedureVersion",
    "ProcessDecision",
    "ProcessPeriod",
    "ProcessUse",
    "ProcessVerdict",
    "ProcessVersion",
    "ServiceFact",
    "SourceRecord",
    "UseCount",
]


class Field(models.Model):
    """Lĩnh vực: what a procedure belongs to (Circular 01/2018 art. 20: code `MX1X2-LV`)."""

    name = models.CharField(_("Tên lĩnh vực"), max_length=300)
    code = models.CharField(_("Mã lĩnh vực"), max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("Lĩnh vực")
        verbose_name_plural = _("Lĩnh vực")
        constraints = [models.UniqueConstraint(fields=["name", "code"], name="field_name_code")]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """Thủ tục hành chính: a code for life; what it says stands in its versions."""

    code = models.CharField(_("Mã thủ tục"), max_length=14, unique=True)
    name = models.TextField(_("Tên thủ tục"))
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, related_name="procedures", verbose_name=_("Lĩnh vực")
    )
    state = models.CharField(_("Tình trạng"), max_length=20, default="active")

    class Meta:
        verbose_name = _("Thủ tục hành chính")
        verbose_name_plural = _("Thủ tục hành chính")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SourceRecord(models.Model):
    """What one source said of a procedure in a period; never overwritten, only closed."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="records")
    source = models.CharField(_("Nguồn"), max_length=30)
    attributes = models.JSONField(_("Nội dung"))
    digest = models.CharField(max_length=64)
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hiệu lực đến"), null=True)
    file = models.CharField(_("Tệp"), max_length=200, blank=True, default="")
    imported_at = models.DateTimeField(_("Nhập lúc"))
    # Rows of the same file that gave the same code other words; kept apart so that a second run finds
    # the attributes as they were.
    doubts = models.JSONField(_("Nghi vấn"), default=list)

    class Meta:
        verbose_name = _("Bản ghi nguồn")
        verbose_name_plural = _("Bản ghi nguồn")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "source", "valid_from"], name="record_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="record_period"
            ),
        ]


class ProcedureVersion(models.Model):
    """Phiên bản thủ tục: the content in force in a period. Dossiers pin its id, so a row is never changed
    but for the day it ended and `superseded` (replaced before it was ever in force)."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hiệu lực đến"), null=True)
    superseded = models.BooleanField(_("Đã thay thế"), default=False)
    source = models.CharField(_("Nguồn"), max_length=200)
    content = models.JSONField(_("Nội dung"))
    digest = models.CharField(max_length=64)
    # Kept beside the content for lists and search:
    name = models.TextField(_("Tên thủ tục"))
    folded = models.TextField()
    field_name = models.TextField(_("Lĩnh vực"), blank=True, default="")
    field_folded = models.TextField(blank=True, default="")
    levels = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("Cấp thực hiện"))
    receivable = models.BooleanField(_("Tiếp nhận được"), default=False)
    # Names are folded in Python (PostgreSQL's unaccent leaves some of our letters), so `simple` is enough.
    words = models.GeneratedField(
        expression=SearchVector("folded", weight="A", config="simple")
        + SearchVector("field_folded", weight="B", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("Phiên bản thủ tục")
        verbose_name_plural = _("Phiên bản thủ tục")
        indexes = [
            GinIndex(fields=["words"], name="version_words"),
            GinIndex(fields=["folded"], name="version_folded_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["field_folded"], name="version_field_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["valid_from"], condition=Q(superseded=False), name="version_in_force"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "valid_from"], condition=Q(superseded=False), name="version_per_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="version_period"
            ),
        ]


class Contradiction(models.Model):
    """Nội dung chưa thống nhất: what the published text leaves open; reception waits for the decision."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="contradictions")
    key = models.CharField(max_length=32)
    kind = models.CharField(_("Loại"), max_length=40)
    where = models.TextField(_("Ở đâu"))
    detail = models.TextField(_("Nội dung"))
    finding = models.JSONField(_("Chi tiết"))
    decision = models.CharField(_("Quyết định"), max_length=200, blank=True, default="")
    decided_by = models.CharField(_("Người quyết định"), max_length=60, blank=True, default="")
    at = models.DateTimeField(_("Lúc"), null=True)
    reason = models.TextField(_("Lý do"), blank=True, default="")

    class Meta:
        verbose_name = _("Nội dung chưa thống nhất")
        verbose_name_plural = _("Nội dung chưa thống nhất")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="contradiction_once"),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(at__isnull=False) & ~Q(reason="") & ~Q(decided_by="")),
                name="contradiction_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["version"], condition=Q(decision=""), name="contradiction_open")]
