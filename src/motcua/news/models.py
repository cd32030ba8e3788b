"""Articles of the portal, and its visitors by the day. Times are instants (`foundation.clock`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import Agency


class Article(models.Model):
    """Tin, bài: what one agency tells on the portal; written by one person, approved by another.

    `body` is plain text, paragraphs parted by an empty line. An announcement is shown on the first page until
    the end of `shown_until`. A picture has its caption and its source, and words for who cannot see it.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("tin")
        ANNOUNCEMENT = "announcement", _("thông báo")

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        SUBMITTED = "submitted", _("chờ duyệt")
        PUBLISHED = "published", _("đã đăng")
        TAKEN_DOWN = "taken_down", _("đã gỡ")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    kind = models.CharField("loại tin, bài", max_length=12, choices=Kind.choices, default=Kind.NEWS)
    state = models.CharField("tình trạng tin, bài", max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField("tiêu đề", max_length=200)
    summary = models.CharField("tóm tắt", max_length=400)
    body = models.TextField("nội dung tin, bài")
    author = models.CharField("tác giả", max_length=120)
    source = models.CharField("nguồn tin", max_length=200, blank=True)
    picture = models.CharField("ảnh", max_length=64, blank=True)
    picture_type = models.CharField("kiểu ảnh", max_length=40, blank=True)
    picture_words = models.CharField("lời tả ảnh", max_length=300, blank=True)
    caption = models.CharField("chú thích ảnh", max_length=300, blank=True)
    picture_source = models.CharField("nguồn ảnh", max_length=200, blank=True)
    shown_until = models.DateField("hiện đến hết ngày", null=True, blank=True)
    written_by = models.CharField("người soạn", max_length=64)
    written_at = models.BigIntegerField("soạn lúc")
    approved_by = models.CharField("người duyệt", max_length=64, blank=True)
    published_at = models.BigIntegerField("đăng lúc", null=True)
    taken_down_at = models.BigIntegerField("gỡ lúc", null=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "tin, bài"
        verbose_name_plural = "tin, bài"
        indexes = [
            models.Index("published_at", name="article_published", condition=Q(state="published")),
        ]
        constraints = [
            # Who writes does not approve: four eyes before something is told in the province's name.
            models.CheckConstraint(
                name="article_four_eyes", condition=~Q(approved_by=models.F("written_by")) | Q(approved_by="")
            ),
            models.CheckConstraint(
                name="article_published_whole",
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(approved_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    """Lượt truy cập: one reader of one day by a keyed hash that names nobody; gone with the day."""

    key = models.BinaryField(primary_key=True, max_length=16)
    day = models.DateField("ngày", db_index=True)
    seen_at = models.BigIntegerField("xem lần cuối", db_index=True)

    class Meta:
        verbose_name = "lượt truy cập"
        verbose_name_plural = "lượt truy cập"


class VisitDay(models.Model):
    """Số người truy cập trong ngày."""

    day = models.DateField("ngày", primary_key=True)
    visitors = models.PositiveIntegerField("số người")

    class Meta:
        verbose_name = "số người truy cập trong ngày"
        verbose_name_plural = "số người truy cập trong ngày"


class ReachCheck(models.Model):
    """Lần tự kiểm tra IPv6: whether the portal answered over IPv6 at its public address."""

    at = models.BigIntegerField("kiểm tra lúc", db_index=True)
    ok = models.BooleanField("trả lời qua IPv6")
    detail = models.CharField("chi tiết", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần tự kiểm tra IPv6"
        verbose_name_plural = "lần tự kiểm tra IPv6"
