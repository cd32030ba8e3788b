"""The accounts that agencies collect into."""

from __future__ import annotations

from django.db import models

from motcua.organisation.models.dated import never_twice, ordered
from motcua.organisation.models.tree import Agency


class AgencyAccount(models.Model):
    """Tài khoản nhận tiền of an agency's own, for it and for what is below it; one at a time.

    `bank` is the BIN of the bank (six digits). Never changed in place: what was paid before names it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="accounts", verbose_name="cơ quan")
    bank = models.CharField("mã BIN của ngân hàng", max_length=6)
    number = models.CharField("số tài khoản", max_length=19)
    holder = models.CharField("chủ tài khoản", max_length=120)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "tài khoản nhận tiền của cơ quan"
        verbose_name_plural = "tài khoản nhận tiền của cơ quan"
        constraints = [ordered("agency_account_period"), never_twice("agency_account_one_a_day", "agency")]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"
