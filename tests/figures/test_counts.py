"""What two statements count is what a plain walk over the dossiers counts; parts add up or are not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.dossiers.test_online_after_filing import request
from tests.figures.conftest import NOW
from tests.support.citizens import make_citizen
from tests.support.statements import counting

from motcua.dossiers import applicants, services
from motcua.dossiers.models import Dossier, StatusSpan
from motcua.dossiers.queries.section_work import day_sets
from motcua.figures import queries
from motcua.figures.ii06a import Line
from motcua.figures.models import Count, CountRow
from motcua.figures.report import report
from motcua.figures.services import LATELY_DAYS, PRACTICE, count_dossiers, published_scopes
from motcua.foundation.clock import day_of
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS
from motcua.organisation.in_force import in_force
from motcua.procedures.queries import most_asked_for

MOMENT = NOW.now()
TODAY = day_of(MOMENT)
YEAR = date(2026, 1, 1)


@pytest.fixture
def counted(past: None, db: None) -> Iterator[int]:
    return count_dossiers(NOW)


@pytest.mark.parametrize("kind", queries.KINDS)
def test_citizens_read_what_the_report_says(counted: int, kind: str) -> None:
    """The whole, every agency and every procedure, in each period that is published."""
    scope = published_scopes(TODAY, MOMENT)[kind]
    by = {"agency": queries.by_agency("", kind), "procedure": queries.by_procedure(None, kind)}
    for name, told in by.items():
        found = report(scope, PRACTICE, name)
        assert told is not None
        assert told.whole
        shown = {str(line.agency_id or line.procedure_code): columns(line) for line in told.lines}
        assert shown == {row.key: columns_of(row) for row in found.rows}
        assert columns(told.total) == columns_of(found.total)
    total = by["agency"].total  # type: ignore[union-attr]
    spans = by["agency"].spans  # type: ignore[union-attr]
    assert sum(each.resolved for each in spans) == total.resolved
    assert sum(each.late for each in spans) == total.late
    if kind == queries.YEAR:
        assert min(total.carried, total.at_counter, total.early, total.late, total.open_within) > 0
        withdrawn = Dossier.objects.filter(status=7, ended_at__isnull=False).exclude(received_at=None)
        assert total.without_result == sum(day_of(each.ended_at or 0) >= YEAR for each in withdrawn)


def columns(line: queries.Totals) -> list[int]:
    """Columns 4 to 13 of the form that are no sums."""
    return [
        line.online, line.at_counter, line.carried, line.early, line.on_time, line.late, line.open_within,
        line.open_late,
    ]  # fmt: skip


def columns_of(row: Line) -> list[int]:
    return [row.c4, row.c5, row.c6, row.c8, row.c9, row.c10, row.c12, row.c13]


def test_a_filing_taken_back_before_acceptance_is_in_no_figure(counted: int) -> None:
    """It ends in status 7 without ever having been received (decision 0060)."""
    columns = ("procedure_code", "agency_id", *queries.COUNTED)
    before = sorted(map(str, CountRow.objects.values_list(*columns)))
    citizen = make_citizen()
    filed = services.register(request(), idempotency_key="back", filer=citizen, clock=NOW)
    applicants.ask_withdrawal(citizen, filed.reference, "Nộp nhầm nơi", clock=NOW)
    row = Dossier.objects.get(reference=filed.reference)
    assert (row.status, row.received_at, row.ended_at) == (7, None, MOMENT)
    count_dossiers(NOW)
    assert sorted(map(str, CountRow.objects.values_list(*columns))) == before
    for name, condition in day_sets(MOMENT).items():
        assert not Dossier.objects.filter(condition, pk=row.pk).exists(), name


def test_times_are_those_of_the_working_calendar(counted: int) -> None:
    hours, _ = in_force()
    calendar = hours(None)
    days: Counter[int] = Counter()
    since = TODAY - timedelta(days=LATELY_DAYS)
    for d in Dossier.objects.filter(status__in=(9, 10)).exclude(ended_at=None):
        assert d.ended_at is not None
        assert d.received_at is not None
        if day_of(d.ended_at) < since:
            continue
        waited = sum(
            calendar.between(span.since, span.until)
            for span in StatusSpan.objects.filter(dossier=d, status__in=(5, 6))
            if span.until is not None
        )
        worked = calendar.between(d.received_at, d.ended_at) - waited
        days[max(1, -(-worked // WORKING_DAY_MICROSECONDS))] += 1
    row = CountRow.objects.get(count__kind="year", procedure_code="", agency=None)
    assert {int(day): count for day, count in row.days.items()} == days
    assert row.timed == sum(days.values()) > 30
    assert row.waited > 0


def test_half_and_nine_of_ten(counted: int) -> None:
    row = CountRow.objects.get(count__kind="year", procedure_code="", agency=None)
    row.days, row.timed, row.timed_late = {"1": 9, "2": 11, "3": 16, "7": 4}, 40, 4
    row.save()
    found = queries.times_of("")
    assert found is not None
    times = found[1]
    assert (times.half, times.most, times.late) == (2, 3, 4)
    assert [(bar.day, bar.dossiers, bar.share.value) for bar in times.days] == [
        (1, 9, Decimal("22.50")),
        (2, 11, Decimal("27.50")),
        (3, 16, Decimal("40.00")),
        (7, 4, Decimal("10.00")),
    ]


def test_few_dossiers_tell_no_time(counted: int) -> None:
    row = CountRow.objects.get(count__kind="year", procedure_code="", agency=None)
    row.days, row.timed, row.timed_late = {"1": queries.FEWEST_TIMED - 1}, queries.FEWEST_TIMED - 1, 0
    row.save()
    times = queries.times_of("")[1]  # type: ignore[index]
    assert (times.enough, times.half, times.most, times.days) == (False, 0, 0, ())
    assert times.dossiers == queries.FEWEST_TIMED - 1


def test_what_does_not_add_up_is_not_told(counted: int) -> None:
    assert queries.province() is not None
    assert queries.by_agency().whole  # type: ignore[union-attr]
    assert queries.by_procedure().whole  # type: ignore[union-attr]
    line = CountRow.objects.exclude(agency=None).filter(count__kind="year", procedure_code="", late__gt=0)[0]
    CountRow.objects.filter(pk=line.pk).update(late=line.late - 1)
    assert not queries.by_agency().whole  # type: ignore[union-attr]
    CountRow.objects.filter(procedure_code="", agency=None).update(late=0)
    assert queries.province() is None
    assert not queries.by_procedure().whole  # type: ignore[union-attr]


def test_one_agencys_procedures_add_up_to_it(counted: int) -> None:
    everywhere = queries.by_agency()
    assert everywhere is not None
    first = everywhere.lines[0]
    its = queries.by_procedure(first.agency_id)
    assert its is not None
    assert its.whole
    assert its.total == first
    assert sum(line.received for line in its.lines) == first.received


def test_counted_again_replaces_and_search_learns_what_is_asked_for(counted: int) -> None:
    assert count_dossiers(NOW) == counted
    assert Count.objects.count() == len(queries.KINDS)
    most = most_asked_for(TODAY, 1)[0].code
    top = queries.by_procedure().lines[0]  # type: ignore[union-attr]
    assert most == top.procedure_code


def test_before_the_first_count_nothing_is_told(past: None, db: None) -> None:
    assert [queries.period(), queries.province(), queries.by_agency(), queries.by_procedure()] == [None] * 4
    assert queries.times_of("1.001193") is None


def test_few_statements_count_and_two_tell(counted: int) -> None:
    with counting() as sent:
        queries.times_of("1.001193")
    assert len(sent.texts) == 2
    with counting() as sent:
        count_dossiers(NOW)
    assert sum("FROM dossiers_spell" in text for text in sent.texts) == 6
    assert sum("FROM dossiers_dossier" in text for text in sent.texts) == 1
