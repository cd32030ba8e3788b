"""`motcua simulate --scale nation` and `motcua report nation`: a nation's facts, and form II.06a of them.

No dossier and no log stands behind them: they are what provinces would send upward (docs/scale.md).
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from motcua.figures.report_command import REPORT as OF_A_PROVINCE
from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import UsageError, gettext_noop

if TYPE_CHECKING:
    from motcua.site.nation import Columns

NOTE: Final = gettext_noop(
    "Số liệu mô phỏng của cả nước: chỉ có số liệu để đếm, không có hồ sơ, nhật ký hay người nào đứng sau."
)
_BY: Final = ("level", "field", "form")


def nation_made(arguments: argparse.Namespace) -> int:
    """Make the facts that are asked for under the home, or find them there."""
    with _with_duckdb():
        from motcua.site.home import home
        from motcua.site.nation import DOSSIERS, FOLDER, Asked, keep

        began = time.perf_counter()
        asked = Asked(dossiers=arguments.dossiers or DOSSIERS, year=arguments.year, seed=arguments.seed)
        say("Lập số liệu của cả nước…")
        nation = keep(asked, home() / FOLDER)
    facts = nation.rows("dossiers_spell")
    seconds = round(time.perf_counter() - began, 1)
    document = {
        "scale": "nation",
        "dossiers": asked.dossiers,
        "year": asked.year,
        "seed": asked.seed,
        "provinces": asked.order.provinces,
        "facts": facts,
        "sums": nation.rows("sums"),
        "megabytes": round(sum(path.stat().st_size for path in (nation.facts, nation.sums)) / 1e6, 1),
        "made_in": nation.seconds,
        "folder": str(nation.facts.parent),
        "simulated": True,
        "note": NOTE,
        "seconds": seconds,
    }
    told = f"{asked.dossiers} hồ sơ của {asked.order.provinces} tỉnh, {facts} dòng số liệu"
    how = f"lập trong {seconds} giây" if nation.seconds else "đã có từ trước, không lập lại"
    emit(document, as_json=arguments.json, text=f"{told}, {how}; ở {document['folder']}.\n{NOTE}")
    return 0


@contextmanager
def _with_duckdb() -> Iterator[None]:
    """Django without a database, and DuckDB. Raises: `UsageError` where it is not installed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    import django

    django.setup()
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "duckdb":
            raise
        raise UsageError(
            gettext_noop("Chưa cài DuckDB nên chưa lập được số liệu cả nước."),
            gettext_noop("Chạy `make setup`, rồi chạy lại lệnh này."),
            id="no_duckdb",
        ) from error


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", required=True, metavar="DAY", help="first day")
    parser.add_argument("--to", dest="last", required=True, metavar="DAY", help="last day")
    parser.add_argument("--as-of", default="", metavar="MOMENT", help="what was known then; now if not given")
    parser.add_argument("--rules", default="practice", help="practice, npsp or law")
    parser.add_argument("--by", default="level", choices=_BY, help="rows; form: fields under their level")
    parser.add_argument(
        "--recount", action="store_true", help="look at every fact instead of adding up sums by day"
    )


def _report(arguments: argparse.Namespace) -> int:
    with _with_duckdb():
        from motcua.dossiers.facts import LOCAL, local_day
        from motcua.figures.ii06a import Scope, checked
        from motcua.figures.periods import day_asked, moment_asked
        from motcua.figures.rule_sets import rule_set
        from motcua.foundation.clock import DAY, SystemClock, local_text
        from motcua.site.home import home
        from motcua.site.nation import FOLDER, opened

        # Sums know whole days: what a day tells is told at its end, by both.
        known = local_day(moment_asked(arguments.as_of, SystemClock().now()))
        scope = Scope(
            first=day_asked(arguments.first),
            last=day_asked(arguments.last),
            as_of=(known + 1) * DAY - LOCAL - 1,
        )
        checked(scope)
        rules = rule_set(arguments.rules)
        nation = opened(home() / FOLDER)
    began = time.perf_counter()
    found = (nation.recount if arguments.recount else nation.told)(scope, rules)
    seconds = round(time.perf_counter() - began, 3)
    rows = _rows(found, arguments.by)
    document: dict[str, Any] = {
        "report": "II06a",
        "scale": "nation",
        "period": {"from": scope.first, "to": scope.last},
        "as_of": local_text(scope.as_of),
        "rule_set": rules.id,
        "by": arguments.by,
        "from": "recount" if arguments.recount else "sums",
        "unit": "dossier",
        "dossiers": nation.asked.dossiers,
        "rows": rows,
        "simulated": True,
        "note": NOTE,
        "seconds": seconds,
    }
    emit(document, as_json=arguments.json, text=_text(rows))
    return 0


def _rows(found: Mapping[str, Columns], by: str) -> list[dict[str, Any]]:
    """The rows that are asked for and their total, each with its columns; rows of nothing are left out."""
    from motcua.figures.report import TOTAL, TOTAL_LABEL
    from motcua.organisation.models import Level

    names: dict[str, str] = {level: str(Level(level).label).capitalize() for level in Level.values}
    sums: dict[tuple[int, str, str], Counter[int]] = {}
    order = list(Level.values)
    for key, columns in found.items():
        level, _, field = key.partition(":")
        for row in _rows_of(by, order.index(level), level, field):
            sums.setdefault(row, Counter()).update(columns)
    total = Counter[int]()
    for columns in found.values():
        total.update(columns)
    rows = [
        {"key": key, "label": names.get(key, key.partition(":")[2] or key), "kind": kind, **_cells(columns)}
        for (_, key, kind), columns in sorted(sums.items())
        if any(columns.values())
    ]
    return [*rows, {"key": TOTAL, "label": TOTAL_LABEL, "kind": "total", **_cells(total)}]


def _rows_of(by: str, place: int, level: str, field: str) -> list[tuple[int, str, str]]:
    """In which rows a level and field counts: where the row stands, its key, its kind."""
    if by == "field":
        return [(0, field, "line")]
    rows = [(place, level, "level")]
    return [*rows, (place, f"{level}:{field}", "line")] if by == "form" else rows


def _cells(columns: Mapping[int, int]) -> dict[str, int]:
    from motcua.site.nation import COLUMNS

    return {f"c{number}": columns.get(number, 0) for number in COLUMNS}


def _text(rows: list[dict[str, Any]]) -> str:
    """For a person's eyes: a line a row, the columns by their numbers in the form."""
    numbers = [name for name in rows[-1] if name not in {"key", "label", "kind"}]
    lines = [f"{'':20}" + "".join(f"{'(' + name[1:] + ')':>13}" for name in numbers)]
    lines += [f"{row['label'][:19]:20}" + "".join(f"{row[name]:>13,}" for name in numbers) for row in rows]
    return "\n".join([*lines, ""]).replace(",", ".") + NOTE


REPORT: Final[Mapping[str, Command]] = {
    **OF_A_PROVINCE,
    "nation": Command("form II.06a of the facts of `simulate --scale nation`", _arguments, _report),
}
"""`motcua report`, with that of a nation."""
