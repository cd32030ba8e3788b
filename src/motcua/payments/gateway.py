"""The payment gateway: what it asks and tells (signed by it), and what is asked of it (signed by us).

A browser that comes back from the gateway proves nothing: money counts only by what the gateway signs.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

import msgspec
import structlog
from django.conf import settings
from django.db import transaction

from motcua.dossiers import store
from motcua.foundation.clock import SECOND, Clock, FixedClock, Instant, SystemClock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.money.purposes import PURPOSE_NAMES, Purpose
from motcua.payments import orders
from motcua.payments.accounts import account_of
from motcua.payments.arrivals import Told, arrived
from motcua.payments.models import OPEN, Arrival, PaymentEvent, PaymentOrder
from motcua.payments.protocol import LONGEST, BadSignature, Names, names_in, read_signed, signed
from motcua.payments.words import Happened, MoneySource, OrderState, ReturnState
from motcua.procedures.queries import fees_of_version

log = structlog.get_logger(__name__)

TIMEOUT: Final = 5.0
"""Seconds that one try may take."""
WAITS: Final = (0.2, 0.8)
"""Seconds before the second and third try."""
MOST_TEXT: Final = 64
_TYPES: Final = {"charge": "charge_type", "fee": "fee_type", "obligation": "obligation_type"}
"""What a line is, and which value of the gateway says so."""


class Outcome(NamedTuple):
    """What the gateway told of one transaction."""

    transaction: str
    lookup: str
    dossier: str
    amount: int
    paid: bool
    paid_at: Instant


class ReturnTold(NamedTuple):
    """What the gateway told of money that it was asked to give back."""

    number: str
    amount: int
    state: ReturnState
    external: str


class Probe(Enum):
    """How the gateway answers a question about an order that nobody made."""

    GOOD = "good"
    AWAY = "away"
    OTHER_KEY = "other_key"


class Unreachable(DomainError):
    """The gateway did not answer, or not as it should."""

    id = "gateway_unreachable"


def is_on() -> bool:
    """Whether this house has a gateway."""
    return bool(settings.MOTCUA_GATEWAY_URL)


def names() -> Names:
    """The gateway's words in force."""
    return names_in(settings.MOTCUA_GATEWAY_NAMES)


def heard(outcome: Outcome, now: Instant) -> None:
    """Write what the gateway told, once."""
    if outcome.paid:
        told = Told(
            source=MoneySource.GATEWAY,
            external=outcome.transaction,
            amount=outcome.amount,
            at=outcome.paid_at,
            reference=outcome.lookup,
            dossier=outcome.dossier,
        )
        arrived(told, clock=FixedClock(now))
    else:
        _failed(outcome, now)


