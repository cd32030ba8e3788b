"""The longest way against the times of the law, interlinked parts against the whole, posts in each agency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.procedures.processes.made import process, task
from tests.procedures.processes.strategies import LANES

from motcua.foundation.phrase import Phrase
from motcua.procedures.processes.check import AgencyPosts, Facts, LegalTime, check
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import (
    AnyNode,
    Awaited,
    Call,
    Catch,
    Choice,
    End,
    Parallel,
    Process,
    Start,
    TimeAllowed,
)
from motcua.procedures.processes.times_on_path import longest

S, E = Start(id="s"), End(id="e")
DOOR = AgencyPosts(code="H14.1", name="Sở A", posts=frozenset({"section", "officer", "division_head"}))


def limit(quantity: str, unit: str = "working_day", where: str = "kênh trực tiếp") -> LegalTime:
    return LegalTime(where=Phrase(where), quantity=quantity, unit=unit)


def line(*days: str, unit: str = "working_day") -> Process:
    names = [f"t{number}" for number in range(len(days))]
    nodes: list[AnyNode] = [S, *(task(n, days=d, unit=unit) for n, d in zip(names, days, strict=True)), E]
    return process(nodes, *(f"{a} {b}" for a, b in zip(["s", *names], [*names, "e"], strict=True)))


def findings(graph: Process, **facts: object) -> list[tuple[str, str, str]]:
    return [(each.kind, each.node, each.severity) for each in check(graph, Facts(**facts))]  # type: ignore[arg-type]


def test_steps_of_nine_and_a_half_days_against_ten_and_a_half() -> None:
    (finding,) = check(line("0.5", "8", "1"), Facts(limits=(limit("10.5"),)))
    assert (finding.kind, finding.severity) == ("under_limit", "warning")
    assert str(finding.message) == (
        "Tổng thời gian các bước là 9,5 ngày làm việc, ít hơn thời hạn 10,5 ngày làm việc của kênh trực tiếp."
    )


def test_each_case_and_channel_is_checked_for_itself() -> None:
    limits = (limit("3"), limit("2", where="trường hợp A"), limit("24", "hour", "trường hợp B"))
    found = check(line("1", "2"), Facts(limits=limits))
    assert [each.kind for each in found] == ["over_limit"]
    assert "trường hợp A" in str(found[0].message)


def test_hours_and_days_of_work_add_calendar_days_do_not() -> None:
    hours = process(
        [S, task("a", days="4", unit="working_hour"), task("b", days="0.5"), E], "s a", "a b", "b e"
    )
    assert findings(hours, limits=(limit("1"),)) == []
    mixed = process(
        [S, task("a", days="4", unit="calendar_day"), task("b", days="0.5"), E], "s a", "a b", "b e"
    )
    assert findings(mixed, limits=(limit("1"),)) == [("units_mixed", "", "warning")]
    days = line("4", unit="calendar_day")
    assert findings(days, limits=(limit("4", "calendar_day"),)) == []
    assert (
        findings(days, limits=(limit("4"), limit("1", "month")))
        == [("limit_not_comparable", "", "warning")] * 2
    )


def test_a_process_without_any_time_is_told_once() -> None:
    assert findings(line("", ""), limits=(limit("3"), limit("5"))) == [("no_times", "", "warning")]


def test_parallel_branches_count_the_longest_and_choices_too() -> None:
    fork = process(
        [S, Parallel(id="f"), task("a", days="2"), task("b", days="5"), task("b2", days="0.25"),
         Parallel(id="j"), task("z", "x", "y", days="1"), Choice(id="c"), task("w", days="3"), E],
        "s f", "f a", "f b", "b b2", "a j", "b2 j", "j z", "z c", "c e x", "c w y", "w e",
    )  # fmt: skip
    assert longest(Graph(fork), {}).working == Decimal("9.25") * 480 * 1000


def test_a_loop_counts_once_and_a_wait_that_pauses_not_at_all() -> None:
    loop = process(
        [S, task("a", "on", "again", days="2"), Choice(id="c"), E,
         Catch(id="w", awaits=Awaited.SUPPLEMENT_RECEIVED, pauses=True, time=TimeAllowed(quantity="30"))],
        "s a", "a c", "c e on", "c w again", "w a",
    )  # fmt: skip
    assert findings(loop, limits=(limit("2"),)) == []
    ahead = process(
        [S, task("a"), Catch(id="w", awaits=Awaited.OPINION_RECEIVED, time=TimeAllowed(quantity="3")), E],
        "s a", "a w", "w e",
    )  # fmt: skip
    assert findings(ahead, limits=(limit("3"),)) == []


def test_a_wait_that_pauses_the_legal_clock_takes_no_time_from_it() -> None:
    wait = Catch(id="w", awaits=Awaited.OBLIGATION_PAID, pauses=True, time=TimeAllowed(quantity="30"))
    paid = process([S, task("a", days="2"), wait, E], "s a", "a w", "w e")
    assert findings(paid, limits=(limit("2"),)) == []


def call(name: str, code: str, days: str = "") -> Call:
    return Call(id=name, process=code, time=TimeAllowed(quantity=days) if days else None)


def test_interlinked_parts_fit_into_the_whole() -> None:
    tax = process([S, task("t", days="5"), E], "s t", "t e", code="tax")
    land = process(
        [S, call("inner", "tax"), task("l", days="1"), E], "s inner", "inner l", "l e", code="land"
    )
    called = {"tax": tax, "land": land}
    whole = process([S, task("a", days="1"), call("p", "land"), E], "s a", "a p", "p e")
    assert findings(whole, called=called, limits=(limit("7"),)) == []
    assert findings(whole, called=called, limits=(limit("6"),)) == [("over_limit", "", "error")]
    tight = process([S, call("p", "land", "5.5"), E], "s p", "p e")
    (finding,) = check(tight, Facts(called=called))
    assert (finding.kind, finding.node) == ("part_over_time", "p")
    assert "6 ngày làm việc" in str(finding.message)


def test_calls_that_lead_nowhere_or_round_are_found() -> None:
    one = process([S, call("p", "two"), E], "s p", "p e", code="one")
    two = process([S, call("q", "one"), E], "s q", "q e", code="two")
    assert findings(one) == [("call_unknown", "p", "error")]
    assert findings(one, called={"one": one, "two": two}) == [("call_cycle", "p", "error")]


def test_a_step_without_a_post_and_a_lane_without_one() -> None:
    graph = process([S, task("a", lane=""), E], "s a", "a e")
    assert findings(graph) == [("step_without_post", "a", "error")]
    bare = process([S, task("a"), E], "s a", "a e", lanes=(LANES[0].__class__(id="lane_door", name="Ai đó"),))
    assert findings(bare) == [("lane_without_post", "lane_door", "error")]


def test_every_executing_agency_needs_the_posts_of_its_steps() -> None:
    graph = process([S, task("a"), task("b", lane="lane_officer"), E], "s a", "a b", "b e")
    bare = [AgencyPosts(code=f"x{n}", name=f"Xã {n}", posts=frozenset({"section"})) for n in range(5)]
    assert findings(graph, executing=(DOOR,)) == []
    (finding,) = check(graph, Facts(executing=(DOOR, *bare)))
    assert (finding.kind, finding.node) == ("post_missing", "lane_officer")
    assert str(finding.message) == ("5 cơ quan thực hiện không có vị trí “Chuyên viên”: Xã 0, Xã 1, Xã 2….")


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ((), [("post_missing", "lane_province", "error")]),
        (
            (AgencyPosts(code="p", name="Tỉnh", kind="province"),),
            [("post_missing", "lane_province", "error")],
        ),
        ((AgencyPosts(code="p", name="Tỉnh", kind="province", posts=frozenset({"clerk"})),), []),
    ],
)
def test_a_lane_of_another_agency_needs_one_with_that_post(
    others: tuple[AgencyPosts, ...], found: list[tuple[str, str, str]]
) -> None:
    graph = process([S, task("a", lane="lane_province"), E], "s a", "a e")
    assert findings(graph, executing=(DOOR,), others=others) == found


def test_what_is_resolved_at_the_counter_waits_for_nobody() -> None:
    waits = process(
        [S, task("a"), Catch(id="w", awaits=Awaited.OBLIGATION_PAID), E], "s a", "a w", "w e", instant=True
    )
    assert findings(waits) == [("instant_waits", "w", "error")]
    assert findings(process([S, task("a"), E], "s a", "a e", instant=True)) == []
