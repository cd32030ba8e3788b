"""Tables of the personal store. Times are microseconds UTC; an officer is named as the log does.

`Paper` holds personal data in clear and is emptied at a lawful erasure; `PaperUse` is written once and names
nobody but officers, so that the fact of use outlives the paper.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Paper(models.Model):
    """Giấy tờ trong kho: one paper or result of a person or business, with the content it was kept as.

    Keyed by the owner's identifier (citizen number or tax code), so that it is there before an account is;
    what somebody uploads whose identity is not proven is keyed by the account alone.
    """

    class Source(models.TextChoices):
        SCAN = "scan", _("quét tại quầy")
        RESULT = "result", _("kết quả giải quyết")
        UPLOAD = "upload", _("tự tải lên")

    class Sign(models.TextChoices):
        NONE = "none", _("không có chữ ký số")
        SCAN = "scan", _("bản quét có chữ ký, dấu")
        DIGITAL = "digital", _("ký số")
        UNCHECKED = "unchecked", _("có chữ ký số, chưa kiểm tra")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField("số định danh của chủ giấy tờ", max_length=32, blank=True)
    account = models.CharField("tài khoản", max_length=16, blank=True, db_index=True)
    kind = models.CharField("loại giấy tờ", max_length=64)
    plain_name = models.CharField("tên để so khớp", max_length=300, blank=True)
    title = models.TextField("tên giấy tờ")
    number = models.CharField("số giấy tờ", max_length=100, blank=True)
    issued_by = models.CharField("nơi cấp", max_length=300, blank=True)
    issued_on = models.DateField("ngày cấp", null=True)
    valid_from = models.DateField("có giá trị từ", null=True)
    valid_until = models.DateField("có giá trị đến", null=True)
    fields = models.JSONField("trường mô tả", default=dict)
    described_at = models.BigIntegerField("nhập mô tả lúc", null=True)
    described_by = models.CharField("người nhập mô tả", max_length=80, blank=True)
    source = models.CharField("nguồn", max_length=10, choices=Source.choices)
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, null=True, related_name="+", verbose_name="từ hồ sơ"
    )
    line = models.PositiveSmallIntegerField("dòng trong hồ sơ", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.BigIntegerField("cỡ")
    media_type = models.CharField("kiểu tệp", max_length=120)
    file_name = models.CharField("tên tệp", max_length=255)
    pages = models.PositiveIntegerField("số trang", null=True)
    signature = models.CharField("chữ ký", max_length=10, choices=Sign.choices, default=Sign.NONE)
    verified = models.BooleanField("đã xác minh", default=False)
    version = models.PositiveIntegerField("phiên bản", default=1)
    added_at = models.BigIntegerField("vào kho lúc")
    added_by = models.CharField("người đưa vào", max_length=80)
    revoked_at = models.BigIntegerField("thu hồi lúc", null=True)
    revoked_by = models.CharField("người thu hồi", max_length=80, blank=True)
    revoke_reason = models.CharField("lý do thu hồi", max_length=500, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", verbose_name="thay bằng"
    )
    erased_at = models.BigIntegerField("xóa lúc", null=True)

    class Meta:
        verbose_name = "giấy tờ trong kho"
        verbose_name_plural = "giấy tờ trong kho"
        indexes = [models.Index("owner", name="vault_paper_owner", condition=~Q(owner=""))]
        constraints = [
            # The same content of the same owner is one paper, however often it is scanned.
            models.UniqueConstraint(
                "owner", "sha256", name="vault_paper_once", condition=Q(erased_at=None) & ~Q(owner="")
            ),
            models.UniqueConstraint(
                "account",
                "sha256",
                name="vault_paper_upload_once",
                condition=Q(erased_at=None, owner="") & ~Q(account=""),
            ),
            models.CheckConstraint(
                name="vault_paper_has_an_owner",
                condition=~Q(owner="") | ~Q(account="") | Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="vault_paper_erased_is_empty",
                condition=Q(erased_at=None) | Q(owner="", account="", title="", number="", file_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PaperUse(models.Model):
    """Lượt dùng giấy tờ: what was done with a paper of the store, by whom, for which dossier. Written once.

    `by` is an officer as the log names one, or an account's key; `line` the paper of the dossier that it
    stands for; `ground` why the paper was asked for again all the same.
    """

    class What(models.TextChoices):
        REUSED = "reused", _("dùng lại cho hồ sơ")
        ASKED_AGAIN = "asked_again", _("vẫn yêu cầu nộp lại")
        SEEN = "seen", _("được báo là đã có trong kho")
        OPENED = "opened", _("mở xem tệp")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="uses", verbose_name="giấy tờ")
    what = models.CharField("việc đã làm", max_length=12, choices=What.choices)
    by = models.CharField("người dùng", max_length=80)
    unit = models.CharField("đơn vị", max_length=64, blank=True)
    at = models.BigIntegerField("lúc")
    day = models.DateField("ngày dùng")
    version = models.PositiveIntegerField("phiên bản được dùng")
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, null=True, related_name="+", verbose_name="cho hồ sơ"
    )
    line = models.PositiveSmallIntegerField("dòng trong hồ sơ", null=True)
    procedure_code = models.CharField("mã thủ tục", max_length=32, blank=True)
    ground = models.CharField("căn cứ yêu cầu nộp lại", max_length=300, blank=True)

    class Meta:
        verbose_name = "lượt dùng giấy tờ"
        verbose_name_plural = "lượt dùng giấy tờ"
        indexes = [models.Index("dossier", name="vault_use_dossier"), models.Index("at", name="vault_use_at")]
        constraints = [
            models.UniqueConstraint(
                "paper",
                "dossier",
                "line",
                "what",
                name="vault_use_once",
                condition=Q(what__in=("reused", "asked_again")),
            ),
            # Somebody who types on at the counter is told once a day, not at every key.
            models.UniqueConstraint(
                "paper", "by", "procedure_code", "day", name="vault_seen_once", condition=Q(what="seen")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.paper_id} {self.by}"


class CorrectionWish(models.Model):
    """Đề nghị sửa thông tin giấy tờ: what the owner says is wrong with a paper that an office put there.

    `words` go with the answer; that it was asked and answered stays.
    """

    class Answer(models.TextChoices):
        MENDED = "mended", _("đã sửa")
        DECLINED = "declined", _("không sửa")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="wishes", verbose_name="giấy tờ")
    asked_by = models.CharField("tài khoản đề nghị", max_length=16)
    asked_at = models.BigIntegerField("đề nghị lúc")
    words = models.TextField("nội dung đề nghị", blank=True)
    answer = models.CharField("trả lời", max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.CharField("người trả lời", max_length=80, blank=True)
    answered_at = models.BigIntegerField("trả lời lúc", null=True)
    note = models.CharField("ý kiến trả lời", max_length=500, blank=True)

    class Meta:
        verbose_name = "đề nghị sửa thông tin giấy tờ"
        verbose_name_plural = "đề nghị sửa thông tin giấy tờ"
        constraints = [
            models.UniqueConstraint("paper", name="vault_wish_one_waits", condition=Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.answer or '?'}"


class FedUntil(models.Model):
    """Mốc nạp kho: until when the log of the dossiers was read for what joins the store. One row."""

    at = models.BigIntegerField("đã đọc nhật ký đến", default=0)

    class Meta:
        verbose_name = "mốc nạp kho"
        verbose_name_plural = "mốc nạp kho"

    def __str__(self) -> str:
        return str(self.at)
