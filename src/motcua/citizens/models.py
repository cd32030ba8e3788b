"""Accounts of people and businesses, and who may act for whom. Times are instants (`foundation.clock`)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import User


class Citizen(models.Model):
    """Tài khoản người dân, doanh nghiệp: whom an account of the citizen's door belongs to.

    `key` is how everything else names the account: by chance, it says nothing of the person. `identifier` is
    the citizen number or the tax code; it counts as the owner's only with `assurance` `PROVEN`.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("cá nhân")
        BUSINESS = "business", _("tổ chức, doanh nghiệp")

    class Assurance(models.IntegerChoices):
        """How sure it is who the owner is."""

        NONE = 0, _("chưa xác nhận")
        EMAIL = 1, _("đã xác nhận thư điện tử")
        PROVEN = 2, _("đã xác thực danh tính")

    user = models.OneToOneField(
        User, models.SET_NULL, null=True, related_name="citizen", verbose_name="tài khoản đăng nhập"
    )
    key = models.CharField("khóa tài khoản", max_length=16, unique=True)
    kind = models.CharField("loại tài khoản", max_length=8, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField("họ và tên, tên tổ chức", max_length=200)
    identifier = models.CharField("số định danh, mã số thuế", max_length=20, blank=True)
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.CharField("thư điện tử", max_length=254, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    assurance = models.PositiveSmallIntegerField(
        "mức xác thực", choices=Assurance.choices, default=Assurance.NONE
    )
    made_at = models.BigIntegerField("mở lúc")
    closed_at = models.BigIntegerField("đóng lúc", null=True)

    class Meta:
        verbose_name = "tài khoản người dân"
        verbose_name_plural = "tài khoản người dân"
        constraints = [
            # One open account a person whose identity is proven: dossiers follow the identifier.
            models.UniqueConstraint(
                fields=["identifier"],
                name="citizen_proven_once",
                condition=Q(assurance=2, closed_at__isnull=True) & ~Q(identifier=""),
            ),
            models.CheckConstraint(
                name="citizen_proven_has_identifier", condition=~Q(assurance=2) | ~Q(identifier="")
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Mandate(models.Model):
    """Ủy quyền: `holder` may act for `giver` from `valid_from` to `valid_until`, both days included.

    `scope` is the code of a field of procedures, or empty for all. What ended before its last day has
    `ended_at`.
    """

    giver = models.ForeignKey(Citizen, models.CASCADE, related_name="given", verbose_name="bên ủy quyền")
    holder = models.ForeignKey(Citizen, models.CASCADE, related_name="held", verbose_name="bên được ủy quyền")
    scope = models.CharField("phạm vi", max_length=40, blank=True)
    paper = models.CharField("văn bản ủy quyền", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến hết ngày", null=True, blank=True)
    made_at = models.BigIntegerField("lập lúc")
    accepted_at = models.BigIntegerField("nhận ủy quyền lúc", null=True)
    ended_at = models.BigIntegerField("chấm dứt lúc", null=True)

    class Meta:
        verbose_name = "ủy quyền"
        verbose_name_plural = "ủy quyền"
        constraints = [
            models.CheckConstraint(name="mandate_for_another", condition=~Q(giver=F("holder"))),
            models.CheckConstraint(
                name="mandate_days_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.holder_id}"


class MailedLink(models.Model):
    """Liên kết gửi qua thư: a link for one use that was sent to an address; the row knows its SHA-256 alone.

    Whoever opens it shows that letters to that address reach them. `user` is the account that asked, without
    one where there is none yet.
    """

    class Purpose(models.TextChoices):
        SIGN_UP = "sign_up", _("mở tài khoản")
        PASSWORD = "password", _("đặt lại mật khẩu")
        EMAIL = "email", _("đổi thư điện tử")

    digest = models.CharField("dấu của liên kết", max_length=64, unique=True)
    purpose = models.CharField("mục đích", max_length=10, choices=Purpose.choices)
    email = models.CharField("thư điện tử", max_length=254)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="tài khoản")
    made_at = models.BigIntegerField("gửi lúc")
    expires = models.BigIntegerField("hết hạn lúc", db_index=True)
    used_at = models.BigIntegerField("dùng lúc", null=True)

    class Meta:
        verbose_name = "liên kết gửi qua thư"
        verbose_name_plural = "liên kết gửi qua thư"

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at}"


class AccountEvent(models.Model):
    """Việc đã xảy ra với tài khoản: what its owner is told on the account's pages, newest first.

    `officer` is the code of who did it at a counter, empty for the owner; `note` the reason given.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("mở tài khoản")
        EMAIL_CHANGED = "email_changed", _("đổi thư điện tử")
        PASSWORD_RESET = "password_reset", _("đặt lại mật khẩu qua thư")
        SEEN_AT_COUNTER = "seen_at_counter", _("cán bộ tìm tài khoản tại quầy")
        PROVEN_ONLINE = "proven_online", _("xác thực danh tính qua cổng định danh")
        PROVEN_AT_COUNTER = "proven_at_counter", _("xác thực danh tính tại quầy")
        FACTOR_ADDED = "factor_added", _("thêm lớp bảo vệ thứ hai")
        FACTOR_REMOVED = "factor_removed", _("bỏ lớp bảo vệ thứ hai")
        FACTOR_RESTORED = "factor_restored", _("cán bộ gỡ lớp bảo vệ thứ hai tại quầy")
        MANDATE_GIVEN = "mandate_given", _("lập ủy quyền")
        MANDATE_ACCEPTED = "mandate_accepted", _("nhận ủy quyền")
        MANDATE_ENDED = "mandate_ended", _("chấm dứt ủy quyền")

    account = models.ForeignKey(
        Citizen, models.CASCADE, related_name="events", verbose_name="tài khoản người dân"
    )
    at = models.BigIntegerField("lúc")
    kind = models.CharField("việc", max_length=20, choices=Kind.choices)
    officer = models.CharField("mã cán bộ", max_length=20, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "việc của tài khoản"
        verbose_name_plural = "việc của tài khoản"
        indexes = [models.Index(fields=["account", "-at"], name="account_event_newest")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