def read_outcome(message: Mapping[str, Any], words: Names, now: Instant) -> Outcome:
    """The fields of a signed message that matter. Raises: DomainError `bad_message`."""
    number, lookup = (_text(message, words, name) for name in ("transaction", "lookup"))
    amount, paid = words.read(message, "amount"), words.read(message, "paid")
    at = words.read(message, "paid_at")
    if (
        not number
        or not lookup
        or type(amount) is not int
        or not 0 < amount < 10**12
        or paid not in (words.values["paid"], words.values["unpaid"])
        or not (at is None or (type(at) is int and 0 < at <= now // SECOND + words.signature.window_seconds))
    ):
        raise DomainError(
            gettext_noop("Thông điệp của cổng thanh toán thiếu trường hoặc có giá trị sai; không ghi gì."),
            gettext_noop("Gửi lại đủ số giao dịch, mã tra cứu, số tiền và trạng thái."),
            id="bad_message",
        )
    return Outcome(
        transaction=number,
        lookup=lookup,
        dossier=_text(message, words, "dossier"),
        amount=amount,
        paid=paid == words.values["paid"],
        paid_at=now if at is None else at * SECOND,
    )


def answer_lookup(body: bytes, *, clock: Clock | None = None) -> dict[str, Any]:
    """ "Tra cứu thanh toán hồ sơ": what is to be paid for a dossier, as the national platform asks for it.

    Opens the order where there is none. Raises: `BadSignature`. A dossier with nothing to pay is an answer
    with a code, not an error.
    """
    clock = clock or SystemClock()
    words = names()
    message = read_signed(body, words, settings.MOTCUA_GATEWAY_SECRET, clock.now())
    code = _text(message, words, "dossier")
    try:
        order = _order_of(code, clock)
    except DomainError as error:
        paid = error.id in ("already_paid", "fee_already_paid")
        return answer_of(words, int(words.values["already_paid" if paid else "failed"]), error.message)
    if order.state not in OPEN:
        return answer_of(words, int(words.values["already_paid"]), "")
    return {**answer_of(words, int(words.values["good"]), ""), **describe(order, words)}


def _order_of(code: str, clock: Clock) -> PaymentOrder:
    """For the fees; where none can be paid, for the obligation that it waits for. Raises as for the fees."""
    try:
        return orders.open_order(code, clock=clock)
    except DomainError as nothing:
        try:
            return orders.open_order(code, Purpose.OBLIGATION, clock=clock)
        except DomainError:
            raise nothing from None


def describe(order: PaymentOrder, words: Names) -> dict[str, Any]:
    """An order in the words of the platform: what for, how much, to whose account."""
    dossier = order.dossier
    version, section = dossier.version, order.section
    to = account_of(order)
    texts = {no: fee.text for no, fee in enumerate(fees_of_version(version.pk, dossier.channel), start=1)}
    texts[0] = PURPOSE_NAMES[Purpose.OBLIGATION.value]
    return words.named(
        client=settings.MOTCUA_GATEWAY_CLIENT,
        lookup=order.lookup,
        dossier=dossier.code or dossier.reference or "",
        procedure=dossier.procedure_code,
        procedure_name=version.name,
        unit=section.code,
        unit_name=section.name,
        fees=[
            words.named(
                fee_type=words.values[_TYPES[line["kind"]]],
                fee_code=f"{dossier.procedure_code}-{line['no']}",
                fee_name=texts.get(line["no"], ""),
                fee_amount=line["unit"] * line["quantity"],
            )
            for line in order.lines
        ],
        account=to.number if to else "",
        bank=to.bank if to else "",
        holder=to.holder if to else "",
        purpose=order.reference,
        amount=order.amount,
    )


def create(order: PaymentOrder, back: str, *, clock: Clock | None = None) -> str:
    """The address where the payer pays this order; the gateway is asked once, then it stands on the order.

    Asked outside of any transaction, so that a slow gateway holds no lock. Raises: `Unreachable`, `Conflict`
    `order_closed`.
    """
    clock = clock or SystemClock()
    if order.pay_url:
        return order.pay_url
    if order.state != OrderState.OPEN:
        raise Conflict(
            gettext_noop("Lệnh thanh toán này không còn chờ nộp qua cổng."),
            gettext_noop("Tải lại trang để xem trạng thái mới."),
            id="order_closed",
        )
    words = names()
    asked = {**describe(order, words), **words.named(callback=result_address(), back=back)}
    answer = _ask("create", asked, clock)
    url = words.read(answer, "pay_url")
    good = words.read(answer, "create_code") == words.values["create_good"]
    if not good or not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > 500:
        raise _unreachable("create")
    with transaction.atomic():
        store.lock(order.dossier.code or order.dossier.reference or "")
        live = PaymentOrder.objects.select_for_update().get(pk=order.pk)
        if not live.pay_url:
            live.pay_url = url
            live.save(update_fields=["pay_url"])
            orders.happened(live, Happened.SENT, clock.now(), amount=live.amount)
    order.pay_url = live.pay_url
    return order.pay_url


def ask_again(order: PaymentOrder, *, clock: Clock | None = None) -> bool:
    """Ask the gateway how an order stands and write what it signs; whether it told of money.

    For the payer who is back before the callback came. Raises: `Unreachable`, `BadSignature`.
    """
    clock = clock or SystemClock()
    words = names()
    answer = _ask("query", words.named(lookup=order.lookup), clock)
    if words.read(answer, "transaction") in (None, ""):
        return False
    outcome = read_outcome(answer, words, clock.now())
    if outcome.lookup != order.lookup:
        raise _unreachable("query")
    heard(outcome, clock.now())
    return outcome.paid


def ask_return(order: PaymentOrder, number: str, of: str, amount: int, clock: Clock) -> ReturnTold:
    """Ask the gateway to give `amount` of its transaction `of` back; how that stands.

    The same `number` is the same money, however often it is asked for. Raises: `Unreachable`, `BadSignature`.
    """
    words = names()
    asked = words.named(
        refund_number=number,
        refund_of=of,
        refund_amount=amount,
        lookup=order.lookup,
        callback=result_address(),
    )
    told = read_return(_ask("refund", asked, clock), words)
    if told is None or (told.number, told.amount) != (number, amount):
        raise _unreachable("refund")
    return told


def read_return(message: Mapping[str, Any], words: Names) -> ReturnTold | None:
    """What a signed message says of money to be given back; none where it makes no sense."""
    number, amount = _text(message, words, "refund_number"), words.read(message, "refund_amount")
    states = {
        words.values["refund_pending"]: ReturnState.ASKED,
        words.values["refund_done"]: ReturnState.DONE,
        words.values["refund_refused"]: ReturnState.REFUSED,
    }
    said = words.read(message, "refund_state")
    state = states.get(said) if isinstance(said, str | int) else None
    external = _text(message, words, "refund_transaction")
    if not number or type(amount) is not int or state is None or (state is ReturnState.DONE and not external):
        return None
    return ReturnTold(number, amount, state, external)


def probe() -> Probe:
    """Whether the gateway answers, with the same key; one try. Raises: DomainError `gateway_names`."""
    words = names()
    clock = SystemClock()
    try:
        _once("query", words.named(lookup="motcua-doctor"), words, clock)
    except BadSignature:
        return Probe.OTHER_KEY
    except urllib.error.HTTPError as error:
        return Probe.OTHER_KEY if error.code in (401, 403) else Probe.AWAY
    except (http.client.HTTPException, OSError):
        return Probe.AWAY
    return Probe.GOOD


def result_address() -> str:
    """Where the gateway tells how a transaction ended."""
    return f"{settings.MOTCUA_PUBLIC_URL.rstrip('/')}/thanh-toan/cong/ket-qua/"


def _failed(outcome: Outcome, now: Instant) -> None:
    """Remember a try that failed; one that comes after the money of the same transaction says nothing."""
    order = PaymentOrder.objects.filter(lookup=outcome.lookup).select_related("dossier").first()
    if order is None or Arrival.objects.filter(
        source=MoneySource.GATEWAY.value, external=outcome.transaction
    ):
        return
    with transaction.atomic():
        store.lock(order.dossier.code or order.dossier.reference or "")
        live = PaymentOrder.objects.select_for_update().get(pk=order.pk)
        told = PaymentEvent.objects.filter(order=live, kind=Happened.FAILED.value, note=outcome.transaction)
        if not told.exists():
            orders.happened(live, Happened.FAILED, now, amount=outcome.amount, note=outcome.transaction)


def _ask(path: str, message: dict[str, Any], clock: Clock) -> dict[str, Any]:
    """One signed question and its signed answer; up to three tries. Raises: `Unreachable`, `BadSignature`."""
    words = names()
    for wait in (*WAITS, None):
        try:
            return _once(path, message, words, clock)
        except BadSignature:
            log.error("gateway_answer_unsigned", path=path)
            raise
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            log.warning("gateway_try_failed", path=path, why=type(error).__name__)
            if wait is None:
                raise _unreachable(path) from error
            time.sleep(wait)
    raise AssertionError("the last try returns or raises")


def _once(path: str, message: dict[str, Any], words: Names, clock: Clock) -> dict[str, Any]:
    """One try. Raises: `BadSignature`, OSError, `http.client.HTTPException`."""
    address = f"{settings.MOTCUA_GATEWAY_URL.rstrip('/')}/{words.paths[path]}"
    body = msgspec.json.encode(signed(message, words, settings.MOTCUA_GATEWAY_SECRET, clock.now()))
    request = urllib.request.Request(  # noqa: S310 - the address is a setting
        address, data=body, headers={"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        return read_signed(answer.read(LONGEST + 1), words, settings.MOTCUA_GATEWAY_SECRET, clock.now())


def _unreachable(path: str) -> Unreachable:
    return Unreachable(
        gettext_noop("Cổng thanh toán chưa trả lời được; chưa có khoản tiền nào bị trừ."),
        gettext_noop("Thử lại sau ít phút, hoặc chuyển khoản bằng mã VietQR."),
        path=path,
    )


def _text(message: Mapping[str, Any], words: Names, name: str) -> str:
    """A short text of a message; empty where there is none or it cannot be kept."""
    value = words.read(message, name)
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        return ""
    return value.strip() if len(value) <= MOST_TEXT else ""


def answer_of(words: Names, code: int, message: str) -> dict[str, Any]:
    return words.named(code=code, message=message)
