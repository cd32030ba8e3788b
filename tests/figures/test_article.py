"""The article's figures: what adds up is told, what does not is `conflict`, what nobody knows `unknown`."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from msgspec.structs import replace

from motcua.dossiers.fact_tables import Fact, Spell
from motcua.dossiers.simulation.ground import catalogue_of
from motcua.dossiers.simulation.parameters import parameters
from motcua.figures.article import DOSSIERS, LABELS, article, scope_of
from motcua.figures.article_sentences import sentences
from motcua.figures.ii06a import Scope
from motcua.figures.reports import made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp
from motcua.foundation.clock import FixedClock, instant_of
from motcua.organisation.models import User
from motcua.procedures.models import Procedure, ServiceFact
from motcua.procedures.service_queries import KINDS, count_behind, services_behind, services_on
from motcua.procedures.services import load_simulated
from motcua.procedures.simulated_catalogue import Wanted, planned
from motcua.site.cli import main

WANTED = Wanted(
    counted_until=date(2026, 3, 20),
    ends=date(2026, 4, 30),
    online=120,
    integrated=80,
    integrated_level_3_4=70,
    same_level=30,
    cross_level=9,
    later=0.1,
    until=None,
)
THE_DAY = scope_of(instant_of(datetime(2026, 3, 20, 16)))


@pytest.fixture
def listed(past: None, db: None) -> None:
    """A small catalogue that still stands on the last day of the past."""
    load_simulated(WANTED, 1, FixedClock(THE_DAY.as_of))


def values() -> dict[str, object]:
    return {each.id: each.value for each in article(THE_DAY).figures}


def test_each_figure_has_its_parts_and_as_many_rows_behind_it(listed: None) -> None:
    found = article(THE_DAY)
    assert [each.id for each in found.figures] == list(LABELS)
    assert {each.status for each in found.figures} == {"ok"}
    assert all(each.evidence_rows == each.numerator for each in found.figures)
    # Counted again as plainly as can be (practice: domain reference 4.3).
    since = (date(2026, 1, 1) - date(1970, 1, 1)).days
    ended = Fact.objects.filter(known_until=None, standing__in=[3, 4, 5], ended_day__gte=since)
    late = ended.filter(outcome=2).exclude(standing=5).count()
    told = {each.id: each for each in found.figures}
    assert (told["resolved"].value, told["late"].value) == (ended.count(), late)
    assert told["on_time"].value == ended.count() - late
    share = told["online_share_pct"]
    assert (share.numerator, share.denominator) == (ended.filter(channel=2).count(), ended.count())
    assert [told[each].value for each in KINDS] == [120, 80, 70, 30, 9]


def test_the_catalogue_follows_the_day(listed: None) -> None:
    before, then, after = (services_on(day) for day in (date(2024, 1, 1), WANTED.counted_until, WANTED.ends))
    assert before.online < then.online == 120 < after.online == 132
    assert before.integrated < then.integrated == 80 < after.integrated == 88
    assert (then.same_level, then.cross_level) == (30, 9) < (after.same_level, after.cross_level)
    assert then.simulated
    rows, start = [], 0
    while True:
        page = services_behind("online_services", WANTED.counted_until, start)
        rows += page.rows
        if not (start := page.after):
            break
    assert len({each.code for each in rows}) == 120 == count_behind("online_services", WANTED.counted_until)
    assert all(each.simulated for each in rows)


def test_simulated_procedures_say_so_and_are_not_received(listed: None) -> None:
    made = Procedure.objects.filter(code__startswith="9.")
    assert made.count() == 132 - 75
    assert all("(mô phỏng" in name for name in made.values_list("name", flat=True))
    assert not made.filter(versions__receivable=True).exists()


def test_what_does_not_add_up_is_a_conflict_and_no_number(listed: None) -> None:
    # A service that is integrated, but no longer offered by the province.
    gone = ServiceFact.objects.filter(kind="integrated", valid_from__lte=WANTED.counted_until).first()
    assert gone is not None
    ServiceFact.objects.filter(kind="online", procedure=gone.procedure).delete()
    # And a dossier that ended without anything being known of how.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_spell SET ending = 19 WHERE ended_as = 3")
    found = {each.id: each for each in article(THE_DAY).figures}
    for code in ("integrated_services", "integrated_level_3_4", *DOSSIERS):
        assert (found[code].status, found[code].value) == ("conflict", None)
        assert found[code].reason
    assert found["online_services"].value == 119
    lines = sentences(article(THE_DAY), "vi")
    assert "Chưa nói được" in lines[0]
    assert "119" not in lines[2], "a sentence is told whole or not at all"


def test_evidence_that_is_not_as_many_rows_is_a_conflict(
    listed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.figures.article.count_behind", lambda scope, rules, condition: 7)
    monkeypatch.setattr("motcua.procedures.service_queries.count_behind", lambda kind, day: 7)
    assert {each.status for each in article(THE_DAY).figures} == {"conflict"}
    assert set(values().values()) == {None}


def test_an_empty_register_is_unknown_and_not_0(past: None, db: None) -> None:
    found = {each.id: each for each in article(THE_DAY).figures}
    assert {found[each].status for each in KINDS} == {"unknown"}
    assert {found[each].value for each in KINDS} == {None}
    assert found["resolved"].status == "ok"
    early = article(scope_of(instant_of(datetime(2020, 5, 5, 12))))
    assert {(each.status, each.value) for each in early.figures} == {("unknown", None)}
    Spell.objects.all().delete()
    assert {each.status for each in article(THE_DAY).figures} == {"unknown"}


def test_the_command_and_its_sentences(listed: None, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "article", "--as-of", "2026-03-20", "--json"]) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert (told["as_of"], told["period_from"]) == ("2026-03-20T23:59:59", "2026-01-01")
    assert told["rule_set"] == "practice"
    assert {each["unit"] for each in told["figures"]} == {"count", "percent"}
    found = {each["id"]: each for each in told["figures"]}
    percent = found["on_time_pct"]["value"]
    assert f"đạt {percent:.2f}".replace(".", ",") in told["sentences"]["vi"][0]
    assert f"{percent:.2f}%" in told["sentences"]["en"][0]
    assert "120" in told["sentences"]["en"][2]


def test_the_catalogue_of_the_default_year_is_that_of_the_article() -> None:
    wanted = catalogue_of(parameters())
    assert wanted == replace(
        WANTED,
        counted_until=date(2022, 11, 22),
        ends=date(2022, 12, 31),
        online=1723,
        integrated=1191,
        integrated_level_3_4=1162,
        same_level=356,
        cross_level=118,
        later=0.02,
        until=date(2025, 6, 30),
    )
    day = wanted.counted_until
    facts = [
        each
        for each in planned(wanted, 1).facts
        if each.valid_from <= day and (each.valid_to is None or each.valid_to >= day)
    ]
    level = {each.code: each.value for each in facts if each.kind == "online"}
    integrated = {each.code for each in facts if each.kind == "integrated"}
    assert (len(level), len(integrated)) == (1723, 1191)
    assert sum(level[each] in {"3", "4"} for each in integrated) == 1162
    assert integrated < level.keys()
    linked = [each.value for each in facts if each.kind == "interlinked"]
    assert (linked.count("same_level"), linked.count("cross_level")) == (356, 118)


PRACTICE = RULE_SETS["practice"]
SERVICES = Scope(first=date(2026, 1, 1), last=WANTED.counted_until, as_of=THE_DAY.as_of)


def test_services_by_field_equal_a_plain_count(listed: None) -> None:
    there: dict[str, dict[str, str]] = {}
    for fact in ServiceFact.objects.select_related("procedure__field"):
        if fact.valid_from <= SERVICES.last and (fact.valid_to is None or fact.valid_to >= SERVICES.last):
            there.setdefault(fact.procedure.code, {})[fact.kind] = fact.value
    fields = dict(Procedure.objects.values_list("code", "field__code"))
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for code, facts in there.items():
        said = Counter[str]()
        if "online" in facts:
            said.update(("online_services", f"online_{facts['online']}"))
        if "integrated" in facts:
            above = "integrated_level_3_4" if facts["online"] in {"3", "4"} else "integrated_level_2"
            said.update(("integrated_services", above))
        if "interlinked" in facts:
            said.update(("linked", f"linked_{facts['interlinked']}"))
        for key in (f"field:{fields[code] or ''}", "total"):
            wanted[key].update(said)
    table = made("services").build(SERVICES, PRACTICE, "")
    assert table.total is not None
    found = {
        row.key: {key: cell for key, cell in row.cells.items() if isinstance(cell, int) and cell}
        for row in (*table.rows, table.total)
    }
    assert found == {key: dict(said) for key, said in wanted.items()}
    how = made("services").listed
    assert how is not None
    for row in (table.rows[0], table.total):
        for column in table.columns:
            if not column.opens:
                continue
            seen, after = [], 0
            while True:
                page = how(SERVICES, PRACTICE, row.key, column.key, after)
                seen += [each.cells["code"] for each in page.rows]
                after = page.after
                if not after:
                    break
            assert len(set(seen)) == len(seen) == row.cells[column.key]


def test_services_that_do_not_fit_together_stop_the_report(listed: None) -> None:
    integrated = ServiceFact.objects.filter(kind="integrated").values_list("procedure")[:1]
    ServiceFact.objects.filter(kind="online", procedure__in=integrated).delete()
    with pytest.raises(DoesNotAddUp):
        made("services").build(SERVICES, PRACTICE, "field")


def test_the_article_and_the_services_are_taken_away(listed: None, client: Client) -> None:
    client.force_login(User.objects.get(login_name="bach.thanhtra"))
    asked = "ky=any&tu=2026-01-01&den=2026-03-20&den-luc=2026-03-20T16:00"
    page = client.get("/bao-cao/bai-bao/?den-luc=2026-03-20T16:00").content.decode()
    assert "/bao-cao/article/tep/xlsx/?ky=any" in page
    told = {each.label: each for each in article(THE_DAY).figures}
    lines = client.get(f"/bao-cao/article/tep/csv/?{asked}&theo=figure").content.decode("utf-8-sig")
    rows = {row[1]: row[2:] for row in csv.reader(io.StringIO(lines))}
    for label, each in told.items():
        assert float(rows[label][0]) == each.value, label
    book = client.get(f"/bao-cao/article/tep/xlsx/?{asked}&theo=figure").content
    cells = [
        cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet.values for cell in row
    ]
    assert set(told) <= set(cells)
    assert sentences(article(THE_DAY), "vi")[1] in cells
    for form in ("docx", "pdf"):
        answer = client.get(f"/bao-cao/article/tep/{form}/?{asked}&theo=figure")
        assert answer.status_code == 200
    here = f"{asked}&theo=field&hang=total&cot=linked_same_level"
    assert "Trang sau" not in client.get(f"/bao-cao/services/?{here}").content.decode()
    listed_rows = client.get(f"/bao-cao/services/tep/csv/?{here}").content.decode("utf-8-sig")
    assert len(listed_rows.strip().splitlines()) == 1 + WANTED.same_level
    for login, status in (("mai.vanphong", 200), ("son.thucphan", 403), ("anh.quantri", 403)):
        client.force_login(User.objects.get(login_name=login))
        for where in ("/bao-cao/services/", "/bao-cao/lateness/", "/bao-cao/step_time/", "/bao-cao/bai-bao/"):
            assert client.get(where).status_code == status, (login, where)
        assert client.get(f"/bao-cao/services/tep/csv/?{asked}&theo=field").status_code == status


def test_the_article_from_the_command_line_as_files(
    listed: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bai-bao.csv"
    assert main(["report", "article", "--as-of", "2026-03-20T16:00", "--csv", str(out)]) == 0
    assert "Hồ sơ đã giải quyết" in out.read_text("utf-8-sig")
    assert capsys.readouterr().out == ""
