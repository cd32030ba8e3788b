"""The parts of index 766 that no count of dossiers gives: what people said, what is typed in, what is not
asked of communes; each in the plainest words."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from tests.figures.recount import counted
from tests.figures.test_index_counts import NOW

from motcua.dossiers import heard
from motcua.dossiers.heard import Ears, Heard
from motcua.dossiers.models import Dossier
from motcua.figures.ii06a import Scope
from motcua.figures.indices.entering import enter
from motcua.figures.indices.measuring import Parts, Score, by_agency, known, whole
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import instant_of
from motcua.organisation.queries import person_by_login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
FEBRUARY = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=NOW)
LATER = msgspec.structs.replace(FEBRUARY, as_of=2**62)
"""After whatever is typed in here."""


def of(found: Score) -> dict[str, Parts]:
    return {each.component.id: each.parts for each in found.told}


def fraction(parts: Parts) -> tuple[Fraction | None, Fraction | None]:
    return parts.numerator, parts.denominator


def test_what_people_said_counts_at_the_agency_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = sorted(known(FEBRUARY).counted.agencies)[:2]
    quiet = Heard(one, False, False, False, False, True, True, False, "")
    every = [
        quiet,
        quiet._replace(conduct=True),
        quiet._replace(late=True),
        quiet._replace(again=True),
        quiet._replace(late=True, again=True),
        quiet._replace(agency=other, again=True),
        quiet._replace(agency=None, conduct=True),
    ]
    monkeypatch.setattr(heard, "_EARS", [Ears(lambda *_: every, lambda *_: frozenset())])
    found = known(FEBRUARY)
    scores = {None: of(whole(found)), **{each.key: of(each.score) for each in by_agency(found)}}
    for agency, told in scores.items():
        mine = [each for each in every if agency in {None, each.agency}]
        late, again = [sum(getattr(each, name) for each in mine) for name in ("late", "again")]
        both = sum(each.late and each.again for each in mine)
        assert fraction(told["5.1"]) == (sum(each.conduct for each in mine), len(mine))
        assert fraction(told["5.2"]) == (len(mine) - late, len(mine))
        assert fraction(told["5.3"]) == (len(mine) - late - again + both, len(mine))
    assert [len([e for e in every if e.agency == each]) for each in (one, other)] == [5, 1]


def test_a_dossier_that_somebody_complained_of_satisfied_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    good = [each for each in counted(FEBRUARY, RULE_SETS["npsp"]) if each.column not in {10, 13}]
    codes = dict(Dossier.objects.values_list("pk", "code"))
    rated, named, refused = (each.dossier for each in good[:3])
    said = [
        Heard(None, False, False, False, False, True, True, False, codes[named] or ""),
        Heard(None, True, True, False, False, False, False, False, codes[refused] or ""),
    ]
    monkeypatch.setattr(heard, "_EARS", [Ears(lambda *_: said, lambda *_: frozenset({rated}))])
    assert of(whole(known(FEBRUARY)))["5.4"].numerator == len(good) - 2, "a refused complaint is nobody's"


def typed(component: str, **values: str) -> None:
    enter(
        person_by_login("mai.vanphong"),
        index="766",
        component=component,
        values=values,
        period=(FEBRUARY.first, FEBRUARY.last),
        agency=None,
        source="Báo cáo số 9",
        source_day=FEBRUARY.last,
    )


def test_the_larger_of_what_was_reported_and_what_the_portal_has_is_divided_by() -> None:
    before = of(whole(known(FEBRUARY)))
    typed("1.4", numerator="30", reported="40", portal="50")
    told = of(whole(known(LATER)))
    assert fraction(told["1.4"]) == (30, 50)
    assert before["3.3"].unsynced
    assert not told["3.3"].unsynced
    top, bottom = fraction(before["3.3"])
    assert top, "somebody filed online"
    assert fraction(told["3.3"]) == (top * Fraction(30, 50), bottom)
    typed("1.4", numerator="30", reported="60", portal="50")
    assert fraction(of(whole(known(LATER)))["1.4"]) == (30, 60)


def test_where_nobody_reported_a_month_of_last_year_is_divided_by() -> None:
    start, end = (instant_of(datetime(year, 1, 1)) for year in (2025, 2026))
    received = Dossier.objects.filter(received_at__gte=start, received_at__lt=end).count()
    assert received > 12
    top = of(whole(known(FEBRUARY)))["3.3"].numerator
    assert top
    typed("1.4", numerator="1")
    told = of(whole(known(LATER)))
    assert fraction(told["1.4"]) == (1, Fraction(received, 12))
    assert told["3.3"].numerator == top * Fraction(12, received)
    typed("1.4", numerator="5000")
    assert of(whole(known(LATER)))["3.3"].numerator == top, "more than all is all"


def test_a_commune_is_not_asked_for_what_is_the_province_s() -> None:
    levels: dict[str, set[Any]] = {}
    for each in by_agency(known(FEBRUARY)):
        for told in each.score.told:
            if told.component.id in {"1.1", "1.2", "1.3"}:
                levels.setdefault(each.level, set()).add((told.parts.where, told.scored.full))
    assert levels["commune"] == {("communes", True)}
    assert all(where != "communes" for where, _ in levels["province"])
