"""Tables of online payment. Amounts are whole đồng; times are microseconds UTC.

An order is the one row that moves, under the lock of its dossier; everything else is written once.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.money.purposes import PURPOSES, Purpose
from motcua.payments.words import (
    TAKEN,
    Answer,
    Happened,
    MoneySource,
    MoneyVerdict,
    OrderState,
    ReturnState,
)

STATES = [(each.value, each.value) for each in OrderState]
SOURCES = [(each.value, each.value) for each in MoneySource]
OPEN = (OrderState.OPEN.value, OrderState.PARTIAL.value)


class PaymentOrder(models.Model):
    """Lệnh thanh toán: one certain debt of one dossier, asked for online: its fees, or the financial
    obligation that it waits for.

    `reference` stands in the purpose of a transfer, `lookup` is what the national payment platform asks by
    (MaTraCuuTT). `received` is all money that came upon it, `taken` what a receipt stands for, `returned`
    what went back of the rest. `account` is the one it was made with (`BIN:number`): it stays, whatever
    the agency collects into later; empty for those of before.
    """

    reference = models.CharField("mã thanh toán", max_length=16, unique=True)
    lookup = models.CharField("mã tra cứu thanh toán", max_length=64, unique=True)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="payment_orders")
    section = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    purpose = models.CharField("loại khoản thu", max_length=10, choices=PURPOSES, default=Purpose.FEE.value)
    amount = models.BigIntegerField("số phải nộp")
    lines = models.JSONField("khoản nộp")
    state = models.CharField("trạng thái", max_length=10, choices=STATES, default=OrderState.OPEN.value)
    received = models.BigIntegerField("đã nhận", default=0)
    taken = models.BigIntegerField("đã vào sổ", default=0)
    returned = models.BigIntegerField("đã trả lại", default=0)
    receipt = models.OneToOneField(
        "money.Receipt", models.PROTECT, null=True, related_name="payment_order", verbose_name="biên lai"
    )
    account = models.CharField("tài khoản nhận tiền", max_length=26, blank=True)
    account_holder = models.CharField("chủ tài khoản nhận tiền", max_length=120, blank=True)
    pay_url = models.URLField("địa chỉ trả tiền", max_length=500, blank=True)
    made_at = models.BigIntegerField("lập lúc")
    expires_at = models.BigIntegerField("hết hạn lúc")
    seq = models.PositiveIntegerField("số sự kiện", default=0)

    class Meta:
        verbose_name = "lệnh thanh toán"
        verbose_name_plural = "lệnh thanh toán"
        constraints = [
            models.UniqueConstraint(
                "dossier", "purpose", condition=Q(state__in=OPEN), name="order_one_open_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount"),
            models.CheckConstraint(
                condition=Q(received__gte=F("taken") + F("returned")), name="order_gives_what_it_has"
            ),
        ]
        indexes = [models.Index("section", "made_at", name="order_section_at")]

    def __str__(self) -> str:
        return self.reference

    @property
    def held(self) -> int:
        """Money that came and stands neither on a receipt nor went back."""
        return self.received - self.taken - self.returned

    def of_the_gateway(self) -> list[Arrival]:
        """What the gateway told that stands on no receipt and that it was not asked to give back yet."""
        asked = {each.arrival_id for each in self.returns.all() if each.refund_id is None}
        wrong = (MoneyVerdict.DOUBLE.value, MoneyVerdict.WRONG.value)
        told = [each.arrival for each in self.events.all() if each.verdict in wrong]
        return [
            each
            for each in told
            if each is not None and each.source == MoneySource.GATEWAY.value and each.pk not in asked
        ]

    def of_the_receipt(self) -> Arrival | None:
        """The gateway's transaction that the receipt stands for; none where the money came otherwise."""
        told = [each.arrival for each in self.events.all() if each.verdict in TAKEN]
        return next(
            (
                each
                for each in told
                if each is not None and each.source == MoneySource.GATEWAY.value and each.amount >= self.taken
            ),
            None,
        )

    def backs(self) -> list[GatewayReturn]:
        """What the gateway was asked to give back of what is held, newest first."""
        return sorted(
            (each for each in self.returns.all() if each.refund_id is None), key=lambda each: -each.pk
        )

    def back_asked(self) -> bool:
        """Whether an answer of the gateway is awaited for what is held."""
        return any(each.state == ReturnState.ASKED.value for each in self.backs())


class StatementImport(models.Model):
    """Sao kê: one file of the bank that a section read in, of one account; the same file counts once."""

    section = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    account = models.CharField("tài khoản", max_length=26, blank=True)
    digest = models.CharField("SHA-256 của tệp", max_length=64, unique=True)
    name = models.CharField("tên tệp", max_length=120)
    lines = models.PositiveIntegerField("số dòng tiền đến")
    known = models.PositiveIntegerField("số dòng đã có")
    debits = models.PositiveIntegerField("số dòng tiền đi")
    elsewhere = models.PositiveIntegerField("số dòng nêu mã của tài khoản khác", default=0)
    amount = models.BigIntegerField("tổng tiền đến")
    at = models.BigIntegerField("nhập lúc")
    by = models.CharField("người nhập", max_length=80)

    class Meta:
        verbose_name = "lần nhập sao kê"
        verbose_name_plural = "lần nhập sao kê"

    def __str__(self) -> str:
        return self.name


