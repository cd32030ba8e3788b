"""Search over the catalogue as it stands: an index in each process, built anew after a change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from threading import Lock
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.text import fold
from motcua.organisation.models import Agency
from motcua.organisation.models.tree import AgencyKind

from .models import Field, Procedure
from .search_state import ONLY
from .search_tables import CatalogueState, UseCount
from .searching.finder import Finder, Found
from .searching.index import Entry, Index
from .searching.words import LifeEvent, life_events, typed_words

QUERY_LIMIT: Final = 200
"""Characters of a search that are looked at."""
MOST: Final = 1000
_DAYS_KEPT: Final = 4


class Hit(msgspec.Struct, frozen=True):
    """One procedure found: score 0-1, best first."""

    code: str
    name: str
    field: str
    level: str
    score: float
    receivable: bool


class Listed(msgspec.Struct, frozen=True):
    """One procedure in a list that citizens browse."""

    code: str
    name: str
    field: str
    level: str
    receivable: bool
    online: bool


class EventCount(msgspec.Struct, frozen=True):
    """An event of a life with the number of procedures in force that belong to it."""

    event: LifeEvent
    procedures: int


def find(
    text: str,
    *,
    limit: int = 20,
    level: str | None = None,
    on: date | None = None,
    clock: Clock | None = None,
) -> list[Hit]:
    """Procedures for what somebody typed: everyday or official words with or without accents, mistyped ones
    too; a code or its beginning; a field. In force on `on` (today), best first; none for nonsense.

    `level` is one of `content.LEVELS`. One statement while the catalogue stands still.
    """
    if limit < 1:
        return []
    day = on or day_of((clock or SystemClock()).now())
    return [_hit(found) for found in _found(text[:QUERY_LIMIT], day, min(limit, MOST), level)]


def browse(
    *, on: date, field: str = "", event: str = "", level: str = "", agency: str = "", online: bool = False
) -> list[Listed]:
    """Procedures in force on a day that fit all that was chosen, those received here and asked for first."""
    chosen = next((each for each in life_events() if each.key == event), None)
    if event and chosen is None:
        return []
    state = _state()
    entries = [
        entry
        for entry in state.index.entries
        if entry.holds(on)
        and not (entry.elsewhere and not entry.receivable)
        and (not field or field in entry.field.split("; "))
        and (not level or level in entry.levels)
        and (not agency or agency == entry.agency)
        and (not online or entry.online)
        and (chosen is None or chosen.has(entry.code, entry.words))
    ]
    entries.sort(key=lambda e: (not e.receivable, -state.use.get(e.code, 0), len(e.name), e.code))
    return [listed(entry) for entry in entries]


def filtered(hits: list[Hit], *, level: str = "", online: bool = False) -> list[Hit]:
    """Of what was found, what fits the filters of the page."""
    with_online = _state().online if online else frozenset()
    return [
        hit
        for hit in hits
        if (not level or level in hit.level.split(",")) and (not online or hit.code in with_online)
    ]


def fields(on: date) -> list[tuple[str, int]]:
    """Fields with the number of procedures in force on a day, by name."""
    return _state().ways_in(on).fields


def events(on: date) -> list[EventCount]:
    """Events of a life that have procedures in force, in the order of the first page."""
    return _state().ways_in(on).events


def names_of(codes: Collection[str]) -> dict[str, str]:
    """The newest names of procedures, those of the past too. One statement."""
    return dict(Procedure.objects.filter(code__in=list(codes)).values_list("code", "name"))


def field_names(codes: Collection[str]) -> dict[str, str]:
    """The names of fields by code. One statement."""
    rows = Field.objects.filter(code__in=[code for code in codes if code]).order_by("-pk")
    return dict(rows.values_list("code", "name"))


def agencies(on: date, most: int = 40) -> list[str]:
    """Who resolves procedures that are received here, by name, those with the most first cut to `most`."""
    return sorted(_state().ways_in(on).agencies[:most])


def most_asked_for(on: date, most: int) -> list[Listed]:
    """Procedures received here with the most dossiers lately; none where nothing was counted."""
    return [listed(entry) for entry in _state().ways_in(on).asked_for[:most]]


def listed(entry: Entry) -> Listed:
    """An entry as a list shows it."""
    return Listed(entry.code, entry.name, entry.field, ",".join(entry.levels), entry.receivable, entry.online)


def _found(text: str, day: date, limit: int, level: str | None) -> list[Found]:
    code = _code_like(text)
    finder = _state().finder
    if code:
        return finder.beginning_with(code, day, limit=limit, level=level)
    return finder.find(text, day, limit=limit, level=level)


def _hit(found: Found) -> Hit:
    entry = found.entry
    return Hit(entry.code, entry.name, entry.field, ",".join(entry.levels), found.score, entry.receivable)


def _code_like(text: str) -> str:
    """The text as a procedure code or its beginning, else empty."""
    code = text.strip()
    return code if re.fullmatch(r"[1-9]\.\d{0,6}(\.[A-Z]\d{0,2})?", code) else ""


class _WaysIn(NamedTuple):
    """How the catalogue of a day is entered, counted once: every first page shows it."""

    fields: list[tuple[str, int]]
    events: list[EventCount]
    agencies: list[str]
    asked_for: list[Entry]
    """Received here and used lately, the most used first."""


class _State:
    """An index with what it was built from."""

    def __init__(self, mark: Any) -> None:
        self.mark = mark
        self.use = dict(UseCount.objects.values_list("procedure_code", "dossiers"))
        self.index = Index(_entries())
        self.finder = Finder(self.index, self.use)
        self.online = frozenset(entry.code for entry in self.index.entries if entry.online)
        self._ways_in: dict[date, _WaysIn] = {}

    def ways_in(self, on: date) -> _WaysIn:
        """The ways in of a day; those of the newest days asked for are kept."""
        found = self._ways_in.get(on)
        if found is None:
            found = _counted(self.index.entries, self.use, on)
            self._ways_in = {**dict(list(self._ways_in.items())[-_DAYS_KEPT + 1 :]), on: found}
        return found


def _counted(entries: Iterable[Entry], use: Mapping[str, int], on: date) -> _WaysIn:
    held = [entry for entry in entries if entry.holds(on)]
    here = [entry for entry in held if not (entry.elsewhere and not entry.receivable)]
    received = [entry for entry in held if entry.receivable]
    events = [(event, sum(event.has(entry.code, entry.words) for entry in here)) for event in life_events()]
    agencies = Counter(entry.agency for entry in received if entry.agency)
    return _WaysIn(
        fields=sorted(Counter(entry.field for entry in held if entry.field).items()),
        events=[EventCount(event, count) for event, count in events if count],
        agencies=[name for name, _ in agencies.most_common()],
        asked_for=sorted(
            (entry for entry in received if use.get(entry.code)),
            key=lambda entry: (-use[entry.code], entry.code),
        ),
    )


_built: _State | None = None
_building: Final = Lock()


def _state() -> _State:
    """The index of the catalogue as it stands; a small statement tells whether the one kept still is."""
    global _built  # noqa: PLW0603 - one index a process, given away whole
    mark = CatalogueState.objects.filter(pk=ONLY).values_list("mark", flat=True).first()
    standing = _built
    if standing is not None and standing.mark == mark and mark is not None:
        return standing
    with _building:
        if _built is None or _built.mark != mark or mark is None:
            _built = _State(mark)
        return _built


_ENTRIES: Final = """
SELECT p.code, v.name, v.folded, v.field_name, v.field_folded, v.levels, v.receivable,
  v.valid_from, v.valid_to,
  v.content->'channels' @> '[{"channel": "online"}]', coalesce(v.content->>'kind', ''),
  coalesce(v.content->'promulgated_by'->>'name', ''),
  coalesce(v.content->'executing'->0->>'name', ''),
  coalesce((SELECT string_agg(r->>'name', ' ') FROM jsonb_array_elements(v.content->'results') r), ''),
  coalesce(v.content->'competent'->0->>'name', '')
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
-- A procedure that ends on a later day is received until then.
WHERE NOT v.superseded AND (p.state <> 'abolished' OR v.valid_to IS NOT NULL)
ORDER BY v.id
"""


def _entries() -> list[Entry]:
    here = province_name()
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES)
        return [_entry(row, here) for row in cursor.fetchall()]


def _entry(row: tuple[Any, ...], here: str) -> Entry:
    (code, name, folded, field, field_folded, levels, receivable, since, until, online) = row[:10]
    return Entry(
        code=code,
        name=name,
        field=field,
        levels=tuple(levels),
        receivable=receivable,
        online=bool(online),
        elsewhere=elsewhere_done(fold(row[11]), fold(row[12]), here),
        valid_from=since,
        valid_to=until,
        words=_words(folded),
        field_words=_words(field_folded),
        content_words=_words(fold(row[13][:400])),
        agency=row[14] or row[12],
    )


def _words(folded: str) -> tuple[str, ...]:
    return tuple(word.folded for word in typed_words(folded))


def elsewhere_done(promulgated_by: str, executing: str, here: str) -> bool:
    """Promulgated by another province for itself, or done by a mission abroad."""
    of_a_province = promulgated_by.startswith(("ubnd ", "uy ban nhan dan "))
    return (of_a_province and (not here or here not in promulgated_by)) or "o nuoc ngoai" in executing


def province_name() -> str:
    """The folded name of the province whose catalogue this is: "cao bang"; empty where there is none yet."""
    name = Agency.objects.filter(kind=AgencyKind.PROVINCE).values_list("name", flat=True).first()
    return re.sub(r"^(uy ban nhan dan|ubnd)? ?(tinh|thanh pho)? ?", "", fold(name or ""))
