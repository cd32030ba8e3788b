"""The outbox: one row a message and channel, whoever it is for. Times are instants (`foundation.clock`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import Officer


class Message(models.Model):
    """Tin nhắn: what one recipient is told once through one channel.

    The recipient is an officer (`officer`), an account of a citizen (`account`, a key that the rooms above
    know), or, with neither, whoever has the `address` that was given with the subject. `kind`, `subject` and
    `key` name the reason: the database takes a reason once for each recipient and channel. What an officer
    is told is worked out of kind and `params`; what a citizen is told stands in `Wording`, as it was said.
    Names of applicants stand in neither.
    """

    class Channel(models.TextChoices):
        DESK = "desk", _("bàn làm việc")
        PORTAL = "portal", _("hộp tin trên cổng")
        EMAIL = "email", _("thư điện tử")
        SMS = "sms", _("tin nhắn điện thoại")
        ZALO = "zalo", _("Zalo")

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
        Officer,
        models.PROTECT,
        related_name="messages",
        verbose_name="cán bộ nhận",
        db_index=False,
        null=True,
    )
    account = models.CharField("tài khoản nhận", max_length=16, blank=True)
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
    delivered_at = models.BigIntegerField("tới máy lúc", null=True)
    read_at = models.BigIntegerField("đọc lúc", null=True)
    problem = models.CharField("trục trặc", max_length=300, blank=True)
    decided_by = models.CharField("người quyết định", max_length=64, blank=True)
    decided_at = models.BigIntegerField("quyết định lúc", null=True)

    class Meta:
        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "key", "officer", "account", "channel"],
                name="message_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=True) | Q(account=""), name="message_to_one_recipient"
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
            models.Index(
                fields=["account", "-made_at"], name="message_in_portal", condition=Q(channel="portal")
            ),
            models.Index("subject", name="message_of_subject", condition=Q(officer__isnull=True)),
            models.Index("letter", name="message_of_letter", condition=Q(letter__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} → {self.officer_id or self.account or self.channel}"


class Wording(models.Model):
    """Lời nhắn: what a citizen was told, word for word; it goes with a lawful erasure, the message stays.

    `version` is that of the template that was filled, 0 for the one that ships.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="wording")
    language = models.CharField("ngôn ngữ", max_length=2)
    title = models.CharField("tiêu đề", max_length=200, blank=True)
    text = models.TextField("lời", blank=True)
    path = models.CharField("trang dẫn tới", max_length=200, blank=True)
    version = models.PositiveIntegerField("bản mẫu", default=0)

    class Meta:
        verbose_name = "lời nhắn"
        verbose_name_plural = "lời nhắn"

    def __str__(self) -> str:
        return f"{self.message_id} {self.language}"
