"""What two statements count is what a plain walk over the dossiers counts; parts add up or are not told."""

from __future__ import annotations

from collections import Counter, defaultdict
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
from motcua.figures.models import Count, CountRow
from motcua.figures.services import LATELY_DAYS, count_dossiers
from motcua.foundation.clock import day_of
from motcua.foundation.worktime import WORKING_DAY_MICROSECONDS
from motcua.organisation.in_force import in_force
from motcua.procedures.queries import most_asked_for

MOMENT = NOW.now()
TODAY = day_of(MOMENT)
YEAR = date(2026, 1, 1)


@pytest.fixture
def counted(past: None, db: None) -> Iterator[int]:
    some = Dossier.objects.order_by("-received_at").values_list("pk", flat=True)[:9]
    Dossier.objects.filter(pk__in=list(some)).update(channel="online")
    return count_dossiers(NOW)


def walked() -> dict[tuple[str, int | None], Counter[str]]:
    """The same counts, dossier by dossier, as section 3.5 and 4.3 of the rules say."""
    found: dict[tuple[str, int | None], Counter[str]] = defaultdict(Counter)
    for d in Dossier.objects.exclude(received_at=None):
        assert d.received_at is not None
        if d.ended_at is not None and day_of(d.ended_at) < YEAR:
            continue
        fresh = day_of(d.received_at) >= YEAR
        counts = ["carried" if not fresh else "online" if d.channel == "online" else "at_counter"]
        if d.ended_at is None:
            until = d.paused_at if d.status in (5, 6) and d.paused_at else MOMENT
            counts.append("open_late" if d.due_at is not None and d.due_at < until else "open_within")
        elif d.status in (3, 7, 8):
            counts.append("without_result")
        elif d.due_at is not None and d.ended_at > d.due_at:
            counts.append("late")
        elif d.due_at is not None and day_of(d.ended_at) < day_of(d.due_at):
            counts.append("early")
        else:
            counts.append("on_time")
        for key in {
            ("", None),
            (d.procedure_code, None),
            ("", d.competent_id),
            (d.procedure_code, d.competent_id),
        }:
            found[key].update(counts)
    return found


def test_counts_are_those_of_a_plain_walk(counted: int) -> None:
    expected = walked()
    rows = CountRow.objects.all()
    kept = {
        (row.procedure_code, row.agency_id): Counter(
            {column: getattr(row, column) for column in queries.COUNTED if getattr(row, column)}
        )
        for row in rows
        if any(getattr(row, column) for column in queries.COUNTED)
    }
    assert kept == expected
    total = expected["", None]
    assert min(total[each] for each in ("carried", "online", "early", "late", "open_within")) > 0


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
    row = CountRow.objects.get(procedure_code="", agency=None)
    assert {int(day): count for day, count in row.days.items()} == days
    assert row.timed == sum(days.values()) > 30
    assert row.waited > 0


def test_half_and_nine_of_ten(counted: int) -> None:
    row = CountRow.objects.get(procedure_code="", agency=None)
    row.days, row.timed, row.timed_late = {"1": 9, "2": 11, "3": 16, "7": 4}, 40, 4
    row.save()
    found = queries.times_of("")
    assert found is not None
    times = found[1]
    assert (times.half, times.most, times.late) == (2, 3, 4)
    assert [(bar.day, bar.dossiers, bar.share.percent) for bar in times.days] == [
        (1, 9, Decimal("22.50")),
        (2, 11, Decimal("27.50")),
        (3, 16, Decimal("40.00")),
        (7, 4, Decimal("10.00")),
    ]


def test_few_dossiers_tell_no_time(counted: int) -> None:
    row = CountRow.objects.get(procedure_code="", agency=None)
    row.days, row.timed, row.timed_late = {"1": queries.FEWEST_TIMED - 1}, queries.FEWEST_TIMED - 1, 0
    row.save()
    times = queries.times_of("")[1]  # type: ignore[index]
    assert (times.enough, times.half, times.most, times.days) == (False, 0, 0, ())
    assert times.dossiers == queries.FEWEST_TIMED - 1


def test_what_does_not_add_up_is_not_told(counted: int) -> None:
    assert queries.province() is not None
    assert queries.by_agency().whole  # type: ignore[union-attr]
    assert queries.by_procedure().whole  # type: ignore[union-attr]
    line = CountRow.objects.exclude(agency=None).filter(procedure_code="", late__gt=0)[0]
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
    assert Count.objects.count() == 1
    most = most_asked_for(TODAY, 1)[0].code
    top = queries.by_procedure().lines[0]  # type: ignore[union-attr]
    assert most == top.procedure_code


def test_before_the_first_count_nothing_is_told(past: None, db: None) -> None:
    assert [queries.period(), queries.province(), queries.by_agency(), queries.by_procedure()] == [None] * 4
    assert queries.times_of("1.001193") is None


def test_two_statements_count_and_two_tell(counted: int) -> None:
    with counting() as sent:
        queries.times_of("1.001193")
    assert len(sent.texts) == 2
    with counting() as sent:
        count_dossiers(NOW)
    assert sum("FROM dossiers_dossier" in text for text in sent.texts) == 2
