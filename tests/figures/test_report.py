"""The report as told: rows and totals, the stop where parts do not add up, the command, the registry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

import pytest
from django.db import connection

from motcua.dossiers.fact_tables import Fact, Spell
from motcua.dossiers.facts import FOREVER, NEVER, local_day
from motcua.dossiers.models import Dossier
from motcua.figures.ii06a import Line, Scope
from motcua.figures.periods import legal_year_of, moment_asked, period
from motcua.figures.registry import figure, figures, percent
from motcua.figures.report import BY, DoesNotAddUp, report
from motcua.figures.reports import made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.verify import verify
from motcua.foundation.clock import FixedClock, instant_of
from motcua.foundation.errors import DomainError, UsageError
from motcua.foundation.text import sort_key
from motcua.site.cli import main

past = [pytest.mark.django_db, pytest.mark.usefixtures("past")]
NOW = instant_of(datetime(2026, 3, 20, 16))
QUARTER_DAY = local_day(instant_of(datetime(2026, 2, 10)))
QUARTER = Scope(first=date(2025, 12, 15), last=date(2026, 3, 14), as_of=NOW)


def _levels(rows: Iterable[Line]) -> list[list[str]]:
    """The names of the fields of each level of the form."""
    levels: list[list[str]] = []
    for row in rows:
        if row.kind == "level":
            levels.append([])
        else:
            levels[-1].append(row.label)
    return levels


class TestReport:
    pytestmark = past

    @pytest.mark.parametrize("by", BY)
    def test_rows_make_up_the_total_however_they_are_laid(self, by: str) -> None:
        found = report(QUARTER, RULE_SETS["practice"], by)
        lines = [row for row in found.rows if row.kind == ("level" if by == "level" else "line")]
        assert sum(row.c3 for row in lines) == found.total.c3 > 100
        assert sum(row.c10 for row in lines) == found.total.c10
        assert all(row.label and row.label != row.key for row in found.rows)
        assert all(each.holds for each in found.identities)

    def test_fields_stand_as_in_a_dictionary(self) -> None:
        """Đất đai after Chứng thực and before Giáo dục, in each level of the form and by itself."""
        by_field = [row.label for row in report(QUARTER, RULE_SETS["practice"], "field").rows]
        counted = [row.label for row in made("online").build(QUARTER, RULE_SETS["practice"], "field").rows]
        form = report(QUARTER, RULE_SETS["practice"]).rows
        for labels in (by_field, counted, *(list(rows) for rows in _levels(form))):
            assert labels == sorted(labels, key=sort_key)
        assert by_field != sorted(by_field)

    def test_what_cannot_be_classified_stops_publication(self) -> None:
        broken = Spell.objects.filter(ended_day__lt=NEVER, known_until=FOREVER, ended_as=3).first()
        assert broken is not None
        Spell.objects.filter(pk=broken.pk).update(ending=19)
        scope = Scope(first=date(2025, 12, 1), last=date(2026, 3, 20), as_of=NOW)
        with pytest.raises(DoesNotAddUp, match=r"7 \+ 11"):
            report(scope, RULE_SETS["practice"])
        assert report(scope, RULE_SETS["law"]).total.c3 > 0, "the other rule sets do not use it"

    def test_dossiers_without_facts_stop_publication(self) -> None:
        Spell.objects.all().delete()
        with pytest.raises(DoesNotAddUp, match="Chưa có số liệu"):
            report(QUARTER, RULE_SETS["practice"])

    def test_a_year_later_the_same_moment_gives_the_same_figures_and_tells_what_came_late(self) -> None:
        then = Scope(first=QUARTER.first, last=QUARTER.last, as_of=instant_of(datetime(2026, 2, 10, 12)))
        before = report(then, RULE_SETS["practice"])
        assert before.recorded_later == 0
        ended = Spell.objects.filter(known_until=FOREVER, ended_known__lt=then.as_of).first()
        going_on = Spell.objects.filter(known_from__lt=then.as_of, ended_known=FOREVER).first()
        assert ended is not None
        assert going_on is not None
        Spell.objects.filter(pk=ended.pk).update(known_until=NOW)
        columns = {each.attname for each in Spell._meta.local_concrete_fields}
        corrected = {name: getattr(ended, name) for name in columns} | {
            "key": 99,
            "known_from": NOW,
            "first": False,
            "ending": ended.ending - ended.ending % 10 + 2,
        }
        Spell.objects.create(**corrected)
        Spell.objects.filter(pk=going_on.pk).update(
            ended_known=NOW, ended_at=then.as_of - 1, ended_day=QUARTER_DAY, end_key=98, ended_as=3
        )
        after = report(then, RULE_SETS["practice"])
        assert (after.rows, after.total) == (before.rows, before.total)
        assert after.recorded_later == 2, "a correction and an end"
        assert report(QUARTER, RULE_SETS["practice"]).recorded_later == 0, "all of it is known now"

    def test_the_command_writes_the_contract(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        words = ["report", "II06a", "--from", "2025-12-15", "--to", "2026-03-14", "--rules", "npsp", "--json"]
        assert main(words) == 0
        told = json.loads(capsysbinary.readouterr().out)
        assert told["rule_set"] == "npsp"
        assert told["rows"][-1].keys() >= {"key", "label", *(f"c{number}" for number in range(3, 14))}
        assert told["rows"][-1]["key"] == "total"

    def test_facts_and_reports_are_proven_from_the_log(self) -> None:
        verdict = verify(FixedClock(NOW))
        assert (verdict.ok, verdict.differences) == (True, [])
        assert verdict.dossiers == Dossier.objects.count()
        assert verdict.facts == Fact.objects.count() > Spell.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE dossiers_spell SET ending = 12 WHERE ended_as = 3 AND ending % 10 = 0")
        verdict = verify(FixedClock(NOW))
        assert not verdict.ok
        assert {each.table for each in verdict.differences} == {"spell", "report"}


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("legal_year", 1, date(2021, 12, 15), date(2022, 12, 14)),
        ("legal_quarter", 1, date(2021, 12, 15), date(2022, 3, 14)),
        ("legal_quarter", 4, date(2022, 9, 15), date(2022, 12, 14)),
        ("legal_month", 3, date(2022, 2, 15), date(2022, 3, 14)),
        ("year", 1, date(2022, 1, 1), date(2022, 12, 31)),
        ("quarter", 1, date(2022, 1, 1), date(2022, 3, 31)),
        ("month", 12, date(2022, 12, 1), date(2022, 12, 31)),
    ],
)
def test_periods_of_law_and_calendar(kind: str, number: int, first: date, last: date) -> None:
    found = period(kind, 2022, number)
    assert (found.first, found.last) == (first, last)


def test_the_reporting_year_turns_on_15_december() -> None:
    assert [legal_year_of(date(2022, 12, day)) for day in (14, 15)] == [2022, 2023]


def test_a_day_is_known_to_its_end_and_the_future_not_at_all() -> None:
    assert moment_asked("2026-03-19", NOW) == instant_of(datetime(2026, 3, 20)) - 1
    assert moment_asked("2026-03-20", NOW) == NOW
    assert moment_asked("2026-03-19T08:00", NOW) == instant_of(datetime(2026, 3, 19, 8))
    for text in ("2026-03-21", "2026-03-20T16:01", "hôm nay", "=1+1"):
        with pytest.raises(UsageError):
            moment_asked(text, NOW)


@pytest.mark.parametrize(
    "words",
    [
        ["report", "II06a", "--from", "2026-02-02", "--to", "2026-02-01"],
        ["report", "II06a", "--from", "2026-02-30", "--to", "2026-03-01"],
        ["report", "II06a", "--from", "2026-02-01", "--to", "2026-03-01", "--as-of", "2999-01-01"],
        ["report", "II06a", "--from", "2026-02-01", "--to", "2026-03-01", "--rules", "ours"],
        ["report", "II06a", "--from", "2026-02-01", "--to", "2026-03-01", "--by", "moon"],
        ["report", "II06a", "--from", "2026-02-01", "--to", "2026-03-01", "--as-of", "2026-01-31"],
        ["figures", "show", "nothing"],
    ],
)
@pytest.mark.django_db
def test_bad_input_is_refused_in_words(words: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*words, "--json"]) == 2
    error = json.loads(capsysbinary.readouterr().out)["error"]
    assert error["id"] == "usage"
    assert error["message"]
    assert error["next"]


def test_figures_of_a_line() -> None:
    line = Line(key="total", c3=195455, c4=44127, c5=144110, c7=185969, c8=105219, c9=79298, c10=1452)
    assert figure("on_time_pct").of(line).value == 99.22
    assert figure("late_pct").of(line).value == 0.78
    assert figure("open_late_pct").of(line).value is None, "nothing to divide by"
    assert figure("on_time_pct").formula == "(8 + 9) / 7 × 100"
    assert percent(1, 800) == 0.13, "half up"
    assert len({each.code for each in figures()}) == len(figures())


def test_an_unknown_figure_names_those_there_are() -> None:
    with pytest.raises(DomainError, match="Không có số liệu") as refused:
        figure("x")
    assert "on_time_pct" in refused.value.next_step
