"""Counts as they were at one moment. Figures are told from these rows and carry their parts with them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.figures.officer_tables import FigureLook
from motcua.figures.review_tables import ComplianceCost, ReviewEvidence, ReviewProposal
from motcua.figures.rolled_tables import DaySum, SummedDossier

__all__ = [
    "ComplianceCost",
    "Count",
    "CountRow",
    "DaySum",
    "FigureLook",
    "IndexEntry",
    "ReportFile",
    "ReviewEvidence",
    "ReviewProposal",
    "SummedDossier",
]


class Count(models.Model):
    """Lần chốt số liệu: when the dossiers of a period were counted. Times are instants.

    `months` are the parts of the period as lists: first and last day, received, resolved, of these late.
    """

    as_of = models.BigIntegerField("số liệu đến lúc")
    kind = models.CharField("kỳ nào", max_length=20, default="year")
    since = models.DateField("kỳ số liệu từ")
    until = models.DateField("kỳ số liệu đến hết ngày", null=True)
    months = models.JSONField("từng phần của kỳ", default=list)
    lately_since = models.DateField("thời gian thực tế tính từ")

    class Meta:
        verbose_name = "lần chốt số liệu"
        verbose_name_plural = "lần chốt số liệu"
        constraints = [models.UniqueConstraint("as_of", "kind", name="count_moment_kind")]

    def __str__(self) -> str:
        return f"{self.as_of}"


class CountRow(models.Model):
    """Dòng số liệu: dossiers of one procedure at one agency; without a procedure or an agency, of all.

    Received is `carried + online + at_counter`; resolved `early + on_time + late`; being resolved
    `open_within + open_late`: the columns of form II.06a as practice counts them. Those that were withdrawn
    are among `on_time`, and told apart in `without_result`. `days` maps working days (from 1) to the dossiers
    that were done on that day, without the time in which the applicant was waited for.
    """

    count = models.ForeignKey(Count, models.CASCADE, related_name="rows", verbose_name="lần chốt số liệu")
    procedure_code = models.CharField("mã thủ tục", max_length=32, blank=True)
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+", verbose_name="cơ quan giải quyết"
    )
    carried = models.PositiveIntegerField("kỳ trước chuyển sang", default=0)
    online = models.PositiveIntegerField("nhận trực tuyến", default=0)
    at_counter = models.PositiveIntegerField("nhận trực tiếp và bưu chính", default=0)
    early = models.PositiveIntegerField("trước hạn", default=0)
    on_time = models.PositiveIntegerField("đúng hạn", default=0)
    late = models.PositiveIntegerField("trễ hạn", default=0)
    without_result = models.PositiveIntegerField("trong đó đã rút", default=0)
    open_within = models.PositiveIntegerField("đang giải quyết, trong hạn", default=0)
    open_late = models.PositiveIntegerField("đang giải quyết, quá hạn", default=0)
    timed = models.PositiveIntegerField("hồ sơ tính thời gian", default=0)
    timed_late = models.PositiveIntegerField("trong đó trễ hạn", default=0)
    waited = models.PositiveIntegerField("trong đó có chờ người nộp", default=0)
    days = models.JSONField("số ngày làm việc", default=dict)

    class Meta:
        verbose_name = "dòng số liệu"
        verbose_name_plural = "dòng số liệu"
        constraints = [
            models.UniqueConstraint(
                "count", "procedure_code", "agency", name="count_row_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(timed__gte=F("timed_late")), name="count_row_timed"),
        ]

    def __str__(self) -> str:
        return f"{self.count_id} {self.procedure_code} {self.agency_id}"


class ReportFile(models.Model):
    """Tệp báo cáo: a report or list that somebody asked for, made by a job and kept some days for them alone.

    `asked` is what it is of (`report_files.Request`). Times are instants; `failure` is a sentence.
    """

    asked_at = models.BigIntegerField("yêu cầu lúc")
    asked_by = models.CharField("người yêu cầu", max_length=64)
    asked = models.JSONField("nội dung yêu cầu")
    name = models.CharField("tên tệp", max_length=120)
    title = models.CharField("tên bảng", max_length=500)
    total = models.PositiveIntegerField("số dòng", default=0)
    done = models.PositiveIntegerField("số dòng đã ghi", default=0)
    began_at = models.BigIntegerField("bắt đầu lúc", null=True)
    ended_at = models.BigIntegerField("xong lúc", null=True)
    failure = models.CharField("vì sao không xong", max_length=500, blank=True)
    content = models.BinaryField("nội dung tệp", null=True)
    size = models.PositiveIntegerField("cỡ tệp, byte", default=0)

    class Meta:
        verbose_name = "tệp báo cáo"
        verbose_name_plural = "tệp báo cáo"
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="report_file_of")]

    def __str__(self) -> str:
        return self.name


class IndexEntry(models.Model):
    """Số liệu nhập tay của chỉ số: a part of an index that no register here knows, or a number that its text
    leaves open, with its source. Written once; a later entry for the same part takes its place.

    A `maximum` or `target` holds from `first` on until the next one and has no `last`; other parts are of the
    period `first` to `last`, of one agency or, without one, of the whole province.
    """

    index = models.CharField("bộ chỉ số", max_length=8, choices=[("766", "766"), ("nine", "1-9")])
    component = models.CharField("thành phần", max_length=8)
    part = models.CharField("phần số liệu", max_length=16)
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày", null=True)
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, related_name="+", verbose_name="cơ quan"
    )
    value = models.DecimalField("giá trị", max_digits=12, decimal_places=2)
    source = models.CharField("nguồn số liệu", max_length=255)
    source_day = models.DateField("ngày của nguồn")
    entered_at = models.BigIntegerField("ghi số lúc")
    entered_by = models.CharField("người ghi số", max_length=80)

    class Meta:
        verbose_name = "số liệu nhập tay của chỉ số"
        verbose_name_plural = "số liệu nhập tay của chỉ số"
        constraints = [models.CheckConstraint(condition=Q(value__gte=0), name="index_entry_value")]
        indexes = [models.Index("index", "first", name="index_entry_first")]

    def __str__(self) -> str:
        return f"{self.index} {self.component} {self.part} {self.first}"
