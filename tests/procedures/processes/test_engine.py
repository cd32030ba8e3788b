"""The engine step by step: what opens, what is refused, joins that meet again in a loop."""

from __future__ import annotations

import msgspec
import pytest
from tests.procedures.processes.made import process, task
from tests.procedures.processes.strategies import chain, changed

from motcua.procedures.processes.engine import (
    NotOpen,
    Run,
    WrongOutcome,
    WrongVersion,
    complete,
    occurred,
    plan_of,
    start,
    stop,
    waiting_for,
)
from motcua.procedures.processes.model import (
    Awaited,
    Call,
    Catch,
    Choice,
    End,
    InvalidProcess,
    Outcome,
    Parallel,
    Process,
    Start,
)

AROUND_A_FORK = process(
    [
        Start(id="s"), Choice(id="m"), Parallel(id="fork"), task("a"), task("b"), Parallel(id="join"),
        task("z", "on", "again"), Choice(id="c"), End(id="e"),
    ],
    "s m", "m fork", "fork a", "fork b", "a join", "b join", "join z", "z c", "c e on", "c m again",
)  # fmt: skip
WITH_SUPPLEMENT = process(
    [
        Start(id="s"), task("look", "fine", "lacking", "refuse"), Choice(id="c"),
        Catch(id="wait", awaits=Awaited.SUPPLEMENT_RECEIVED, pauses=True),
        Call(id="tax", process="tax", outcomes=(Outcome(id="paid"), Outcome(id="free"))),
        End(id="done"), End(id="refused", result="refused"),
    ],
    "s look", "look c", "c tax fine", "c wait lacking", "wait look", "c refused refuse", "tax done",
)  # fmt: skip


def open_of(run: Run) -> list[str]:
    return [token.step for token in run.open_steps]


def done(run: Run, step: str, outcome: str = "", plan_process: Process = AROUND_A_FORK) -> Run:
    token = next(token for token in run.open_steps if token.step == step)
    return complete(plan_of(plan_process), run, token.no, outcome, 9).run


def test_a_join_waits_for_every_branch_each_time_round_in_any_order() -> None:
    run = start(plan_of(AROUND_A_FORK), 0).run
    for first, last in (("a", "b"), ("b", "a"), ("a", "b")):
        assert open_of(run) == ["a", "b"]
        run = done(run, first)
        assert open_of(run) == [last]
        run = done(run, last)
        assert open_of(run) == ["z"]
        run = done(run, "z", "again")
    run = done(done(done(run, "b"), "a"), "z", "on")
    assert (open_of(run), run.result) == ([], "done")


def test_branches_without_a_step_still_meet_once() -> None:
    empty = process(
        [Start(id="s"), Parallel(id="fork"), Parallel(id="join"), task("a"), End(id="e")],
        "s fork", "fork join", "fork join", "join a", "a e",
    )  # fmt: skip
    begun = start(plan_of(empty), 0)
    assert open_of(begun.run) == ["a"]
    assert [token.step for token in begun.ended] == ["join", "join"]


def test_rows_that_end_and_open_keep_their_times_and_numbers() -> None:
    plan = plan_of(WITH_SUPPLEMENT)
    moved = complete(plan, start(plan, 5).run, 1, "lacking", 7)
    (ended,), (opened,) = moved.ended, moved.opened
    assert (ended.no, ended.step, ended.lane, ended.opened, ended.ended, ended.outcome) == (
        1, "look", "lane_door", 5, 7, "lacking",
    )  # fmt: skip
    assert (opened.no, opened.step, opened.opened, opened.ended) == (2, "wait", 7, None)
    assert waiting_for(plan, moved.run, Awaited.SUPPLEMENT_RECEIVED) == (opened,)
    again = occurred(plan, moved.run, 2, Awaited.SUPPLEMENT_RECEIVED, 8)
    assert open_of(again.run) == ["look"]
    assert again.opened[0].no == 3
    assert again.ended[0].outcome == "supplement_received"


