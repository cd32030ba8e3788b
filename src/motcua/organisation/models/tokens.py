"""Keys by which another system uses the machine's door in the name of an officer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models.people import Officer


class ApiToken(models.Model):
    """Khóa truy cập: carries the rights of its officer, narrowed to `scopes`; it never widens them.

    The key itself is shown once, at its issue, and kept only as the SHA-256 of its text: it has 256 bits of
    chance, so that nobody finds it from there. By `prefix`, its first letters, people tell keys apart.
    """

    class Scope(models.TextChoices):
        DOSSIERS_READ = "dossiers:read", _("xem hồ sơ")
        DOSSIERS_FILE = "dossiers:file", _("nộp hồ sơ")
        PROCEDURES_READ = "procedures:read", _("xem thủ tục")
        CALENDAR_READ = "calendar:read", _("xem lịch và ngày hẹn trả")

    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="tokens", verbose_name="cán bộ của khóa"
    )
    name = models.CharField("tên khóa", max_length=120)
    prefix = models.CharField("chữ đầu của khóa", max_length=16)
    digest = models.BinaryField("mã băm của khóa", max_length=32, unique=True)
    scopes = ArrayField(
        models.CharField(max_length=32, choices=Scope.choices), verbose_name="phạm vi của khóa"
    )
    issued_at = models.BigIntegerField("cấp khóa lúc")
    issued_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="người cấp khóa"
    )
    expires_at = models.BigIntegerField("hết hiệu lực lúc")
    last_used_at = models.BigIntegerField("dùng lần cuối lúc", null=True)
    revoked_at = models.BigIntegerField("thu hồi lúc", null=True)

    class Meta:
        verbose_name = "khóa truy cập"
        verbose_name_plural = "khóa truy cập"
        indexes = [models.Index(fields=["officer", "-issued_at"], name="token_of_officer")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="token_ends_after_issue"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_has_a_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"
