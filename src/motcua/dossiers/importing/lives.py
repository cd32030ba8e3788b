"""The life of an imported dossier, told to the pure core in the commands that its list implies.

Nothing is told that the list does not say: who acted is the import itself, and what lies between reception
and end is one handing over.
"""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.dossiers.importing.ground import limit_of
from motcua.dossiers.importing.rows import Entered
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, evolve
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    FeeState,
    Holder,
    IdentityProof,
    OwnerType,
    ReturnMethod,
    Role,
    Signature,
    Status,
    Step,
    SupplementItem,
)
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import Instant, day_of

ORIGIN: Final = "import"
WHO: Final = "system:import"
_REASON: Final = "Nhập từ hệ thống cũ; lý do không có trong danh sách xuất."


class Life:
    """Plays the commands of one dossier; `events` are what came of them."""

    def __init__(
        self, entered: Entered, code: str, rules: Rules, now: Instant, recorded: Instant | None
    ) -> None:
        """`recorded` is when all of it is recorded; none dates each event back (decision 0004)."""
        self.entered, self.code, self.rules, self.now = entered, code, rules, now
        self.recorded = recorded
        self.seals = Seals()
        self.events: list[Event] = []
        self.state: State | None = None

    def play(self) -> None:
        """From reception to the state of the list. Raises: `Refused` where the core does not allow it."""
        each, status = self.entered, self.entered.status
        self._do(self._receive(), each.received)
        if status is Status.RECEIVED:
            return
        self._do(
            c.Transfer(by=self._by(Role.RECEIVING_OFFICER), to=self._holder(Step.RESOLVE)), each.received
        )
        if each.ended is None:
            self._stand(status)
        elif status is Status.WITHDRAWN:
            reason = self.seals.text(_REASON)
            self._do(c.Withdraw(by=self._by(Role.RECEIVING_OFFICER), reason=reason), each.ended)
        elif status is Status.STOPPED:
            self._do(self._stop(), each.ended)
        else:
            self._resolve(each.ended)

    def _receive(self) -> c.Receive:
        each = self.entered
        pin, day = each.procedure.pin, day_of(each.received)
        party = {"name": each.applicant} | {name: text for name, text in each.party.items() if text}
        intake = c.Intake(
            section=each.place.section.code,
            competent=each.place.competent.code,
            channel=each.channel,
            procedure=pin,
            limit=limit_of(pin.code, day, each.channel.value),
            owner=self.seals.seal("owner", party),
            owner_type=OwnerType.CITIZEN,
            identity_proof=IdentityProof.NONE,
            return_method=ReturnMethod.COUNTER,
            components=(),
            # A list of dossiers says nothing of money: nothing is owed here for what was received elsewhere.
            fee_state=FeeState.NONE_DUE,
        )
        return c.Receive(
            by=self._by(Role.RECEIVING_OFFICER), code=self.code, intake=intake, promised_at=each.due
        )

    def _stand(self, status: Status) -> None:
        """Where an open dossier stands still: since when the list does not say, so since it is known here."""
        if status is Status.SUPPLEMENT_REQUESTED:
            items = (SupplementItem(item=self.seals.seal("item", _REASON)),)
            reason = self.seals.text(_REASON)
            by = self._by(Role.HANDLING_OFFICER)
            self._do(c.ProposeSupplement(by=by, items=items, reason=reason), self.now)
            self._do(c.RequestSupplement(by=self._by(Role.RECEIVING_OFFICER)), self.now)
        elif status is Status.OBLIGATION_REQUESTED:
            content = self.seals.text(_REASON)
            self._do(c.RequestObligation(by=self._by(Role.HANDLING_OFFICER), content=content), self.now)

    def _stop(self) -> c.Stop:
        return c.Stop(
            by=self._by(Role.LEADER), reason=self.seals.text(_REASON), legal_ground=_REASON, suspension=False
        )

    def _resolve(self, ended: Instant) -> None:
        each = self.entered
        reason = self.seals.text(_REASON) if each.refused else None
        to = self._holder(Step.APPROVE)
        by = self._by(Role.HANDLING_OFFICER)
        self._do(c.ProposeResult(by=by, granted=not each.refused, to=to, reason=reason), ended)
        self._do(c.Approve(by=self._by(Role.LEADER), signature=Signature.NONE), ended)
        if each.returned is not None:
            receiver = self.seals.seal("receiver", {"name": each.applicant})
            method = ReturnMethod.COUNTER
            by = self._by(Role.RECEIVING_OFFICER)
            self._do(c.ReturnResult(by=by, receiver=receiver, method=method), each.returned)

    def _do(self, command: c.Command, at: Instant) -> None:
        recorded = at if self.recorded is None else self.recorded
        moved = {"received_at": at} if isinstance(command, c.Receive) else {"at": at}
        for event in decide(self.state, msgspec.structs.replace(command, **moved), self.rules, recorded):
            self.state = evolve(self.state, event)
            self.events.append(event)

    def _by(self, role: Role) -> Actor:
        inside = role is Role.RECEIVING_OFFICER
        place = self.entered.place
        return Actor(
            who=WHO, unit=(place.section if inside else place.competent).code, roles=frozenset({role})
        )

    def _holder(self, step: Step) -> Holder:
        return Holder(agency=self.entered.place.competent.code, step=step)
