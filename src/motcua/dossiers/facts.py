"""What figures count of a dossier, as small numbers: one version for each thing that changed in it.

Pure. A dossier enters with its reception; a filing that was never received is in no figure (domain reference
4.3). A version says what was known from one moment of recording to the next, so that a report as of a moment
reads the versions known then, whatever was recorded later.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Channel, OwnerType, Status
from motcua.foundation.clock import DAY, Instant

LOCAL: Final = 7 * 3_600_000_000
"""Asia/Ho_Chi_Minh is seven hours before UTC all year; local days are counted from 1970-01-01."""


class Standing(IntEnum):
    """Where a received dossier stands for figures. From `GRANTED` on its processing has ended."""

    OPEN = 0
    WAITING = 1
    """For a supplement (status 5)."""
    PAUSED = 2
    """For a financial obligation (6), or suspended (8)."""
    GRANTED = 3
    REFUSED = 4
    WITHDRAWN = 5
    STOPPED = 6


class Outcome(IntEnum):
    """How an end compares with the promise; a dossier without a promise is on time (domain reference 3.5)."""

    EARLY = 0
    ON_TIME = 1
    LATE = 2


CHANNELS: Final = {Channel.DIRECT: 1, Channel.ONLINE: 2, Channel.POSTAL: 3}
"""KenhThucHien (domain reference 1.2)."""
OWNERS: Final = {
    OwnerType.CITIZEN: 0,
    OwnerType.ENTERPRISE: 1,
    OwnerType.HOUSEHOLD_BUSINESS: 2,
    OwnerType.ORGANISATION: 3,
}
_STANDINGS: Final = {
    Status.SUPPLEMENT_REQUESTED: Standing.WAITING,
    Status.OBLIGATION_REQUESTED: Standing.PAUSED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}


def local_day(at: Instant) -> int:
    """The local day of an instant, in days since 1970-01-01."""
    return (at + LOCAL) // DAY


def standing(state: State) -> Standing:
    """Where a received dossier stands."""
    if state.status in {Status.FINISHED, Status.RETURNED}:
        return Standing.REFUSED if state.granted is False else Standing.GRANTED
    if state.status is Status.STOPPED:
        return Standing.PAUSED if state.suspended else Standing.STOPPED
    return _STANDINGS.get(state.status, Standing.OPEN)


def by_date(ended_at: Instant, due_at: Instant | None) -> Outcome:
    """Practice: the day of the end against the day of the promise."""
    if due_at is None:
        return Outcome.ON_TIME
    ended, due = local_day(ended_at), local_day(due_at)
    if ended == due:
        return Outcome.ON_TIME
    return Outcome.EARLY if ended < due else Outcome.LATE


def by_moment(ended_at: Instant, due_at: Instant | None) -> Outcome:
    """The text of the law: the promise is a moment, and one past it is late; early is a day before it."""
    if due_at is None:
        return Outcome.ON_TIME
    if ended_at > due_at:
        return Outcome.LATE
    return Outcome.EARLY if local_day(ended_at) < local_day(due_at) else Outcome.ON_TIME


def national(state: State, ended_at: Instant) -> Outcome:
    """The national portal's scoring (domain reference 3.5): more than one supplement request is late; the
    time of completed supplements is taken off the end, which is then compared with the first promise.

    That the first promise is meant, and not the one moved by the supplement, is our reading: otherwise the
    waiting would count twice.
    """
    if len(state.rounds) > 1:
        return Outcome.LATE
    waited = sum(
        each.completed_at - each.requested_at for each in state.rounds if each.completed_at is not None
    )
    return by_date(ended_at - waited, state.original_due_at)


def changed(before: State, after: State) -> bool:
    """Whether figures count something else of a received dossier now; handing over the result is apart, for
    it ends no version. Cheap, for it is asked of every event of every log."""
    return (
        before.received_at is None
        or (before.status is not after.status and (standing(before) is not standing(after)))
        or before.due_at != after.due_at
        or before.ended_at != after.ended_at
        or before.suspended is not after.suspended
        or len(before.rounds) != len(after.rounds)
        or (before.intake is not after.intake and _kinds(before) != _kinds(after))
    )


def _kinds(state: State) -> tuple[Any, ...]:
    intake = state.intake
    return (
        intake.channel,
        intake.owner_type,
        intake.procedure.code,
        intake.procedure.field,
        intake.section,
        intake.competent,
    )


def returned_day(state: State) -> int | None:
    """The local day on which the result was handed over."""
    return None if state.returned_at is None else local_day(state.returned_at)


def fact(state: State, received_at: Instant) -> dict[str, Any]:
    """The columns of a version of a dossier received then, but its times of knowledge and its agencies."""
    intake, ended = state.intake, state.ended_at
    last = state.rounds[-1] if state.rounds else None
    return {
        "standing": int(standing(state)),
        "received_at": received_at,
        "received_day": local_day(received_at),
        "due_at": state.due_at,
        "due_day": None if state.due_at is None else local_day(state.due_at),
        "ended_at": ended,
        "ended_day": None if ended is None else local_day(ended),
        "outcome": None if ended is None else int(by_date(ended, state.due_at)),
        "outcome_law": None if ended is None else int(by_moment(ended, state.due_at)),
        "outcome_national": None if ended is None else int(national(state, ended)),
        "returned_day": returned_day(state),
        "requests": len(state.rounds),
        "asked_day": None if last is None else local_day(last.requested_at),
        "channel": CHANNELS[intake.channel],
        "owner": OWNERS[intake.owner_type],
        "procedure_code": intake.procedure.code,
        "field_code": intake.procedure.field,
    }
