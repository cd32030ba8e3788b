"""Tables of the review of procedures: proposals, and the figures attached to them as they were."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import Agency


class ReviewProposal(models.Model):
    """Đề xuất rà soát: what should become of a procedure and why (Decree 63/2010/NĐ-CP, articles 27 to 31).

    Written by a procedure-control officer, decided by a leader. `criteria` are those of article 28 that it
    stands on. Times are instants.
    """

    class Measure(models.TextChoices):
        AMEND = "amend", _("Sửa đổi, bổ sung")
        REPLACE = "replace", _("Thay thế")
        CANCEL = "cancel", _("Hủy bỏ")
        ABOLISH = "abolish", _("Bãi bỏ")
        MINISTRY = "ministry", _("Kiến nghị bộ, ngành")

    class Ground(models.TextChoices):
        PLAN = "plan", _("Kế hoạch rà soát năm")
        DIRECTED = "directed", _("Chỉ đạo của Thủ tướng Chính phủ")
        FEEDBACK = "feedback", _("Phản ánh, kiến nghị của cá nhân, tổ chức")

    class Criterion(models.TextChoices):
        NECESSITY = "necessity", _("Sự cần thiết")
        REASONABLENESS = "reasonableness", _("Tính hợp lý")
        LEGALITY = "legality", _("Tính hợp pháp")
        COST = "cost", _("Chi phí tuân thủ")
        CHANGE = "change", _("Phù hợp với thay đổi kinh tế, xã hội")

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        SUBMITTED = "submitted", _("chờ quyết định")
        ACCEPTED = "accepted", _("được chấp thuận")
        DECLINED = "declined", _("không được chấp thuận")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan đề xuất")
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    procedure_name = models.TextField("tên thủ tục")
    measure = models.CharField("phương án", max_length=10, choices=Measure.choices)
    ground = models.CharField("căn cứ rà soát", max_length=10, choices=Ground.choices)
    criteria = models.JSONField("tiêu chí", default=list)
    reasons = models.TextField("lý do và nội dung đề xuất")
    product = models.CharField("sản phẩm", max_length=300)
    year = models.PositiveSmallIntegerField("thuộc kế hoạch năm")
    state = models.CharField("tình trạng đề xuất", max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.CharField("người viết", max_length=64)
    written_at = models.BigIntegerField("viết lúc")
    submitted_at = models.BigIntegerField("trình lúc", null=True)
    decided_by = models.CharField("người quyết định", max_length=64, blank=True)
    decided_at = models.BigIntegerField("quyết định lúc", null=True)
    decision = models.CharField("ý kiến quyết định", max_length=500, blank=True)

    class Meta:
        verbose_name = "đề xuất rà soát"
        verbose_name_plural = "đề xuất rà soát"
        constraints = [
            models.CheckConstraint(
                name="review_four_eyes", condition=~Q(decided_by=F("written_by")) | Q(decided_by="")
            ),
            models.CheckConstraint(
                name="review_decided_whole",
                condition=~Q(state__in=["accepted", "declined"])
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_code} {self.measure}"


class ReviewEvidence(models.Model):
    """Bằng chứng của đề xuất: a row of a report as it was told, with all that is needed to tell it again."""

    proposal = models.ForeignKey(
        ReviewProposal, models.CASCADE, related_name="evidence", verbose_name="đề xuất"
    )
    report = models.CharField("báo cáo", max_length=32)
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    as_of = models.BigIntegerField("số liệu đến lúc")
    rules = models.CharField("quy tắc đếm", max_length=16)
    document = models.JSONField("số liệu đã đóng lại")
    attached_by = models.CharField("người đính kèm", max_length=64)
    attached_at = models.BigIntegerField("đính kèm lúc")

    class Meta:
        verbose_name = "bằng chứng của đề xuất"
        verbose_name_plural = "bằng chứng của đề xuất"

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.report}"


class ComplianceCost(models.Model):
    """Chi phí tuân thủ: what the procedure costs those who have to follow it, before and after a proposal, as
    it was computed with its sources (Circular 02/2017/TT-VPCP, article 27; `reviewing.cost.Cost`)."""

    proposal = models.OneToOneField(
        ReviewProposal, models.CASCADE, related_name="cost", verbose_name="đề xuất"
    )
    counted = models.JSONField("bảng tính")
    written_by = models.CharField("người tính", max_length=64)
    written_at = models.BigIntegerField("tính lúc")

    class Meta:
        verbose_name = "chi phí tuân thủ"
        verbose_name_plural = "chi phí tuân thủ"

    def __str__(self) -> str:
        return f"{self.proposal_id}"
