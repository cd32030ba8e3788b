"""The outbox: one row a message and channel. Times are instants (`foundation.clock`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import Officer


class Message(models.Model):
    """Tin nhắn cho cán bộ: what one officer is told once through one channel.

    `kind`, `subject` and `key` name the reason (`kinds.Occasion`): the database takes a reason once for each
    officer and channel. `params` fill the sentences of the kind; names of applicants never stand there.
    """

    class Channel(models.TextChoices):
        DESK = "desk", _("bàn làm việc")
        EMAIL = "email", _("thư điện tử")

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        SENDING = "sending", _("đang gửi")
        HANDED = "handed", _("đang giao")
        DOUBTFUL = "doubtful", _("không rõ đã tới chưa")
        SENT = "sent", _("đã gửi")
        FAILED = "failed", _("không gửi được")
        WITHDRAWN = "withdrawn", _("đã rút lại")

    kind = models.CharField("loại tin", max_length=32)
    subject = models.CharField("về việc", max_length=64)
    key = models.CharField("lần", max_length=64)
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="messages", verbose_name="người nhận", db_index=False
    )
    channel = models.CharField("kênh nhắn", max_length=8, choices=Channel.choices)
    params = models.JSONField("nội dung điền", default=dict)
    due_at = models.BigIntegerField("hạn", null=True)
    state = models.CharField("tình trạng", max_length=10, choices=State.choices)
    made_at = models.BigIntegerField("tạo lúc")
    letter = models.UUIDField("lá thư", null=True)
    address = models.CharField("địa chỉ nhận", max_length=254, blank=True)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_try_at = models.BigIntegerField("thử lại lúc", null=True)
    sent_at = models.BigIntegerField("gửi lúc", null=True)
    read_at = models.BigIntegerField("đọc lúc", null=True)
    problem = models.CharField("trục trặc", max_length=300, blank=True)
    decided_by = models.CharField("người quyết định", max_length=64, blank=True)
    decided_at = models.BigIntegerField("quyết định lúc", null=True)

    class Meta:
        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "key", "officer", "channel"], name="message_once"
            ),
        ]
        indexes = [
            models.Index("officer", name="message_on_desk", condition=Q(channel="desk", state="sent")),
            models.Index(
                "officer",
                name="message_unread",
                condition=Q(channel="desk", state="sent", read_at__isnull=True),
            ),
            models.Index(
                "next_try_at",
                name="message_to_send",
                condition=Q(state__in=["waiting", "sending", "handed"]),
            ),
            models.Index("made_at", name="message_made"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} → {self.officer_id}"
