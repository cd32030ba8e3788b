"""Facts of a nation, kept under the home: sums and recount agree, nothing is made twice or over another."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.dossiers.facts import FOREVER, NEVER, day_number
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.errors import Conflict, DomainError, UsageError
from motcua.site.bench_nation import scopes, unequal
from motcua.site.cli import main
from motcua.site.nation import COLUMNS, FOLDER, Asked, Nation, keep, kept

pytest.importorskip("duckdb")
SIZE = 20_000
PERIOD = ("--from", "2022-03-15", "--to", "2022-06-14")
Heard = pytest.CaptureFixture[bytes]


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Nation:
    return keep(Asked(dossiers=SIZE), tmp_path_factory.mktemp("base") / "test" / FOLDER)


@pytest.fixture
def at_home(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the nation, under the home in force."""
    folder = nation.facts.parent
    monkeypatch.setenv("MOTCUA_HOME", str(folder.parent.parent))
    return folder


def said(heard: Heard, *words: str, code: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == code
    found: dict[str, Any] = json.loads(heard.readouterr().out)
    return found


def test_sums_and_recount_agree_in_every_row(nation: Nation) -> None:
    for rules in RULE_SETS.values():
        for scope in scopes():
            assert nation.recount(scope, rules)
            assert unequal(nation, scope, rules) == []


def test_the_form_equals_a_plain_count_of_the_facts(
    at_home: Path, nation: Nation, capsysbinary: Heard
) -> None:
    first, last = day_number(date(2022, 3, 15)), day_number(date(2022, 6, 14))
    wanted = Counter[int]()
    # What is known in the end of each dossier: its last spell.
    rows = nation.base.execute(
        f"SELECT received_day, ended_day, ending, ended_as FROM dossiers_spell WHERE known_until = {FOREVER}"
    ).fetchall()
    assert len(rows) == SIZE
    for received, ended, ending, ended_as in rows:
        # Stopped ones are no resolved ones to practice (domain reference 4.3).
        over = ended < NEVER and ended_as != 6
        if received > last or (ended < first and over):
            continue
        channel, outcome = divmod(ending, 10)
        wanted[3] += 1
        wanted[6 if received < first else 4 if channel == 2 else 5] += 1
        if over and ended <= last:
            wanted[7] += 1
            wanted[9 if ended_as == 5 else 8 + outcome] += 1
    told = said(capsysbinary, "report", "nation", *PERIOD, "--as-of", "2023-06-30")
    counted = said(capsysbinary, "report", "nation", *PERIOD, "--as-of", "2023-06-30", "--recount")
    assert (told["from"], counted["from"]) == ("sums", "recount")
    assert told["rows"] == counted["rows"]
    total = told["rows"][-1]
    assert {n: total[f"c{n}"] for n in (3, 4, 5, 6, 7, 8, 9, 10)} == {
        n: wanted[n] for n in (3, 4, 5, 6, 7, 8, 9, 10)
    }
    for by, rows_of in (("level", 3), ("field", 22), ("form", 3 + 3 * 22)):
        lines = said(capsysbinary, "report", "nation", *PERIOD, "--by", by, "--as-of", "2023-06-30")["rows"]
        assert len(lines) == rows_of + 1
        leaves = [line for line in lines if line["kind"] == ("level" if by == "level" else "line")]
        for n in COLUMNS:
            assert sum(line[f"c{n}"] for line in leaves) == lines[-1][f"c{n}"] == total[f"c{n}"]


def test_it_says_what_it_is_and_is_made_once(at_home: Path, capsysbinary: Heard) -> None:
    words = ("simulate", "--scale", "nation", "--dossiers", str(SIZE))
    made = said(capsysbinary, *words)
    assert (made["dossiers"], made["provinces"], made["simulated"], made["made_in"]) == (SIZE, 63, True, {})
    assert "không có hồ sơ" in made["note"]
    before = {path.name: path.stat().st_mtime_ns for path in at_home.glob("*.parquet")}
    assert said(capsysbinary, *words, "--seed", "2", code=2)["error"]["id"] == "nation_there"
    assert {path.name: path.stat().st_mtime_ns for path in at_home.glob("*.parquet")} == before
    upside_down = ("report", "nation", "--from", "2022-06-14", "--to", "2022-03-15")
    assert "error" in said(capsysbinary, *upside_down, code=2)
    assert "error" in said(capsysbinary, "report", "nation", *PERIOD, "--rules", "x", code=2)


def test_what_was_broken_off_is_made_again_alike(nation: Nation, tmp_path: Path) -> None:
    asked = Asked(dossiers=500, seed=3, year=2026)
    first = keep(asked, tmp_path)
    assert asked.order.provinces == 34
    levels = first.base.execute("SELECT DISTINCT level FROM organisation_agency ORDER BY 1").fetchall()
    assert levels == [("commune",), ("province",)]
    whole = first.base.execute("SELECT * FROM dossiers_spell ORDER BY ALL").fetchall()
    assert {
        day for (day,) in first.base.execute("SELECT DISTINCT received_day FROM dossiers_spell").fetchall()
    } == {day_number(date(2026, 1, 1)) + n for n in range(365)}
    first.sums.unlink()
    first.facts.rename(first.facts.with_suffix(".part"))
    again = keep(asked, tmp_path)
    assert set(again.seconds) == {"facts", "sums"}
    assert again.base.execute("SELECT * FROM dossiers_spell ORDER BY ALL").fetchall() == whole
    (tmp_path / "nation.json").write_text("{")
    assert kept(tmp_path) is None
    assert keep(asked, tmp_path).seconds == {}
    with pytest.raises(Conflict):
        keep(Asked(dossiers=501, seed=3, year=2026), tmp_path)
    other = Nation(tmp_path, Asked(dossiers=500, seed=4, year=2026))
    assert other.base.execute("SELECT * FROM dossiers_spell ORDER BY ALL").fetchall() != whole


def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Heard
) -> None:
    for asked in (Asked(dossiers=0), Asked(dossiers=10, year=1990), Asked(dossiers=10, seed=-1)):
        with pytest.raises(UsageError):
            keep(asked, tmp_path)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    assert said(capsysbinary, "report", "nation", *PERIOD, code=2)["error"]["id"] == "no_nation"
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1_000_000))
    with pytest.raises(DomainError, match="Ổ đĩa") as refusal:
        keep(Asked(dossiers=SIZE), tmp_path / "full")
    assert refusal.value.id == "no_room"
    assert not list(tmp_path.rglob("*.parquet"))
    assert not list(tmp_path.rglob("nation.json"))
