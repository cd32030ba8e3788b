"""The demonstration's internal processes out of `data/processes`, put in force as the two tiers begin.

`data/README.md` tells the shape of the file. They come in by the same door as everybody's: read as a step
table, checked, decided where the check asks, and put in force.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from typing import Final

import msgspec
from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.organisation.rights import OPERATOR

from .content import Frozen
from .demonstration import NEW_FROM
from .models import ProcessVerdict
from .process_checking import checked
from .process_deciding import decide
from .process_files import FileRead, Taken
from .process_importing import store
from .process_in_force import put_in_force
from .process_rows import Use, version_numbered
from .processes import tables
from .processes.from_table import Made, from_table, process_code
from .processes.model import AnyNode, Call, Catch, Flow, Parallel, Process, TimeAllowed, TimeUnit
from .processes.posts import posts_of
from .processes.times import read_time

_FILE: Final = "quy_trinh_trinh_dien.toml"
_REASON: Final = "Dữ liệu trình diễn"


class _Call(Frozen, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """Work of other agencies before a step: `process` by its order; several before one step run at once."""

    before: str
    name: str
    process: int
    agency: str
    days: str
    place: str = "same_level"


class _Entry(Frozen, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """One process as the file writes it; `steps` as `content|post|time`, `total` as decisions print it."""

    order: int
    name: str
    steps: list[str]
    total: str
    codes: list[str] = []
    level: str = ""
    case: str = ""
    calls: list[_Call] = []


class _File(Frozen, kw_only=True, forbid_unknown_fields=True, frozen=True):
    number: str
    place: str
    date: str
    process: list[_Entry]


def read_demonstration() -> tuple[FileRead, dict[int, list[Use]]]:
    """The file as any decision would be read, and what each process serves."""
    text = files("motcua.procedures").joinpath("data", "processes", _FILE).read_text(encoding="utf-8")
    file = msgspec.convert(tomllib.loads(text), _File)
    taken = tuple(_taken(file, entry) for entry in file.process)
    decision = tables.DecisionTables(
        number=file.number,
        place=file.place,
        date=file.date,
        processes=tuple(each.table for each in taken if each.table),
    )
    uses = {
        entry.order: [Use(code, entry.case, entry.level) for code in entry.codes] for entry in file.process
    }
    return FileRead(file=_FILE, shape="demonstration", decision=decision, taken=taken), uses


def interlinked_codes() -> dict[str, str]:
    """The procedures whose process has work of other agencies, each with `same_level` or `cross_level`."""
    text = files("motcua.procedures").joinpath("data", "processes", _FILE).read_text(encoding="utf-8")
    calling = [entry for entry in msgspec.convert(tomllib.loads(text), _File).process if entry.calls]
    return {
        code: "cross_level" if any(call.place == "above" for call in entry.calls) else "same_level"
        for entry in calling
        for code in entry.codes
    }


def _taken(file: _File, entry: _Entry) -> Taken:
    table = _table(entry)
    made = from_table(table, process_code(file.number, entry.order))
    process = made.process
    for step in dict.fromkeys(call.before for call in entry.calls):
        calls = [call for call in entry.calls if call.before == step]
        process = _with_calls(process, f"step_{step}", calls, file.number)
    return Taken(made=Made(process, made.doubts), order=entry.order, table=table)


def _table(entry: _Entry) -> tables.Process:
    steps = tuple(_step(number, text) for number, text in enumerate(entry.steps, 1))
    return tables.Process(
        order=entry.order,
        name=entry.name,
        codes=tuple(entry.codes),
        heading=entry.name,
        steps=steps,
        total=read_time(entry.total, "").time,
        sums=tables.sums_of(steps),
        sum_matches=True,
    )


def _step(number: int, text: str) -> tables.Step:
    content, post, time = text.split("|")
    return tables.Step(
        no=str(number), content=content, post=post, posts=posts_of(post), time=read_time(time, "").time
    )


def _with_calls(process: Process, before: str, calls: Sequence[_Call], decision: str) -> Process:
    """The graph with the work of other agencies set before a step; more than one at once between gateways."""
    waits = {node.id for node in process.nodes if isinstance(node, Catch)}
    into = next(flow for flow in process.flows if flow.target == before and flow.source not in waits)
    nodes: list[AnyNode] = [_call(f"{before}_call_{n}", call, decision) for n, call in enumerate(calls, 1)]
    ways = [node.id for node in nodes]
    first, last = (ways[0], ways[-1]) if len(ways) == 1 else (f"{before}_fork", f"{before}_join")
    if len(ways) > 1:
        nodes += [Parallel(id=first), Parallel(id=last)]
    flows = [msgspec.structs.replace(flow, target=first) if flow is into else flow for flow in process.flows]
    flows.append(Flow(id=f"{before}_after", source=last, target=before))
    flows += _branches(before, ways, first, last)
    return msgspec.structs.replace(process, nodes=(*process.nodes, *nodes), flows=tuple(flows))


def _branches(before: str, ways: Sequence[str], first: str, last: str) -> Iterator[Flow]:
    if len(ways) > 1:
        for number, way in enumerate(ways, 1):
            yield Flow(id=f"{before}_to_{number}", source=first, target=way)
            yield Flow(id=f"{before}_from_{number}", source=way, target=last)


def _call(node: str, call: _Call, decision: str) -> Call:
    return Call(
        id=node,
        name=call.name,
        process=process_code(decision, call.process),
        agency=call.agency,
        place="above" if call.place == "above" else "same_level",
        time=TimeAllowed.of(call.days, TimeUnit.WORKING_DAY),
    )


@transaction.atomic
def load_demo(clock: Clock | None = None, day: date = NEW_FROM) -> int:
    """Put the demonstration's processes in force from the day the two tiers begin; how many. Repeatable."""
    read, uses = read_demonstration()
    stored = store(OPERATOR, read, reason=_REASON, simulated=True, uses=uses, clock=clock)
    today = day_of((clock or SystemClock()).now())
    # What others call goes first, so that a caller finds it in force.
    for code in sorted(stored.created, key=lambda code: (_calls_others(read, code), code)):
        found = checked(version_numbered(code, 1), today)
        keys = [question.key for question in found.undecided]
        if keys:
            decide(
                OPERATOR,
                code,
                1,
                keys,
                answer=ProcessVerdict.Answer.ACCEPTED,
                reason=_REASON,
                clock=clock,
            )
        put_in_force(OPERATOR, code, 1, day, _REASON, backdated=True, clock=clock)
    return len(stored.created)


def _calls_others(read: FileRead, code: str) -> bool:
    return any(
        isinstance(node, Call)
        for each in read.taken
        if each.made.process.code == code
        for node in each.made.process.nodes
    )
