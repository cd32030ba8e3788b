"""Templates that an administrator changed, and what each account wants to be told by which way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import Officer


class NoticeTemplate(models.Model):
    """Mẫu tin nhắn: the words of one event, channel and language from `valid_from` on; written once.

    The newest version counts; none means the words that ship, and so does one with `shipped`, by which a
    change is taken back.
    """

    event = models.CharField("sự việc", max_length=32)
    channel = models.CharField("kênh", max_length=8)
    language = models.CharField("ngôn ngữ", max_length=2)
    version = models.PositiveIntegerField("phiên bản")
    subject = models.CharField("tiêu đề", max_length=200, blank=True)
    body = models.TextField("nội dung", blank=True)
    shipped = models.BooleanField("dùng mẫu có sẵn", default=False)
    valid_from = models.BigIntegerField("dùng từ lúc")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người sửa")

    class Meta:
        verbose_name = "mẫu tin nhắn"
        verbose_name_plural = "mẫu tin nhắn"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "channel", "language", "version"], name="notice_template_version"
            ),
            models.CheckConstraint(condition=Q(shipped=True) | ~Q(body=""), name="notice_template_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.channel} {self.language} {self.version}"


class NoticePreference(models.Model):
    """Lựa chọn nhận tin: by which ways an account is told, besides the portal, which always tells."""

    class Wish(models.TextChoices):
        """How much is told by a channel that rings."""

        NONE = "none", _("không nhắn")
        URGENT = "urgent", _("chỉ khi cần tôi làm gì hoặc có kết quả")
        ALL = "all", _("mọi thay đổi")

    account = models.CharField("tài khoản", max_length=16, primary_key=True)
    language = models.CharField("ngôn ngữ", max_length=2, default="vi")
    email = models.CharField("qua thư điện tử", max_length=6, choices=Wish.choices, default=Wish.ALL)
    sms = models.CharField("qua tin nhắn điện thoại", max_length=6, choices=Wish.choices, default=Wish.URGENT)
    zalo = models.CharField("qua Zalo", max_length=6, choices=Wish.choices, default=Wish.NONE)
    changed_at = models.BigIntegerField("đổi lúc")

    class Meta:
        verbose_name = "lựa chọn nhận tin"
        verbose_name_plural = "lựa chọn nhận tin"

    def __str__(self) -> str:
        return self.account
