"""Reads for who administers processes: the list with what is doubtful, one process with its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch

from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.text import fold
from motcua.organisation.models.dated import holds

from .models import InternalProcess, ProcessPeriod, ProcessUse, ProcessVersion
from .process_checking import Checked, checked, table_of
from .process_in_force import others_in_force
from .process_queries import version_of_code
from .processes import tables

PAGE: Final = 50
SHOWN: Final = ("all", "in_force", "draft", "doubtful")
"""Which processes: in force today; with no version in force; with printed doubts that wait for an answer."""


class ProcessRow(msgspec.Struct, frozen=True):
    """A process in the list: its newest version, what is in force on the day, doubts of the newest version
    that nobody answered (findings against catalogue and organisation stand on its own page)."""

    id: int
    code: str
    name: str
    decision: str
    simulated: bool
    codes: list[str]
    newest: int
    number: int | None
    valid_from: date | None
    valid_to: date | None
    doubts: int


class VersionLine(msgspec.Struct, frozen=True):
    """A version with the periods in which it is in force."""

    number: int
    origin: str
    made_at: Any
    periods: tuple[ProcessPeriod, ...]


class ProcessPage(msgspec.Struct, frozen=True):
    """One process: the version shown, what was found and decided, what the decision prints of it.

    `others` are processes that serve the same on that day; putting this one in force ends them. `beside` are
    uses of others in force for the same procedures, for another case or level: the narrower goes first.
    """

    process: InternalProcess
    version: ProcessVersion
    versions: tuple[VersionLine, ...]
    checked: Checked
    printed: tables.Process | None
    uses: tuple[ProcessUse, ...]
    standing: ProcessPeriod | None
    others: tuple[InternalProcess, ...]
    beside: tuple[ProcessUse, ...]


_LIST: Final = """
WITH newest AS (
  SELECT DISTINCT ON (process_id) id, process_id, number, doubts
  FROM procedures_processversion ORDER BY process_id, number DESC
), found AS (
  SELECT p.id, p.code, p.name, p."order", coalesce(d.key, '') AS decision, d.day,
    coalesce(d.simulated, false) AS simulated,
    ARRAY(SELECT DISTINCT u.procedure_code::text FROM procedures_processuse u WHERE u.process_id = p.id
          ORDER BY 1) AS codes,
    n.number AS newest, v.number AS standing, t.valid_from, t.valid_to,
    (SELECT count(*) FROM jsonb_array_elements(n.doubts) AS each(doubt)
     WHERE NOT EXISTS (SELECT 1 FROM procedures_processverdict a
                       WHERE a.version_id = n.id AND a.key = doubt->>'key')) AS doubts
  FROM procedures_internalprocess p
    JOIN newest n ON n.process_id = p.id
    LEFT JOIN procedures_processdecision d ON d.id = p.decision_id
    LEFT JOIN procedures_processperiod t ON t.process_id = p.id AND t.valid_from <= %(day)s
      AND (t.valid_to IS NULL OR t.valid_to >= %(day)s)
    LEFT JOIN procedures_processversion v ON v.id = t.version_id
  WHERE (%(decision)s = '' OR d.key = %(decision)s)
    AND NOT EXISTS (SELECT 1 FROM unnest(%(words)s::text[]) AS word
                    WHERE p.folded NOT LIKE '%%' || word || '%%' AND NOT EXISTS
                      (SELECT 1 FROM procedures_processuse u
                      WHERE u.process_id = p.id AND u.procedure_code LIKE word || '%%'))
)
SELECT count(*) OVER (), id, code, name, decision, simulated, codes, newest, standing, valid_from, valid_to,
  doubts
FROM found
WHERE CASE %(shown)s WHEN 'in_force' THEN standing IS NOT NULL WHEN 'draft' THEN standing IS NULL
  WHEN 'doubtful' THEN doubts > 0 ELSE true END
ORDER BY day DESC NULLS LAST, decision, "order", code LIMIT %(limit)s OFFSET %(offset)s
"""


def processes(
    words: str = "", *, decision: str = "", shown: str = "all", day: date, page: int = 1
) -> tuple[int, list[ProcessRow]]:
    """How many processes match, and those of one page by decision and order. One statement.

    `words` are parts of the name without accents, of the code, or the beginning of a procedure code.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _LIST,
            {
                "words": [_plain(word) for word in fold(words[:200]).split()[:10]],
                "decision": decision,
                "shown": shown,
                "day": day,
                "limit": PAGE,
                "offset": (page - 1) * PAGE,
            },
        )
        rows = cursor.fetchall()
    return (rows[0][0] if rows else 0), [ProcessRow(*row[1:]) for row in rows]


