"""The head's overview tells the numbers of form II.06a, cut and placed; parts sum to the whole."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.figures.conftest import NOW
from tests.support.statements import counting

from motcua.figures.dashboard import before, dashboard, due_condition, week_of
from motcua.figures.drawn import bars, dots
from motcua.figures.evidence import count_behind
from motcua.figures.ii06a import Scope
from motcua.figures.report import report
from motcua.figures.rule_sets import RULE_SETS, rule_set
from motcua.figures.spans import SLICES, course

SCOPE = Scope(first=date(2025, 12, 15), last=date(2026, 12, 14), as_of=NOW.now())
PRACTICE = rule_set("practice")


@pytest.mark.parametrize("rules", RULE_SETS)
def test_parts_of_a_period_and_of_the_distribution_sum_to_the_form(past: None, db: None, rules: str) -> None:
    total = report(SCOPE, RULE_SETS[rules]).total
    found = course(SCOPE, RULE_SETS[rules], legal=True)
    assert sum(each.resolved for each in found.spans) == total.c7 > 100
    assert sum(each.late for each in found.spans) == total.c10 > 0
    assert sum(each.received for each in found.spans) == total.c4 + total.c5
    assert sum(each.count for each in found.slices) == total.c7
    for each in found.slices:
        assert count_behind(SCOPE, RULE_SETS[rules], SLICES[each.id]) == each.count, each.id


def test_a_part_opens_to_its_own_report(past: None, db: None) -> None:
    found = course(SCOPE, PRACTICE, legal=True)
    assert found.unit == "week"
    assert [(found.spans[0].first, found.spans[0].last)] == [(date(2025, 12, 15), date(2025, 12, 21))]
    for each in found.spans:
        own = report(msgspec.structs.replace(SCOPE, first=each.first, last=each.last), PRACTICE).total
        assert (own.c4 + own.c5, own.c7, own.c10) == (each.received, each.resolved, each.late)


def test_months_end_as_the_period_does(past: None, db: None) -> None:
    longer = msgspec.structs.replace(SCOPE, first=date(2024, 12, 15))
    legal = course(longer, PRACTICE, legal=True)
    assert legal.unit == "month"
    assert {each.first.day for each in legal.spans} == {15}
    plain = course(msgspec.structs.replace(SCOPE, first=date(2025, 6, 1)), PRACTICE)
    assert [each.first.month for each in plain.spans] == [6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert plain.spans[-1].last == date(2026, 3, 20)
    years = course(msgspec.structs.replace(SCOPE, first=date(2000, 1, 1)), PRACTICE)
    assert len(years.spans) <= 30


def test_the_span_before_is_as_long_as_what_has_passed() -> None:
    earlier = before(SCOPE, "legal_year")
    assert (earlier.first, earlier.last) == (date(2024, 12, 15), date(2025, 3, 20))
    quarter = msgspec.structs.replace(SCOPE, last=date(2026, 3, 14))
    assert before(quarter, "legal_quarter").first == date(2025, 9, 15)
    assert before(quarter, "legal_quarter").last == date(2025, 12, 14)
    some = msgspec.structs.replace(SCOPE, first=date(2026, 3, 2), last=date(2026, 3, 8))
    assert (before(some, "any").first, before(some, "any").last) == (date(2026, 2, 23), date(2026, 3, 1))


def test_all_of_it_in_few_statements(past: None, db: None) -> None:
    dashboard(SCOPE, PRACTICE, "legal_year", SCOPE.as_of)
    with counting() as sent:
        found = dashboard(SCOPE, PRACTICE, "legal_year", SCOPE.as_of)
    assert len(sent.texts) <= 12
    total = found.report.total
    placed = sum(each.resolved for each in found.places)
    assert placed + found.off_map == total.c7
    assert placed > 0
    assert found.off_map > 0
    week = found.week
    lately, first, last = week_of(SCOPE)
    due = f"cls = 12 AND {due_condition(first, last, 'k')}"
    assert week.due == count_behind(lately, PRACTICE, due)
    assert week.late == count_behind(lately, PRACTICE, "cls = 13") == total.c13
    assert week.due + week.late > 0
    assert [each.name for each in week.loads] == sorted(each.name for each in week.loads)
    assert week.steps is not None
    past_moment = msgspec.structs.replace(SCOPE, as_of=SCOPE.as_of - 1)
    assert dashboard(past_moment, PRACTICE, "any", SCOPE.as_of).week.steps is None
    drawn = bars(found.course.spans)
    assert all(each.x >= 0 and each.x + each.width <= 720 for each in drawn)
    assert {each.place.area.name for each in dots(found.places)} >= {"TP. Cao Bằng"}
