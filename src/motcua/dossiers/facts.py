"""What figures count of a dossier, as small numbers: its spells, one for each thing that changed in it.

Pure. A dossier enters with its reception; a filing that was never received is in no figure (domain reference
4.3). A spell says what was known from one moment of recording to the next, so that a report as of a moment
reads the spells known then, whatever was recorded later. The end of the processing begins no spell: it stands
in the one that was, with the moment of knowing it, so that most dossiers are one row (decision 0080).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, Final

from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Channel, OwnerType, Status
from motcua.foundation.clock import DAY, Instant

_EPOCH: Final = date(1970, 1, 1)
LOCAL: Final = 7 * 3_600_000_000
"""Asia/Ho_Chi_Minh is seven hours before UTC all year; local days are counted from 1970-01-01."""
FOREVER: Final = 2**63 - 1
NEVER: Final = 2**31 - 1
"""The moment, and the day, of what has not come (yet): spells hold no nulls, so that each is compared with
one number, and a promise without a date is one of that day."""


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
ENDINGS: Final = {Standing.WITHDRAWN: 3, Standing.STOPPED: 6}
"""What an ending adds to its outcome where no result was given."""
_BY_CHANNEL: Final = 10
_STANDINGS: Final = {
    Status.SUPPLEMENT_REQUESTED: Standing.WAITING,
    Status.OBLIGATION_REQUESTED: Standing.PAUSED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}


def local_day(at: Instant) -> int:
    """The local day of an instant, in days since 1970-01-01."""
    return (at + LOCAL) // DAY


def day_number(day: date) -> int:
    """A local day as facts hold it, in days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of_number(number: int) -> date:
    """The day that such a number is."""
    return _EPOCH + timedelta(days=number)


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


def begins(before: State, after: State) -> bool:
    """Whether a new spell begins with the state `after`. Cheap, for it is asked of every event."""
    return (
        before.received_at is None
        or before.due_at != after.due_at
        or len(before.rounds) != len(after.rounds)
        or (
            after.ended_at is None
            and (before.status is not after.status or before.suspended is not after.suspended)
            and standing(before) is not standing(after)
        )
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


def returned_day(state: State) -> int:
    """The local day on which the result was handed over."""
    return NEVER if state.returned_at is None else local_day(state.returned_at)


def spell(state: State, received_at: Instant) -> dict[str, Any]:
    """The columns of a spell of a dossier received then, as it begins: without its times of knowledge, its
    agencies and its end."""
    intake = state.intake
    last = state.rounds[-1] if state.rounds else None
    due = state.due_at
    coming = _BY_CHANNEL * CHANNELS[intake.channel]
    return {
        "standing": int(standing(state)),
        "received_at": received_at,
        "received_day": local_day(received_at),
        "due_at": FOREVER if due is None else due,
        "due_day": NEVER if due is None else local_day(due),
        "requests": len(state.rounds),
        "asked_day": NEVER if last is None else local_day(last.requested_at),
        "owner": OWNERS[intake.owner_type],
        "procedure_code": intake.procedure.code,
        "field_code": intake.procedure.field,
        "ended_known": FOREVER,
        "ended_at": FOREVER,
        "ended_day": NEVER,
        "end_key": 0,
        "ended_as": 0,
        "ending": coming,
        "ending_law": coming,
        "ending_national": coming,
        "returned_known": FOREVER,
        "returned_day": NEVER,
    }


def end(state: State, ended_at: Instant) -> dict[str, Any]:
    """The columns of a spell in which the processing ended then, without when that was known.

    An ending is one small number, frozen here: 10 times the channel, the outcome, and what `ENDINGS` adds.
    """
    ended_as = standing(state)
    kind = _BY_CHANNEL * CHANNELS[state.intake.channel] + ENDINGS.get(ended_as, 0)
    return {
        "ended_at": ended_at,
        "ended_day": local_day(ended_at),
        "ended_as": int(ended_as),
        "ending": kind + by_date(ended_at, state.due_at),
        "ending_law": kind + by_moment(ended_at, state.due_at),
        "ending_national": kind + national(state, ended_at),
    }


def versions(key: int, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A spell told as the versions of what was known, as `Fact` shows them: before its end and since."""
    same = {
        name: row[name]
        for name in (
            "received_day",
            "requests",
            "owner",
            "section",
            "competent",
            "procedure_code",
            "field_code",
        )
    } | {
        "channel": row["ending"] // _BY_CHANNEL,
        "due_day": _there(row["due_day"], NEVER),
        "asked_day": _there(row["asked_day"], NEVER),
    }
    told = []
    if row["end_key"] != key:
        told.append(
            same
            | {
                "key": key,
                "known_from": row["known_from"],
                "occurred_at": row["occurred_at"],
                "standing": row["standing"],
                "ended_day": None,
                "outcome": None,
                "outcome_law": None,
                "outcome_national": None,
            }
        )
    if row["end_key"]:
        told.append(
            same
            | {
                "key": row["end_key"],
                "known_from": row["ended_known"],
                "occurred_at": row["occurred_at"] if row["end_key"] == key else row["ended_at"],
                "standing": row["ended_as"],
                "ended_day": row["ended_day"],
                "outcome": row["ending"] % _BY_CHANNEL % 3,
                "outcome_law": row["ending_law"] % _BY_CHANNEL % 3,
                "outcome_national": row["ending_national"] % _BY_CHANNEL % 3,
            }
        )
    return told


def _there(value: int, nothing: int) -> int | None:
    return None if value == nothing else value
