"""Reads of the catalogue: search, offers for the counter, the whole record of a procedure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec
import psycopg
from django.db import connection

from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import sort_key

from .content import PROCEDURE_CODE, Fee, VersionContent, content_of
from .contradictions import Finding
from .finding import (
    EventCount,
    Hit,
    Listed,
    agencies,
    browse,
    events,
    fields,
    filtered,
    find,
    most_asked_for,
    names_of,
)
from .merge import BY_HAND
from .models import Contradiction, Field, Procedure, ProcedureVersion
from .offers import Decided, Offer, ProcessInUse, fees_for, make_offer

__all__ = [
    "EventCount",
    "Hit",
    "Listed",
    "Offer",
    "agencies",
    "browse",
    "content_by_digest",
    "events",
    "fees_of_version",
    "fields",
    "filtered",
    "find",
    "most_asked_for",
    "names_of",
    "offer",
    "open_contradictions",
    "show",
    "suggestions",
    "version_content",
    "version_names",
]


_VERSIONS: Final = """
SELECT v.id, v.valid_from, v.valid_to, v.source, v.digest,
  (SELECT jsonb_agg(jsonb_build_object('finding', c.finding, 'decision', c.decision) ORDER BY c.id)::text
   FROM procedures_contradiction c WHERE c.version_id = v.id),
  (SELECT jsonb_agg(jsonb_build_object('id', u.id, 'case', u."case", 'level', u.level, 'version', w.hash,
     'valid_from', d.valid_from, 'valid_to', d.valid_to))::text
   FROM procedures_processuse u JOIN procedures_processperiod d ON d.process_id = u.process_id
     JOIN procedures_processversion w ON w.id = d.version_id
   WHERE u.procedure_code = p.code)
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE p.code = %s AND NOT v.superseded ORDER BY v.valid_from
"""
"""One statement for the counter's hot path; the contents come from the process's memory."""


def offer(code: str, *, on: date, channel: str = "direct", case: str | None = None) -> Offer:
    """What may be received for a procedure on a day, by channel and case, pinned to the version in force.

    An undecided contradiction, or content from a list alone, gives an offer with `blocked`; the limit of
    a procedure with several cases needs the case (`needs_case`).

    Raises: NotFound for an unknown code (`params["suggestions"]`); DomainError for a procedure not in
    force on that day, abolished, or without that channel or case.
    """
    code = _asked(code)
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_VERSIONS, (code,), prepare=True)
        rows = cursor.fetchall()
    if not rows:
        raise _unknown(code)
    for pk, valid_from, valid_to, source, key, open_or_decided, in_use in reversed(rows):
        if valid_from <= on and (valid_to is None or valid_to >= on):
            content = _content(pk, key)
            if content.state == "abolished":
                raise _withdrawn(code, valid_from)
            decided = msgspec.json.decode(open_or_decided, type=list[Decided]) if open_or_decided else []
            simulated = source.removeprefix(f"{BY_HAND}, ").startswith("demonstration")
            processes = msgspec.json.decode(in_use, type=tuple[ProcessInUse, ...]) if in_use else ()
            return make_offer(
                pk,
                code,
                content,
                decided,
                channel=channel,
                case=case,
                simulated=simulated,
                processes=processes,
            )
    first, last = rows[0][1], rows[-1][2]
    if last is not None and on > last:
        raise _withdrawn(code, last)
    raise DomainError(
        gettext_noop("Thủ tục %(code)s chưa có hiệu lực vào ngày %(day)s (có từ %(first)s)."),
        gettext_noop("Kiểm tra ngày tiếp nhận hoặc tìm thủ tục khác đang có hiệu lực."),
        id="procedure_not_yet",
        code=code,
        day=_day(on),
        first=_day(first),
    )


class InForce(NamedTuple):
    """A version that is in force, with its contradictions as they were decided."""

    content: VersionContent
    decided: tuple[Decided, ...]


def versions_in_force(codes: Collection[str], on: date) -> dict[str, InForce]:
    """The version in force on a day of each of these procedures that has one; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_IN_FORCE, {"codes": list(codes), "day": on})
        rows = cursor.fetchall()
    return {
        code: InForce(
            _content(pk, key), tuple(msgspec.json.decode(decided, type=list[Decided])) if decided else ()
        )
        for code, pk, key, decided in rows
    }


_ALL_IN_FORCE: Final = """
SELECT p.code, v.id, v.digest,
  (SELECT jsonb_agg(jsonb_build_object('finding', c.finding, 'decision', c.decision) ORDER BY c.id)::text
   FROM procedures_contradiction c WHERE c.version_id = v.id)
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE p.code = ANY(%(codes)s) AND NOT v.superseded AND v.valid_from <= %(day)s
  AND (v.valid_to IS NULL OR v.valid_to >= %(day)s)
"""


def fees_of_version(version_id: int, channel: str) -> tuple[Fee, ...]:
    """The fees of a version for a channel, in order, with the amounts that were decided since it was pinned.

    Raises NotFound when there is no such version.
    """
    decided = [
        Decided(finding=msgspec.convert(row.finding, Finding), decision=row.decision)
        for row in Contradiction.objects.filter(version_id=version_id)
    ]
    return fees_for(version_content(version_id), decided, channel)


def version_content(version_id: int) -> VersionContent:
    """The content of a version, as a dossier pins it. Raises NotFound when there is no such version."""
    key = ProcedureVersion.objects.values_list("digest", flat=True).filter(pk=version_id).first()
    if key is None:
        raise NotFound(gettext_noop("Không có phiên bản thủ tục này."), id="no_version")
    return _content(version_id, key)


