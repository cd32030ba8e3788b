"""A nation's facts, made in SQL and kept as Parquet: reports told from sums by day, or recounted by DuckDB.

Facts alone, with the classes of `dossiers.facts`; the statement of the recount is the one that PostgreSQL
runs for a province (`ii06a.counting_by_level`), the sums are those of `figures.rollup`.
"""

from __future__ import annotations

import re
import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from motcua.dossiers.facts import FOREVER, LOCAL, NEVER, day_number, local_day
from motcua.figures.ii06a import Scope, added, counting_by_level, told, values_of
from motcua.figures.rollup import form
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.clock import DAY
from motcua.foundation.errors import Conflict, DomainError, UsageError, gettext_noop
from motcua.site.home import folder as made_folder

FOLDER: Final = "nation"
"""Where it is kept under the home."""
DOSSIERS: Final = 20_000_000
COLUMNS: Final = range(3, 14)
AGENCIES: Final = 180
"""Of a province, all levels."""
_LIST: Final = "nation.json"
_A_DOSSIER: Final = 160
"""Bytes of disk for each dossier while it is made: rows put in order, and what stays of them."""
_SPARE: Final = 64_000_000


class Order(NamedTuple):
    """How the nation is divided from a day on: provinces, and the level of each of a province's agencies."""

    since: date
    provinces: int
    level: str


_ORDERS: Final = (
    Order(
        date(2008, 8, 1),
        63,
        "CASE WHEN {id} % 180 < 18 THEN 'province' WHEN {id} % 180 < 36 THEN 'district' ELSE 'commune' END",
    ),
    # Resolution 202/2025/QH15; Law 72/2025/QH15: no districts from that day on.
    Order(date(2025, 7, 1), 34, "CASE WHEN {id} % 180 < 18 THEN 'province' ELSE 'commune' END"),
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of so many dossiers received in a year."""

    dossiers: int
    year: int = 2022
    seed: int = 1

    @property
    def order(self) -> Order:
        """The division of the year's first day."""
        return [each for each in _ORDERS if each.since <= date(self.year, 1, 1)][-1]


Columns = dict[int, int]
"""The columns 3 to 13 of form II.06a."""


class Nation:
    """Facts of a nation in a folder, and sums of them; made where they are not there. A file that was broken
    off is made again: it bears its name only when it is whole.

    Raises: DomainError `no_room` before anything is written; ModuleNotFoundError without DuckDB.
    """

    def __init__(self, folder: Path, asked: Asked, memory: str = "3GB") -> None:
        import duckdb

        made_folder(folder)
        self.asked = asked
        name = f"{asked.year}-{asked.dossiers}-{asked.seed}.parquet"
        self.facts, self.sums = folder / f"facts-{name}", folder / f"sums-{name}"
        if not self.facts.exists():
            _room_for(asked.dossiers, folder)
        self.base = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder / "spill")})
        self.seconds: dict[str, float] = {}
        level = asked.order.level
        first, after = (day_number(date(year, 1, 1)) for year in (asked.year, asked.year + 1))
        numbers = _NUMBERS | {
            "dossiers": asked.dossiers,
            "seed": asked.seed,
            "first": first,
            "days": after - first,
            "agencies": asked.order.provinces * AGENCIES,
            "level": level.format(id="competent_id"),
            "facts": self.facts,
        }
        for path, view, sql in ((self.facts, "facts", _FACTS), (self.sums, "sums", _SUMS)):
            if not path.exists():
                self._write(path, view, sql.format(**numbers))
            self.base.read_parquet(str(path)).create_view(_VIEWS[view])
        self.base.execute(
            f"CREATE TABLE organisation_agency AS SELECT id, {level.format(id='id')} AS level"  # noqa: S608 - words of this file
            f" FROM range(1, {numbers['agencies'] + 1}) r(id)"
        )

    def _write(self, path: Path, view: str, sql: str) -> None:
        began, part = time.perf_counter(), path.with_suffix(".part")
        self.base.execute(f"COPY ({sql}) TO '{part}' (FORMAT parquet, COMPRESSION zstd)")
        part.rename(path)
        self.seconds[view] = round(time.perf_counter() - began, 1)

    def rows(self, view: str) -> int:
        """How many rows of facts or sums there are."""
        found = self.base.execute(f"SELECT count(*) FROM {view}").fetchone()  # noqa: S608
        assert found is not None
        return int(found[0])

    def recount(self, scope: Scope, rules: RuleSet) -> dict[str, Columns]:
        """The form by level and field (`level:field`), every dossier looked at."""
        sql = re.sub(r"%\((\w+)\)s", r"$v_\1", counting_by_level(scope, rules))
        values = {f"v_{name}": value for name, value in values_of(scope).items() if f"$v_{name}" in sql}
        found = told(self.base.execute(sql, values).fetchall(), rules)
        lines = added((f"{row[0]}:{row[1]}", *row[2:]) for row in found)
        return {line.key: {n: getattr(line, f"c{n}") for n in COLUMNS} for line in lines}

    def told(self, scope: Scope, rules: RuleSet) -> dict[str, Columns]:
        """The same from the sums that were known by the day of the scope's moment."""
        first, last = (day_number(day) for day in (scope.first, scope.last))
        known = local_day(scope.as_of)
        found = self.base.execute(_ASKED, {"first": first, "last": last, "known": known}).fetchall()
        keyed: dict[str, list[tuple[int, str, int, int, int]]] = {}
        for level, field, *of in found:
            keyed.setdefault(f"{level}:{field}", []).append(tuple(of))
        return {key: form(sums, first, last, known, rules) for key, sums in keyed.items()}


