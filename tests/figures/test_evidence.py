"""What a cell opens: exactly the dossiers it counts, on pages, however the rows are laid; who had them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.figures.test_reviewing import browser

from motcua.dossiers.fact_tables import Spell
from motcua.dossiers.models import WorkItem
from motcua.figures.evidence import Seen, cell, pages_of
from motcua.figures.exports.places import place_of
from motcua.figures.ii06a import Line, Scope
from motcua.figures.report import BY, report
from motcua.figures.rule_sets import RULE_SETS, RuleSet
from motcua.foundation.clock import instant_of, local_of
from motcua.foundation.errors import NotFound
from motcua.organisation.models import Agency, Succession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
NOW = instant_of(datetime(2026, 3, 20, 16))
THEN = instant_of(datetime(2026, 2, 10, 9, 30))
QUARTER = Scope(first=date(2025, 12, 15), last=date(2026, 3, 14), as_of=NOW)
JANUARY = Scope(first=date(2026, 1, 1), last=date(2026, 1, 31), as_of=NOW)


def busiest() -> int:
    (agency, _), *_ = Counter(Spell.objects.values_list("competent_id", flat=True)).most_common(1)
    return agency


def seen(scope: Scope, rules: RuleSet, key: str, column: int) -> list[Seen]:
    """All pages of a cell."""
    rows: list[Seen] = []
    after = 0
    while True:
        page = cell(scope, rules, key, column, after)
        rows += page.rows
        after = page.after
        if not after:
            return rows


@pytest.mark.parametrize("rules", list(RULE_SETS))
def test_every_cell_opens_what_it_counts(rules: str) -> None:
    more_of_each()
    met: Counter[int] = Counter()
    for scope, one in (
        (JANUARY, (busiest(),)),
        (Scope(first=QUARTER.first, last=QUARTER.last, as_of=THEN), ()),
    ):
        for by in BY:
            found = report(Scope(**_values(scope), agencies=one), RULE_SETS[rules], by)
            for line in (*found.rows[:2], found.total):
                for column in range(3, 14):
                    if getattr(line, f"c{column}"):
                        met[column] += _same(found.scope, RULE_SETS[rules], line, column)
    assert set(met) == set(range(3, 14)), "the past has something of each"


def more_of_each() -> None:
    """As if a third of the past had come online, every fourth were late, half of these waited for, some for a
    second time, every seventh that ended had been stopped, and the ends of some had been told days after."""
    with connection.cursor() as cursor:
        for told in (
            "ending = ending + 10, ending_law = ending_law + 10, ending_national = ending_national + 10"
            " WHERE dossier_id % 3 = 0",
            "standing = 1, requests = 1 + (dossier_id % 16 = 0)::int, asked_day = received_day + 1"
            " WHERE dossier_id % 8 = 0 AND standing = 0",
            "due_day = received_day + 2 WHERE dossier_id % 4 = 0 AND due_day < 2147483647",
            "ended_as = 6, ending = ending + 6, ending_law = ending_law + 6,"
            " ending_national = ending_national + 6 WHERE dossier_id % 7 = 0 AND ended_as = 3",
            "ended_known = ended_at + 20 * 86400000000::bigint"
            " WHERE dossier_id % 5 = 0 AND end_key > 0 AND known_until = 9223372036854775807",
        ):
            cursor.execute(f"UPDATE dossiers_spell SET {told}")


def _values(scope: Scope) -> dict[str, object]:
    return {"first": scope.first, "last": scope.last, "as_of": scope.as_of}


def _same(scope: Scope, rules: RuleSet, line: Line, column: int) -> int:
    counted = getattr(line, f"c{column}")
    with pages_of(max(3, counted - counted // 3)):
        rows = seen(scope, rules, line.key, column)
    ids = [row.id for row in rows]
    assert len(ids) == counted, (line.key, column)
    assert ids == sorted(set(ids)), "each once, in order"
    return counted


def test_a_row_of_another_scope_is_not_found() -> None:
    level = Scope(**_values(QUARTER), level="province")
    for scope, key in (
        (Scope(**_values(QUARTER), agencies=(busiest(),)), "999999999"),
        (level, "commune"),
        (QUARTER, "no such field"),
    ):
        with pytest.raises(NotFound):
            cell(scope, RULE_SETS["practice"], key, 3)


def test_a_page_tells_by_how_many_days_what_is_open_is_late() -> None:
    more_of_each()
    late = seen(QUARTER, RULE_SETS["practice"], "total", 13)
    assert late
    for row in late:
        assert row.due is not None
        assert row.days_late == (QUARTER.last - row.due).days > 0
        assert row.ended is None
    with pages_of(len(late)):
        page = cell(QUARTER, RULE_SETS["practice"], "total", 13)
    assert (page.rows, page.after) == (tuple(late), 0), "a full page is the last where nothing is left"
    within = seen(QUARTER, RULE_SETS["practice"], "total", 12)
    assert {(row.days_late, row.ended, row.late_with) for row in within} == {(0, None, "")}


def test_a_page_tells_who_resolved_it_and_who_was_late() -> None:
    late = seen(QUARTER, RULE_SETS["practice"], "total", 10)
    assert late
    for row in late:
        assert row.ended is not None
        assert row.due is not None
        assert row.days_late == (row.ended - row.due).days > 0
        turns = WorkItem.objects.filter(dossier_id=row.id, opened_at__lte=NOW).order_by("key")
        resolving = turns.filter(step="resolve").last()
        assert resolving is not None
        assert resolving.agency.short_name in row.holder
        over = [each for each in turns if each.due_at and (each.ended_at or NOW) > each.due_at]
        assert bool(row.late_with) == bool(over)
        if over:
            worst = max(over, key=lambda each: (each.ended_at or NOW) - each.due_at)
            assert worst.agency.short_name in row.late_with
    assert any(row.late_with for row in late), "some step was over its time"
    assert not any(row.late_with for row in seen(QUARTER, RULE_SETS["practice"], "total", 8))


def test_who_had_it_then_and_not_since() -> None:
    scope = Scope(first=QUARTER.first, last=QUARTER.last, as_of=THEN)
    for row in seen(scope, RULE_SETS["practice"], "total", 11):
        known = WorkItem.objects.filter(dossier_id=row.id, opened_at__lte=THEN).order_by("key").last()
        assert known is not None
        assert known.agency.short_name in row.holder


def test_a_page_costs_eight_statements_whatever_it_holds() -> None:
    for column in (3, 10):
        with CaptureQueriesContext(
            connection,
        ) as sent:
            cell(QUARTER, RULE_SETS["practice"], "total", column)
        assert len(sent) <= 8


def test_an_agency_merged_in_mid_period_counts_as_it_was_or_under_its_successor() -> None:
    old = busiest()
    line = next(row for row in report(QUARTER, RULE_SETS["practice"], "agency").rows if row.key == str(old))
    heir = Agency.objects.filter(level="province").exclude(pk=old).order_by("pk").first()
    assert heir is not None
    Succession.objects.filter(predecessor=old).delete()
    merged = date(2026, 2, 1)
    Succession.objects.create(predecessor_id=old, successor=heir, day=merged)
    then = report(QUARTER, RULE_SETS["practice"], "agency")
    assert next(row for row in then.rows if row.key == str(old)) == line, "as it was received"
    now = report(Scope(**_values(QUARTER), succeeded=True), RULE_SETS["practice"], "agency")
    assert str(old) not in {row.key for row in now.rows}
    before = next((row.c3 for row in then.rows if row.key == str(heir.pk)), 0)
    taken = next(row for row in now.rows if row.key == str(heir.pk))
    assert taken.c3 == before + line.c3
    assert now.total.c3 == then.total.c3
    _same(Scope(**_values(QUARTER), succeeded=True), RULE_SETS["practice"], taken, 3)
    alone = Scope(**_values(QUARTER), agencies=(heir.pk,), succeeded=True)
    assert report(alone, RULE_SETS["practice"]).total.c3 == taken.c3
    level = report(
        Scope(**_values(QUARTER), level="province", succeeded=True), RULE_SETS["practice"], "level"
    )
    assert level.total.c3 == sum(row.c3 for row in now.rows if row.level == "province")
    earlier = Scope(first=QUARTER.first, last=merged - timedelta(days=1), as_of=NOW, succeeded=True)
    rows = report(earlier, RULE_SETS["practice"], "agency").rows
    assert str(old) in {row.key for row in rows}, "not yet merged"
    _on_the_page(heir, taken.c3, before)


def _on_the_page(heir: Agency, taken: int, before: int) -> None:
    """Both views of the successor: on the page, with its cell opened, and in its file."""
    asked = {
        "ky": "any", "tu": QUARTER.first.isoformat(), "den": QUARTER.last.isoformat(),
        "pham-vi": str(heir.pk), "den-luc": local_of(NOW).isoformat(), "hang": "total", "cot": "3",
    }  # fmt: skip
    client = browser("phuc.ubndtinh")
    for view, count in (("ke-thua", taken), ("", before)):
        shown = client.get("/bao-cao/ii-06a/", asked | {"sap-nhap": view}).content.decode()
        assert f"{count} hồ sơ: Tổng số, cột 3" in shown
        assert ("&amp;sap-nhap=ke-thua" in shown) == bool(view)
        file = client.get("/bao-cao/ii-06a/tep/csv/", asked | {"sap-nhap": view, "cot": "", "theo": "form"})
        total = next(line for line in file.content.decode().splitlines() if line.startswith(",Tổng số"))
        assert total.split(",")[2] == str(count)
        assert ("kế thừa" in place_of(0, msgspec.structs.replace(QUARTER, succeeded=bool(view)))) == bool(
            view
        )
