"""What does not add up stops a report, whichever it is: the sums and identities that each is proved by."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import msgspec
import pytest

from motcua.figures.books import logbook
from motcua.figures.catalogue import services
from motcua.figures.counting.count import proved
from motcua.figures.counting.kinds import KINDS
from motcua.figures.ii06a import Line, Scope
from motcua.figures.report import _proved as form_proved
from motcua.figures.reports import made
from motcua.figures.reviewing import missing, usual
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp, Row
from motcua.figures.timing import step_time
from motcua.figures.timing.lateness import LATENESS
from motcua.foundation.clock import instant_of
from motcua.procedures.service_queries import services_on

PRACTICE = RULE_SETS["practice"]
SCOPE = Scope(first=date(2025, 12, 15), last=date(2026, 2, 28), as_of=instant_of(datetime(2026, 3, 20, 16)))


@pytest.mark.parametrize("kind", [*KINDS, LATENESS], ids=lambda kind: kind.id)
def test_parts_that_are_not_the_whole_and_rows_that_are_not_the_total(kind: object) -> None:
    assert isinstance(kind, type(LATENESS))
    nothing = {each.key: 0 for each in kind.measures}
    assert all(each.holds for each in proved(kind, [nothing], nothing, nothing))
    for identity in kind.identities:
        one = nothing | {identity.whole: 1}
        with pytest.raises(DoesNotAddUp):
            proved(kind, [one, nothing | {identity.whole: -1}], nothing, nothing)
    for measure in kind.measures:
        with pytest.raises(DoesNotAddUp, match="Tổng số"):
            proved(kind, [nothing], nothing, nothing | {measure.key: 1})


@pytest.mark.parametrize(
    ("room", "whole", "part"),
    [(missing, "times", "missing"), (usual, "done", "early")],
    ids=["missing", "usual"],
)
def test_the_reports_of_review(room: object, whole: str, part: str) -> None:
    columns = {each.key: 0 for each in room._COLUMNS}  # type: ignore[attr-defined]

    def rows(*changes: dict[str, int]) -> list[Row]:
        return [Row(key="r", label="", cells={**columns, **each}) for each in changes]

    both = {whole: 2, part: 2}
    line, total = rows(both, both)
    assert all(each.holds for each in room._proved([line], total))  # type: ignore[attr-defined]
    for lines, of in ((rows(both, both), total), ([line], rows({whole: 3, part: 3})[0])):
        with pytest.raises(DoesNotAddUp, match="Tổng số"):
            room._proved(lines, of)  # type: ignore[attr-defined]
    with pytest.raises(DoesNotAddUp):
        room._proved(rows({whole: 2, part: 1}), rows({whole: 2, part: 1})[0])  # type: ignore[attr-defined]


def test_the_rows_of_the_form_make_its_total() -> None:
    line = Line(key="a", c3=2, c5=2, c7=2, c8=2)
    total = Line(key="total", kind="total", c3=2, c5=2, c7=2, c8=2)
    assert all(each.holds for each in form_proved([line], total))
    for rows in ([line, line], [msgspec.structs.replace(line, kind="level"), line, line]):
        with pytest.raises(DoesNotAddUp, match="Tổng số"):
            form_proved(rows, total)
    with pytest.raises(DoesNotAddUp, match="3 = 7"):
        form_proved([msgspec.structs.replace(line, c7=1, c8=1)], total)


@pytest.mark.django_db
@pytest.mark.usefixtures("past")
def test_the_book_the_services_and_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = SimpleNamespace(total=Line(key="total"))
    monkeypatch.setattr(logbook, "report", lambda *_: empty)
    with pytest.raises(DoesNotAddUp, match="biểu II"):
        made("logbook").build(SCOPE, PRACTICE, "section")
    more = msgspec.structs.replace(services_on(SCOPE.last), online=1)
    monkeypatch.setattr(services, "services_on", lambda _day: more)
    with pytest.raises(DoesNotAddUp, match="Tổng số"):
        made("services").build(SCOPE, PRACTICE, "field")
    monkeypatch.setattr(step_time, "_added", lambda _sums: (-1, -1))
    with pytest.raises(DoesNotAddUp, match="Tổng số"):
        made("step_time").build(SCOPE, PRACTICE, "post")
