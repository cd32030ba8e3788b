"""Who is signed in where, and the mark by which a process knows that rights have changed."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from motcua.organisation.models.people import User


class Session(models.Model):
    """Phiên làm việc: one browser, from sign-in to sign-out; without an account before the sign-in.

    The cookie holds a random key, the row only its SHA-256 (`digest`): who reads the table or a backup of it
    cannot sit down in somebody's place. Moments are microseconds since 1970.
    """

    digest = models.CharField("dấu của mã phiên", max_length=64, unique=True)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", verbose_name="tài khoản"
    )
    data = models.TextField("nội dung")
    expires = models.BigIntegerField("hết hạn lúc", db_index=True)
    since = models.BigIntegerField("bắt đầu lúc")
    last_seen = models.BigIntegerField("dùng lần cuối lúc")
    address = models.GenericIPAddressField("địa chỉ mạng", null=True)
    agent = models.CharField("trình duyệt", max_length=200, blank=True)

    class Meta:
        verbose_name = "phiên làm việc"
        verbose_name_plural = "phiên làm việc"

    def __str__(self) -> str:
        return f"{self.user_id} {self.since}"


class RightsVersion(models.Model):
    """Phiên bản quyền: one row; the database gives it a new `mark` whenever agencies, sections, posts,
    assignments, stand-ins, officers or the locks of accounts change.

    A process keeps a person with posts and rights as long as mark and day stay. A mark is never used twice,
    so that a change that was rolled back leaves nothing behind.
    """

    mark = models.UUIDField("dấu", default=uuid4)

    class Meta:
        verbose_name = "phiên bản quyền"
        verbose_name_plural = "phiên bản quyền"

    def __str__(self) -> str:
        return str(self.mark)
