"""Fixed people, one dossier and a driver for tests of the lifecycle core."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec
from tests.support.memory_paths import MemoryPaths

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.core import Rules, decide, evolve
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    Channel,
    ComponentLine,
    CopyKind,
    Holder,
    IdentityProof,
    Limit,
    OwnerType,
    ProcedurePin,
    ReturnMethod,
    Role,
    Signature,
    Status,
    Step,
    SupplementItem,
)
from motcua.foundation.clock import Instant, instant_of, local_text
from motcua.foundation.worktime import CalendarDay, Window, WorkCalendar
from motcua.law.regimes import regime

SECTION = "000.00.41.H14"
AGENCY = "000.00.12.H14"
OTHER_AGENCY = "000.00.15.H14"


def secret(text: str) -> str:
    """A commitment that stands for a private text."""
    return hashlib.sha256(text.encode()).hexdigest()


def actor(*roles: Role, who: str = "officer:cb01", unit: str = AGENCY) -> Actor:
    return Actor(who=who, unit=unit, roles=frozenset(roles))


APPLICANT = actor(Role.APPLICANT, who="applicant", unit="")
RECEIVER = actor(Role.RECEIVING_OFFICER, who="officer:tn01", unit=SECTION)
HANDLER = actor(Role.HANDLING_OFFICER, who="officer:tl01")
LEADER = actor(Role.LEADER, who="officer:ld01")
HEAD = actor(Role.SECTION_HEAD, who="officer:tr01", unit=SECTION)
SYSTEM = actor(Role.SYSTEM, who="system:payment", unit=SECTION)
STRANGER = actor(who="officer:xx01", unit=OTHER_AGENCY)

WEEK = [
    Window(weekday=day, opens=opens, closes=closes)
    for day in range(5)
    for opens, closes in ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
]
# Days off of 2022 as the domain reference lists them (3.4), the first days of July 2025 being plain weekdays.
OFF_2022 = ["2022-01-03", "2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04", "2022-04-11",
            "2022-05-02", "2022-05-03", "2022-09-01", "2022-09-02"]  # fmt: skip
CALENDAR = WorkCalendar(
    version="test-1",
    windows=WEEK,
    days=[
        CalendarDay(date=date.fromisoformat(day), kind="off", reason="nghỉ lễ", source="test")
        for day in OFF_2022
    ],
    announced_until=2025,
)

REASON = secret("lý do")
ITEMS = (SupplementItem(item=secret("bản sao sổ hộ khẩu"), component=2),)
RESOLVER = Holder(agency=AGENCY, step=Step.RESOLVE)
APPROVER = Holder(agency=AGENCY, step=Step.APPROVE)


def at(text: str) -> Instant:
    """A local moment as an instant."""
    return instant_of(datetime.fromisoformat(text))


def rules(regime_id: str = "R2021", *, origin: str | None = None, **changes: object) -> Rules:
    """Rules of a regime, with settings changed as a province might."""
    law = regime(regime_id)
    paths = MemoryPaths(None, calendar=CALENDAR)
    return Rules(msgspec.structs.replace(law, **changes) if changes else law, CALENDAR, origin, paths)


def intake(*, quantity: str | None = "5", unit: str = "working_day", **changes: Any) -> c.Intake:
    values: dict[str, Any] = {
        "section": SECTION,
        "competent": AGENCY,
        "channel": Channel.DIRECT,
        "procedure": ProcedurePin(code="1.004227", version=1, field="G15-TP07"),
        "limit": Limit(quantity=quantity, unit=unit),
        "owner": secret("chủ hồ sơ"),
        "owner_type": OwnerType.CITIZEN,
        "identity_proof": IdentityProof.CARD_SHOWN,
        "return_method": ReturnMethod.COUNTER,
        "components": (
            ComponentLine(no=1, code="KQ1", kind=CopyKind.ORIGINAL),
            ComponentLine(no=2, code="KQ2", kind=CopyKind.COPY),
        ),
    }
    return c.Intake(**values | changes)


def correct(field: str, new: str | None, *, by: Actor = HEAD, **more: Any) -> c.Correct:
    """One field put right."""
    return c.Correct(by=by, corrections=(c.Correction(field=field, new=new, **more),), reason=REASON)


class Dossier:
    """One dossier walked by commands; `when` moves only forward."""

    def __init__(self, by_rules: Rules | None = None, **of_intake: Any) -> None:
        self.rules = by_rules or rules()
        self.intake = intake(**of_intake)
        self.events: list[e.Event] = []
        self._state: State | None = None

    @property
    def state(self) -> State:
        assert self._state is not None
        return self._state

    @property
    def or_none(self) -> State | None:
        return self._state

    @property
    def last(self) -> Any:
        """The payload of the last event."""
        return self.events[-1].payload

    @property
    def due(self) -> str | None:
        return None if self.state.due_at is None else local_text(self.state.due_at)

    @property
    def original_due(self) -> str | None:
        return None if self.state.original_due_at is None else local_text(self.state.original_due_at)

    def do(self, when: str | Instant, command: c.Command) -> Dossier:
        """Give a command at a local moment; raises what `decide` raises."""
        now = at(when) if isinstance(when, str) else when
        for event in decide(self._state, command, self.rules, now):
            self._state = evolve(self._state, event)
            self.events.append(event)
        return self

    def filed(self, when: str = "2022-08-01T07:30") -> Dossier:
        return self.do(when, c.Register(by=APPLICANT, reference="TT-1", intake=self.intake))

    def received(self, when: str = "2022-08-01T08:00", **more: Any) -> Dossier:
        return self.do(when, c.Receive(by=RECEIVER, code="CODE-1", intake=self.intake, **more))

    def in_process(self, when: str = "2022-08-01T09:00", *, received: str = "2022-08-01T08:00") -> Dossier:
        if self._state is None or self._state.status is Status.REGISTERED:
            self.received(received)
        return self.do(when, c.Transfer(by=RECEIVER, to=RESOLVER))

    def supplement_proposed(self, when: str, **more: Any) -> Dossier:
        return self.do(when, c.ProposeSupplement(by=HANDLER, items=ITEMS, reason=REASON, **more))

    def supplement_requested(self, when: str, **more: Any) -> Dossier:
        self.supplement_proposed(when, **more)
        return self.do(when, c.RequestSupplement(by=RECEIVER))

    def supplement_received(self, when: str) -> Dossier:
        return self.do(when, c.ReceiveSupplement(by=RECEIVER))

    def result_proposed(self, when: str, *, granted: bool = True) -> Dossier:
        reason = None if granted else REASON
        return self.do(when, c.ProposeResult(by=HANDLER, granted=granted, to=APPROVER, reason=reason))

    def finished(self, when: str, *, granted: bool = True) -> Dossier:
        self.result_proposed(when, granted=granted)
        return self.do(when, c.Approve(by=LEADER, signature=Signature.DIGITAL))

    def returned(self, when: str) -> Dossier:
        return self.do(
            when, c.ReturnResult(by=RECEIVER, receiver=secret("người nhận"), method=ReturnMethod.COUNTER)
        )
