"""A nation's facts, made in SQL: reports recounted from Parquet by DuckDB and told from sums by day.

Facts alone, with the classes of `dossiers.facts`; the statement of the recount is the one that PostgreSQL
runs for a province (`ii06a.counting_by_level`), the sums are those of `figures.rollup`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from motcua.dossiers.facts import FOREVER, LOCAL, NEVER, day_number, local_day
from motcua.figures.ii06a import Line, Scope, added, counting_by_level, told, values_of
from motcua.figures.rollup import form
from motcua.figures.rule_sets import RULE_SETS, RuleSet
from motcua.foundation.clock import DAY

PROVINCES, AGENCIES = 63, 180
_FIRST: Final = day_number(date(2022, 1, 1))
_LEVEL: Final = (
    "CASE WHEN {id} % 180 < 18 THEN 'province' WHEN {id} % 180 < 36 THEN 'district' ELSE 'commune' END"
)


class Nation:
    """Facts of so many dossiers of one year in a folder, and sums of them; made where they are not there."""

    def __init__(self, folder: Path, dossiers: int, memory: str = "3GB") -> None:
        import duckdb

        folder.mkdir(parents=True, exist_ok=True)
        self.facts = folder / f"facts-{dossiers}.parquet"
        self.sums = folder / f"sums-{dossiers}.parquet"
        self.base = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder / "spill")})
        self.seconds: dict[str, float] = {}
        for path, name, sql in ((self.facts, "facts", _FACTS), (self.sums, "sums", _SUMS)):
            if not path.exists():
                began = time.perf_counter()
                whole = sql.format(dossiers=dossiers, facts=self.facts, **_NUMBERS)
                self.base.execute(f"COPY ({whole}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
                self.seconds[name] = round(time.perf_counter() - began, 1)
            self.base.read_parquet(str(path)).create_view(_VIEWS[name])
        level = _LEVEL.format(id="id")
        self.base.execute(
            f"CREATE TABLE organisation_agency AS SELECT id, {level} AS level"  # noqa: S608 - words of this file
            f" FROM range(1, {PROVINCES * AGENCIES + 1}) r(id)"
        )

    def rows(self, view: str) -> int:
        """How many rows of facts or sums there are."""
        found = self.base.execute(f"SELECT count(*) FROM {view}").fetchone()  # noqa: S608
        assert found is not None
        return int(found[0])

    def recount(self, scope: Scope, rules: RuleSet) -> dict[str, Line]:
        """The form by level and field, every dossier looked at."""
        sql = re.sub(r"%\((\w+)\)s", r"$v_\1", counting_by_level(scope, rules))
        values = {f"v_{name}": value for name, value in values_of(scope).items() if f"$v_{name}" in sql}
        found = told(self.base.execute(sql, values).fetchall(), rules)
        return {line.key: line for line in added((f"{row[0]}:{row[1]}", *row[2:]) for row in found)}

    def told(self, scope: Scope, rules: RuleSet) -> dict[str, dict[int, int]]:
        """The same from the sums that were known by the day of the scope's moment."""
        first, last = (day_number(day) for day in (scope.first, scope.last))
        known = local_day(scope.as_of)
        found = self.base.execute(_ASKED, {"first": first, "last": last, "known": known}).fetchall()
        keyed: dict[str, list[tuple[int, str, int, int, int]]] = {}
        for level, field, *of in found:
            keyed.setdefault(f"{level}:{field}", []).append(tuple(of))
        return {key: form(sums, first, last, known, rules) for key, sums in keyed.items()}


def scopes() -> Iterator[Scope]:
    """A year, the reporting year, a quarter, a month and a day, known at their end and long after."""
    for first, last in (
        (date(2022, 1, 1), date(2022, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 14)),
        (date(2022, 3, 15), date(2022, 6, 14)),
        (date(2022, 5, 1), date(2022, 5, 31)),
        (date(2022, 9, 7), date(2022, 9, 7)),
    ):
        for known in (last, date(2023, 6, 30), first + (last - first) / 2):
            yield Scope(first=first, last=last, as_of=(day_number(known) + 1) * DAY - LOCAL - 1)