def test_a_refusal_ends_the_run_as_refused_and_a_call_opens_with_its_outcomes() -> None:
    plan = plan_of(WITH_SUPPLEMENT)
    begun = start(plan, 0).run
    assert complete(plan, begun, 1, "refuse", 1).run.result == "refused"
    called = complete(plan, begun, 1, "fine", 1)
    assert plan.calls[called.opened[0].step].process == "tax"
    assert complete(plan, called.run, 2, "free", 2).run.result == "done"


def test_an_outcome_that_the_step_does_not_offer_is_refused_by_its_name() -> None:
    plan = plan_of(WITH_SUPPLEMENT)
    run = start(plan, 0).run
    for outcome in ("", "maybe"):
        with pytest.raises(WrongOutcome) as refusal:
            complete(plan, run, 1, outcome, 1)
        assert "Look" in refusal.value.message
        assert "fine, lacking, refuse" in refusal.value.next_step
    with pytest.raises(WrongOutcome):
        occurred(plan, run, 1, Awaited.OBLIGATION_PAID, 1)
    waiting = complete(plan, run, 1, "lacking", 1).run
    with pytest.raises(WrongOutcome):
        complete(plan, waiting, 2, "", 2)
    with pytest.raises(WrongOutcome):
        occurred(plan, waiting, 2, Awaited.OPINION_RECEIVED, 2)


def test_a_step_is_ended_once() -> None:
    plan = plan_of(AROUND_A_FORK)
    run = complete(plan, start(plan, 0).run, 1, "", 1).run
    with pytest.raises(NotOpen) as refusal:
        complete(plan, run, 1, "", 2)
    assert refusal.value.id == "step_already_ended"
    at_join = next(token for token in run.tokens if token.at_join)
    for number, why in ((at_join.no, "step_already_ended"), (99, "step_unknown"), (0, "step_unknown")):
        with pytest.raises(NotOpen) as refusal:
            complete(plan, run, number, "", 2)
        assert refusal.value.id == why


def test_a_run_stays_on_its_version() -> None:
    older = start(plan_of(WITH_SUPPLEMENT), 0).run
    newer = plan_of(changed(WITH_SUPPLEMENT, name="Bản mới"))
    with pytest.raises(WrongVersion):
        complete(newer, older, 1, "fine", 1)


def test_a_process_that_could_hang_is_never_made_ready() -> None:
    hanging = changed(AROUND_A_FORK, flows=AROUND_A_FORK.flows[:-2])
    with pytest.raises(InvalidProcess) as refusal:
        plan_of(hanging)
    assert refusal.value.id == "process_unsound"


def test_a_loop_of_gateways_alone_is_refused_not_walked_for_ever() -> None:
    looping = process([Start(id="s"), Choice(id="a"), Choice(id="b"), End(id="e")], "s a", "a b", "b a")
    with pytest.raises(InvalidProcess):
        plan_of(looping)


def test_a_dossier_that_ends_otherwise_leaves_no_open_step() -> None:
    plan = plan_of(AROUND_A_FORK)
    run = complete(plan, start(plan, 0).run, 1, "", 1).run
    stopped = stop(run, 7)
    assert [(token.step, token.ended, token.outcome) for token in stopped.ended] == [
        ("b", 7, ""), ("join", 7, ""),
    ]  # fmt: skip
    assert (stopped.run.tokens, stopped.run.result) == ((), "stopped")
    with pytest.raises(NotOpen):
        complete(plan, stopped.run, 2, "", 8)


def test_the_rows_alone_tell_where_a_process_stands() -> None:
    plan = plan_of(chain(3))
    moved = complete(plan, start(plan, 0).run, 1, "", 1)
    rows = msgspec.json.decode(msgspec.json.encode(moved.run.tokens), type=tuple[type(moved.opened[0]), ...])
    again = Run(version=plan.version, next_no=moved.run.next_no, tokens=rows)
    assert complete(plan, again, 2, "", 2).opened == complete(plan, moved.run, 2, "", 2).opened
