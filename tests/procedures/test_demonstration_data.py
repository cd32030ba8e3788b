"""The demonstration's own data: complete, dated, and with a few contradictions left open on purpose."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError
from motcua.procedures import queries, services
from motcua.procedures.contradictions import contradictions
from motcua.procedures.demonstration import NEW_FROM, OLD_FROM, demonstration_periods, entries
from motcua.procedures.merge import timeline
from motcua.procedures.models import ProcedureVersion, SourceRecord

CODES = [new.code for _, new in entries() if new is not None]


def test_there_are_enough_procedures_fields_and_levels() -> None:
    current = [new for _, new in entries() if new is not None]
    assert len(current) >= 60
    assert len({entry.field for entry in current}) >= 8
    assert {level for entry in current for level in entry.levels} == {"province", "commune"}
    assert sum("district" in old.levels for old, _ in entries()) >= 10
    assert sum(entry.instant for entry in current) >= 4
    assert sum(entry.obligations for entry in current) >= 5
    assert sum("online" in entry.channels for entry in current) >= 20


def test_units_and_halves_are_all_there() -> None:
    limits = {new.limit for _, new in entries() if new is not None}
    units = {limit.partition(" ")[2] for limit in limits if "|" not in limit}
    assert {"working_day", "calendar_day", "hour"} <= units
    assert any(".5 " in limit for limit in limits)
    assert any(limit.startswith("other|") for limit in limits)


def test_no_code_stands_twice() -> None:
    codes = [old.code for old, _ in entries()]
    assert len(codes) == len(set(codes)) == len(demonstration_periods())


@pytest.mark.parametrize("code", CODES)
def test_each_has_a_version_of_2022_and_one_of_two_tiers(code: str) -> None:
    spans = timeline(demonstration_periods()[code])
    assert [span.valid_from for span in spans] == [OLD_FROM, NEW_FROM]
    assert spans[0].valid_to == date(2025, 6, 30)
    assert spans[1].valid_to is None
    assert all(span.content.receivable for span in spans)
    assert "district" not in spans[1].content.levels
    for span in spans:
        assert span.content.components
        assert span.content.results
        assert span.content.legal_bases
        assert span.content.competent_kind


def test_only_the_marked_ones_contradict_themselves() -> None:
    marked = {(new.code, NEW_FROM) for _, new in entries() if new is not None and new.doubtful}
    found = {
        (code, span.valid_from)
        for code, periods in demonstration_periods().items()
        for span in timeline(periods)
        if contradictions(span.content, span.by_source)
    }
    assert found == marked
    assert len(marked) >= 2


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    clock = FixedClock(instant_of_day(2026, 11, 22))
    assert services.load_demo(clock) == len(entries())
    before = list(
        ProcedureVersion.objects.values_list("pk", "digest", "valid_from", "valid_to", "superseded")
    )
    services.load_demo(clock)
    after = list(ProcedureVersion.objects.values_list("pk", "digest", "valid_from", "valid_to", "superseded"))
    assert before == after
    assert SourceRecord.objects.count() == len(before)


@pytest.mark.django_db
def test_every_one_can_be_offered_in_both_times() -> None:
    services.load_demo(FixedClock(instant_of_day(2026, 11, 22)))
    for old, new in entries():
        assert queries.offer(old.code, on=date(2022, 4, 28)).simulated
        if new is None:
            with pytest.raises(DomainError) as refusal:
                queries.offer(old.code, on=date(2026, 11, 22))
            assert refusal.value.id == "procedure_withdrawn"
        else:
            assert bool(queries.offer(new.code, on=date(2026, 11, 22)).blocked) == (
                new.doubtful or len(new.cases) > 1
            )


def instant_of_day(year: int, month: int, day: int) -> int:
    from datetime import datetime

    return instant_of(datetime(year, month, day, 9, 0))