def unequal(nation: Nation, scope: Scope, rules: RuleSet) -> list[str]:
    """Rows in which sums and recount differ; none where they tell the same."""
    counted, summed = nation.recount(scope, rules), nation.told(scope, rules)
    nothing = dict.fromkeys(range(3, 14), 0)
    return [
        key
        for key in counted.keys() | summed.keys()
        if {n: getattr(counted[key], f"c{n}") if key in counted else 0 for n in nothing}
        != summed.get(key, nothing)
    ]


def measured(nation: Nation, runs: int) -> dict[str, list[float]]:
    """Seconds of reports recounted and told from sums, each scope and rule set in turn."""
    found: dict[str, list[float]] = {"recount": [], "sums": []}
    questions = [(scope, rules) for scope in scopes() for rules in RULE_SETS.values()]
    for number in range(max(runs, len(questions))):
        scope, rules = questions[number % len(questions)]
        for name, ask in (("recount", nation.recount), ("sums", nation.told)):
            began = time.perf_counter()
            ask(scope, rules)
            found[name].append(time.perf_counter() - began)
    return found


_VIEWS: Final = {"facts": "dossiers_spell", "sums": "sums"}
_NUMBERS: Final[dict[str, Any]] = {
    "first": _FIRST,
    "agencies": PROVINCES * AGENCIES,
    "never": NEVER,
    "forever": FOREVER,
    "day": DAY,
    "local": LOCAL,
    "level": _LEVEL.format(id="competent_id"),
}
_FACTS: Final = """
WITH drawn AS (
  SELECT i AS dossier_id, hash(i) AS h, ({first} + i * 365 // {dossiers})::INTEGER AS received_day,
    1 + (hash(i + 7) % {agencies})::BIGINT AS competent_id, 'F' || (hash(i + 3) % 22) AS field_code,
    CASE WHEN hash(i + 1) % 1000 < 228 THEN 2 WHEN hash(i + 1) % 1000 < 260 THEN 3 ELSE 1 END AS channel
  FROM range({dossiers}) r(i)
), planned AS (
  SELECT *, h % 25 = 0 AS asks, received_day + 1 + (h // 25 % 3)::INTEGER AS asked,
    received_day + 2 + (h // 25 % 3)::INTEGER + (h // 75 % 6)::INTEGER AS given,
    CASE WHEN h // 11 % 40 = 0 THEN {never} ELSE received_day + 6 + (h // 13 % 15)::INTEGER END AS promised,
    CASE WHEN h // 17 % 60 = 0 THEN {never} ELSE received_day + (h // 19 % 9)::INTEGER + CASE
      WHEN h // 23 % 100 = 0 THEN 20 WHEN h // 23 % 9 = 0 THEN 6 ELSE 0 END END AS done,
    CASE h // 29 % 100 WHEN 0 THEN 4 WHEN 1 THEN 5 WHEN 2 THEN 6 ELSE 3 END AS ended_as
  FROM drawn
), lived AS (
  SELECT *, CASE WHEN asks AND promised < {never} THEN promised + given - asked ELSE promised END AS due,
    CASE WHEN asks AND done < {never} THEN greatest(done, given) ELSE done END AS ended FROM planned
), judged AS (
  SELECT *, CASE WHEN due = {never} OR ended = due THEN 1 WHEN ended < due THEN 0 ELSE 2 END AS outcome,
    10 * channel + CASE ended_as WHEN 5 THEN 3 WHEN 6 THEN 6 ELSE 0 END AS kind FROM lived
), spells AS (
  SELECT *, 3 AS key, given AS since, {never} AS until, 0 AS standing, due AS due_day, 1 AS requests
  FROM judged WHERE asks
  UNION ALL SELECT *, 2, asked, given, 1, promised, 1 FROM judged WHERE asks
  UNION ALL SELECT *, 1, received_day, asked, 0, promised, 0 FROM judged WHERE asks
  UNION ALL SELECT *, 1, received_day, {never}, 0, due, 0 FROM judged WHERE NOT asks
)
SELECT dossier_id, key::INTEGER AS key, competent_id, field_code, received_day, due_day,
  since * {day} - {local} + 32400000000 AS known_from,
  CASE WHEN until = {never} THEN {forever} ELSE until * {day} - {local} + 32400000000 END AS known_until,
  since * {day} - {local} + 32400000000 AS occurred_at,
  CASE WHEN until = {never} AND ended < {never} THEN ended * {day} - {local} + 54000000000 ELSE {forever} END
    AS ended_known,
  CASE WHEN until = {never} THEN ended ELSE {never} END AS ended_day,
  CASE WHEN requests = 0 THEN {never} ELSE asked END AS asked_day,
  (kind + outcome)::SMALLINT AS ending, (kind + outcome)::SMALLINT AS ending_law,
  (kind + CASE WHEN h // 31 % 50 = 0 THEN 2 ELSE outcome END)::SMALLINT AS ending_national,
  standing::SMALLINT AS standing, (CASE WHEN ended < {never} THEN ended_as ELSE 0 END)::SMALLINT AS ended_as,
  requests::SMALLINT AS requests, key = 1 AS first
FROM spells ORDER BY received_day, dossier_id, key"""
# What `rollup.contributions` says, for facts all recorded in time; the day of knowing is then the day itself.
_SUMS: Final = """
WITH spells AS (
  SELECT *, ({level}) AS level, ((occurred_at + {local}) // {day})::INTEGER AS since,
    least(ended_day, CASE WHEN known_until = {forever} THEN {never} ELSE (known_until + {local}) // {day} END)
      ::INTEGER AS until
  FROM '{facts}'
), told AS (
  SELECT level, field_code, received_day AS day, 'in' AS kind, ending // 10 AS code, 0 AS asked, 1 AS dossiers
  FROM spells WHERE first
  UNION ALL SELECT level, field_code, ended_day, 'out',
    100 * (ending % 10) + 10 * (ending_law % 10) + ending_national % 10, 0, 1
  FROM spells WHERE ended_day < {never}
  UNION ALL SELECT level, field_code, greatest(since, due_day::BIGINT + 1), 'late', standing, 0, 1
  FROM spells WHERE due_day < {never} AND greatest(since, due_day::BIGINT + 1) < until
  UNION ALL SELECT level, field_code, until, 'late', standing, 0, -1
  FROM spells WHERE due_day < {never} AND greatest(since, due_day::BIGINT + 1) < until AND until < {never}
  UNION ALL SELECT level, field_code, since, 'wait', CASE WHEN requests > 1 THEN 10
    WHEN due_day = {never} OR asked_day = due_day THEN 9 WHEN asked_day < due_day THEN 8 ELSE 10 END,
    asked_day, 1
  FROM spells WHERE standing = 1 AND since < until
  UNION ALL SELECT level, field_code, until, 'wait', CASE WHEN requests > 1 THEN 10
    WHEN due_day = {never} OR asked_day = due_day THEN 9 WHEN asked_day < due_day THEN 8 ELSE 10 END,
    asked_day, -1
  FROM spells WHERE standing = 1 AND since < until AND until < {never}
)
SELECT level, field_code, day, kind, code, asked, sum(dossiers)::BIGINT AS dossiers FROM told
GROUP BY ALL HAVING sum(dossiers) <> 0 ORDER BY day, level, field_code"""
# Days before the period are one sum, those in it another: `form` tells them apart by one day of each.
_ASKED: Final = """
SELECT level, field_code, CASE WHEN day < $first THEN $first - 1 ELSE $first END AS day, kind, code,
  CASE WHEN asked < $first THEN $first - 1 ELSE $first END AS since, sum(dossiers)::BIGINT
FROM sums WHERE day <= least($last, $known) GROUP BY ALL"""
