"""Dossiers of the past told again on a version of a process: how many would have been late, at which step.

Reads logs in blocks and keeps sums alone, so that memory stays flat however many there are. What is assumed
stands in decision 0055, the pure part in `step_clocks.replay`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from django.db import connection
from django.db.models import Q

from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.evolve import fold
from motcua.dossiers.lifecycle.running import ProcessPin
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.queries.step_clocks import calendar_of, life_of
from motcua.dossiers.queries.times import ENDED_WITHOUT_RESULT
from motcua.dossiers.step_clocks.replay import Replay, replayed
from motcua.foundation.clock import MINUTE, Clock, SystemClock, day_of
from motcua.organisation.in_force import in_force
from motcua.procedures.models import ProcessUse
from motcua.procedures.process_queries import by_version, version_of_code
from motcua.procedures.processes.model import Call, Catch, Process, Task

BLOCK: Final = 500
Progress = Callable[[int, int], None]


class ReplayedStep(msgspec.Struct, kw_only=True):
    """One step of the version over all dossiers: how often it was done, how often the past told how long it
    took, how often and by how many working minutes it went over the time allowed."""

    step: str
    number: str
    name: str
    post: str
    done: int = 0
    known: int = 0
    over: int = 0
    over_minutes: int = 0
    most_over_minutes: int = 0
    worked_minutes: int = 0


class LeftOut(msgspec.Struct, kw_only=True):
    """Dossiers that were not told again, by why."""

    running: int = 0
    """Not ended yet."""
    without_result: int = 0
    """Withdrawn, stopped, not received: neither early nor late."""
    without_promise: int = 0
    at_the_counter: int = 0
    """Resolved on the spot: no process carries them."""
    began_anew: int = 0
    """A correction put them on another process halfway."""
    unreadable: int = 0


class Replayed(msgspec.Struct, kw_only=True):
    """What `motcua process replay` tells; docs/importing-processes.md explains the keys."""

    code: str
    version: int
    hash: str
    dossiers: int = 0
    """Received for what the process serves, told again or left out."""
    replayed: int = 0
    on_this_version: int = 0
    on_other_versions: int = 0
    without_process: int = 0
    were_late: int = 0
    would_be_late: int = 0
    newly_late: int = 0
    no_longer_late: int = 0
    steps: list[ReplayedStep] = msgspec.field(default_factory=list)
    dropped: dict[str, int] = msgspec.field(default_factory=dict)
    """Steps of the past that the version has not, with in how many dossiers."""
    left_out: LeftOut = msgspec.field(default_factory=LeftOut)


def replay_process(
    code: str, number: int | None, *, clock: Clock | None = None, progress: Progress | None = None
) -> Replayed:
    """Tell every dossier that a process serves again on one of its versions. Raises: `NotFound`."""
    now = (clock or SystemClock()).now()
    version = version_of_code(code, number, day_of(now))
    stored = by_version(version.hash)
    report = Replayed(code=code, version=version.number, hash=version.hash)
    hours = in_force().calendar
    paths = StoredPaths(hours, now)
    pin = ProcessPin(code=code, version=version.hash)
    sums = _sums(stored.process)
    ids = _served(code)
    for start in range(0, len(ids), BLOCK):
        for events in _logs(ids[start : start + BLOCK], report):
            state = fold(events)
            if not _is_told(state, events, report):
                continue
            course = paths.course(pin, state.intake.competent, state.intake)
            _count_source(state, pin, report)
            _add(report, sums, replayed(life_of(events, state), course, calendar_of(hours, state, now)))
        report.dossiers = min(start + BLOCK, len(ids))
        if progress:
            progress(report.dossiers, len(ids))
    report.steps = list(sums.values())
    return report


def _sums(process: Process) -> dict[str, ReplayedStep]:
    """A sum for each step, wait and call, in the order of the file."""
    posts = {lane.id: lane.post for lane in process.lanes}
    return {
        node.id: ReplayedStep(
            step=node.id,
            number=node.number if isinstance(node, Task) else "",
            name=node.name,
            post=posts.get(node.lane, ""),
        )
        for node in process.nodes
        if isinstance(node, Task | Catch | Call)
    }


def _served(code: str) -> list[int]:
    """Dossiers of the process, or of the procedures, cases and levels that it serves, by reception."""
    of_it = Q(process=code)
    for use in ProcessUse.objects.filter(process__code=code):
        served = Q(procedure_code=use.procedure_code)
        if use.case:
            served &= Q(case=use.case)
        if use.level:
            served &= Q(competent__level=use.level)
        of_it |= served
    rows = Dossier.objects.filter(of_it, received_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _logs(ids: Sequence[int], report: Replayed) -> Iterator[list[e.Event]]:
    """The events of each dossier, one statement a block; a log that cannot be read is counted."""
    events: dict[int, list[e.Event]] = {}
    unreadable = set[int]()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dossier_id, body FROM dossiers_event WHERE dossier_id = ANY(%s) ORDER BY dossier_id, seq",
            [list(ids)],
        )
        for dossier, body in cursor:
            try:
                events.setdefault(dossier, []).append(event_of(body))
            except ValueError:
                unreadable.add(dossier)
    report.left_out.unreadable += len(unreadable)
    yield from (each for dossier, each in events.items() if dossier not in unreadable)


def _is_told(state: State, events: list[e.Event], report: Replayed) -> bool:
    left = report.left_out
    if state.status in ENDED_WITHOUT_RESULT:
        left.without_result += 1
    elif state.ended_at is None:
        left.running += 1
    elif state.due_at is None:
        left.without_promise += 1
    elif state.intake.instant_result and not state.running.runs:
        left.at_the_counter += 1
    elif any(isinstance(each.payload, e.Corrected) and each.payload.steps for each in events):
        left.began_anew += 1
    else:
        return True
    return False


def _count_source(state: State, pin: ProcessPin, report: Replayed) -> None:
    main = state.running.main
    if main is None:
        report.without_process += 1
    elif main.process.version == pin.version:
        report.on_this_version += 1
    else:
        report.on_other_versions += 1


def _add(report: Replayed, sums: dict[str, ReplayedStep], told: Replay) -> None:
    report.replayed += 1
    report.were_late += told.was_late
    report.would_be_late += told.would_be_late
    report.newly_late += told.would_be_late and not told.was_late
    report.no_longer_late += told.was_late and not told.would_be_late
    for played in told.steps:
        each = sums[played.step]
        over = played.over // MINUTE
        each.done += 1
        each.known += played.known
        each.over += over > 0
        each.over_minutes += over
        each.most_over_minutes = max(each.most_over_minutes, over)
        each.worked_minutes += played.worked // MINUTE
    for name in told.dropped:
        report.dropped[name] = report.dropped.get(name, 0) + 1
