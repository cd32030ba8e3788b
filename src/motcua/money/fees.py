"""What is to be paid for a dossier, and what the officer typed of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from motcua.dossiers.fields import MISSING, SHORT, Fields
from motcua.dossiers.lifecycle.decide_money import MOST
from motcua.dossiers.lifecycle.fees import deductions
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeLine, PaymentMethod
from motcua.foundation.errors import gettext_noop
from motcua.procedures.content import Fee
from motcua.procedures.queries import fees_of_version

MOST_COPIES: Final = 999
_REFERENCE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./_-]{0,63}")


class PaymentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as the officer confirms it; `payer` empty for the owner of the dossier."""

    lines: tuple[FeeLine, ...]
    method: PaymentMethod
    reference: str = ""
    payer: str = ""
    additional: bool = False


class Debt(NamedTuple):
    """What a dossier certainly owes: the published lines, and đồng less reductions and receipts."""

    lines: tuple[FeeLine, ...]
    amount: int


def certain_debt(state: State, fees: tuple[Fee, ...]) -> Debt | None:
    """What may be asked for without an officer looking: every fee certain, once each, and the lines give
    exactly what the log says is owed. None where anything is left to judgement, or nothing is owed."""
    if not state.fee_owed or not all(fee.certain and fee.amount is not None for fee in fees):
        return None
    lines = tuple(
        FeeLine(no=no, kind=fee.kind, unit=fee.amount) for no, fee in enumerate(fees, start=1) if fee.amount
    )
    left = sum(line.amount for line in lines) - sum(deductions(state))
    return Debt(lines, left) if left == state.fee_owed else None


def fees_of(state: State) -> tuple[Fee, ...]:
    """The published fees of the pinned version for the channel, with amounts decided since."""
    intake = state.intake
    return fees_of_version(intake.procedure.version, intake.channel.value)


def read_payment(data: Mapping[str, Any], fees: tuple[Fee, ...]) -> PaymentRequest:
    """A payment from form data: `quantity_<no>` for each published fee, `amount_<no>` where the catalogue has
    no certain one, `method`, `reference`, `payer`, `additional`. A fee left at 0 is not taken.

    Raises: `FieldErrors` with every fault at once.
    """
    fields = Fields(data)
    lines = tuple(line for no, fee in enumerate(fees, start=1) if (line := _line(fields, no, fee)))
    method = fields.choice("method", PaymentMethod, PaymentMethod.CASH)
    payment = PaymentRequest(
        lines=lines,
        method=method,
        reference=read_reference(fields, method),
        payer=fields.text("payer", limit=SHORT),
        additional=fields.flag("additional"),
    )
    if method is PaymentMethod.ONLINE:
        fields.fault("method", gettext_noop("Tiền nộp trực tuyến do hệ thống tự ghi, không thu ở đây."))
    if not lines and not fields.faults:
        fields.fault("lines", gettext_noop("Chưa có khoản nào để thu: nhập số lượng từ 1 trở lên."))
    fields.check()
    return payment


def read_reference(fields: Fields, method: PaymentMethod) -> str:
    """The bank's number of a transfer; letters and digits only, so that no name gets into the book."""
    text = fields.text("reference", limit=SHORT)
    if method is PaymentMethod.CASH:
        return ""
    if not text:
        fields.fault("reference", MISSING)
    elif not _REFERENCE.fullmatch(text):
        fields.fault(
            "reference",
            gettext_noop("Số giao dịch chỉ gồm chữ không dấu, số và dấu nối, nhiều nhất 64 ký tự."),
        )
    return text


def read_amount(fields: Fields, name: str, *, required: bool = True) -> int:
    """An amount in whole đồng; 0 where nothing was typed or it was refused."""
    amount = fields.integer(name, least=1, most=MOST)
    if amount is None and required:
        fields.fault(name, MISSING)
    return amount or 0


def _line(fields: Fields, no: int, fee: Fee) -> FeeLine | None:
    certain = fee.certain and fee.amount is not None
    if certain and not fee.amount:
        return None
    quantity = fields.integer(f"quantity_{no}", least=0, most=MOST_COPIES)
    if quantity is None:
        quantity = 1 if not fields.raw(f"quantity_{no}") and (certain or fields.raw(f"amount_{no}")) else 0
    if not quantity:
        return None
    unit = fee.amount or 0 if certain else read_amount(fields, f"amount_{no}")
    return FeeLine(no=no, kind=fee.kind, unit=unit, quantity=quantity) if unit else None
