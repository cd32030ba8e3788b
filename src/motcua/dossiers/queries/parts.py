"""Interlinked work as the agency that does it sees it: its own list and its own numbers.

One dossier has one code: the agencies count their parts, the province counts the dossier once (domain
reference 1.3; Decree 61/2018 art. 19(6)-(7)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import orjson
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from motcua.dossiers.models import Consultation, PrivateRecord
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.queries.times import PAUSED
from motcua.dossiers.queries.views import View
from motcua.dossiers.seal import day_bounds
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.clock import DAY, HOUR, Clock, Instant, SystemClock
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import remaining, remaining_phrase
from motcua.law.roles import Role
from motcua.organisation.calendars import Calendars, calendars
from motcua.organisation.rights import WATCHING, Person

PAGE: Final = 50
STATES: Final = ("late", "new", "working", "done")
"""A part is late, not taken by anybody yet, in work, or done; each is one of them."""
_VIETNAM: Final = 7 * HOUR
_STOPPED: Final = "stopped"


class PartLine(View, frozen=True, kw_only=True):
    """One part on the list of the agency that does it."""

    code: str
    no: int
    procedure_name: str
    owner_name: str
    lead: str
    agency: str
    place: str
    content: str
    """What is asked for; empty where the process itself names it only by `name`."""
    name: str
    state: str
    sent_at: Instant
    due_at: Instant | None
    ended_at: Instant | None
    result: str
    left: Phrase | None
    late: bool


class PartList(View, frozen=True, kw_only=True):
    """A page of parts with the counts of all states."""

    lines: tuple[PartLine, ...]
    counts: Mapping[str, int]
    total: int
    page: int
    pages: int


class PartNumbers(View, frozen=True, kw_only=True):
    """Parts of a period: those received in it, and of those that ended in it how. `dossiers` are the dossiers
    that the received parts belong to: what the province counts."""

    received: int
    dossiers: int
    early: int
    on_time: int
    late: int
    not_counted: int

    @property
    def ended(self) -> int:
        """All that ended in the period with a result."""
        return self.early + self.on_time + self.late + self.not_counted


class AskedOpinion(View, frozen=True, kw_only=True):
    """An opinion that the person's agency was asked for."""

    code: str
    no: int
    procedure_name: str
    asked_by: str
    agency: str
    content: str
    requested_at: Instant
    deadline: Instant
    answered_at: Instant | None
    late: bool


def linked_agencies(person: Person) -> frozenset[int]:
    """The agencies whose interlinked work the person looks at: their house; all in scope for who watches."""
    found: frozenset[int] = frozenset()
    for post in person.held:
        if post.role in {Role.HANDLING_OFFICER, Role.LEADER}:
            found |= post.house
        elif post.role in WATCHING:
            found |= post.reach
    return found


def part_list(
    person: Person, state: str = "", *, page: int = 1, size: int = PAGE, clock: Clock | None = None
) -> PartList:
    """The parts of the person's agencies, what is late or due first. Three statements."""
    now = (clock or SystemClock()).now()
    rows = _marked(PartRow.objects.filter(_mine(person)), now)
    found = dict(
        rows.order_by().values_list("mark").annotate(found=Count("key")).values_list("mark", "found")
    )
    counts = {name: found.get(place, 0) for place, name in enumerate(STATES)}
    if state in counts:
        rows = rows.filter(mark=STATES.index(state))
    total = counts[state] if state in counts else sum(counts.values())
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    ordered = rows.order_by("mark", F("due_at").asc(nulls_last=True), "-sent_at", "dossier_id", "key")
    records = list(ordered[(page - 1) * size : page * size].values_list(*_COLUMNS))
    words = _words((record[0], record[_CONTENT]) for record in records)
    hours = calendars()
    lines = tuple(_line(dict(zip(_COLUMNS, record, strict=True)), words, hours, now) for record in records)
    return PartList(lines=lines, counts=counts, total=total, page=page, pages=pages)


def part_numbers(person: Person, first: date, last: date) -> PartNumbers:
    """The numbers of the person's agencies over a period, both days included. One statement."""
    since, until = day_bounds(first)[0], day_bounds(last)[1]
    came = Q(sent_at__gte=since, sent_at__lt=until)
    ended = Q(ended_at__gte=since, ended_at__lt=until) & ~Q(result=_STOPPED)
    rows = PartRow.objects.filter(_mine(person)).annotate(ended_day=_day("ended_at"), due_day=_day("due_at"))
    late, early = Q(ended_at__gt=F("due_at")), Q(ended_day__lt=F("due_day"))
    counted = rows.aggregate(
        received=Count("key", filter=came),
        dossiers=Count("dossier_id", filter=came, distinct=True),
        late=Count("key", filter=ended & late),
        early=Count("key", filter=ended & early),
        on_time=Count("key", filter=ended & ~late & ~early & Q(due_at__isnull=False)),
        not_counted=Count("key", filter=ended & Q(due_at__isnull=True)),
    )
    return PartNumbers(**counted)


