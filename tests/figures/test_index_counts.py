"""Index 766 and the nine indices against a slow recount; what is typed in; what stops publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import heard
from motcua.dossiers.facts import Standing
from motcua.dossiers.heard import Ears, Heard
from motcua.dossiers.models import Dossier
from motcua.dossiers.particular_tables import Particulars
from motcua.dossiers.rebuild import told_facts
from motcua.figures.ii06a import Scope
from motcua.figures.indices import nine
from motcua.figures.indices.counting import CONDITIONS
from motcua.figures.indices.entering import enter
from motcua.figures.indices.evidence766 import PROCEDURES, dossiers, procedures
from motcua.figures.indices.measuring import Known, Score, by_agency, known, plain, ways_up, whole
from motcua.figures.indices.nine_counting import below, by_officer
from motcua.figures.indices.nine_counting import by_agency as nine_by_agency
from motcua.figures.indices.scoring import ranks, score
from motcua.figures.indices.tables766 import index_table
from motcua.figures.indices.tables_nine import nine_table
from motcua.figures.models import IndexEntry
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp
from motcua.figures.verify import classified
from motcua.foundation.clock import SystemClock, instant_of
from motcua.foundation.errors import DomainError
from motcua.organisation.models import Change
from motcua.organisation.queries import person_by_login
from motcua.procedures.published import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
NOW = instant_of(datetime(2026, 3, 20, 16))
FEBRUARY = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=NOW)
THEN = Scope(first=date(2026, 2, 1), last=date(2026, 2, 28), as_of=instant_of(datetime(2026, 2, 20, 12)))
DISLIKED, CONDUCT, SERVICE, REFUSED = 7, 11, 17, 19
"""Every seventh dossier was disliked, every eleventh is named by feedback on conduct, every seventeenth by
feedback on something else; that on every nineteenth was refused, which is nobody's fault."""


class Seen(msgspec.Struct):
    """A dossier of the period, as the log and its particulars tell of it."""

    key: int
    agency: int
    procedure: str
    came: int
    column: int
    fact: dict[str, Any]
    stood: dict[str, Any]
    more: Particulars


@pytest.fixture(autouse=True)
def more_happened(past: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers, money and people's words, spread over the dossiers by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_particulars SET reused = (dossier_id % 3 = 0)::int, from_store ="
            " (dossier_id % 5 = 0)::int, digitised = dossier_id % 2, result = CASE WHEN result > 0 THEN"
            " dossier_id % 4 ELSE 0 END, result_files = (dossier_id % 4 > 1)::int, obligations ="
            " (dossier_id % 9 = 0)::int, obligations_online = (dossier_id % 18 = 0)::int,"
            " notices = (dossier_id % 13 = 0)::int + 2 * (dossier_id % 26 = 0)::int, proof = dossier_id % 6"
        )
    ids = {code: pk for pk, code in Dossier.objects.exclude(code=None).values_list("pk", "code")}
    told = [
        Heard(None, every != SERVICE, every == REFUSED, False, False, True, True, False, code)
        for code, pk in ids.items()
        for every in (CONDUCT, SERVICE, REFUSED)
        if pk % every == 0
    ]
    disliked = frozenset(pk for pk in ids.values() if pk % DISLIKED == 0)
    monkeypatch.setattr(heard, "_EARS", [Ears(lambda *_: told, lambda *_: disliked)])


def recounted(scope: Scope, rules: str) -> Iterator[Seen]:
    """The dossiers of a period, classified one at a time from what the log tells."""
    rows = dict(Dossier.objects.order_by("pk").in_bulk())
    particulars = defaultdict(list)
    for row in Particulars.objects.order_by("dossier_id", "key"):
        particulars[row.dossier_id].append(row)
    for key, (versions, _) in zip(sorted(rows), told_facts(), strict=True):
        columns = list(classified(versions, scope, RULE_SETS[rules]))
        if not columns:
            continue
        there = [each for each in versions if each["known_from"] <= scope.as_of]
        stood = [each for each in there if each["occurred_at"] < scope.end] or there[:1]
        more = [
            each
            for each in particulars[key]
            if each.known_from <= scope.as_of and each.occurred_at < scope.end
        ]
        newest = there[-1]
        yield Seen(
            key,
            rows[key].competent_id or 0,
            newest["procedure_code"],
            columns[0],
            columns[1],
            newest,
            stood[-1],
            more[-1],
        )


