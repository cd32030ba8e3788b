"""What the payer sees: how much, what for, to whose account, how it stands, the receipt, what went back.

Who may see it the page has asked before: by the account that holds the dossier, or by code and secret.
"""

from __future__ import annotations

from typing import NamedTuple

from motcua.dossiers import store
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.told import words_of
from motcua.foundation import vietqr
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.money.fees import Debt
from motcua.money.models import Receipt, Waiver
from motcua.money.purposes import Purpose
from motcua.payments import gateway, orders
from motcua.payments.accounts import Account, account_for, account_of
from motcua.payments.models import OPEN, GatewayReturn, PaymentOrder
from motcua.procedures.queries import fees_of_version, version_content


class DebtLine(NamedTuple):
    """One published fee of the debt: what for in the words of the publication, how much."""

    kind: str
    text: str
    amount: int


class ReceiptShown(NamedTuple):
    """A receipt of the dossier and what of it went back."""

    receipt: Receipt
    refunded: int


class PaymentPage(NamedTuple):
    """Everything of the payer's page. `order` is the one that is waited for, else the last one; `payload` the
    VietQR of what is still to be paid, empty where nothing is waited for."""

    code: str
    procedure_code: str
    procedure_name: str
    purpose: Purpose
    deadline: Instant | None
    """Until when the notice asks for an obligation to be paid."""
    notice: str
    """What the notice of the obligation says; empty for fees."""
    set_elsewhere: bool
    """Another authority sets the obligations of this procedure (the catalogue says so)."""
    debt: Debt | None
    lines: tuple[DebtLine, ...]
    refusal: DomainError | None
    waived: int
    waiver_ground: str
    order: PaymentOrder | None
    left: int
    account: Account | None
    payload: str
    by_gateway: bool
    receipts: tuple[ReceiptShown, ...]
    held: int
    """Money that came and is not taken: it goes back, or the section decides."""
    backs: tuple[GatewayReturn, ...]
    """What the gateway was asked to give back of money that stood on no receipt."""

    @property
    def waiting(self) -> bool:
        """Whether an order is waited for."""
        return self.order is not None and self.order.state in OPEN


def payment_page(code: str, purpose: Purpose = Purpose.FEE, *, clock: Clock | None = None) -> PaymentPage:
    """The payer's page of a dossier for one kind of debt.

    Raises: `NotFound`, DomainError `payment_account`.
    """
    now = (clock or SystemClock()).now()
    locked = store.read(code)
    if locked is None:
        raise unknown_dossier(code)
    state = locked.tracked.state
    asked = orders.payable(state, purpose)
    found = list(PaymentOrder.objects.filter(dossier_id=locked.id, purpose=purpose.value).order_by("-pk"))
    live = next((each for each in found if each.state in OPEN and each.expires_at > now), None)
    if live is not None and (asked.debt is None or asked.debt.amount != live.amount):
        live = None
    to = account_of(live) if live else account_for(locked.place.section_id or 0, day_of(now))
    left = live.amount - live.held if live else 0
    intake = state.intake
    fees = fees_of_version(intake.procedure.version, intake.channel.value)
    lines = asked.debt.lines if asked.debt else ()
    owed = state.obligation if purpose is Purpose.OBLIGATION else None
    content = version_content(intake.procedure.version)
    waiver = None
    if state.waiver_stands and purpose is Purpose.FEE:
        waiver = Waiver.objects.filter(dossier_id=locked.id, withdrawal=None).order_by("-seq").first()
    receipts = Receipt.objects.filter(dossier_id=locked.id, purpose=purpose.value).order_by("pk")
    return PaymentPage(
        code=state.dossier,
        procedure_code=intake.procedure.code,
        procedure_name=content.name,
        purpose=purpose,
        deadline=owed.deadline if owed else None,
        notice=_notice(locked) if owed else "",
        set_elsewhere=content.flags.obligations,
        debt=asked.debt,
        lines=tuple(
            DebtLine(line.kind, fees[line.no - 1].text if line.no else "", line.amount) for line in lines
        ),
        refusal=asked.refusal,
        waived=state.fee_waived if purpose is Purpose.FEE else 0,
        waiver_ground=waiver.legal_ground if waiver else "",
        order=live or (found[0] if found else None),
        left=left,
        account=to,
        payload=vietqr.make(to.bank, to.number, left, live.reference) if live and to else "",
        by_gateway=gateway.is_on(),
        receipts=tuple(
            ReceiptShown(each, sum(refund.amount for refund in each.refunds.all()))
            for each in receipts.prefetch_related("refunds__gateway_return")
        ),
        held=sum(each.held for each in found if each.state not in OPEN),
        backs=tuple(
            GatewayReturn.objects.filter(
                order__dossier_id=locked.id, order__purpose=purpose.value, refund=None
            ).order_by("pk")
        ),
    )


def _notice(locked: store.Locked) -> str:
    """What the last notice of an obligation asks for."""
    notices = (event.payload for event in reversed(locked.events))
    asked = next(each for each in notices if isinstance(each, ev.ObligationRequested))
    return words_of(store.open_private(locked.id), asked.content)


def receipt_of(code: str, number: str) -> Receipt:
    """A receipt of a dossier that the reader may see. Raises: `NotFound`."""
    locked = store.read(code)
    found = None
    if locked is not None:
        found = (
            Receipt.objects.filter(number=number[:64], dossier_id=locked.id)
            .select_related("dossier__version", "section", "counter")
            .prefetch_related("refunds")
            .first()
        )
    if found is None:
        raise NotFound(
            gettext_noop("Hồ sơ không có biên lai số %(receipt)s."),
            gettext_noop("Tải lại trang nộp phí và chọn biên lai trong danh sách."),
            receipt=number[:40],
        )
    return found
