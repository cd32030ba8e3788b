"""The working calendar as dated data: whole snapshots that nobody changes; a change is a new snapshot."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models.people import Officer
from motcua.organisation.models.tree import Agency


class CalendarVersion(models.Model):
    """Phiên bản lịch: all days and office hours at once, with who made it, when and why."""

    number = models.PositiveIntegerField("số phiên bản", unique=True)
    made_at = models.BigIntegerField("lập lúc")
    made_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="người lập"
    )
    reason = models.CharField("lý do", max_length=500)
    source = models.CharField("văn bản căn cứ", max_length=255)
    announced_until = models.PositiveSmallIntegerField("năm cuối đã công bố")

    class Meta:
        verbose_name = "phiên bản lịch"
        verbose_name_plural = "phiên bản lịch"

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How dossiers and screens name it."""
        return f"db-{self.number}"


class CalendarDayRow(models.Model):
    """Ngày nghỉ or ngày làm bù: a day that differs from its weekday."""

    class Kind(models.TextChoices):
        OFF = "off", _("nghỉ")
        WORKED = "worked", _("làm bù")

    version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="days")
    day = models.DateField("ngày")
    kind = models.CharField("loại ngày", max_length=6, choices=Kind.choices)
    reason = models.CharField("lý do", max_length=255)
    source = models.CharField("văn bản căn cứ", max_length=255)
    confirmed = models.BooleanField("đã xác nhận", default=True)

    class Meta:
        verbose_name = "ngày trong lịch"
        verbose_name_plural = "ngày trong lịch"
        constraints = [models.UniqueConstraint("version", "day", name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class WindowRow(models.Model):
    """Giờ làm việc: one window of a weekday in minutes of the day, for one agency or for all the others."""

    version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="windows")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name="cơ quan")
    weekday = models.PositiveSmallIntegerField("thứ")
    opens = models.PositiveSmallIntegerField("mở")
    closes = models.PositiveSmallIntegerField("đóng")

    class Meta:
        verbose_name = "giờ làm việc"
        verbose_name_plural = "giờ làm việc"
        constraints = [
            models.UniqueConstraint(
                "version", "agency", "weekday", "opens", name="window_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, opens__lt=F("closes"), closes__lte=24 * 60),
                name="window_in_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"
