"""Tables of filing online. What becomes a dossier leaves them; what does not goes when its time is over."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.models import Dossier


class FilingDraft(models.Model):
    """Bản khai: one filing as a citizen fills it in, on any device, until it is submitted or given up; or,
    with `dossier`, one supplement to what was filed, whose `answers` are those of the pages put right.

    `pages` says of each page of the form in which save it was last written: with it the second of two tabs
    learns what the first has changed. After submission `reference` names the dossier and the answers are
    emptied: from then on they stand, sealed, with the dossier.
    """

    key = models.CharField("mã bản khai", max_length=16, unique=True)
    account = models.CharField("tài khoản khai", max_length=16)
    behalf_of = models.CharField("nộp thay cho", max_length=16, blank=True)
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, null=True, related_name="+", verbose_name="bổ sung cho hồ sơ"
    )
    procedure_code = models.CharField("mã thủ tục", max_length=32)
    case = models.CharField("trường hợp", max_length=64, blank=True)
    section = models.CharField("nơi nộp", max_length=64, blank=True)
    form = models.CharField("biểu mẫu", max_length=80)
    revision = models.CharField("bản biểu mẫu", max_length=64)
    answers = models.JSONField("các câu trả lời", default=dict)
    pages = models.JSONField("lần lưu của từng trang", default=dict)
    seq = models.PositiveIntegerField("lần lưu", default=1)
    made_at = models.BigIntegerField("bắt đầu khai lúc")
    saved_at = models.BigIntegerField("lưu lúc")
    submitted_at = models.BigIntegerField("nộp lúc", null=True)
    reference = models.CharField("mã nộp trực tuyến", max_length=32, blank=True)

    class Meta:
        verbose_name = "bản khai"
        verbose_name_plural = "bản khai"
        indexes = [
            models.Index("account", "saved_at", name="filing_draft_account"),
            models.Index("saved_at", name="filing_draft_open", condition=models.Q(reference="")),
        ]
        constraints = [
            # One supplement at a time is being prepared by an account, on whatever devices.
            models.UniqueConstraint(
                fields=["account", "dossier"],
                name="filing_one_supplement",
                condition=models.Q(reference="", dossier__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class DraftFile(models.Model):
    """Tệp của bản khai: which received file answers which question; `attachment` is its id in the store."""

    draft = models.ForeignKey(FilingDraft, models.CASCADE, related_name="received", verbose_name="bản khai")
    field = models.CharField("câu hỏi", max_length=60)
    attachment = models.UUIDField("tệp đính kèm", unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField("tên tệp", max_length=255)
    size = models.BigIntegerField("cỡ")
    scanned = models.BooleanField("đã quét vi-rút", default=False)
    notes = models.JSONField("ghi chú kiểm tra", default=list)
    received_at = models.BigIntegerField("tệp nhận lúc")
    store_paper = models.CharField("giấy tờ trong kho", max_length=64, blank=True)

    class Meta:
        verbose_name = "tệp của bản khai"
        verbose_name_plural = "tệp của bản khai"
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.field}"


class Upload(models.Model):
    """Tệp đang tải lên: how much of a file has come so far; its bytes lie in a folder under its key.

    `mark` tells the same file chosen again (its name, size and last change, as the browser says), so that
    an upload that broke off goes on where it was, after the page was closed too.
    """

    key = models.CharField("khóa lượt tải", max_length=32, unique=True)
    draft = models.ForeignKey(FilingDraft, models.CASCADE, related_name="uploads", verbose_name="bản khai")
    field = models.CharField("câu hỏi", max_length=60)
    name = models.CharField("tên tệp", max_length=255)
    mark = models.CharField("dấu nhận lại tệp", max_length=64)
    size = models.BigIntegerField("cỡ")
    offset = models.BigIntegerField("đã nhận đến", default=0)
    begun_at = models.BigIntegerField("bắt đầu tải lúc")
    touched_at = models.BigIntegerField("nhận phần cuối lúc", db_index=True)

    class Meta:
        verbose_name = "tệp đang tải lên"
        verbose_name_plural = "tệp đang tải lên"

    def __str__(self) -> str:
        return self.key
