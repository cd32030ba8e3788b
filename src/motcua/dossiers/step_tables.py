"""Tables of the internal process: the steps of a dossier and the parts that other agencies do."""

from __future__ import annotations

from typing import Any

from django.db import models

from motcua.dossiers.lifecycle.running import Place, StepKind


def _enum(kind: type[Any]) -> list[tuple[Any, str]]:
    return [(member.value, member.name.lower()) for member in kind]


class Stepped(models.Model):
    """A row of a dossier kept by (dossier, key); `dossiers.projection` is its only definition."""

    pk = models.CompositePrimaryKey("dossier_id", "key")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    key = models.PositiveIntegerField("khóa")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.key}"


class StepRow(Stepped):
    """Bước: one step of a dossier, open or done; the key is its number, the parts of other agencies included.

    Who holds what, since when, until when: an open step is a row that can be asked for.
    """

    part = models.PositiveIntegerField("phần việc", default=0)
    step = models.CharField("bước của quy trình", max_length=100)
    kind = models.CharField("loại bước", max_length=8, choices=_enum(StepKind))
    name = models.CharField("tên bước", max_length=200, blank=True)
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+", db_index=False)
    post = models.CharField("vị trí thực hiện", max_length=20, blank=True)
    officer = models.CharField("người giữ bước", max_length=64, blank=True)
    opened_at = models.BigIntegerField("mở lúc")
    claimed_at = models.BigIntegerField("có người nhận lúc", null=True)
    due_at = models.BigIntegerField("hạn bước", null=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)
    ended_known = models.BigIntegerField("biết đã xong từ", null=True)
    outcome = models.CharField("kết quả bước", max_length=100, blank=True)
    ended_by = models.CharField("người hoàn thành", max_length=80, blank=True)

    class Meta:
        verbose_name = "bước của hồ sơ"
        verbose_name_plural = "bước của hồ sơ"
        indexes = [
            models.Index(
                "agency", "due_at", name="step_open_agency", condition=models.Q(ended_at__isnull=True)
            ),
            models.Index(
                "officer", "due_at", name="step_open_officer", condition=models.Q(ended_at__isnull=True)
            ),
        ]


class PartRow(Stepped):
    """Phần việc liên thông: the work of another agency in a dossier, with its own clock and result.

    The agency counts its part, the province counts the dossier once (domain reference 1.3, article 19(6)).
    """

    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+", db_index=False)
    place = models.CharField("cấp phối hợp", max_length=12, choices=_enum(Place))
    process = models.CharField("quy trình của phần việc", max_length=100)
    process_version = models.CharField("phiên bản quy trình", max_length=64)
    name = models.CharField("tên phần việc", max_length=200, blank=True)
    content = models.CharField("nội dung phần việc", max_length=64, blank=True)
    step = models.PositiveIntegerField("bước đặt ra phần việc", default=0)
    after = models.PositiveIntegerField("sau phần việc", default=0)
    sent_at = models.BigIntegerField("gửi lúc", null=True)
    sent_known = models.BigIntegerField("biết đã gửi từ", null=True)
    due_at = models.BigIntegerField("hạn phần việc", null=True)
    ended_at = models.BigIntegerField("có kết quả lúc", null=True)
    ended_known = models.BigIntegerField("biết có kết quả từ", null=True)
    result = models.CharField("kết quả phần việc", max_length=10, blank=True)

    class Meta:
        verbose_name = "phần việc liên thông"
        verbose_name_plural = "phần việc liên thông"
        indexes = [models.Index("agency", "sent_at", name="part_agency_sent")]
