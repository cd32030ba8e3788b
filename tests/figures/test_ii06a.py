"""Form II.06a against a slow, obvious recount from the logs, under each rule set and at any moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pytest

from motcua.dossiers.lifecycle.core import evolve
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Channel, Status
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Event
from motcua.figures.ii06a import Line, Scope, lines
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import Instant, instant_of
from motcua.foundation.errors import UsageError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
PERIODS = (
    (date(2025, 12, 15), date(2026, 3, 14)),
    (date(2026, 1, 1), date(2026, 1, 31)),
    (date(2026, 2, 10), date(2026, 2, 10)),
    (date(2025, 12, 15), date(2026, 3, 31)),
)
MOMENTS = (datetime(2026, 3, 20, 16), datetime(2026, 2, 10, 9, 30), datetime(2026, 1, 15, 12))


def at(moment: datetime) -> Instant:
    return instant_of(moment)


def day(moment: Instant) -> date:
    return (datetime(1970, 1, 1) + timedelta(microseconds=moment, hours=7)).date()


def logs() -> list[list[Event]]:
    found: dict[int, list[Event]] = defaultdict(list)
    for row in Event.objects.order_by("dossier_id", "seq"):
        found[row.dossier_id].append(row)
    return list(found.values())


def told(log: list[Event], as_of: Instant, before: Instant | None = None) -> State | None:
    """The state that was known, of what had happened before an instant."""
    state = None
    for row in log:
        if row.recorded_at <= as_of and (before is None or row.occurred_at < before):
            state = evolve(state, event_of(row.body))
    return state


def against(ended: date, due: Instant | None) -> int:
    if due is None or ended == day(due):
        return 9
    return 8 if ended < day(due) else 10


def practice(known: State, stood: State, first: date, last: date) -> int | None:
    if known.ended_at is not None and day(known.ended_at) <= last and known.status is not Status.STOPPED:
        if day(known.ended_at) < first:
            return None
        if known.status is Status.WITHDRAWN:
            return 9
        return against(day(known.ended_at), known.due_at)
    if stood.status in {Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED, Status.STOPPED}:
        return 12
    return 13 if stood.due_at is not None and day(stood.due_at) < last else 12


def law(known: State, stood: State, first: date, last: date) -> int | None:
    if known.ended_at is not None and day(known.ended_at) <= last and not known.suspended:
        if day(known.ended_at) < first:
            return None
        if known.status in {Status.WITHDRAWN, Status.STOPPED}:
            return 9
        if known.due_at is not None and known.ended_at > known.due_at:
            return 10
        return 8 if known.due_at is not None and day(known.ended_at) < day(known.due_at) else 9
    if stood.status in {Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED} or stood.suspended:
        return 12
    return 13 if stood.due_at is not None and day(stood.due_at) < last else 12


def national(known: State, stood: State, first: date, last: date) -> int | None:
    if known.ended_at is not None and day(known.ended_at) <= last and not known.suspended:
        if day(known.ended_at) < first:
            return None
        if len(known.rounds) > 1:
            return 10
        away = sum(r.completed_at - r.requested_at for r in known.rounds if r.completed_at is not None)
        return against(day(known.ended_at - away), known.original_due_at)
    if stood.status is Status.SUPPLEMENT_REQUESTED:
        asked = day(stood.rounds[-1].requested_at)
        if asked < first:
            return None
        return 10 if len(stood.rounds) > 1 else against(asked, stood.due_at)
    if stood.status is Status.OBLIGATION_REQUESTED or stood.suspended:
        return 12
    return 13 if stood.due_at is not None and day(stood.due_at) < last else 12


RECOUNT = {"practice": practice, "law": law, "npsp": national}


def recounted(rules: str, first: date, last: date, as_of: Instant, by: str) -> dict[str, Counter[int]]:
    end = instant_of(datetime.combine(last + timedelta(days=1), datetime.min.time()))
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for log in logs():
        known, stood = told(log, as_of), told(log, as_of, end)
        if known is None or stood is None or known.received_at is None or day(known.received_at) > last:
            continue
        column = RECOUNT[rules](known, stood, first, min(last, day(as_of)))
        if column is None:
            continue
        came = 4 if known.intake.channel is Channel.ONLINE else 5
        row = known.intake.procedure.code if by == "procedure" else known.intake.procedure.field
        found[row].update([6 if day(known.received_at) < first else came, column])
    return found


def columns(line: Line) -> dict[int, int]:
    return {number: getattr(line, f"c{number}") for number in (4, 5, 6, 8, 9, 10, 12, 13)}


@pytest.mark.parametrize("rules", list(RULE_SETS))
def test_every_row_equals_the_slow_recount(rules: str) -> None:
    met: Counter[int] = Counter()
    for first, last in PERIODS:
        for moment in (each for each in MOMENTS if each.date() >= first):
            for by in ("field", "procedure"):
                slow = recounted(rules, first, last, at(moment), by)
                quick = lines(Scope(first=first, last=last, as_of=at(moment)), RULE_SETS[rules], by)
                assert {line.key for line in quick} == set(slow), (first, last, moment)
                for line in quick:
                    assert line.faults() == []
                    counted = columns(line)
                    assert counted == {n: slow[line.key][n] for n in counted}, (first, last, moment, line.key)
                    met.update({number: count for number, count in counted.items() if count})
    assert set(met) >= {5, 6, 8, 9, 10, 12}, "the past has something of each"


def test_a_period_upside_down_is_refused() -> None:
    with pytest.raises(UsageError, match="Ngày đầu kỳ"):
        lines(Scope(first=date(2026, 2, 2), last=date(2026, 2, 1), as_of=at(MOMENTS[0])), RULE_SETS["law"])
