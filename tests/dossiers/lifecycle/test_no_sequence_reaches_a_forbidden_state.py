"""Whatever people try, in whatever order: the invariants of clock, promise, status and log hold."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.support.dossier_life import CALENDAR, ITEMS, REASON, actor, at, intake, rules
from tests.support.good_commands import good
from tests.support.memory_paths import MemoryPaths
from tests.support.steps_life import ANYBODY, loose

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import corrections, fees
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.core import Refused, Rules, allowed, decide, evolve, fold, late, outcome
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import ClockState, FeeState, ProcedurePin, Role
from motcua.foundation.clock import MINUTE

# Before, type, after: drawn by hand from reference 10.3; None is no dossier.
ARROWS = {
    (None, "registered", 1),
    (1, "registration_noticed", 1),
    (1, "not_received", 3),
    (None, "received", 2),
    (1, "received", 2),
    (2, "granted", 9),
    (2, "refused", 9),
    (9, "returned", 10),
    (2, "transferred", 4),
    (4, "assigned", 4),
    (4, "verified", 4),
    (4, "consultation_requested", 4),
    (4, "consultation_answered", 4),
    (4, "supplement_proposed", 4),
    (4, "supplement_rejected", 4),
    (4, "result_proposed", 4),
    (4, "sent_back", 4),
    (4, "supplement_requested", 5),
    (5, "supplement_received", 4),
    (5, "supplement_expired", 8),
    (4, "obligation_requested", 6),
    (6, "obligation_fulfilled", 4),
    (4, "withdrawn", 7),
    (5, "withdrawn", 7),
    (6, "withdrawn", 7),
    (4, "stopped", 8),
    (8, "resumed", 4),
    (4, "granted", 9),
    (4, "refused", 9),
    *((status, "rescheduled", status) for status in (2, 4, 5, 6)),
    *((status, "corrected", status) for status in range(1, 11)),
    *((status, "fee_paid", status) for status in (2, 4, 5, 6, 9)),
    *((status, "fee_waived", status) for status in (2, 4, 5, 6, 9)),
    *((status, "waiver_withdrawn", status) for status in (2, 4, 5, 6, 9)),
    *((status, "fee_refunded", status) for status in (2, 4, 5, 6, 7, 8, 9, 10)),
    *((status, "step_completed", status) for status in (2, 4, 5, 6, 9)),
    *((status, "step_assigned", status) for status in (2, 4, 5, 6, 9)),
    *((status, "assigned", status) for status in (2, 9)),
    (4, "parts_sent", 4),
    *((status, "urged", status) for status in (2, 4, 5, 6)),
    *((status, "supplement_offered", status) for status in (1, 5)),
    *((status, "withdrawal_asked", status) for status in (2, 4, 5, 6)),
    (1, "withdrawn", 7),
    (5, "offer_returned", 5),
    *((status, "part_recalled", status) for status in (4, 5, 6)),
    *((status, "process_moved", status) for status in (2, 4, 5, 6, 8, 9)),
}
MAY_STILL = {
    "supplement_not_expired",
    "before_last",
    "step_during_pause",
    "parts_too_many",
    "step_by_action",
    "proposal_pending",
    "step_of_another_agency",
}
"""What a command that is allowed is refused for all the same: the hour, or what the step itself says."""
ENDED = {3, 7, 9, 10}
ONE_ROLE = [frozenset({role}) for role in Role]
KINDS = list(TAGS)

_OWING = intake(fee_state=FeeState.UNPAID, fee_due=20_000)

step = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from([frozenset(Role), *ONE_ROLE]),
    st.integers(0, 12 * 24 * 60),
    st.booleans(),
)


def _fees(state: State | None, now: int) -> list[str]:
    """The fee as other publications of the procedure would have it."""
    if state is None:
        return []
    published = [
        (FeeState.UNPAID, (now // MINUTE % 5 + 1) * 5_000),
        (FeeState.NONE_DUE, 0),
        (FeeState.UNCERTAIN, 0),
    ]
    return [corrections.fee_text(fees.reconciled(state, what, due), due) for what, due in published]


def _corrections(state: State | None, now: int) -> tuple[c.Correction, ...]:
    """One field or many: what the promise hangs on, who is competent, when it came."""
    limit = c.Correction(field="limit", new=f"{now % 7 + 1} working_day")
    procedure = corrections.pinned_text(
        ProcedurePin(code=f"1.00{now % 9}", version=2, field="F"), instant=True
    )
    choices = (
        (limit,),
        (limit, c.Correction(field="procedure", new=procedure)),
        (c.Correction(field="competent", new=f"000.00.{now % 3}.H14"), limit),
        (c.Correction(field="received_at", new=str(now - now % 5 * 60 * MINUTE)),),
        (c.Correction(field="channel", new=("online", "postal")[now % 2]), limit),
        *((c.Correction(field="fee_state", new=fee),) for fee in _fees(state, now)),
    )
    return choices[now // MINUTE % len(choices)]


def variant(kind: type[c.Command], by: Any, state: State | None, now: int, odd: bool) -> c.Command:
    """The good command, or its other face: terminate, refuse, change the limit, a deadline, no items."""
    command = good(kind, by, state, now)
    if not odd:
        return command
    changes: dict[type[c.Command], dict[str, Any]] = {
        c.Stop: {"suspension": False},
        c.ProposeResult: {"granted": False, "reason": REASON},
        c.Correct: {"corrections": _corrections(state, now)},
        c.RequestSupplement: {"items": (), "reason": None, "deadline": now + 1_000},
        c.ProposeSupplement: {"items": ITEMS * 2, "legal_ground": None},
        c.ResolveAtCounter: {"returned_to": REASON},
        c.Receive: {"received_at": now - 60 * MINUTE, "past_reason": REASON, "intake": _OWING},
        c.RecordPayment: {"additional": False},
        c.RefundFee: {"amount": 5_000, "due_again": True},
        c.WaiveFee: {"amount": now // MINUTE % 25 * 1_000},
    }
    return msgspec.structs.replace(command, **changes.get(kind, {}))


def check_money(before: State | None, event: e.Event, after: State) -> None:
    """Money that is kept is paid, or less than what is owed; no đồng is both owed and too much."""
    fee_state = after.intake.fee_state
    if after.fee_kept:
        assert fee_state is FeeState.PAID or after.fee_owed > 0
    assert not (after.fee_owed and after.fee_surplus)
    assert 0 <= after.fee_surplus <= after.fee_kept
    assert after.fee_waived == 0 or fee_state is not FeeState.EXEMPT
    payload = event.payload
    if before is not None and isinstance(payload, e.FeePaid):
        billed = sum(line.amount for line in payload.lines)
        assert payload.amount == billed - payload.waived - payload.credited > 0
        assert after.fee_kept == before.fee_kept + payload.amount
    if before is not None and isinstance(payload, e.WaiverWithdrawn):
        assert after.fee_owed - before.fee_owed == payload.amount >= 0
        assert not after.waiver_stands


def check_steps(after: State, over: bool) -> None:
    """A dossier that is over leaves nobody at work; numbers never repeat; a part that is back has no
    steps."""
    running = after.running
    numbers = [each.no for each in running.open]
    assert len(numbers) == len(set(numbers)) == len([no for no in numbers if no < running.next_no])
    if over and after.status != 9:
        assert not running.open
        assert not running.parts_out
    out = {part.no for part in running.parts if part.out}
    assert {each.part for each in running.open} <= out | {0}


def check(before: State | None, event: e.Event, after: State) -> None:
    tag = str(type(event.payload).__struct_config__.tag)
    arrow = (None if before is None else int(before.status), tag, int(after.status))
    assert arrow in ARROWS
    if after.received_at is not None and after.acted_at is not None:
        assert after.received_at <= after.acted_at
    paused = after.clock is ClockState.PAUSED
    assert paused == (after.status in (5, 6))
    assert paused == (after.paused_at is not None)
    over = after.status in ENDED or (after.status == 8 and not after.suspended)
    assert (after.clock is ClockState.ENDED) == over == (after.ended_at is not None)
    assert (after.clock is ClockState.NOT_STARTED) == (after.status == 1)
    taken_back = after.status == 7 and after.received_at is None  # a filing that nobody received (T33)
    assert (after.received_at is None) == (after.status in (1, 3) or taken_back)
    assert after.reschedules <= 1
    assert [each.no for each in after.rounds] == list(range(1, len(after.rounds) + 1))
    assert (after.status == 5) == bool(after.rounds and after.rounds[-1].ended is None)
    assert (outcome(after) is None) == (after.status not in (9, 10))
    assert not (late(after, 2**62) and over)
    assert all(0 <= each.refunded <= each.amount for each in after.payments)
    check_money(before, event, after)
    check_steps(after, over or after.status == 10)
    if tag == "returned":
        assert after.intake.fee_state is not FeeState.UNPAID
    if before is not None:
        assert event.occurred_at >= before.last_at
        if before.original_due_at is not None and tag != "corrected":
            assert after.original_due_at == before.original_due_at
        if tag not in ("corrected", "supplement_received", "obligation_fulfilled", "rescheduled", "received"):
            assert after.due_at == before.due_at
        if tag == "obligation_fulfilled" and before.due_at is not None:
            assert after.due_at is not None
            assert after.due_at >= before.due_at


def attempt(
    state: State | None, command: c.Command, by_rules: Rules, now: int
) -> tuple[tuple[e.Event, ...], Refused | None]:
    try:
        return decide(state, command, by_rules, now), None
    except Refused as refusal:
        return (), refusal


def walk(steps: list[tuple[type[c.Command], frozenset[Role], int, bool]], by_rules: Rules) -> list[e.Event]:
    state: State | None = None
    events: list[e.Event] = []
    now = at("2022-08-01T07:00")
    for kind, roles, minutes, odd in steps:
        now += minutes * MINUTE
        by = replace(actor(*roles), steps=ANYBODY, directs=ANYBODY)
        command = variant(kind, by, state, now, odd)
        may = kind in allowed(state, roles, by_rules.regime)
        decided, refusal = attempt(state, command, by_rules, now)
        if refusal is not None:
            assert not may or odd or refusal.id in MAY_STILL
        else:
            assert may
            assert decided
        for event in decided:
            after = evolve(state, event)
            check(state, event, after)
            assert event.seq == len(events) + 1
            assert event.recorded_at == now >= event.occurred_at
            events.append(event)
            state = after
    if state is not None:
        assert fold(events) == state
        text = msgspec.json.encode(events)
        assert fold(msgspec.json.decode(text, type=list[e.Event])) == state
    return events


def stepping(policy: str) -> Rules:
    """Every procedure has a process of two versions in force."""
    paths = MemoryPaths(loose(), loose("2"), calendar=CALENDAR)
    return rules(supplement_policy=policy)._replace(paths=paths)


quick = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(st.lists(step, max_size=40), st.sampled_from(["restart", "pause"]))
def test_any_sequence_of_commands(steps: list[Any], policy: str) -> None:
    walk(steps, stepping(policy))


likely = st.tuples(
    st.sampled_from([kind for kind in KINDS if kind not in (c.Register, c.Receive)]),
    st.just(frozenset(Role)),
    st.integers(0, 3 * 24 * 60),
    st.booleans(),
)
opening = st.sampled_from(
    [
        [(c.Receive, frozenset(Role), 60, True), (c.Transfer, frozenset(Role), 60, False)],
        [(c.Receive, frozenset(Role), 60, False), (c.Transfer, frozenset(Role), 60, False)],
        [(c.Register, frozenset(Role), 60, False), (c.Receive, frozenset(Role), 60, False)],
    ]
)


@quick
@given(opening, st.lists(likely, min_size=5, max_size=60), st.sampled_from(["restart", "pause"]))
def test_any_life_after_reception(first: list[Any], steps: list[Any], policy: str) -> None:
    walk(first + steps, stepping(policy))


def test_the_walk_reaches_every_kind_of_event() -> None:
    """Else the properties above would hold of nothing. It walks no further than it must."""
    wanted = {kind.__name__ for kind in e.AnyPayload.__args__} - {"NotReceived", "RegistrationNoticed"}
    seen: set[str] = set()

    class Enough(Exception):
        """All were reached."""

    # How many lives it takes hangs on the seed (9 to 30 s were seen); one taken from the text would change.
    @seed(2)
    @settings(max_examples=6000, deadline=None, database=None, phases=[Phase.generate])
    @given(opening, st.lists(likely, min_size=20, max_size=60))
    def explore(first: list[Any], steps: list[Any]) -> None:
        if not wanted <= seen:
            events = walk(first + steps, stepping("pause"))
            seen.update(type(event.payload).__name__ for event in events)
        if wanted <= seen:
            raise Enough

    with suppress(Enough):
        explore()
    assert not wanted - seen


@pytest.mark.parametrize("seq", [0, 2, 7])
def test_a_gap_in_the_log_is_not_folded(seq: int) -> None:
    (event,) = decide(
        None, good(c.Register, actor(*Role), None, at("2022-08-01T08:00")), rules(), at("2022-08-01T08:00")
    )
    with pytest.raises(ValueError, match="does not follow"):
        evolve(None, msgspec.structs.replace(event, seq=seq))


def test_a_log_does_not_begin_in_the_middle() -> None:
    event = e.Event(
        dossier="X",
        seq=1,
        occurred_at=1,
        recorded_at=1,
        actor="a",
        unit="u",
        payload=e.Withdrawn(reason=REASON),
    )
    with pytest.raises(ValueError, match="cannot begin"):
        evolve(None, event)
    with pytest.raises(ValueError, match="no events"):
        fold([])
