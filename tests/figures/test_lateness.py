"""Causes of lateness against the clock that each late dossier's own page shows, and against its log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec
import pytest
from tests.figures.recount import counted
from tests.figures.test_ii06a import at, logs
from tests.figures.test_timing import MOMENTS, scope

from motcua.dossiers.lifecycle.events import Event, Rescheduled
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Event as EventRow
from motcua.dossiers.projection import fold_log
from motcua.dossiers.queries.step_clocks import clocks_from
from motcua.dossiers.step_clocks import Clocks
from motcua.dossiers.step_clocks.sums import Cause, Why
from motcua.dossiers.step_clocks.sums import Share as Share_
from motcua.figures.ii06a import Scope
from motcua.figures.report import TOTAL, report
from motcua.figures.reports import made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Share
from motcua.figures.timing import lateness
from motcua.figures.timing.lateness import late_dossiers
from motcua.foundation.clock import MINUTE
from motcua.foundation.errors import DomainError
from motcua.organisation.in_force import in_force
from motcua.organisation.models import Agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stepped")]


class Blamed(NamedTuple):
    """Why a dossier is late: the cause, whose agency and post, and by how many working minutes."""

    cause: str
    minutes: int
    maker: int = 0
    post: str = ""


def late_ones(asked: Scope, rules: str) -> dict[str, dict[str, int]]:
    """The report by procedure, by who made them late and at which post: columns of each dossier from the
    facts' recount, its cause from the clock that its own page shows."""
    rows = defaultdict[str, Counter[str]](Counter)
    now = min(asked.as_of, asked.end)
    tale = dict(zip(ids(), histories(asked), strict=True))
    for each in counted(asked, RULE_SETS[rules]):
        if each.column not in {10, 13}:
            continue
        said = Counter(all=1, resolved=int(each.column == 10), open=int(each.column == 13))
        events = tale[each.dossier]
        said["said" if any(event.payload.__class__ is Rescheduled for event in events) else "unsaid"] = 1
        state = fold_log(events)
        assert state is not None
        clocks = clocks_from(events, state.state, now, in_force().calendar)
        assert clocks is not None
        found = why(clocks, state.state)
        said.update({found.cause: 1, "minutes": found.minutes})
        procedure = f"procedure:{each.fact['procedure_code']}"
        for key in (procedure, f"maker:{found.maker}", f"post:{found.post}", TOTAL):
            rows[key].update(said)
    return {key: {name: number for name, number in row.items() if number} for key, row in rows.items()}


def ids() -> list[int]:
    return list(EventRow.objects.order_by("dossier_id").values_list("dossier_id", flat=True).distinct())


def histories(asked: Scope) -> Iterator[list[Event]]:
    for log in logs():
        known = [row for row in log if row.recorded_at <= asked.as_of]
        yield [event_of(row.body) for row in known if row.occurred_at < asked.end]


def why(clocks: Clocks, state: State) -> Blamed:
    if clocks.cause is None:
        return Blamed("rules", 0)
    if not clocks.cause.shares:
        return Blamed(clocks.cause.why.value, clocks.cause.late)
    if not clocks.life.parts and len({row.opened_at for row in clocks.life.steps}) == len(clocks.life.steps):
        plainly(clocks)
    share = clocks.cause.shares[0]
    # A division stands for the agency above it.
    agency = Agency.objects.get(code=share.agency, valid_to=None)
    maker = agency if agency.kind != "division" else agency.parent
    assert maker is not None
    cause = "partner"
    if share.agency == state.intake.section and share.post in {"reception", "section_head"}:
        cause = "section"
    elif share.agency == state.intake.competent or share.agency.startswith(f"{state.intake.competent}."):
        cause = "competent"
    return Blamed(cause, clocks.cause.late, maker.pk, share.post)


