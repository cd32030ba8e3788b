"""Dossiers of the past on another version: a day counted by hand, and the same version as the touchstone."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.support.dossier_life import (
    AGENCY,
    CALENDAR,
    HANDLER,
    LEADER,
    RECEIVER,
    SECTION,
    at,
    intake,
)
from tests.support.memory_paths import MemoryPaths, pin_of
from tests.support.steps_life import calling, days, forked, plain, walked

from motcua.dossiers.generation.stage import Cast, Stage
from motcua.dossiers.generation.steps import walk
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import decide, evolve
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.paths import Course
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.projection import project
from motcua.dossiers.sealing import Seals
from motcua.dossiers.step_clocks import Life, Pause, StepSpan
from motcua.dossiers.step_clocks.replay import Replay, replayed
from motcua.foundation.clock import DAY, HOUR, local_text
from motcua.foundation.worktime import WorkCalendar
from motcua.procedures.processes.model import Process, Task

FAR = at("2024-06-03T08:00")


def course(process: Process) -> Course:
    return MemoryPaths(process, calendar=CALENDAR).course(pin_of(process), AGENCY, intake())


def hours(_agency: str) -> WorkCalendar:
    return CALENDAR


def step(name: str, opened: str, ended: str, **more: object) -> StepSpan:
    span = StepSpan(no=1, step=name, agency=AGENCY, opened_at=at(opened), ended_at=at(ended))
    return replace(span, **more)


def life(*steps: StepSpan, due: str, ended: str, pauses: tuple[Pause, ...] = ()) -> Life:
    return Life(
        section=SECTION,
        received_at=steps[0].opened_at,
        due_at=at(due),
        ended_at=at(ended),
        steps=tuple(replace(each, no=no) for no, each in enumerate(steps, 1)),
        pauses=pauses,
    )


def by_hand() -> Life:
    """Received Monday 8:00; the leader signs Wednesday 10:00, an hour after the promise."""
    return life(
        step("nhan", "2022-08-01T08:00", "2022-08-01T09:00", post="reception", agency=SECTION),
        step("giao", "2022-08-01T09:00", "2022-08-01T10:00", post="division_head"),
        step("tham_dinh", "2022-08-01T10:00", "2022-08-02T10:00", post="officer", outcome="done"),
        step("xem", "2022-08-02T10:00", "2022-08-03T08:00", post="division_head"),
        step("ky", "2022-08-03T08:00", "2022-08-03T10:00", post="agency_leader", outcome="granted"),
        step("dong_dau", "2022-08-03T10:00", "2022-08-03T10:30", post="clerk"),
        step("tra", "2022-08-03T10:30", "2022-08-03T15:00", post="reception", agency=SECTION),
        due="2022-08-03T09:00",
        ended="2022-08-03T10:00",
    )


def without_head() -> Process:
    """The same process where nobody checks between officer and leader, and the officer has half a day."""
    old = plain()
    return replace(
        old,
        nodes=tuple(
            replace(node, time=days("0.5")) if isinstance(node, Task) and node.id == "tham_dinh" else node
            for node in old.nodes
            if node.id != "xem"
        ),
        flows=tuple(
            replace(flow, target="ky") if flow.target == "xem" else flow
            for flow in old.flows
            if flow.source != "xem"
        ),
    )


def test_a_step_less_would_have_kept_the_promise() -> None:
    told = replayed(by_hand(), course(without_head()), hours)
    assert (told.was_late, told.would_be_late) == (True, False)
    # Officer until Tuesday 10:00, then the leader's two hours: until 11:30 it is one and a half, so 14:00.
    assert local_text(told.ended_at) == "2022-08-02T14:00"
    assert told.dropped == ("xem",)
    assert [(each.step, each.known) for each in told.steps] == [
        ("nhan", True),
        ("giao", True),
        ("tham_dinh", True),
        ("ky", True),
        ("dong_dau", True),
        ("tra", True),
    ]
    officer = told.steps[2]
    # Eight working hours, of which the version allows four.
    assert (officer.worked, officer.allowed, officer.over) == (8 * HOUR, 4 * HOUR, 4 * HOUR)


def test_a_step_of_which_the_past_tells_nothing_takes_what_it_is_allowed() -> None:
    past = by_hand()
    past = replace(past, steps=tuple(each for each in past.steps if each.step != "xem"))
    told = replayed(past, course(plain()), hours)
    checked = next(each for each in told.steps if each.step == "xem")
    assert (checked.known, local_text(checked.opened_at), local_text(checked.ended_at)) == (
        False,
        "2022-08-02T10:00",
        "2022-08-02T16:00",
    )


def test_without_a_process_holders_stand_for_steps_by_their_posts() -> None:
    past = life(
        step("receive", "2022-08-01T08:00", "2022-08-01T09:00", post="reception", agency=SECTION),
        step("resolve", "2022-08-01T09:00", "2022-08-01T11:00", post="officer"),
        step("supplement", "2022-08-01T11:00", "2022-08-02T09:00", post="reception", agency=SECTION),
        step("resolve", "2022-08-02T09:00", "2022-08-02T10:00", post="officer"),
        step("approve", "2022-08-02T10:00", "2022-08-02T11:00", post="agency_leader"),
        step("return", "2022-08-02T11:00", "2022-08-02T15:00", post="reception", agency=SECTION),
        due="2022-08-05T08:00",
        ended="2022-08-02T11:00",
        pauses=(Pause(since=at("2022-08-01T11:00"), until=at("2022-08-02T09:00")),),
    )
    told = replayed(past, course(plain()), hours)
    worked = {each.step: (each.worked // HOUR, each.known) for each in told.steps}
    assert worked["tham_dinh"] == (3, True)
    assert worked["ky"] == (1, True)
    assert worked["tra"][1]
    assert (worked["giao"], worked["xem"]) == ((4, False), (4, False))
    # Mon 9:00 + 4 h at the head, 3 h of work and 6 h of waiting at the officer, 4 h at the head, 1 h to sign.
    assert local_text(told.ended_at) == local_text(CALENDAR.add(at("2022-08-01T09:00"), 18 * HOUR))


def lived(process: Process, seed: int) -> tuple[State, list[Event]]:
    """A whole life on the process, with pauses, what was sent back, and late steps."""
    chance = Random(seed)
    dossier = walked(process)
    receive = c.Receive(by=RECEIVER, code="X", intake=replace(dossier.intake), received_at=None)
    start = CALENDAR.normalise(at("2022-08-01T08:00") + chance.randint(0, 20) * DAY)
    events = list(decide(None, receive, dossier.rules, start))
    state = evolve(None, events[0])
    stage = Stage(state, events, dossier.rules, Seals(lambda: chance.randbytes(16)), FAR)
    cast = Cast(RECEIVER, HANDLER, LEADER, AGENCY, AGENCY)
    walk(stage, cast, lambda agency, _at, _roles: (("tl01", agency),), chance)
    return stage.state, stage.events


def told_of(state: State, events: list[Event]) -> Life:
    tables = project(None, events)[1].inserted
    steps = [
        StepSpan(
            no=key,
            part=row["part"],
            step=row["step"],
            kind=row["kind"],
            agency=row["agency"].code,
            post=row["post"],
            opened_at=row["opened_at"],
            ended_at=row["ended_at"],
            outcome=row["outcome"],
        )
        for key, row in sorted(tables.get("step_row", {}).items())
    ]
    spans = tables.get("status_span", {})
    return Life(
        section=SECTION,
        received_at=state.received_at or 0,
        due_at=state.due_at,
        ended_at=state.ended_at,
        steps=tuple(steps),
        pauses=tuple(
            Pause(since=spans[key]["since"], until=spans[key]["until"])
            for key in sorted(spans)
            if spans[key]["status"] in (5, 6)
        ),
    )


@given(st.integers(0, 100_000), st.sampled_from([plain, forked, calling]))
@settings(max_examples=120, deadline=None)
def test_on_its_own_version_a_dossier_goes_as_it_went(seed: int, make: object) -> None:
    process: Process = make()  # type: ignore[operator]
    state, events = lived(process, seed)
    past = told_of(state, events)
    if state.granted is None:
        return
    told: Replay = replayed(past, course(process), hours)
    went = sorted(
        (each.step, each.opened_at, each.ended_at)
        for each in past.steps
        if each.part == 0 and each.ended_at is not None
    )
    assert sorted((each.step, each.opened_at, each.ended_at) for each in told.steps) == went
    assert told.ended_at == state.ended_at
    assert told.would_be_late == told.was_late
    assert all(each.known for each in told.steps)
    assert told.dropped == ()


def test_what_was_signed_in_the_evening_stays_late_on_its_own_version() -> None:
    past = by_hand()
    evening = at("2022-08-03T20:00")
    steps = [
        replace(each, ended_at=evening)
        if each.step == "ky"
        else replace(each, opened_at=evening)
        if each.step == "dong_dau"
        else each
        for each in past.steps
        if each.step != "tra"
    ]
    steps = [
        replace(each, ended_at=at("2022-08-04T08:00")) if each.step == "dong_dau" else each for each in steps
    ]
    past = replace(past, steps=tuple(steps), due_at=at("2022-08-03T17:00"), ended_at=evening)
    told = replayed(past, course(plain()), hours)
    assert (told.was_late, told.would_be_late, told.ended_at) == (True, True, evening)