def by_hand(found: list[Seen], papers: set[str]) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of every component of dossiers, in the plainest words."""
    sums: dict[str, list[int]] = {each: [0, 0] for each in CONDITIONS}

    def count(component: str, *, counts: bool) -> None:
        sums[component][0] += counts
        sums[component][1] += 1

    for each in found:
        more, late = each.more, each.column in {10, 13}
        granted = each.stood["standing"] == Standing.GRANTED
        paper = granted and each.procedure in papers
        electronic = more.result >= 2 and more.result_files > 0
        paid = more.paid_online + more.paid_cash + more.paid_transfer > 0
        owes = (more.fee_due > more.waived and more.fee != 3) or paid or more.obligations > 0
        count("2.1", counts=not late)
        disliked = not all(each.key % every for every in (DISLIKED, CONDUCT, SERVICE))
        count("5.4", counts=not late and not disliked)
        if each.column in {8, 9, 10} and paper:
            count("4.1", counts=electronic)
        if each.came == 6:
            continue
        enough = electronic or not paper
        count("3.3", counts=each.came == 4 and enough)
        count("4.2", counts=more.digitised + more.electronic > 0 and enough)
        count("4.3", counts=more.reused > 0)
        count("4.4", counts=more.from_store > 0 or (electronic and more.proof > 0))
        if owes:
            count("3.6", counts=more.paid_online > 0 or more.obligations_online > 0)
        if each.fact["owner"] == 0:
            count("4.5b", counts=more.proof in {3, 4})
    return {component: (top, bottom) for component, (top, bottom) in sums.items()}


def parts(found: Score) -> dict[str, tuple[object, object]]:
    return {
        each.component.id: (plain(each.parts.numerator), plain(each.parts.denominator)) for each in found.told
    }


@pytest.mark.parametrize("scope", [FEBRUARY, THEN], ids=["a month later", "within the month"])
def test_every_component_is_what_a_slow_recount_finds(scope: Scope) -> None:
    found = list(recounted(scope, "npsp"))
    papers = {each.code for each in published(scope.last) if each.result}
    measured = known(scope)
    told = parts(whole(measured))
    expected = by_hand(found, papers)
    assert {component: told[component] for component in CONDITIONS} == expected
    empty = {component for component, (top, bottom) in expected.items() if not 0 < top < bottom}
    assert empty <= {"2.1", "3.3"}, "a recount of nothing proves nothing"
    for agency in measured.counted.agencies:
        mine = by_hand([each for each in found if each.agency == agency], papers)
        one = next(each for each in by_agency(measured) if each.key == agency)
        assert {component: parts(one.score)[component] for component in CONDITIONS} == mine
    online = {each.code for each in measured.procedures if each.online}
    used = online & {each.procedure for each in found if each.came == 4}
    assert told["3.2"] == (len(used), len(online))
    paid = {
        each.procedure
        for each in found
        if each.came != 6 and each.more.paid_online + each.more.obligations_online
    }
    assert told["3.5b"][0] == len(paid)


def test_points_are_the_formula_over_the_counts_and_add_up() -> None:
    measured = known(FEBRUARY)
    found = whole(measured)
    for each in found.told:
        if each.parts.where != "nowhere":
            again = score(each.component, each.parts.numerator, each.parts.denominator, on=FEBRUARY.last)
            assert each.scored == again
    assert found.total.points == sum(total.points for _, total in found.groups)
    missing = {each.component.id for each in found.told if each.parts.where == "nowhere"}
    assert missing == {"1.1", "1.2", "1.4", "4.6"}
    assert found.total.maximum == 100 - 6 - 4 - 6 - 2
    ways = ways_up(found)
    won = [each.gain.points for each in ways if each.gain]
    assert won == sorted(won, reverse=True)
    assert won[-1] > 0
    ranked = by_agency(measured)
    shares = {str(each.key): each.score.total.of_hundred or Decimal(0) for each in ranked}
    assert {str(each.key): each.rank for each in ranked} == ranks(shares)


def test_what_stands_behind_a_component_is_what_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.figures.evidence.PAGE", 10_000)
    measured = known(FEBRUARY)
    told = parts(whole(measured))
    for component in ("2.1", "3.6", "4.1", "5.4"):
        numerator, denominator = told[component]
        counted = _all(measured, component, missing=False)
        lacking = _all(measured, component, missing=True)
        assert (len(counted), len(counted) + len(lacking)) == (numerator, denominator)
        assert not counted & lacking
    for component in PROCEDURES:
        numerator, denominator = told[component]
        counts = [len(procedures(measured, component, missing=missing)) for missing in (False, True)]
        assert (counts[0], sum(counts)) == (numerator, denominator), component


def _all(measured: Known, component: str, *, missing: bool) -> set[int]:
    found: set[int] = set()
    after = 0
    while True:
        page = dossiers(measured, component, missing=missing, after=after)
        found |= {each.id for each in page.rows}
        if not page.after:
            return found
        after = page.after


def test_an_index_takes_few_statements_and_the_past_does_not_change() -> None:
    known(FEBRUARY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        measured = known(FEBRUARY)
        whole(measured)
        by_agency(measured)
    assert len(asked) <= 8
    earlier = msgspec.structs.replace(FEBRUARY, as_of=NOW - 3_600_000_000)
    assert parts(whole(known(earlier)))["2.1"] == parts(whole(known(FEBRUARY)))["2.1"]


def test_dossiers_without_particulars_stop_publication() -> None:
    Particulars.objects.filter(dossier_id=Particulars.objects.earliest("dossier_id").dossier_id).delete()
    scope = Scope(first=date(2025, 12, 1), last=date(2026, 3, 20), as_of=NOW)
    with pytest.raises(DoesNotAddUp, match="chi tiết"):
        known(scope)


def test_the_nine_indices_are_what_a_slow_recount_finds() -> None:
    scope = Scope(first=date(2025, 12, 15), last=date(2026, 3, 14), as_of=NOW)
    sums: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    lost = set()
    for each in recounted(scope, "practice"):
        if each.column not in {8, 9, 10} or each.stood["standing"] not in {
            Standing.GRANTED,
            Standing.REFUSED,
        }:
            continue
        own = 10 - each.column
        contacts = each.stood["requests"] + each.more.notices
        mine = sums[each.agency]
        mine[1].append(own)
        mine[3].append(2 if contacts == 0 else 1 if contacts == 1 else 0)
        mine[4].append(1 if contacts else 2)
        mine[7].append(0 if each.key % CONDUCT == 0 else own)
        lost |= {each.key} if contacts else set()
    found = nine_by_agency(scope)
    assert {each.key: each.dossiers for each in found if each.dossiers} == {
        agency: len(scores[1]) for agency, scores in sums.items()
    }
    for each in found:
        for number, scores in sums[each.key].items():
            assert each.scores[number] == nine.mean(sum(scores), len(scores)), (each.name, number)
    assert {each.id for each in below(scope, 3).rows} == set(sorted(lost)[:50])
    assert lost
    officers = by_officer(scope)
    assert sum(each.dossiers for each in officers) <= sum(each.dossiers for each in found)
    assert officers
    assert by_officer(scope, [officers[0].officer]) == officers[:1]
    assert all(each.total == nine.officer_total(each.scores) for each in officers)


def test_the_indices_are_reports_like_others() -> None:
    rules = RULE_SETS["npsp"]
    component = index_table(FEBRUARY, rules)
    total = component.total
    assert total is not None
    rows = [row.cells["points"] for row in component.rows if row.kind == "line"]
    assert sum(Decimal(str(each)) for each in rows if each is not None) == Decimal(str(total.cells["points"]))
    agencies = index_table(FEBRUARY, rules, "agency")
    assert agencies.rows[0].cells["rank"] == 1
    months = index_table(msgspec.structs.replace(FEBRUARY, first=date(2026, 1, 1)), rules, "month")
    assert [row.key for row in months.rows] == ["2026-01", "2026-02"]
    assert months.rows[1].cells["points"] == total.cells["points"]
    told = nine_table(FEBRUARY, rules).document()
    assert told["columns"][0]["key"] == "rank"
    assert all(each["total"] is None for each in told["rows"]), "indices 5 and 6 are not known"


def test_the_ratio_of_synchronisation_is_taken_where_it_is_known() -> None:
    assert next(each for each in whole(known(FEBRUARY)).told if each.component.id == "3.3").parts.unsynced


def test_without_receptions_told_the_year_before_stands_for_a_month_or_a_quarter() -> None:
    controller = person_by_login("mai.vanphong")
    assert controller is not None
    bounds = [instant_of(datetime(year, 1, 1)) for year in (2025, 2026)]
    received = Dossier.objects.filter(received_at__gte=bounds[0], received_at__lt=bounds[1]).count()
    assert received > 12
    quarter = msgspec.structs.replace(FEBRUARY, first=date(2025, 12, 15), last=date(2026, 3, 14))
    for scope, share in ((FEBRUARY, 12), (quarter, 4)):
        enter(
            controller,
            index="766",
            component="1.4",
            period=(scope.first, scope.last),
            agency=None,
            values={"numerator": "3"},
            source="Cổng Dịch vụ công quốc gia",
            source_day=FEBRUARY.last,
        )
        later = msgspec.structs.replace(scope, as_of=SystemClock().now())
        told = next(each for each in whole(known(later)).told if each.component.id == "1.4")
        assert (told.parts.numerator, told.parts.denominator) == (3, Fraction(received, share))


def test_what_is_typed_in_is_kept_with_its_source_or_nothing_is() -> None:
    controller = person_by_login("mai.vanphong")
    assert controller is not None
    asked: dict[str, Any] = {
        "period": (FEBRUARY.first, FEBRUARY.last),
        "agency": None,
        "source": "Báo cáo số 12",
    }
    for values, day, fault in (
        ({"numerator": "9", "denominator": "8"}, FEBRUARY.last, "entry_value"),
        ({"numerator": "x", "denominator": "8"}, FEBRUARY.last, "entry_value"),
        ({"numerator": "7", "denominator": "8"}, None, "entry_source"),
    ):
        with pytest.raises(DomainError) as refused:
            enter(controller, index="766", component="1.1", values=values, source_day=day, **asked)
        assert refused.value.id == fault
    assert not IndexEntry.objects.exists()
    enter(
        controller,
        index="766",
        component="1.1",
        values={"numerator": "7", "denominator": "8"},
        source_day=FEBRUARY.last,
        **asked,
    )
    kept = {each.part: (each.value, each.source, each.source_day) for each in IndexEntry.objects.all()}
    assert kept == {
        "numerator": (Decimal(7), "Báo cáo số 12", FEBRUARY.last),
        "denominator": (Decimal(8), "Báo cáo số 12", FEBRUARY.last),
    }
    assert Change.objects.filter(kind="index_entry").count() == 1