class Arrival(models.Model):
    """Khoản tiền đến: what a gateway or a statement told once; `external` is their own number of it.

    `reference` is the order that it names, empty where it names none. A bank's number counts once for its
    `account`; a line that names an order of another account says so in `elsewhere` and is an officer's to
    decide. A line of a statement by which a
    gateway hands over what it had told before `settles` that and is no further money.
    """

    source = models.CharField("nguồn", max_length=10, choices=SOURCES)
    account = models.CharField("tài khoản", max_length=26, blank=True)
    external = models.CharField("số giao dịch", max_length=80)
    reference = models.CharField("mã thanh toán", max_length=64, blank=True)
    elsewhere = models.CharField("mã thanh toán của tài khoản khác", max_length=64, blank=True)
    dossier_code = models.CharField("mã hồ sơ được nêu", max_length=64, blank=True)
    amount = models.BigIntegerField("số tiền")
    at = models.BigIntegerField("tiền đến lúc")
    told_at = models.BigIntegerField("biết lúc")
    text = models.CharField("nội dung chuyển tiền", max_length=300, blank=True)
    statement = models.ForeignKey(
        StatementImport, models.PROTECT, null=True, related_name="arrivals", verbose_name="lần nhập sao kê"
    )
    settles = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="settled_by", verbose_name="khoản được kết chuyển"
    )

    class Meta:
        verbose_name = "khoản tiền đến"
        verbose_name_plural = "khoản tiền đến"
        constraints = [
            models.UniqueConstraint("source", "account", "external", name="arrival_once_an_account"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="arrival_amount"),
        ]
        indexes = [
            models.Index("reference", name="arrival_reference"),
            models.Index("at", name="arrival_at"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external}"


class PaymentEvent(models.Model):
    """Sự kiện thanh toán: what happened to an order, in order; never changed."""

    order = models.ForeignKey(
        PaymentOrder, models.PROTECT, related_name="events", verbose_name="lệnh thanh toán"
    )
    seq = models.PositiveIntegerField("số thứ tự")
    kind = models.CharField("việc", max_length=12, choices=[(each.value, each.value) for each in Happened])
    verdict = models.CharField(
        "đánh giá", max_length=10, blank=True, choices=[(each.value, each.value) for each in MoneyVerdict]
    )
    amount = models.BigIntegerField("số tiền", default=0)
    arrival = models.OneToOneField(
        Arrival, models.PROTECT, null=True, related_name="event", verbose_name="khoản tiền đến"
    )
    note = models.CharField("số giao dịch, ghi chú", max_length=120, blank=True)
    at = models.BigIntegerField("lúc")
    by = models.CharField("người làm", max_length=80)

    class Meta:
        verbose_name = "sự kiện thanh toán"
        verbose_name_plural = "sự kiện thanh toán"
        constraints = [models.UniqueConstraint("order", "seq", name="payment_event_in_order")]
        indexes = [models.Index("kind", "at", name="payment_event_at")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.seq}"


class GatewayReturn(models.Model):
    """Lệnh hoàn qua cổng: money that the gateway is asked to give back, of one of its own transactions.

    `number` is this house's own and never changes: asked as often as one likes, the gateway gives the money
    back once. With `refund` it is what a refund slip gave (T24), without it is what is held on the order.
    """

    order = models.ForeignKey(
        PaymentOrder, models.PROTECT, related_name="returns", verbose_name="lệnh thanh toán"
    )
    arrival = models.ForeignKey(
        Arrival, models.PROTECT, related_name="returns", verbose_name="khoản tiền đến"
    )
    refund = models.OneToOneField(
        "money.Refund",
        models.PROTECT,
        null=True,
        related_name="gateway_return",
        verbose_name="phiếu hoàn tiền",
    )
    number = models.CharField("số lệnh hoàn", max_length=64, unique=True)
    amount = models.BigIntegerField("số tiền")
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=[(each.value, each.value) for each in ReturnState],
        default=ReturnState.ASKED.value,
    )
    external = models.CharField("số giao dịch hoàn", max_length=64, blank=True)
    tries = models.PositiveIntegerField("số lần hỏi", default=0)
    made_at = models.BigIntegerField("lập lúc")
    told_at = models.BigIntegerField("hỏi, nhận trả lời lúc")
    by = models.CharField("người lập", max_length=80)

    class Meta:
        verbose_name = "lệnh hoàn qua cổng"
        verbose_name_plural = "lệnh hoàn qua cổng"
        constraints = [
            models.UniqueConstraint("arrival", condition=Q(refund=None), name="return_once_of_what_is_held"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="return_amount"),
        ]
        indexes = [models.Index("state", "told_at", name="return_state_at")]

    def __str__(self) -> str:
        return self.number


class ArrivalDecision(models.Model):
    """Quyết định về khoản tiền không khớp: whose it was, or that it went back; final."""

    arrival = models.OneToOneField(
        Arrival, models.PROTECT, related_name="decision", verbose_name="khoản tiền đến"
    )
    answer = models.CharField(
        "quyết định", max_length=10, choices=[(each.value, each.value) for each in Answer]
    )
    order = models.ForeignKey(
        PaymentOrder, models.PROTECT, null=True, related_name="+", verbose_name="lệnh thanh toán"
    )
    note = models.CharField("số giao dịch, ghi chú", max_length=120, blank=True)
    at = models.BigIntegerField("lúc")
    by = models.CharField("người quyết định", max_length=80)

    class Meta:
        verbose_name = "quyết định về khoản tiền"
        verbose_name_plural = "quyết định về khoản tiền"

    def __str__(self) -> str:
        return f"{self.arrival_id}"