def keep(asked: Asked, folder: Path) -> Nation:
    """Make a nation in a folder that keeps one, and note which it is; nothing is made twice.

    Raises: `Conflict` where another one is kept; `UsageError` for a number that cannot be; as `Nation`.
    """
    if not 1 <= asked.dossiers <= 1_000_000_000 or not 2009 <= asked.year <= 2098 or asked.seed < 0:
        raise UsageError(
            gettext_noop(
                "Số hồ sơ từ 1 đến 1.000.000.000, năm từ 2009 đến 2098, hạt giống từ 0; chưa ghi gì."
            ),
            gettext_noop("Ví dụ: motcua simulate --scale nation --dossiers 20000000 --seed 1"),
        )
    known = kept(folder)
    if known not in {None, asked}:
        raise Conflict(
            gettext_noop("Đã có số liệu cả nước khác ở %(path)s; chưa ghi gì."),
            gettext_noop("Chạy lại đúng lệnh đã lập số liệu ấy, hoặc xóa thư mục đó rồi chạy lại lệnh này."),
            id="nation_there",
            path=str(folder),
        )
    made_folder(folder)
    if known is None:
        _room_for(asked.dossiers, folder)
    (folder / _LIST).write_bytes(msgspec.json.encode(asked))
    return Nation(folder, asked)


def kept(folder: Path) -> Asked | None:
    """Which nation a folder keeps, whole or begun; none where there is none, or its list cannot be read."""
    try:
        return msgspec.json.decode((folder / _LIST).read_bytes(), type=Asked)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def opened(folder: Path) -> Nation:
    """The nation that a folder keeps. Raises: `UsageError` where there is none, or not all of it."""
    asked = kept(folder)
    if asked is None or not (folder / f"sums-{asked.year}-{asked.dossiers}-{asked.seed}.parquet").exists():
        raise UsageError(
            gettext_noop("Chưa có số liệu cả nước ở %(path)s."),
            gettext_noop("Lập trước bằng lệnh: motcua simulate --scale nation --dossiers 20000000"),
            id="no_nation",
            path=str(folder),
        )
    return Nation(folder, asked)


def _room_for(dossiers: int, folder: Path) -> None:
    needed, free = dossiers * _A_DOSSIER + _SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise DomainError(
            gettext_noop(
                "Ổ đĩa chứa %(path)s còn %(free)s MB, lập số liệu này cần khoảng %(needed)s MB; chưa ghi gì."
            ),
            gettext_noop("Dọn chỗ, chọn ít hồ sơ hơn, hoặc đặt MOTCUA_HOME ở ổ khác, rồi chạy lại."),
            id="no_room",
            path=str(folder),
            free=free // 1_000_000,
            needed=needed // 1_000_000,
        )


_VIEWS: Final = {"facts": "dossiers_spell", "sums": "sums"}
_NUMBERS: Final[dict[str, Any]] = {"never": NEVER, "forever": FOREVER, "day": DAY, "local": LOCAL}
_FACTS: Final = """
WITH drawn AS (
  SELECT i AS dossier_id, hash(i, {seed}) AS h, ({first} + i * {days} // {dossiers})::INTEGER AS received_day,
    1 + (hash(i, {seed}, 7) % {agencies})::BIGINT AS competent_id,
    'F' || (hash(i, {seed}, 3) % 22) AS field_code,
    CASE WHEN hash(i, {seed}, 1) % 1000 < 228 THEN 2 WHEN hash(i, {seed}, 1) % 1000 < 260 THEN 3
      ELSE 1 END AS channel
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
