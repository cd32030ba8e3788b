"""Reads of the service facts: how many services there are on a day, and which."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.foundation.errors import NotFound, gettext_noop

PAGE: Final = 50


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """How many services hold on a day; `without_service` is integrated and not online."""

    day: date
    online: int
    online_by_level: dict[str, int]
    integrated: int
    integrated_by_level: dict[str, int]
    without_service: int
    same_level: int
    cross_level: int
    simulated: bool

    @property
    def linked(self) -> int:
        """Interlinked procedures of both kinds."""
        return self.same_level + self.cross_level


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service behind a count. `level` is empty where it is not online, `place` where not interlinked."""

    key: int
    code: str
    name: str
    field: str
    level: str
    integrated_from: date | None
    place: str
    since: date
    source: str
    simulated: bool


class ServicePage(msgspec.Struct, frozen=True):
    """A page of them; `after` is what the next page begins after, 0 on the last."""

    rows: tuple[Service, ...]
    after: int


_HOLDS: Final = "{0}.valid_from <= %(day)s AND ({0}.valid_to IS NULL OR {0}.valid_to >= %(day)s)"
_COUNTED: Final = f"""
SELECT f.kind, f.value, o.value, count(*), count(DISTINCT f.procedure_id), bool_or(f.simulated)
FROM procedures_servicefact f
LEFT JOIN procedures_servicefact o ON f.kind = 'integrated' AND o.procedure_id = f.procedure_id
  AND o.kind = 'online' AND {_HOLDS.format("o")}
WHERE {_HOLDS.format("f")} GROUP BY 1, 2, 3"""  # noqa: S608 - words of this module


def services_on(day: date) -> Services:
    """The counts of a day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"day": day})
        counted = cursor.fetchall()
    online = {value: number for kind, value, _, _, number, _ in counted if kind == "online"}
    linked = {value: number for kind, value, _, _, number, _ in counted if kind == "interlinked"}
    integrated = {level or "": number for kind, _, level, _, number, _ in counted if kind == "integrated"}
    return Services(
        day=day,
        # Rows, not procedures: where one had two levels at once, the parts would not make up the whole.
        online=sum(rows for kind, _, _, rows, _, _ in counted if kind == "online"),
        online_by_level=online,
        integrated=sum(integrated.values()),
        integrated_by_level=integrated,
        without_service=integrated.get("", 0),
        same_level=linked.get("same_level", 0),
        cross_level=linked.get("cross_level", 0),
        simulated=any(row[5] for row in counted),
    )


_SEEN: Final = f"""
SELECT p.id, p.code, p.name, d.name, coalesce(o.value, ''), i.valid_from, coalesce(l.value, ''),
  coalesce(o.valid_from, l.valid_from, i.valid_from), coalesce(o.source, l.source, i.source),
  coalesce(o.simulated, l.simulated, i.simulated)
FROM procedures_procedure p
LEFT JOIN procedures_field d ON d.id = p.field_id
LEFT JOIN procedures_servicefact o ON o.procedure_id = p.id AND o.kind = 'online' AND {_HOLDS.format("o")}
LEFT JOIN procedures_servicefact i ON i.procedure_id = p.id AND i.kind = 'integrated' AND {_HOLDS.format("i")}
LEFT JOIN procedures_servicefact l
  ON l.procedure_id = p.id AND l.kind = 'interlinked' AND {_HOLDS.format("l")}"""  # noqa: S608 - words of this module
ONLINE_LEVELS: Final = ("2", "3", "4")
_CHOSEN: Final = {
    "online_services": "o.id IS NOT NULL",
    "integrated_services": "i.id IS NOT NULL",
    "integrated_level_3_4": "i.id IS NOT NULL AND o.value IN ('3', '4')",
    "linked_same_level": "l.value = 'same_level'",
    "linked_cross_level": "l.value = 'cross_level'",
}
KINDS: Final = tuple(_CHOSEN)
"""The counts of the article that open."""
_COLUMNS: Final = {
    **_CHOSEN,
    **{f"online_{level}": f"o.value = '{level}'" for level in ONLINE_LEVELS},
    "integrated_level_2": "i.id IS NOT NULL AND o.value = '2'",
    "integrated_only": "i.id IS NOT NULL AND o.id IS NULL",
    "linked": "l.id IS NOT NULL",
}
COLUMNS: Final = tuple(_COLUMNS)
"""All counts of services that open."""


def services_by_field(day: date) -> dict[tuple[str, str], dict[str, int]]:
    """Each of `COLUMNS` by code and name of the field, ("", "") where a procedure has none. One statement."""
    counted = ", ".join(f"count(*) FILTER (WHERE {each})" for each in _COLUMNS.values())
    seen = _SEEN.partition("FROM procedures_procedure")[2]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(d.code, ''), coalesce(d.name, ''), {counted} FROM procedures_procedure{seen}"  # noqa: S608
            " WHERE coalesce(o.id, i.id, l.id) IS NOT NULL GROUP BY 1, 2",
            {"day": day},
        )
        return {
            (code, name): dict(zip(_COLUMNS, numbers, strict=True))
            for code, name, *numbers in cursor.fetchall()
        }


def levels_on(day: date) -> tuple[str, dict[str, date]]:
    """The online level of procedures on a day as a statement of code and level, and the value it names."""
    held = _HOLDS.format("o")
    return (
        "SELECT r.code, o.value AS level FROM procedures_servicefact o"  # noqa: S608 - words of this module
        f" JOIN procedures_procedure r ON r.id = o.procedure_id WHERE o.kind = 'online' AND {held}",
        {"day": day},
    )


def services_behind(
    kind: str, day: date, after: int = 0, *, field: str | None = None, most: int = PAGE
) -> ServicePage:
    """A page of the services that a count is of, by key; of one field by its code, "" for none, or of all.

    Raises: `NotFound`.
    """
    values: dict[str, Any] = {"day": day, "after": after, "most": most + 1, "field": field}
    of_field = "true" if field is None else "coalesce(d.code, '') = %(field)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_SEEN} WHERE {_chosen(kind)} AND {of_field} AND p.id > %(after)s ORDER BY p.id LIMIT %(most)s",
            values,
        )
        found = cursor.fetchall()
    rows = tuple(
        Service(
            key=key,
            code=code,
            name=name,
            field=field or "",
            level=level,
            integrated_from=integrated,
            place=place,
            since=since,
            source=source,
            simulated=simulated,
        )
        for key, code, name, field, level, integrated, place, since, source, simulated in found[:most]
    )
    return ServicePage(rows, rows[-1].key if len(found) > most else 0)


def count_behind(kind: str, day: date) -> int:
    """How many rows `services_behind` has on all its pages. Raises: `NotFound`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_SEEN} WHERE {_chosen(kind)}) each", {"day": day})  # noqa: S608
        return int(cursor.fetchone()[0])


def _chosen(kind: str) -> str:
    if kind not in _COLUMNS:
        raise NotFound(
            gettext_noop("Không có số liệu dịch vụ công này."), gettext_noop("Mở lại trang báo cáo.")
        )
    return _COLUMNS[kind]
