"""Sums by day in the database equal the recount, brought up bit by bit from real logs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

import pytest

from motcua.dossiers.fact_tables import Spell
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.models import Event as EventRow
from motcua.dossiers.places import agency_keys
from motcua.dossiers.projection import project
from motcua.figures import rolling
from motcua.figures.ii06a import Scope
from motcua.figures.rolled_tables import DaySum, SummedDossier
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.verify import verify
from motcua.foundation.clock import DAY, FixedClock, instant_of
from motcua.foundation.errors import UsageError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
NOW = instant_of(datetime(2026, 3, 20, 16))


def told_until(dossier: int, events: list[Event]) -> None:
    """The spells of a dossier, and how long its log is, as the log told them then."""
    tracked, changes = project(None, events)
    agencies = agency_keys()
    Spell.objects.filter(dossier_id=dossier).delete()
    for key, row in changes.inserted.get("spell", {}).items():
        places = {f"{name}_id": agencies(row[name]) for name in ("section", "competent")}
        rest = {name: value for name, value in row.items() if name not in {"section", "competent"}}
        Spell.objects.bulk_create([Spell(dossier_id=dossier, key=key, **places, **rest)])
    Dossier.objects.filter(pk=dossier).update(seq=len(events), received_at=tracked.state.received_at)


def logs(most: int) -> dict[int, list[Event]]:
    ids = Dossier.objects.exclude(received_at=None).order_by("pk").values_list("pk", flat=True)[:most]
    rows = EventRow.objects.filter(dossier_id__in=list(ids)).order_by("dossier_id", "seq")
    found: dict[int, list[Event]] = {}
    for dossier, body in rows.values_list("dossier_id", "body"):
        found.setdefault(dossier, []).append(event_of(body))
    return found


def scopes() -> Iterator[Scope]:
    """Periods and moments; each moment is the last of a day."""
    for first, last in (
        (date(2025, 12, 15), date(2026, 3, 14)),
        (date(2026, 1, 10), date(2026, 1, 31)),
        (date(2026, 2, 3), date(2026, 2, 3)),
    ):
        for evening in (datetime(2026, 2, 11), datetime(2026, 3, 21)):
            yield Scope(first=first, last=last, as_of=instant_of(evening) - 1)


def test_sums_brought_up_bit_by_bit_tell_what_the_facts_tell() -> None:
    chance = Random(104)
    lives = logs(60)
    begun = {dossier: chance.randint(1, len(events)) for dossier, events in lives.items()}
    for dossier, events in lives.items():
        told_until(dossier, events[: begun[dossier]])
    rolling.refresh()
    between = {dossier: chance.randint(begun[dossier], len(events)) for dossier, events in lives.items()}
    for stage in (between, {dossier: len(events) for dossier, events in lives.items()}):
        for dossier, events in lives.items():
            told_until(dossier, events[: stage[dossier]])
        assert rolling.pending(), "something became known"
        assert rolling.refresh().dossiers < len(lives) + 1, "only what changed is brought up"
        assert list(rolling.differences()) == []
        for scope in scopes():
            for rules in RULE_SETS.values():
                assert rolling.unequal(scope, rules) == {}, (scope.first, scope.as_of, rules.id)
    told = rolling.told(next(scopes()), RULE_SETS["practice"])
    assert sum(columns[3] for columns in told.values()) > 100
    assert rolling.refresh().dossiers == 0
    bit_by_bit = sums()
    assert rolling.refresh(anew=True).dossiers == SummedDossier.objects.count()
    assert bit_by_bit == sums()


def sums() -> set[tuple[object, ...]]:
    return set(DaySum.objects.exclude(dossiers=0).values_list())


def test_verify_finds_a_sum_that_is_not_what_the_facts_add_up_to() -> None:
    rolling.refresh()
    ended = DaySum.objects.filter(kind="out", known_day__lt=NOW // DAY).order_by("-known_day")[0]
    DaySum.objects.filter(pk=ended.pk).update(dossiers=ended.dossiers + 1)
    verdict = verify(FixedClock(NOW))
    assert not verdict.ok
    assert {each.table for each in verdict.differences} == {"day_sum"}
    assert {each.column for each in verdict.differences} == {"dossiers", "columns"}


def test_sums_know_levels_and_fields_alone() -> None:
    scope = Scope(first=date(2026, 1, 1), last=date(2026, 1, 31), as_of=NOW, procedure="1.000894")
    with pytest.raises(UsageError):
        rolling.told(scope, RULE_SETS["practice"])