def asked_opinions(person: Person, *, most: int = PAGE, clock: Clock | None = None) -> list[AskedOpinion]:
    """Opinions that the person's agencies owe, the nearest first, then those given last. Two statements."""
    now = (clock or SystemClock()).now()
    house: set[str] = set()
    ids: set[int] = set()
    for post in person.held:
        if post.role in {Role.HANDLING_OFFICER, Role.LEADER}:
            ids |= post.house
            house |= post.codes
    if not house:
        return []
    rows = (
        Consultation.objects.filter(consulted__in=sorted(house))
        .order_by(F("answered_at").desc(nulls_first=True), "deadline")
        .values_list(
            "dossier_id",
            "content",
            "key",
            "dossier__code",
            "dossier__version__name",
            "dossier__competent__short_name",
            "consulted",
            "requested_at",
            "deadline",
            "answered_at",
        )[: most * 2]
    )
    mine = [row for row in rows if agency_key(AgencyAt(row[6], row[7])) in ids][:most]
    words = _words((row[0], row[1]) for row in mine)
    return [
        AskedOpinion(
            code=row[3] or "",
            no=row[2],
            procedure_name=row[4],
            asked_by=row[5] or "",
            agency=row[6],
            content=words.get((row[0], row[1]), ""),
            requested_at=row[7],
            deadline=row[8],
            answered_at=row[9],
            late=(row[9] or now) > row[8],
        )
        for row in mine
    ]


def _mine(person: Person) -> Q:
    whole = any(post.whole and post.role in WATCHING for post in person.held)
    sent = Q(sent_at__isnull=False)
    return sent if whole else sent & Q(agency__in=sorted(linked_agencies(person)))


def _marked(rows: QuerySet[PartRow], now: Instant) -> QuerySet[Any]:
    """With the place of each part's state in `STATES`. A part of a dossier that is paused is not late."""
    taken = StepRow.objects.filter(
        dossier_id=OuterRef("dossier_id"), part=OuterRef("key"), claimed_at__isnull=False
    )
    late = Q(due_at__lt=now) & ~Q(dossier__status__in=list(PAUSED))
    return rows.annotate(
        mark=Case(
            When(ended_at__isnull=False, then=Value(3)),
            When(late, then=Value(0)),
            When(Exists(taken), then=Value(2)),
            default=Value(1),
            output_field=IntegerField(),
        )
    )


_COLUMNS: Final = (
    "dossier_id",
    "content",
    "key",
    "mark",
    "dossier__code",
    "dossier__version__name",
    "dossier__owner_name",
    "dossier__competent__short_name",
    "agency__short_name",
    "agency_id",
    "place",
    "name",
    "sent_at",
    "due_at",
    "ended_at",
    "result",
)
_CONTENT: Final = _COLUMNS.index("content")


def _line(
    record: Mapping[str, Any], words: Mapping[tuple[int, str], str], hours: Calendars, now: Instant
) -> PartLine:
    due, ended = record["due_at"], record["ended_at"]
    open_left = due is not None and ended is None
    return PartLine(
        code=record["dossier__code"],
        no=record["key"],
        procedure_name=record["dossier__version__name"],
        owner_name=record["dossier__owner_name"],
        lead=record["dossier__competent__short_name"] or "",
        agency=record["agency__short_name"],
        place=record["place"],
        content=words.get((record["dossier_id"], record["content"]), ""),
        name=record["name"],
        state=STATES[record["mark"]],
        sent_at=record["sent_at"],
        due_at=due,
        ended_at=ended,
        result=record["result"],
        left=remaining_phrase(remaining(now, due, hours(record["agency_id"]))) if open_left else None,
        late=STATES[record["mark"]] == "late"
        or (ended is not None and due is not None and ended > due and record["result"] != _STOPPED),
    )


def _words(asked: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """The words behind commitments of several dossiers; one statement, none where nothing was written."""
    wanted = {(dossier, commitment) for dossier, commitment in asked if commitment}
    if not wanted:
        return {}
    rows = PrivateRecord.objects.filter(
        dossier_id__in={dossier for dossier, _ in wanted},
        commitment__in=[bytes.fromhex(commitment) for _, commitment in wanted],
        body__isnull=False,
    ).values_list("dossier_id", "commitment", "body")
    return {(dossier, bytes(key).hex()): str(orjson.loads(body)) for dossier, key, body in rows if body}


def _day(column: str) -> ExpressionWrapper[Any]:
    """The local day of an instant as a number; days are told apart by it alone."""
    return ExpressionWrapper((F(column) + _VIETNAM) / DAY, output_field=BigIntegerField())
