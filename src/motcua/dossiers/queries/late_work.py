"""Late work by office and person, with who made it late: for the head of a section, and for urging letters.

One statement reads the late dossiers with all rows of their clocks; who had each when is told from them by
`step_clocks`, in working time of each agency, which a database cannot count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from motcua.dossiers import store
from motcua.dossiers.queries.lives import COUNTED_FROM, ROWS, WAITING, life_read
from motcua.dossiers.queries.views import View
from motcua.dossiers.step_clocks import Had, Life, cause, partition
from motcua.dossiers.step_clocks.rows import CalendarOf
from motcua.dossiers.step_clocks.sums import by_officer, overruns
from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock
from motcua.organisation.calendars import Calendars, calendars
from motcua.organisation.queries import officer_names
from motcua.organisation.rights import DossierPlace, Person, require

MOST: Final = 500
"""Late dossiers told of at once; a section with more has another trouble than a list."""


class LateShare(View, frozen=True, kw_only=True):
    """What one office overran its steps by: `post` a word of the vocabulary of posts, `percent` of the
    dossier's lateness."""

    agency: str
    agency_code: str
    post: str
    minutes: int
    percent: int


class LateDossier(View, frozen=True, kw_only=True):
    """An open dossier past its promise: who has it now (`had`: office, transfer), and whose doing it is."""

    code: str
    procedure_code: str
    procedure_name: str
    received_at: Instant
    due_at: Instant
    late_minutes: int
    had: str
    agency: str
    agency_code: str
    post: str
    officer: str
    """The officer's code; empty where nobody has taken it."""
    step: str
    """The step as its process names it; empty without a process."""
    step_due_at: Instant | None
    why: str
    shares: tuple[LateShare, ...] = ()


class LateOffice(View, frozen=True, kw_only=True):
    """One office, or one person in it (`officer` with a name): late dossiers that it has now, that it has a
    share in, and working minutes that it overran its steps by."""

    agency: str
    agency_code: str
    post: str = ""
    officer: str = ""
    officer_code: str = ""
    has: int = 0
    in_part: int = 0
    minutes: int = 0


class LateWork(View, frozen=True, kw_only=True):
    """Late dossiers of a section, the longest past first; `total` counts those beyond `MOST` too."""

    dossiers: tuple[LateDossier, ...]
    offices: tuple[LateOffice, ...]
    people: tuple[LateOffice, ...]
    total: int


class _Found(NamedTuple):
    """A late dossier with its clocks, before names."""

    code: str
    procedure_code: str
    procedure_name: str
    life: Life
    names: dict[str, str]
    calendar_of: CalendarOf


def late_work(person: Person, section_id: int, *, clock: Clock | None = None) -> LateWork:
    """What is late at a section and who made it so; three statements however many there are.

    A dossier that waits for the applicant is late only where its promise had passed before. Raises:
    `Forbidden` outside the person's sight.
    """
    require(person, "read_dossiers", DossierPlace(section_id=section_id))
    now, hours = (clock or SystemClock()).now(), calendars()
    with store.cursor() as cur:
        cur.execute(
            _LATE, {"waiting": WAITING, "section": section_id, "now": now, "most": MOST}, prepare=True
        )
        rows = cur.fetchall()
    found = list(_read(rows, hours))
    tally = _Tally()
    dossiers = tuple(tally.told(each, now) for each in found)
    names = officer_names({code for _, code in tally.people if code})
    return LateWork(
        dossiers=tuple(dossier for dossier in sorted(dossiers, key=lambda each: -each.late_minutes)),
        offices=_lines(tally.offices, tally.names, {}),
        people=_lines(tally.people, tally.names, names),
        total=rows[0][-1] if rows else 0,
    )


def _read(rows: Iterable[tuple[Any, ...]], hours: Calendars) -> Iterator[_Found]:
    for code, procedure, name, section, received, counted, due, *tables, _ in rows:
        read = life_read(tables, section, hours, received_at=received, counted_from=counted, due_at=due)
        yield _Found(code, procedure, name or procedure, *read)


class _Sum:
    """What is counted of one office or person."""

    def __init__(self) -> None:
        self.has = 0
        self.in_part = 0
        self.over = 0


class _Tally:
    """Sums over the dossiers as they are told."""

    def __init__(self) -> None:
        self.offices: dict[tuple[str, str], _Sum] = {}
        self.people: dict[tuple[str, str], _Sum] = {}
        self.names: dict[str, str] = {}

    def told(self, found: _Found, now: Instant) -> LateDossier:
        """The dossier as a line, counted for every office and person with a share in it."""
        life, names = found.life, found.names
        self.names |= names
        spans = partition(life, now)
        why = cause(life, spans, now, found.calendar_of)
        last = spans[-1]
        step = next((row for row in life.steps if (row.part, row.no) == (last.part, last.no)), None)
        self.offices.setdefault((last.agency, last.post), _Sum()).has += 1
        self.people.setdefault((last.agency, last.officer), _Sum()).has += 1
        for share in why.shares if why else ():
            office = self.offices.setdefault((share.agency, share.post), _Sum())
            office.in_part += 1
            office.over += share.minutes * MINUTE
        for key, over in overruns(life, spans, found.calendar_of, by_officer).items():
            one = self.people.setdefault(key, _Sum())
            one.in_part += 1
            one.over += over
        return LateDossier(
            code=found.code,
            procedure_code=found.procedure_code,
            procedure_name=found.procedure_name,
            received_at=life.received_at,
            due_at=life.due_at or now,
            late_minutes=why.late if why else 0,
            had=last.had.value,
            agency=names.get(last.agency, ""),
            agency_code=last.agency,
            post=last.post,
            officer=last.officer if last.had is Had.OFFICE else "",
            step=step.name if step else "",
            step_due_at=step.due_at if step else None,
            why=why.why.value if why else "",
            shares=tuple(
                LateShare(
                    agency=names.get(share.agency, share.agency),
                    agency_code=share.agency,
                    post=share.post,
                    minutes=share.minutes,
                    percent=share.percent,
                )
                for share in (why.shares if why else ())
            ),
        )


def _lines(
    sums: dict[tuple[str, str], _Sum], names: dict[str, str], officers: dict[str, str]
) -> tuple[LateOffice, ...]:
    """The sums with names, whoever overran most first. The applicant, who has some, is no office."""
    lines = (
        LateOffice(
            agency=names.get(agency, agency),
            agency_code=agency,
            post="" if officers else who,
            officer=officers.get(who, who) if officers else "",
            officer_code=who if officers else "",
            has=each.has,
            in_part=each.in_part,
            minutes=each.over // MINUTE,
        )
        for (agency, who), each in sums.items()
        if agency
    )
    return tuple(sorted(lines, key=lambda line: (-line.minutes, -line.has, line.agency)))


_LATE: Final = f"""
SELECT d.code, d.procedure_code,
  (SELECT v.content->>'name' FROM procedures_procedureversion v WHERE v.id = d.version_id),
  d.section_id, d.received_at, {COUNTED_FROM}, d.due_at, {ROWS}, count(*) OVER ()
FROM dossiers_dossier d
WHERE d.section_id = %(section)s AND d.ended_at IS NULL AND d.received_at IS NOT NULL
  AND d.due_at < least(%(now)s::bigint, d.paused_at)
ORDER BY d.due_at, d.id LIMIT %(most)s
"""  # noqa: S608 - words of this house