def plainly(clocks: Clocks) -> None:
    """One step after the other: who was beyond the step's own time the longest has the largest share."""
    life, over = clocks.life, Counter[tuple[str, str]]()
    calendar = in_force()[0](None)
    end = life.ended_at
    for row in life.steps:
        until = min(row.ended_at or clocks.spans[-1].until, end or clocks.spans[-1].until)
        if row.due_at is None or life.pauses or row.due_at >= until:
            continue
        over[row.agency, row.post] += calendar.between(max(row.due_at, row.opened_at), until)
    if over:
        assert clocks.cause is not None
        most = max(over.values())
        first = clocks.cause.shares[0]
        assert over[first.agency, first.post] >= most - 100 * MINUTE


EARLIER = msgspec.structs.replace(scope(MOMENTS[0]), last=date(2026, 2, 24))
"""Known when much had happened since its end."""


@pytest.mark.parametrize("asked", [*map(scope, MOMENTS), EARLIER], ids=["later", "within", "earlier"])
@pytest.mark.parametrize("rules", ["practice", "npsp", "law"])
def test_causes_of_lateness_equal_what_each_dossier_says(rules: str, asked: Scope) -> None:
    wanted = late_ones(asked, rules)
    form = report(asked, RULE_SETS[rules]).total
    for by in ("procedure", "maker", "post"):
        table = made("lateness").build(asked, RULE_SETS[rules], by)
        assert table.total is not None
        found = {
            row.key: {key: cell for key, cell in row.cells.items() if isinstance(cell, int) and cell}
            for row in (*table.rows, table.total)
        }
        assert {key: row for key, row in found.items() if row} == {
            key: row for key, row in wanted.items() if key.startswith((by, TOTAL))
        }
        assert table.total.cells["all"] == form.c10 + form.c13
        every = wanted.get(TOTAL, {})
        assert table.total.cells["said_pct"] == Share(every.get("said", 0), every.get("all", 0))
    if asked is EARLIER:
        assert wanted[TOTAL]["open"], "some were late and open then"
    elif asked.as_of == at(MOMENTS[0]):
        assert {"said", "competent"} <= wanted[TOTAL].keys()


@pytest.mark.parametrize("by", ["section", "competent", "partner"])
def test_the_office_with_the_largest_share_is_named_and_where_it_stands(
    by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose steps overran how long is told by the clock of a dossier; here it blames one of three."""
    dossier = late_dossiers(EARLIER, RULE_SETS["law"])[0].id
    state = fold_log([event_of(row.body) for row in EventRow.objects.filter(dossier_id=dossier)])
    assert state is not None
    intake = state.state.intake
    code, post = {
        "section": (intake.section, "reception"),
        "competent": (intake.competent, "officer"),
        "partner": ("H14.03", "division_head"),
    }[by]
    other = Share_(agency="H14.99", post="clerk", minutes=3, percent=10)
    blamed = Cause(
        why=Why.OFFICES, late=30, shares=(Share_(agency=code, post=post, minutes=27, percent=90), other)
    )
    monkeypatch.setattr(lateness, "cause", lambda *_: blamed)
    found = next(each for each in late_dossiers(EARLIER, RULE_SETS["law"]) if each.id == dossier)
    maker = Agency.objects.get(code=code, valid_to=None)
    if by == "section":
        maker = maker.parent if maker.kind == "section" and maker.parent else maker
    assert (found.cause, found.post, found.minutes) == (by, post, 30)
    assert found.maker == maker.pk


def test_more_late_dossiers_than_a_report_takes_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    late = len(late_dossiers(EARLIER, RULE_SETS["practice"]))
    monkeypatch.setattr(lateness, "MOST", late)
    assert len(late_dossiers(EARLIER, RULE_SETS["practice"])) == late
    monkeypatch.setattr(lateness, "MOST", late - 1)
    with pytest.raises(DomainError, match=f"hơn {late - 1} hồ sơ") as refused:
        late_dossiers(EARLIER, RULE_SETS["practice"])
    assert refused.value.id == "too_many_late"
