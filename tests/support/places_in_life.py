"""A dossier in each place that its life knows, by a short name."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.dossier_life import (
    APPLICANT,
    HANDLER,
    LEADER,
    OTHER_AGENCY,
    REASON,
    RECEIVER,
    Dossier,
    at,
    secret,
)
from tests.support.steps_life import loose, walked

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import ComponentLine, CopyKind, FeeLine, FeeState, PaymentMethod

NOW = at("2022-08-04T08:00")
"""Later than everything that happens in these places."""


def _stop(*, suspension: bool) -> c.Stop:
    return c.Stop(by=LEADER, reason=REASON, legal_ground="Điều 1", suspension=suspension)


def _life() -> Dossier:
    return Dossier(instant_result=True)


def _consulted() -> Dossier:
    question = c.RequestConsultation(
        by=HANDLER, consulted=OTHER_AGENCY, content=secret("hỏi"), deadline=at("2022-08-09T08:00")
    )
    return _life().in_process().do("2022-08-02T08:00", question)


def _owing() -> Dossier:
    return Dossier(instant_result=True, fee_state=FeeState.UNPAID, fee_due=20_000)


def _paid() -> Dossier:
    taken = c.RecordPayment(
        by=RECEIVER,
        receipt="BL-1",
        lines=(FeeLine(no=1, kind="fee", unit=20_000),),
        method=PaymentMethod.CASH,
    )
    return _owing().in_process().do("2022-08-01T09:30", taken)


def _stepping() -> Dossier:
    """Its process has a step open that is tied to no transition."""
    return walked(loose(), loose("2")).in_process()


def _part_out() -> Dossier:
    order = c.PartOrder(agency=OTHER_AGENCY, content=secret("việc"), due_at=at("2022-08-04T17:00"))
    return _life().in_process().do("2022-08-01T10:00", c.SendParts(by=HANDLER, parts=(order,)))


def _offered() -> Dossier:
    given = c.OfferSupplement(
        by=APPLICANT, components=(ComponentLine(no=7, kind=CopyKind.ELECTRONIC, name=secret("giấy")),)
    )
    return _life().in_process().supplement_requested("2022-08-02T08:00").do("2022-08-03T08:00", given)


PLACES: dict[str, Callable[[], Dossier]] = {
    "none": _life,
    "1": lambda: _life().filed(),
    "1 owing": lambda: _owing().filed(),
    "2": lambda: _life().received(),
    "3": lambda: _life().filed().do("2022-08-01T08:00", c.DeclineRegistration(by=RECEIVER, reason=REASON)),
    "4": lambda: _life().in_process(),
    "4 consulted": _consulted,
    "4 supplement proposed": lambda: _life().in_process().supplement_proposed("2022-08-02T08:00"),
    "4 result proposed": lambda: _life().in_process().result_proposed("2022-08-02T08:00"),
    "5": lambda: _life().in_process().supplement_requested("2022-08-02T08:00"),
    "5 offered": _offered,
    "6": lambda: (
        _life().in_process().do("2022-08-02T08:00", c.RequestObligation(by=HANDLER, content=secret("thuế")))
    ),
    "7": lambda: _life().in_process().do("2022-08-02T08:00", c.Withdraw(by=RECEIVER, reason=REASON)),
    "8 suspended": lambda: _life().in_process().do("2022-08-02T08:00", _stop(suspension=True)),
    "8 terminated": lambda: _life().in_process().do("2022-08-02T08:00", _stop(suspension=False)),
    "9": lambda: _life().in_process().finished("2022-08-02T08:00"),
    "2 owing": lambda: _owing().received(),
    "4 paid": _paid,
    "4 waived": lambda: (
        _owing().in_process().do("2022-08-01T09:30", c.WaiveFee(by=RECEIVER, legal_ground="Điều 10"))
    ),
    "4 reduced": lambda: (
        _owing()
        .in_process()
        .do("2022-08-01T09:30", c.WaiveFee(by=RECEIVER, legal_ground="Điều 10", amount=5_000))
    ),
    "7 paid": lambda: _paid().do("2022-08-02T08:00", c.Withdraw(by=RECEIVER, reason=REASON)),
    "9 owing": lambda: _owing().in_process().finished("2022-08-02T08:00"),
    "9 uncertain": lambda: Dossier(fee_state=FeeState.UNCERTAIN).in_process().finished("2022-08-02T08:00"),
    "4 step open": _stepping,
    "4 part out": _part_out,
    "10": lambda: _life().in_process().finished("2022-08-02T08:00").returned("2022-08-03T08:00"),
}
