"""What the core must know of a dossier to decide; a fold of its events (`evolve`)."""

from __future__ import annotations

from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.running import Running
from motcua.dossiers.lifecycle.types import (
    ClockState,
    FeeState,
    Frozen,
    Holder,
    Obligation,
    Offered,
    Payment,
    Proposal,
    Status,
    SupplementRound,
)
from motcua.foundation.clock import Instant


class OpenConsultation(Frozen, frozen=True, kw_only=True):
    """An opinion asked for; `answered_at` is empty while it is awaited."""

    no: int
    consulted: str
    requested_at: Instant
    deadline: Instant
    answered_at: Instant | None = None


class State(Frozen, frozen=True, kw_only=True):
    """One dossier. Times are instants; `due_at` is the present promise, `original_due_at` the first one."""

    dossier: str
    seq: int
    status: Status
    regime: str
    intake: Intake
    last_at: Instant
    reference: str | None = None
    """The submission reference, where it was filed online; `dossier` becomes the code on acceptance."""
    clock: ClockState = ClockState.NOT_STARTED
    calendar_version: str = ""
    count: str = ""
    """The counting mode it was received under, kept for life."""
    received_at: Instant | None = None
    clock_start: Instant | None = None
    due_at: Instant | None = None
    original_due_at: Instant | None = None
    provisional: bool = False
    acted_at: Instant | None = None
    """When the first thing after reception happened; a reception put right cannot lie behind it."""
    worked: bool = False
    """Somebody did more with it than receive it, hand it over and put it right."""
    counted_from: Instant | None = None
    """When the count that gave `due_at` began: reception, or complete papers after a restart."""
    waited: int = 0
    """Working microseconds of waiting that the present due date was moved by since `counted_from`."""
    rescheduled: bool = False
    """The present due date was set by form 04, not counted."""
    paused_at: Instant | None = None
    ended_at: Instant | None = None
    returned_at: Instant | None = None
    answer_due_at: Instant | None = None
    noticed: bool = False
    offered: Offered | None = None
    """What was given online since the section last looked (T32)."""
    withdrawal_asked_at: Instant | None = None
    """When the applicant asked online to have the dossier back (T33)."""
    holder: Holder | None = None
    resume_holder: Holder | None = None
    """Who had it before a pause, to give it back to."""
    rounds: tuple[SupplementRound, ...] = ()
    reschedules: int = 0
    consultations: tuple[OpenConsultation, ...] = ()
    proposal: Proposal | None = None
    suspended: bool = False
    stop_reason: str | None = None
    granted: bool | None = None
    """The outcome once signed; empty before."""
    payments: tuple[Payment, ...] = ()
    """Money taken, a receipt each; whether anything is owed says `intake.fee_state`."""

    obligation: Obligation | None = None
    """What it waits for in status 6."""
    obligations_taken: int = 0
    """How many obligations were paid to the house itself, a receipt each."""
    urged: bool = False
    """Whether the section has urged somebody who has it (T31)."""
    running: Running = Running()
    """Where it stands in its internal process, and the parts that other agencies have."""

    fee_waived: int = 0
    """Đồng of a reduction in force; 0 where none is, or where all is waived (`FeeState.EXEMPT`)."""
    fee_before: FeeState = FeeState.UNPAID
    """What the fee was before all of it was waived."""
    fee_surplus: int = 0
    """Đồng taken beyond what is due since a correction: to be given back."""

    @property
    def fee_owed(self) -> int:
        """Đồng that are certain to be owed still; 0 where nothing is, or no amount is certain."""
        if self.intake.fee_state is not FeeState.UNPAID:
            return 0
        return max(self.intake.fee_due - self.fee_waived - self.fee_kept, 0)

    @property
    def waiver_stands(self) -> bool:
        """Whether all or a part is waived."""
        return self.intake.fee_state is FeeState.EXEMPT or self.fee_waived > 0

    @property
    def fee_kept(self) -> int:
        """Đồng taken and not given back."""
        return sum(each.kept for each in self.payments)
