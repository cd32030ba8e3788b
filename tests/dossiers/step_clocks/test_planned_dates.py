"""What the process promises on the day of reception: the total, and the date of each agency (art.
19(6)-(7))."""

from __future__ import annotations

from hypothesis import given
from tests.dossiers.step_clocks.lines import LAND, POLICE, WARD, at, hours
from tests.procedures.processes.made import process, task
from tests.procedures.processes.strategies import processes

from motcua.dossiers.step_clocks.plan import Plan, plan
from motcua.foundation.clock import MINUTE, local_text
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import (
    Call,
    Catch,
    End,
    Parallel,
    Process,
    Start,
    TimeAllowed,
    TimeUnit,
)
from motcua.procedures.processes.times_on_path import Total, longest

MONDAY = at("2 07:00")
KINDS = {"": WARD, "land": LAND, "police": POLICE, "province": LAND}


class Places:
    """By the kind of agency that lane or call names."""

    def __init__(self, called: tuple[Process, ...]) -> None:
        self.by_code = {each.code: each for each in called}

    def agency(self, process: Process, node: str, executing: str) -> str:
        found = next(each for each in process.nodes if each.id == node)
        lanes = {lane.id: lane.agency for lane in process.lanes}
        kind = found.agency if isinstance(found, Call) else lanes.get(getattr(found, "lane", ""), "")
        return KINDS[kind] if kind else executing

    def called(self, process: Process, call: Call, executing: str) -> Process | None:
        return self.by_code.get(call.process)


def planned(made: Process, *called: Process, promised: int | None = None) -> Plan:
    return plan(made, MONDAY, executing=WARD, places=Places(called), calendar_of=hours, promised=promised)


def call(name: str, agency: str, *, code: str = "", days: str = "") -> Call:
    time = TimeAllowed.of(days, "working_day") if days else None
    return Call(id=name, name=name.title(), process=code, agency=agency, time=time)


def dates(told: Plan) -> dict[str, str]:
    return {each.agency: local_text(each.due_at)[5:] for each in told.agencies}


INNER = process(
    [Start(id="s"), task("look", days="1"), task("sign", days="0.5"), End(id="e")],
    "s look",
    "look sign",
    "sign e",
    code="inner",
)


def test_one_after_the_other_adds() -> None:
    made = process(
        [Start(id="s"), task("a", days="1"), call("l", "land", days="2"), task("b", days="1"), End(id="e")],
        "s a",
        "a l",
        "l b",
        "b e",
    )
    told = planned(made)
    assert told.total == Total(working=4 * 480 * 1000)
    assert dates(told) == {LAND: "03-04T17:00", WARD: "03-05T17:00"}


def test_side_by_side_takes_the_longest() -> None:
    made = process(
        [
            Start(id="s"),
            task("a", days="1"),
            Parallel(id="fork"),
            call("l", "land", code="inner"),
            call("p", "police", days="3"),
            Parallel(id="join"),
            task("b", days="0.5"),
            End(id="e"),
        ],
        "s a", "a fork", "fork l", "fork p", "l join", "p join", "join b", "b e",
    )  # fmt: skip
    told = planned(made, INNER)
    assert told.total.working == (480 + max(720, 1440) + 240) * 1000
    assert dates(told) == {LAND: "03-04T11:00", POLICE: "03-05T17:00", WARD: "03-06T11:00"}
    assert [(step.step, step.agency, step.call) for step in told.steps if step.call] == [
        ("look", LAND, "inner"),
        ("sign", LAND, "inner"),
    ]


def test_against_the_promise_of_the_receipt() -> None:
    made = process([Start(id="s"), task("a", days="2"), End(id="e")], "s a", "a e")
    assert planned(made, promised=at("3 17:00")).over == 0
    assert planned(made, promised=at("3 16:00")).over == 60
    assert planned(made).over == 0


def test_a_wait_that_pauses_and_a_step_that_is_not_counted_take_no_time() -> None:
    wait = Catch(
        id="w", awaits="supplement_received", pauses=True, time=TimeAllowed.of("9", TimeUnit.WORKING_DAY)
    )
    made = process(
        [Start(id="s"), task("a"), wait, task("b", days="1"), End(id="e")], "s a", "a w", "w b", "b e"
    )
    assert dates(planned(made)) == {WARD: "03-02T17:00"}


def test_calendar_days_end_on_a_working_day() -> None:
    made = process([Start(id="s"), task("a", days="5", unit="calendar_day"), End(id="e")], "s a", "a e")
    assert dates(planned(made)) == {WARD: "03-09T17:00"}


def test_a_process_that_calls_itself_ends() -> None:
    made = process([Start(id="s"), call("c", "land", code="made"), End(id="e")], "s c", "c e")
    assert planned(made, made).due_at == MONDAY


@given(processes())
def test_the_plan_ends_where_the_longest_way_does(made: Process) -> None:
    total = longest(Graph(made), {})
    if not total.calendar:
        told = planned(made)
        assert hours("").between(MONDAY, told.due_at) * 1000 == total.working * MINUTE
        assert told.total == total