def _plain(word: str) -> str:
    """A word in which LIKE finds no signs of its own."""
    return word.replace("\\", "").replace("%", "").replace("_", r"\_")


def decisions() -> list[tuple[str, int]]:
    """The decisions that have processes, with how many, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.key, count(*) FROM procedures_processdecision d "
            "JOIN procedures_internalprocess p ON p.decision_id = d.id "
            "GROUP BY d.id ORDER BY d.day DESC NULLS LAST, d.key"
        )
        return list(cursor.fetchall())


def process_page(pk: int, number: int | None, day: date) -> ProcessPage:
    """One process: the version asked for, else the one in force on the day, else the newest.

    Raises: NotFound.
    """
    row = InternalProcess.objects.select_related("decision").filter(pk=pk).first()
    if row is None:
        raise _unknown()
    periods = Prefetch("periods", ProcessPeriod.objects.order_by("valid_from"))
    versions = list(row.versions.order_by("-number").prefetch_related(periods).defer("graph", "table"))
    lines = tuple(
        VersionLine(each.number, each.origin, each.made_at, tuple(each.periods.all())) for each in versions
    )
    standing = next((period for line in lines for period in line.periods if _holds(period, day)), None)
    version = _chosen(versions, number, standing)
    version.process = row
    uses = tuple(row.uses.order_by("procedure_code", "case", "level"))
    return ProcessPage(
        process=row,
        version=version,
        versions=lines,
        checked=checked(version, day, uses=uses),
        printed=table_of(version),
        uses=uses,
        standing=standing,
        others=tuple(others_in_force(row, day, uses)),
        beside=tuple(_beside(row, uses, day)),
    )


def _beside(row: InternalProcess, uses: Sequence[ProcessUse], day: date) -> Iterator[ProcessUse]:
    own = {(use.procedure_code, use.case, use.level) for use in uses}
    running = ProcessPeriod.objects.filter(holds(day), process=OuterRef("process"))
    found = ProcessUse.objects.filter(Exists(running), procedure_code__in={use[0] for use in own})
    found = found.exclude(process=row).select_related("process")
    for use in found.order_by("procedure_code", "case", "level", "pk"):
        if (use.procedure_code, use.case, use.level) not in own:
            yield use


def version_to_redraw(pk: int, number: int | None, day: date) -> ProcessVersion:
    """The version from which a process is redrawn: the one asked for, else in force, else the newest.

    Raises: NotFound.
    """
    row = InternalProcess.objects.filter(pk=pk).first()
    if row is None:
        raise _unknown()
    return version_of_code(row.code, number, day)


def of_procedure(code: str, day: date) -> list[tuple[ProcessUse, ProcessPeriod]]:
    """The processes in force that serve a procedure, with the case and level they are for. Two statements."""
    uses = list(ProcessUse.objects.filter(procedure_code=code).order_by("case", "level", "pk"))
    periods = {
        period.process_id: period
        for period in ProcessPeriod.objects.filter(process__in={use.process_id for use in uses})
        .select_related("process", "version")
        .defer("version__graph", "version__table")
        if _holds(period, day)
    }
    return [(use, periods[use.process_id]) for use in uses if use.process_id in periods]


def process_ids(codes: Sequence[str]) -> dict[str, int]:
    """The keys of processes by code, for links."""
    return dict(InternalProcess.objects.filter(code__in=list(codes)).values_list("code", "pk"))


def _holds(period: ProcessPeriod, day: date) -> bool:
    return period.valid_from <= day and (period.valid_to is None or period.valid_to >= day)


def _chosen(
    versions: Sequence[ProcessVersion], number: int | None, standing: ProcessPeriod | None
) -> ProcessVersion:
    for version in versions:
        if version.number == number:
            return version
    if number is not None or not versions:
        raise _unknown()
    running = standing.version_id if standing else None
    return next((version for version in versions if version.pk == running), versions[0])


def _unknown() -> NotFound:
    return NotFound(
        gettext_noop("Không có quy trình này, hoặc không có phiên bản đó."),
        gettext_noop("Xem danh sách quy trình nội bộ."),
        id="process_unknown",
    )
