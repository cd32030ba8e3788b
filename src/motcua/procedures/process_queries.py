"""Reads of internal processes for who runs them: the one in force for a procedure, a version by its hash."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import psycopg
from django.db import connection

from motcua.foundation.errors import NotFound, gettext_noop

from .content import Frozen
from .models import ProcessVersion
from .offers import Offer
from .processes.model import Process, from_text

__all__ = ["Stored", "by_version", "in_force", "in_force_of_process", "of_offer", "version_of_code"]


class Stored(Frozen, frozen=True, kw_only=True):
    """A version as it is kept: `version` is its hash, by which dossiers pin it."""

    code: str
    number: int
    version: str
    process: Process


def in_force(procedure_code: str, case: str | None, level: str, day: date) -> Stored | None:
    """The process that a dossier of this procedure follows when it is received on that day.

    `case` is the code of a case of the catalogue, None where the procedure has none; `level` a value of
    `organisation.models.Level`. A use that names the case, then one that names the level, goes first.
    One short statement; who holds an `Offer` of that day asks `of_offer`, which needs none.
    """
    return _first(_IN_FORCE, (procedure_code, day, day, case or "", level))


def of_offer(offer: Offer, level: str, day: date) -> Stored | None:
    """The same out of an offer of that day: no statement once the version has been read."""
    fitting = [
        use
        for use in offer.processes
        if use.valid_from <= day
        and (use.valid_to is None or use.valid_to >= day)
        and use.case in ("", offer.case or "")
        and use.level in ("", level)
    ]
    if not fitting:
        return None
    return by_version(min(fitting, key=lambda use: (use.case == "", use.level == "", use.id)).version)


def in_force_of_process(code: str, day: date) -> Stored | None:
    """The version of a process in force on that day, by the code of the process, as calls name it."""
    return _first(_OF_PROCESS, (code, day, day))


@lru_cache(maxsize=2048)
def by_version(version_hash: str) -> Stored:
    """A version by its hash; written once, so a process of the server keeps what it has read.

    Raises: NotFound.
    """
    row = (
        ProcessVersion.objects.filter(hash=version_hash)
        .order_by("pk")
        .values_list("process__code", "number", "graph")
        .first()
    )
    if row is None:
        raise NotFound(
            gettext_noop("Không có phiên bản quy trình %(version)s."),
            gettext_noop("Nhập lại quyết định ban hành quy trình."),
            id="process_version_unknown",
            version=version_hash[:12],
        )
    code, number, graph = row
    return Stored(code=code, number=number, version=version_hash, process=from_text(graph))


def version_of_code(code: str, number: int | None, day: date) -> ProcessVersion:
    """A version of a process: the one asked for, else the one in force on the day, else the newest.

    Raises: NotFound.
    """
    rows = ProcessVersion.objects.filter(process__code=code).select_related("process__decision")
    if number is not None:
        found = rows.filter(number=number).first()
    else:
        standing = rows.filter(periods__valid_from__lte=day).exclude(periods__valid_to__lt=day)
        found = standing.first() or rows.order_by("-number").first()
    if found is None:
        raise NotFound(
            gettext_noop("Không có quy trình %(code)s, hoặc không có phiên bản đó."),
            gettext_noop("Xem danh sách quy trình nội bộ, hoặc nhập quyết định ban hành."),
            id="process_unknown",
            code="".join(sign for sign in code if sign.isprintable())[:120],
        )
    return found


def _first(statement: str, values: tuple[object, ...]) -> Stored | None:
    connection.ensure_connection()
    # Reception asks for it with each dossier: past the ORM, and kept prepared.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        row = cursor.fetchone()
    return by_version(row[0]) if row else None


_IN_FORCE: Final = """
SELECT v.hash FROM procedures_processuse u
  JOIN procedures_processperiod d ON d.process_id = u.process_id
  JOIN procedures_processversion v ON v.id = d.version_id
WHERE u.procedure_code = %s AND d.valid_from <= %s AND (d.valid_to IS NULL OR d.valid_to >= %s)
  AND u."case" IN ('', %s) AND u.level IN ('', %s)
ORDER BY u."case" = '', u.level = '', u.id LIMIT 1
"""
_OF_PROCESS: Final = """
SELECT v.hash FROM procedures_internalprocess p
  JOIN procedures_processperiod d ON d.process_id = p.id
  JOIN procedures_processversion v ON v.id = d.version_id
WHERE p.code = %s AND d.valid_from <= %s AND (d.valid_to IS NULL OR d.valid_to >= %s) LIMIT 1
"""
