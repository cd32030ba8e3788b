"""Tables of money. Amounts are whole đồng; times are microseconds UTC; an officer is named as the log does.

Everything here but `Till` is written once: what was wrong is put right by a further row, never by a change.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.money.purposes import PURPOSES, Purpose

METHODS = [(each.value, each.value) for each in PaymentMethod]


class Till(models.Model):
    """Quỹ tại quầy: the money of one officer at one section.

    Each receipt and refund takes the next number of its till under the till's row lock, which a close takes
    too: so a close covers an unbroken range, and every đồng stands in exactly one close.
    """

    section = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    officer = models.CharField("cán bộ thu", max_length=80)
    last = models.PositiveIntegerField("số thứ tự cuối", default=0)

    class Meta:
        verbose_name = "quỹ tại quầy"
        verbose_name_plural = "quỹ tại quầy"
        constraints = [models.UniqueConstraint("section", "officer", name="till_once")]

    def __str__(self) -> str:
        return f"{self.section_id} {self.officer}"


class MoneyRow(models.Model):
    """What a receipt and a refund slip have in common: number, amount, way, who, when, place in the till."""

    number = models.CharField("số chứng từ", max_length=64, unique=True)
    year = models.PositiveSmallIntegerField("năm")
    no = models.PositiveIntegerField("số trong năm")
    section = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="bộ phận thu"
    )
    competent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan hưởng"
    )
    amount = models.BigIntegerField("số tiền")
    method = models.CharField("hình thức", max_length=10, choices=METHODS)
    reference = models.CharField("số giao dịch", max_length=64, blank=True)
    at = models.BigIntegerField("lúc")
    by = models.CharField("người thu, chi", max_length=80)
    till = models.ForeignKey(Till, models.PROTECT, related_name="%(class)ss", verbose_name="quỹ")
    till_no = models.PositiveIntegerField("số thứ tự trong quỹ")
    seq = models.PositiveIntegerField("sự kiện")
    key = models.CharField("khóa chống gửi trùng", max_length=64, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Receipt(MoneyRow):
    """Biên lai: fees and charges of one dossier taken at once. Who paid, a private record of it tells.

    `amount` is the sum of the lines less `waived` (a reduction) and `credited` (on earlier receipts).
    Money of a financial obligation has a receipt too; it is no fee, so that no settlement of fees counts it.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="receipts")
    purpose = models.CharField("loại khoản thu", max_length=10, choices=PURPOSES, default=Purpose.FEE.value)
    lines = models.JSONField("khoản thu")
    waived = models.BigIntegerField("được giảm", default=0)
    credited = models.BigIntegerField("đã nộp trước", default=0)
    counter = models.ForeignKey(
        "organisation.Counter", models.PROTECT, null=True, related_name="+", verbose_name="quầy"
    )

    class Meta:
        verbose_name = "biên lai"
        verbose_name_plural = "biên lai"
        constraints = [
            models.UniqueConstraint("section", "year", "no", name="receipt_series"),
            models.UniqueConstraint("till", "till_no", name="receipt_in_till"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_amount"),
        ]
        indexes = [
            models.Index("dossier", name="receipt_dossier"),
            models.Index("section", "at", name="receipt_section_at"),
        ]


class Refund(MoneyRow):
    """Phiếu hoàn tiền: money of one receipt given back, whole or in part."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="refunds", verbose_name="biên lai")
    due_again = models.BooleanField("còn phải nộp lại", default=False)

    class Meta:
        verbose_name = "phiếu hoàn tiền"
        verbose_name_plural = "phiếu hoàn tiền"
        constraints = [
            models.UniqueConstraint("section", "year", "no", name="refund_series"),
            models.UniqueConstraint("till", "till_no", name="refund_in_till"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount"),
        ]
        indexes = [models.Index("section", "at", name="refund_section_at")]


class Waiver(models.Model):
    """Miễn, giảm phí, lệ phí: on which legal ground, how much. One in force at most, held by the log."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="waivers")
    section = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    legal_ground = models.CharField("căn cứ pháp lý", max_length=300)
    amount = models.BigIntegerField("số tiền được miễn")
    partial = models.BooleanField("miễn một phần", default=False)
    at = models.BigIntegerField("lúc")
    by = models.CharField("người ghi", max_length=80)
    seq = models.PositiveIntegerField("sự kiện")
    key = models.CharField("khóa chống gửi trùng", max_length=64, unique=True)

    class Meta:
        verbose_name = "miễn, giảm phí, lệ phí"
        verbose_name_plural = "miễn, giảm phí, lệ phí"
        constraints = [
            models.UniqueConstraint("dossier", "seq", name="waiver_of_an_event"),
            models.CheckConstraint(condition=~Q(legal_ground=""), name="waiver_has_a_ground"),
        ]
        indexes = [models.Index("section", "at", name="waiver_section_at")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.legal_ground}"


class WaiverWithdrawal(models.Model):
    """Rút miễn, giảm: a waiver that was given wrongly; the reason is a private record of the dossier."""

    waiver = models.OneToOneField(
        Waiver, models.PROTECT, related_name="withdrawal", verbose_name="miễn, giảm phí, lệ phí"
    )
    amount = models.BigIntegerField("số tiền phải nộp lại")
    at = models.BigIntegerField("lúc")
    by = models.CharField("người rút", max_length=80)
    seq = models.PositiveIntegerField("sự kiện")
    key = models.CharField("khóa chống gửi trùng", max_length=64, unique=True)

    class Meta:
        verbose_name = "rút miễn, giảm phí, lệ phí"
        verbose_name_plural = "rút miễn, giảm phí, lệ phí"

    def __str__(self) -> str:
        return f"{self.waiver_id}"


class DayClose(models.Model):
    """Chốt tiền trong ngày: what a till took and gave since its close before, and the cash that was counted.

    Covers the numbers `first_no` to `last_no` of the till. `counted` may be below zero only where more cash
    was given back than taken: so much the officer gets from the section.
    """

    till = models.ForeignKey(Till, models.PROTECT, related_name="closes", verbose_name="quỹ")
    day = models.DateField("ngày chốt")
    first_no = models.PositiveIntegerField("từ số thứ tự")
    last_no = models.PositiveIntegerField("đến số thứ tự")
    receipts = models.PositiveIntegerField("số biên lai")
    refunds = models.PositiveIntegerField("số phiếu hoàn")
    cash_in = models.BigIntegerField("thu tiền mặt")
    cash_out = models.BigIntegerField("hoàn tiền mặt")
    transfer_in = models.BigIntegerField("thu chuyển khoản")
    transfer_out = models.BigIntegerField("hoàn chuyển khoản")
    counted = models.BigIntegerField("tiền mặt đếm được")
    explanation = models.CharField("giải trình chênh lệch", max_length=300, blank=True)
    closed_at = models.BigIntegerField("chốt lúc")
    closed_by = models.CharField("người chốt", max_length=80)

    class Meta:
        verbose_name = "lần chốt tiền"
        verbose_name_plural = "lần chốt tiền"
        constraints = [
            models.UniqueConstraint("till", "day", name="close_once_a_day"),
            models.UniqueConstraint("till", "first_no", name="close_no_overlap"),
            models.CheckConstraint(condition=Q(last_no__gte=F("first_no")), name="close_in_order"),
            models.CheckConstraint(
                condition=Q(counted=F("cash_in") - F("cash_out")) | ~Q(explanation=""),
                name="close_difference_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.till_id} {self.day}"

    @property
    def expected(self) -> int:
        """Cash that should be there."""
        return self.cash_in - self.cash_out

    @property
    def difference(self) -> int:
        """Counted less expected."""
        return self.counted - self.expected


class Settlement(models.Model):
    """Quyết toán quý: what a section collected in a quarter for one competent agency, and handed over to it
    (Decree 61/2018 art. 12(9))."""

    number = models.CharField("số quyết toán", max_length=64, unique=True)
    section = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="bộ phận thu"
    )
    competent = models.ForeignKey(
        "organisation.Agency", models.PROTECT, related_name="+", verbose_name="cơ quan hưởng"
    )
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    receipts = models.PositiveIntegerField("số biên lai")
    refunds = models.PositiveIntegerField("số phiếu hoàn")
    collected = models.BigIntegerField("đã thu")
    refunded = models.BigIntegerField("đã hoàn")
    at = models.BigIntegerField("bàn giao lúc")
    by = models.CharField("người bàn giao", max_length=80)

    class Meta:
        verbose_name = "quyết toán quý"
        verbose_name_plural = "quyết toán quý"
        constraints = [
            models.UniqueConstraint("section", "competent", "year", "quarter", name="settlement_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="settlement_quarter"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> int:
        """What is handed over."""
        return self.collected - self.refunded


class SettlementConfirmation(models.Model):
    """Xác nhận quyết toán by the agency that the money is for."""

    settlement = models.OneToOneField(
        Settlement, models.PROTECT, related_name="confirmation", verbose_name="quyết toán quý"
    )
    at = models.BigIntegerField("xác nhận lúc")
    by = models.CharField("người xác nhận", max_length=80)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "xác nhận quyết toán"
        verbose_name_plural = "xác nhận quyết toán"

    def __str__(self) -> str:
        return f"{self.settlement_id}"
