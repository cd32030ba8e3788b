"""The engine: a pure function over the open steps of one dossier on one version of a process.

`start` opens the first steps, `complete` ends one by an outcome, `occurred` ends a wait; each gives the rows
that ended, the rows that opened and the run after it. The engine keeps nothing: a run is the version, the
next number and the open tokens, all of which stand in the rows of the database. Due times are the caller's,
who knows the calendar; so are children, the processes that a call opens in another agency.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

import msgspec

from motcua.foundation.clock import Instant
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.phrase import Phrase, listed

from .graph import Graph
from .model import AWAITED_NAMES, Awaited, Call, Catch, End, InvalidProcess, Process, Task, version_of
from .soundness import structure

SENT_BACK: Final = "sent_back"
"""The outcome of a step that was given back; no process offers it."""
PLANS_KEPT: Final = 2_000
"""Processes held ready by version; a province has some 1,900 procedures, many sharing one process."""


class Token(msgspec.Struct, frozen=True, gc=False):
    """One row: a step that is open or was done; `no` counts from 1 within the run of the process.

    `at_join` is not empty for a token that waits at the join `step`: the arrow by which it came.
    """

    no: int
    step: str
    lane: str
    opened: Instant
    due: Instant | None = None
    ended: Instant | None = None
    outcome: str = ""
    at_join: str = ""


class Run(msgspec.Struct, frozen=True):
    """Where a process stands: the version it runs on, the number of the next token, the open tokens.

    `result` is empty while it runs, then how it ended: "done", "refused", or "stopped" from outside.
    """

    version: str
    next_no: int
    tokens: tuple[Token, ...]
    result: Literal["", "done", "refused", "stopped"] = ""

    @property
    def open_steps(self) -> tuple[Token, ...]:
        """Tokens at which somebody works or something is awaited."""
        return tuple(token for token in self.tokens if not token.at_join)


class Moved(msgspec.Struct, frozen=True):
    """What one move did: tokens ended (those that waited at a join too), tokens opened, the run after it."""

    run: Run
    ended: tuple[Token, ...]
    opened: tuple[Token, ...]


class Stop(msgspec.Struct, frozen=True, gc=False):
    """Where an arrow leads once all gateways without waiting are passed."""

    node: str
    lane: str
    at_join: str = ""
    end: Literal["", "done", "refused"] = ""


class Plan(msgspec.Struct, frozen=True):
    """A process made ready to run. `first` and `after` are stops to come; `joins` how many arrows meet."""

    version: str
    names: dict[str, str]
    first: tuple[Stop, ...]
    after: dict[tuple[str, str], tuple[Stop, ...]]
    outcomes: dict[str, tuple[str, ...]]
    labels: dict[tuple[str, str], str]
    awaits: dict[str, Awaited]
    calls: dict[str, Call]
    joins: dict[str, int]


class WrongOutcome(DomainError):
    """The step does not offer this outcome."""

    id = "outcome_not_offered"


class WrongVersion(Conflict):
    """The run belongs to another version of the process."""

    id = "process_version"


class NotOpen(Conflict):
    """The token is not open: already ended, or never there."""

    id = "step_not_open"


def plan_of(process: Process) -> Plan:
    """The process made ready, cached by its content. `InvalidProcess` when `check.structure` finds errors."""
    return _plan(process)


@lru_cache(maxsize=PLANS_KEPT)
def _plan(process: Process) -> Plan:
    graph = Graph(process)
    faults = structure(graph)
    if faults:
        raise InvalidProcess(
            gettext_noop("Quy trình chưa chạy được: %(why)s"),
            gettext_noop("Sửa các lỗi mà phần kiểm tra quy trình nêu rồi thử lại."),
            id="process_unsound",
            why=faults[0].message,
        )
    landings = _landings(graph)
    after: dict[tuple[str, str], tuple[Stop, ...]] = {}
    for name, node in graph.nodes.items():
        if isinstance(node, Task | Call) and node.outcomes:
            choice = graph.split_after(name)
            ways = {flow.outcome: flow.id for flow in graph.out[choice]} if choice else {}
            only = graph.out[name][0].id
            for outcome in node.outcomes:
                after[name, outcome.id] = landings[ways.get(outcome.id, only)]
        elif isinstance(node, Task | Call | Catch):
            after[name, ""] = landings[graph.out[name][0].id]
    for join in (name for name in graph.nodes if graph.is_join(name)):
        after[join, ""] = landings[graph.out[join][0].id]
    steps = [node for node in process.nodes if isinstance(node, Task | Call)]
    return Plan(
        version=version_of(process),
        names={node.id: node.name or node.id for node in process.nodes},
        first=landings[graph.out[graph.starts[0]][0].id],
        after=after,
        outcomes={step.id: tuple(outcome.id for outcome in step.outcomes) for step in steps},
        labels={(step.id, each.id): each.name or each.id for step in steps for each in step.outcomes},
        awaits={node.id: node.awaits for node in process.nodes if isinstance(node, Catch)},
        calls={node.id: node for node in process.nodes if isinstance(node, Call)},
        joins={name: len(graph.into[name]) for name in graph.nodes if graph.is_join(name)},
    )


def _landings(graph: Graph) -> dict[str, tuple[Stop, ...]]:
    """For each arrow, where a token that takes it comes to stand. Passed from the ends to the start.

    Arrows that lead back always end at a step or at a choice's merge whose own way is known by then: a loop
    of gateways alone has no way out and was refused.
    """
    landings: dict[str, tuple[Stop, ...]] = {}
    for flow in graph.process.flows:
        left = [flow]
        while left:
            current = left[-1]
            if current.id in landings:
                left.pop()
                continue
            node = graph.nodes[current.target]
            if isinstance(node, Task | Catch | Call):
                landings[current.id] = (Stop(node.id, node.lane),)
            elif isinstance(node, End):
                landings[current.id] = (Stop(node.id, "", end=node.result),)
            elif graph.is_join(node.id):
                landings[current.id] = (Stop(node.id, "", at_join=current.id),)
            elif graph.is_split(node.id):
                landings[current.id] = ()  # its ways are looked up by outcome
            else:
                missing = [each for each in graph.out[node.id] if each.id not in landings]
                if missing:
                    left += missing
                    continue
                landings[current.id] = tuple(
                    stop for each in graph.out[node.id] for stop in landings[each.id]
                )
    return landings


def start(plan: Plan, at: Instant, first_no: int = 1) -> Moved:
    """The first steps of a process that begins at `at`; their numbers begin at `first_no`."""
    return _moved(plan, Run(plan.version, first_no, ()), (), plan.first, at)


def complete(plan: Plan, run: Run, no: int, outcome: str, at: Instant) -> Moved:
    """End the step of token `no` with an outcome it offers ("" where it offers none) and open what follows.

    Raises: `WrongVersion`, `NotOpen` (ended before, or unknown), `WrongOutcome`; the run stays as it was.
    """
    token = _open(plan, run, no)
    stops = plan.after.get((token.step, outcome))
    if stops is None or token.step in plan.awaits:
        raise _not_offered(plan, token, outcome)
    ended = msgspec.structs.replace(token, ended=at, outcome=outcome)
    return _moved(plan, run, (ended,), stops, at)


def occurred(plan: Plan, run: Run, no: int, what: Awaited, at: Instant) -> Moved:
    """What token `no` waits for has happened; the same errors as `complete`."""
    token = _open(plan, run, no)
    if plan.awaits.get(token.step) is not what:
        raise WrongOutcome(
            gettext_noop("Bước “%(step)s” không chờ việc “%(what)s”."),
            gettext_noop("Tải lại hồ sơ để xem bước đang mở."),
            id="not_awaited",
            step=plan.names[token.step],
            what=Phrase(AWAITED_NAMES[what]),
        )
    ended = msgspec.structs.replace(token, ended=at, outcome=what.value)
    return _moved(plan, run, (ended,), plan.after[token.step, ""], at)


def stop(run: Run, at: Instant) -> Moved:
    """End every open token because the dossier ends otherwise: withdrawn, stopped, supplement never came."""
    ended = tuple(msgspec.structs.replace(token, ended=at) for token in run.tokens)
    return Moved(Run(run.version, run.next_no, (), "stopped"), ended, ())


def back(plan: Plan, run: Run, no: int, step: str, at: Instant) -> Moved:
    """Give the only open token back to a step: a leader's "not yet", which no table prints.

    The step is entered anew. Raises: `WrongVersion`, `NotOpen`; `InvalidProcess` `step_unknown` for a step
    that the process has not, `branches_open` while other branches are open, for then it is not told which
    goes back.
    """
    token = _open(plan, run, no)
    if step not in plan.outcomes:
        raise InvalidProcess(
            gettext_noop("Quy trình không có bước “%(step)s” để trả lại."),
            gettext_noop("Tải lại hồ sơ để xem các bước."),
            id="step_unknown",
            step=step[:80],
        )
    if len(run.tokens) > 1:
        raise InvalidProcess(
            gettext_noop("Đang có nhánh khác cùng mở nên chưa trả lại bước trước được."),
            gettext_noop("Đợi các nhánh song song xong rồi trả lại."),
            id="branches_open",
        )
    ended = msgspec.structs.replace(token, ended=at, outcome=SENT_BACK)
    opened = Token(run.next_no, step, "", at)
    return Moved(Run(run.version, run.next_no + 1, (opened,)), (ended,), (opened,))


def waiting_for(plan: Plan, run: Run, what: Awaited) -> tuple[Token, ...]:
    """Open tokens that wait for `what`."""
    return tuple(token for token in run.tokens if plan.awaits.get(token.step) is what)


def _open(plan: Plan, run: Run, no: int) -> Token:
    if run.version != plan.version:
        raise WrongVersion(
            gettext_noop("Hồ sơ đang theo một phiên bản khác của quy trình."),
            gettext_noop("Tải lại hồ sơ; hồ sơ đang chạy giữ phiên bản lúc bắt đầu."),
        )
    for token in run.tokens:
        if token.no == no and token.ended is None and not token.at_join:
            return token
    raise NotOpen(
        gettext_noop("Bước này đã hoàn thành hoặc không còn mở."),
        gettext_noop("Tải lại hồ sơ để xem bước đang mở."),
        id="step_already_ended" if 0 < no < run.next_no else "step_unknown",
    )


def _not_offered(plan: Plan, token: Token, outcome: str) -> WrongOutcome:
    offered = [plan.labels[token.step, each] for each in plan.outcomes.get(token.step, ())]
    return WrongOutcome(
        gettext_noop("Bước “%(step)s” không có kết quả “%(outcome)s”."),
        gettext_noop("Chọn một trong: %(offered)s.")
        if offered
        else gettext_noop("Bước này kết thúc không kèm kết quả."),
        step=plan.names[token.step],
        outcome=outcome[:80],
        offered=listed(offered) if offered else "",
    )


def _moved(plan: Plan, run: Run, ended: tuple[Token, ...], stops: tuple[Stop, ...], at: Instant) -> Moved:
    """Tokens put down at the stops; a join whose last token came lets one go on."""
    gone = {token.no for token in ended}
    tokens = [token for token in run.tokens if token.no not in gone]
    opened: list[Token] = []
    done = list(ended)
    number, result = run.next_no, run.result
    left = list(reversed(stops))
    while left:
        stop = left.pop()
        if stop.end:
            result = stop.end
            continue
        token = Token(number, stop.node, stop.lane, at, at_join=stop.at_join)
        number += 1
        tokens.append(token)
        if not stop.at_join:
            opened.append(token)
            continue
        met = [each for each in tokens if each.step == stop.node]
        if len(met) == plan.joins[stop.node]:
            done += [msgspec.structs.replace(each, ended=at) for each in met]
            tokens = [each for each in tokens if each.step != stop.node]
            left += reversed(plan.after[stop.node, ""])
    return Moved(
        Run(run.version, number, tuple(tokens), result if not tokens else ""), tuple(done), tuple(opened)
    )
