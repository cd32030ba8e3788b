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
