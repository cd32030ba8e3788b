"""The head's overview tells the numbers of form II.06a, cut and placed; parts sum to the whole."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec
import pytest
from django.db import connection
from tests.figures.conftest import NOW
from tests.figures.test_evidence import more_of_each
from tests.figures.test_reviewing import browser
from tests.support.statements import counting

from motcua.desk.commune_tiles import Shown, ShownBlock, by_lateness, by_points
from motcua.dossiers.fact_tables import Spell
from motcua.dossiers.facts import Standing, day_number
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.times import PAUSED
from motcua.figures.commune_map import commune_map, grade, tiles_of
from motcua.figures.dashboard import before, dashboard
from motcua.figures.drawn import bars, columns
from motcua.figures.evidence import count_behind
from motcua.figures.ii06a import Scope, statement
from motcua.figures.indices.measuring import by_agency, known
from motcua.figures.report import report
from motcua.figures.rule_sets import RULE_SETS, rule_set
from motcua.figures.spans import SLICES, course
from motcua.figures.week_ahead import due_condition, late_steps, week_of
from motcua.foundation.clock import DAY
from motcua.foundation.text import sort_key
from motcua.organisation.in_force import in_force

SCOPE = Scope(first=date(2025, 12, 15), last=date(2026, 12, 14), as_of=NOW.now())
PRACTICE = rule_set("practice")
NOW_DAY = date(2026, 3, 20)
PERIOD = {"ky": "legal_year-2026-1", "den-luc": "2026-03-20T16:00"}


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


@pytest.mark.parametrize("rules", RULE_SETS)
def test_what_is_resolved_stands_in_the_part_in_which_it_was(past: None, db: None, rules: str) -> None:
    more_of_each()
    scope = msgspec.structs.replace(SCOPE, last=date(2026, 3, 2), first=date(2026, 1, 5))
    days: Counter[int] = Counter()
    sql, values = statement(scope, RULE_SETS[rules], "k.done_day, count(*)")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE k.cls <= 10 GROUP BY 1", values)
        days.update(dict(cursor.fetchall()))
    found = course(scope, RULE_SETS[rules])
    assert found.spans[-1].first == found.spans[-1].last == scope.last, "a Monday is a week of its own"
    for each in found.spans:
        first, last = day_number(each.first), day_number(each.last)
        assert each.resolved == sum(number for day, number in days.items() if first <= day <= last)
    assert sum(each.resolved for each in found.spans) == sum(days.values()) > 30


def test_ends_are_told_by_how_many_days_they_were_early_or_late(past: None, db: None) -> None:
    """As if ends lay from ten days before the promise to eleven after it."""
    with connection.cursor() as cursor:
        against = "(dossier_id % 22 - 10)"
        for column in ("ending", "ending_law", "ending_national"):
            cursor.execute(
                f"UPDATE dossiers_spell SET {column} = {column} / 10 * 10 + 1 + sign({against})"
                " WHERE ended_as IN (3, 4)"
            )
        cursor.execute(f"UPDATE dossiers_spell SET due_day = ended_day - {against} WHERE ended_as IN (3, 4)")
    wanted: Counter[str] = Counter()
    ended = Spell.objects.filter(known_from__lte=SCOPE.as_of, known_until__gt=SCOPE.as_of)
    for spell in ended.filter(ended_day__gte=day_number(SCOPE.first), ended_day__lte=day_number(NOW_DAY)):
        days = spell.dossier_id % 22 - 10
        if spell.ended_as in {3, 4}:
            early = "early5" if days <= -5 else "early2" if days <= -2 else "early1"
            late = "late1" if days <= 2 else "late3" if days <= 7 else "late8"
            wanted[early if days < 0 else late if days else "on_time"] += 1
        elif spell.ended_as == Standing.WITHDRAWN:
            wanted["on_time"] += 1
    found = {each.id: each.count for each in course(SCOPE, PRACTICE, legal=True).slices}
    assert {name: number for name, number in found.items() if number} == dict(wanted)
    assert len(wanted) == 7, "some of each"
    for name, number in found.items():
        assert count_behind(SCOPE, PRACTICE, SLICES[name]) == number


def test_a_first_day_of_a_month_is_a_month_of_its_own(past: None, db: None) -> None:
    scope = msgspec.structs.replace(SCOPE, first=date(2025, 6, 1), last=date(2026, 3, 1))
    found = course(scope, PRACTICE)
    assert found.unit == "month"
    assert (found.spans[-1].first, found.spans[-1].last) == (date(2026, 3, 1), date(2026, 3, 1))


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
    on_map = {tile.agency for tile in tiles_of(found.columns)}
    assert found.off_map == sum(row.c7 for row in found.report.rows if int(row.key) not in on_map) > 0
    assert found.off_map < total.c7
    week = found.week
    lately, first, last = week_of(SCOPE)
    due = f"cls = 12 AND {due_condition(first, last, 'k')}"
    assert week.due == count_behind(lately, PRACTICE, due)
    assert week.late == count_behind(lately, PRACTICE, "cls = 13") == total.c13
    assert week.due + week.late > 0
    assert [each.name for each in week.loads] == sorted((each.name for each in week.loads), key=sort_key)
    assert week.steps is not None
    past_moment = msgspec.structs.replace(SCOPE, as_of=SCOPE.as_of - 1)
    assert dashboard(past_moment, PRACTICE, "any", SCOPE.as_of).week.steps is None
    drawn = bars(found.course.spans)
    assert all(each.column.x >= 0 and each.column.x + each.column.width <= 720 for each in drawn)
    linked = bars(found.course.spans, [str(n) for n in range(len(found.course.spans))])
    assert [each.link for each in linked] == [str(n) for n in range(len(linked))]
    assert {each.link for each in drawn} == {""}


def test_columns_are_as_high_as_their_values() -> None:
    drawn = columns([300, 0, None, 150, 1, 900_000])
    assert [each.height for each in drawn] == [1, 0, 0, 1, 1, 132]
    assert [each.height for each in columns([50.0, None, 100], 100)] == [66, 0, 132]
    assert all(each.top + each.height == 152 for each in drawn)
    assert [each.middle for each in drawn] == sorted(each.middle for each in drawn)
    assert drawn[-1].x + drawn[-1].width <= 720
    assert columns([]) == []


def test_classes_of_lateness_are_drawn_as_their_table_tells(past: None, db: None) -> None:
    shown = browser("phuc.ubndtinh").get("/tong-quan/", PERIOD).content.decode()
    card = shown[shown.index('aria-labelledby="d-t"') : shown.index('id="ban-do"')]
    told = course(SCOPE, PRACTICE, legal=True).slices
    rows = re.findall(r'data-up="(\d+)"', card)
    assert sum(map(int, rows)) == sum(each.count for each in told) > 100
    assert [int(each) for each in rows] == [
        each.count for each in told if each.count or not each.id.endswith("_other")
    ]
    marks = card[card.index("<svg") : card.index("</svg>")]
    words = re.findall(r'<(?:a|g)[^>]* aria-label="[^"]*: ([\d.]+) hồ sơ"', marks)
    assert [each.replace(".", "") for each in words] == rows
    assert marks.count("<a ") == sum(each != "0" for each in rows)
    heights = [int(each) for each in re.findall(r'class="(?:good|done|bad)"[^>]* height="(\d+)"', marks)]
    assert max(heights) == 132


@pytest.mark.parametrize("days", [0, 12])
def test_what_an_agency_usually_resolves_is_told_of_four_weeks(past: None, db: None, days: int) -> None:
    # Days after the last event nothing was resolved, and promises have passed.
    scope = msgspec.structs.replace(SCOPE, as_of=SCOPE.as_of + days * DAY)
    lately, first, _last = week_of(scope)
    assert (lately.last - NOW_DAY, lately.last - lately.first) == (timedelta(days=days), timedelta(days=27))
    worked = in_force().calendar(None).working_days_between(lately.first - timedelta(days=1), first)
    done = {int(row.key): row.c7 for row in report(lately, PRACTICE, "agency").rows}
    loads = dashboard(scope, PRACTICE, "legal_year", scope.as_of).week.loads
    for each in loads:
        usual = Decimal(5 * done.get(each.agency, 0)) / worked
        assert each.usual == usual.quantize(Decimal(1), ROUND_HALF_UP), each.name
        assert each.over == max(each.due + each.late - each.usual, 0)
    assert any(each.usual for each in loads)
    assert not days or any(each.late > each.usual > 0 for each in loads)


def test_what_waits_for_its_applicant_falls_due_on_none_of_five_working_days(past: None, db: None) -> None:
    _lately, first, last = week_of(SCOPE)
    assert in_force().calendar(None).working_days_between(first - timedelta(days=1), last) == 5
    due = Spell.objects.filter(
        known_from__lte=SCOPE.as_of,
        known_until__gt=SCOPE.as_of,
        ended_known__gt=SCOPE.as_of,
        standing=Standing.OPEN,
        due_day__range=(day_number(first), day_number(last)),
    )
    number, some = due.count(), list(due.values_list("dossier_id", flat=True)[:2])
    assert dashboard(SCOPE, PRACTICE, "legal_year", SCOPE.as_of).week.due == number > 2
    due.filter(dossier_id__in=some).update(standing=Standing.WAITING)
    assert dashboard(SCOPE, PRACTICE, "legal_year", SCOPE.as_of).week.due == number - 2


def test_steps_over_their_time_open_to_their_dossiers(past: None, db: None) -> None:
    # A week after the last event: by then steps have passed.
    later = msgspec.structs.replace(SCOPE, as_of=SCOPE.as_of + 7 * DAY)
    steps = dashboard(later, PRACTICE, "legal_year", later.as_of).week.steps or ()
    over = [
        each
        for each in Dossier.objects.filter(ended_at=None).exclude(received_at=None)
        if (each.step_due_at or later.as_of) < later.as_of
        and each.status not in PAUSED
        and each.holder_agency_id
    ]
    assert sum(each.count for each in steps) == len(over) > 0
    for each in steps:
        rows, after = late_steps(later, each.agency)
        assert {row.code for row in rows} == {one.code for one in over if one.holder_agency_id == each.agency}
        assert (min(row.since for row in rows), after) == (each.since, 0)
    everywhere, _ = late_steps(later, None)
    assert {row.code for row in everywhere} == {each.code for each in over}
    one = over[0]
    narrow = msgspec.structs.replace(later, agencies=(one.competent_id,))
    rows, _ = late_steps(narrow, None)
    assert {row.code for row in rows} == {each.code for each in over if each.competent_id == one.competent_id}
    assert late_steps(later, None, after=max(each.pk for each in over)) == ((), 0)
    for level in ("province", "commune"):
        rows, _ = late_steps(msgspec.structs.replace(later, level=level), None)
        at_level = {each.code for each in over if each.competent and each.competent.level == level}
        assert {row.code for row in rows} == at_level
    Dossier.objects.filter(pk=one.pk).update(status=int(next(iter(PAUSED))))
    rows, _ = late_steps(later, None)
    assert {row.code for row in rows} == {each.code for each in over} - {one.code}, (
        "its applicant is waited for"
    )


@pytest.mark.parametrize(
    ("first", "last", "communes", "former", "districts"),
    [
        (date(2024, 12, 15), date(2025, 6, 30), 161, 0, 10),
        (date(2025, 7, 1), date(2025, 12, 14), 56, 0, 0),
        (date(2024, 12, 15), date(2025, 12, 14), 56, 161, 10),
    ],
)
def test_the_map_has_the_communes_of_the_period(
    past: None, db: None, first: date, last: date, communes: int, former: int, districts: int
) -> None:
    columns = commune_map(first, last)
    blocks = [block for column in columns for block in column]
    assert (len(columns), len(blocks)) == (5, 10)
    assert sum(len(each.communes) for each in blocks) == communes
    assert sum(len(each.former) for each in blocks) == former
    assert sum(len(each.own) for each in blocks) == districts
    assert {tile.until for each in blocks for tile in each.former} <= {date(2025, 6, 30)}
    west = [min(block.area.longitude for block in column) for column in columns]
    assert west == sorted(west)
    assert all(column[0].area.latitude > column[1].area.latitude for column in columns)
    where = {tile.full: block.area.name for block in blocks for tile in (*block.communes, *block.former)}
    if communes == 56:
        # Thục Phán of 2025 carries the code of Hợp Giang of 2022; both lie in the town.
        assert where["UBND phường Thục Phán"] == "TP. Cao Bằng"
    if former or communes == 161:
        assert where["UBND phường Hợp Giang"] == "TP. Cao Bằng"
        assert where["UBND xã Cô Ba"] == "Bảo Lạc"


def test_a_map_of_one_agency_and_of_what_ended_before(past: None, db: None) -> None:
    old = tiles_of(commune_map(date(2025, 1, 1), date(2025, 6, 30)))[0]
    later = (date(2026, 1, 1), date(2026, 3, 1))
    assert old.agency not in {tile.agency for tile in tiles_of(commune_map(*later))}
    assert old.agency in {tile.agency for tile in tiles_of(commune_map(*later, also=[old.agency]))}
    assert tiles_of(commune_map(*later, only=[old.agency], also=[old.agency])) == [old]
    assert commune_map(*later, only=[]) == ()


def test_tiles_tell_the_numbers_of_the_form_and_of_the_index(past: None, db: None) -> None:
    found = dashboard(SCOPE, PRACTICE, "legal_year", SCOPE.as_of)
    shown = by_lateness(found.columns, found.report.rows, str)
    tiles = {each.tile.agency: each for each in shown_tiles(shown)}
    assert set(tiles) == {tile.agency for tile in tiles_of(found.columns)}
    rows = {int(row.key): row for row in found.report.rows}
    for agency, each in tiles.items():
        row = rows.get(agency)
        resolved, late = (row.c7, row.c10) if row else (0, 0)
        share = 100 * late / resolved if resolved else None
        assert each.query == str(agency)
        assert each.value == ("–" if share is None else f"{share:.2f}%".replace(".", ","))
        assert each.sort == ("gx" if share is None else f"g{(share > 0.7) + (share > 1)}")
    month = msgspec.structs.replace(SCOPE, first=date(2026, 2, 1), last=date(2026, 2, 28))
    ranked = by_agency(known(month))
    scores = {each.key: each.score.total.of_hundred for each in ranked}
    least = (90, 80, 70, 50, 0)
    counted = 0
    for each in shown_tiles(by_points(found.columns, ranked, str)):
        told = scores.get(each.tile.agency)
        counted += told is not None
        assert each.value == ("–" if told is None else f"{told:.2f}".replace(".", ","))
        band = "x" if told is None else next(n for n, of in enumerate(least) if told >= of)
        assert each.sort == f"p{band}"
    assert counted


def shown_tiles(columns: list[list[ShownBlock]]) -> list[Shown]:
    return [
        each
        for column in columns
        for block in column
        for each in (*block.own, *block.communes, *block.former)
    ]


@pytest.mark.parametrize(
    ("share", "of"), [(None, None), (0.0, 0), (0.7, 0), (0.71, 1), (1.0, 1), (1.01, 2), (100.0, 2)]
)
def test_classes_of_lateness(share: float | None, of: int | None) -> None:
    assert grade(share) == of