def contents_of(versions: Collection[int]) -> dict[int, VersionContent]:
    """Version to its content, for those that there are. One statement, none for nothing."""
    rows = ProcedureVersion.objects.filter(pk__in=versions) if versions else ProcedureVersion.objects.none()
    return {pk: content_of(content) for pk, content in rows.values_list("pk", "content")}


def version_names(versions: Collection[int]) -> dict[int, str]:
    """Version to the name of its procedure, for those that there are. One statement, none for nothing."""
    rows = ProcedureVersion.objects.filter(pk__in=versions) if versions else ProcedureVersion.objects.none()
    return dict(rows.values_list("pk", "name"))


def content_by_digest(version_id: int, digest: str) -> VersionContent:
    """The same for who has read the version's digest beside something else; no statement where it is kept."""
    return _content(version_id, digest)


@lru_cache(maxsize=4096)
def _content(version_id: int, key: str) -> VersionContent:
    """A version never changes, so a process keeps what it has read; `key` is its digest."""
    return content_of(
        ProcedureVersion.objects.values_list("content", flat=True).get(pk=version_id, digest=key)
    )


def _asked(code: str) -> str:
    """A code as somebody typed it, fit to be looked up and shown: trimmed, short, printable."""
    return "".join(c for c in code[:200].strip() if c.isprintable())[:40]


def suggestions(code: str, limit: int = 5) -> list[str]:
    """Known codes nearest to a mistyped one, by trigrams of the code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM procedures_procedure WHERE similarity(code, %(code)s) > 0.2 "
            "ORDER BY similarity(code, %(code)s) DESC, code LIMIT %(limit)s",
            {"code": code[:40], "limit": limit},
        )
        return [row[0] for row in cursor.fetchall()]


def _unknown(code: str) -> NotFound:
    near = suggestions(code)
    if not near:
        return NotFound(
            gettext_noop("Không có thủ tục mã %(code)s trong danh mục."),
            gettext_noop("Tìm theo tên thủ tục, hoặc nhập danh mục thủ tục."),
            id="procedure_unknown",
            code=code[:40],
            suggestions=near,
        )
    return NotFound(
        gettext_noop("Không có thủ tục mã %(code)s trong danh mục."),
        gettext_noop("Có phải là: %(near)s?"),
        id="procedure_unknown",
        code=code[:40],
        near=", ".join(near),
        suggestions=near,
    )


def _withdrawn(code: str, day: date) -> DomainError:
    return DomainError(
        gettext_noop("Thủ tục %(code)s không còn hiệu lực (đến %(day)s)."),
        gettext_noop("Tìm thủ tục thay thế theo tên hoặc lĩnh vực."),
        id="procedure_withdrawn",
        code=code,
        day=_day(day),
    )


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


class OpenContradiction(msgspec.Struct, frozen=True):
    """A contradiction as the administrator's page lists it."""

    id: int
    code: str
    name: str
    kind: str
    where: str
    detail: str
    options: tuple[str, ...]
    decision: str
    decided_by: str
    reason: str


def open_contradictions(
    *, code: str | None = None, decided: bool = False, limit: int = 100, offset: int = 0
) -> list[OpenContradiction]:
    """Contradictions of versions in force that wait for a decision (or that have one), by code."""
    rows = Contradiction.objects.filter(version__superseded=False, version__valid_to=None)
    rows = rows.exclude(decision="") if decided else rows.filter(decision="")
    if code:
        rows = rows.filter(version__procedure__code=code)
    rows = rows.select_related("version__procedure").order_by("version__procedure__code", "pk")
    return [_open(row) for row in rows[offset : offset + limit]]


def _open(row: Contradiction) -> OpenContradiction:
    finding = msgspec.convert(row.finding, Finding)
    return OpenContradiction(
        row.pk,
        row.version.procedure.code,
        row.version.name,
        row.kind,
        row.where,
        row.detail,
        tuple(option.key for option in finding.options),
        row.decision,
        row.decided_by,
        row.reason,
    )


def fields_in_use() -> list[tuple[str, str]]:
    """Code and name of each field that procedures belong to, by name; fields without a code are left out."""
    rows = Field.objects.exclude(code="").filter(procedures__state="active").values_list("code", "name")
    return sorted(dict(rows.distinct()).items(), key=lambda each: sort_key(each[1]))


def show(code: str) -> tuple[Procedure, Sequence[ProcedureVersion], Sequence[Contradiction]]:
    """A procedure with its versions in order of time and the contradictions of the last one.

    Raises: NotFound with suggestions for an unknown code.
    """
    code = _asked(code)
    procedure = Procedure.objects.select_related("field").filter(code=code).first()
    if procedure is None or not PROCEDURE_CODE.fullmatch(code):
        raise _unknown(code)
    versions = list(procedure.versions.filter(superseded=False).order_by("valid_from"))
    last = versions[-1].pk if versions else None
    return procedure, versions, list(Contradiction.objects.filter(version_id=last).order_by("pk"))


def codes_in_force(on: date) -> list[str]:
    """Codes of the procedures with a version in force on that day."""
    rows = ProcedureVersion.objects.filter(superseded=False, valid_from__lte=on).exclude(valid_to__lt=on)
    return list(rows.order_by("procedure__code").values_list("procedure__code", flat=True))
