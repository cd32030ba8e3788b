"""Who waits at a section today, what the day was like, and what the screen in the waiting room shows."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Count, Min

from motcua.dossiers.counter_tables import QueueTicket
from motcua.foundation.clock import MINUTE, Clock, SystemClock, day_of
from motcua.organisation.models import Section
from motcua.organisation.queries import agency, section_of
from motcua.organisation.rights import AT_A_SECTION, Person

SYSTEM_CLOCK: Final = SystemClock()
SHOWN: Final = 6


class Place(NamedTuple):
    """The counter where a person sits today, what is served there, and how many wait at the section.

    `counter` is none where no counter was taken, `serving` none where nobody was called.
    """

    counter: int | None = None
    serving: int | None = None
    field: str = ""
    priority: bool = False
    calls: int = 0
    waiting: int = 0


class QueueDay(NamedTuple):
    """The queue of a section today; `median_minutes` is the median wait, none before anybody was called."""

    section: Section
    waiting: tuple[QueueTicket, ...]
    absent: tuple[QueueTicket, ...]
    serving: tuple[QueueTicket, ...]
    served: int
    median_minutes: int | None

    @property
    def fields(self) -> tuple[tuple[str, int], ...]:
        """The fields that somebody waits for, each with how many; in the order of being called."""
        return tuple(Counter(ticket.field for ticket in self.waiting if ticket.field).items())


class Waits(NamedTuple):
    """How many wait at a section now, and for how many minutes the first of them; none where nobody does."""

    waiting: int
    longest_minutes: int | None


class Board(NamedTuple):
    """What the waiting room reads: the numbers called last with their counters, and how many wait."""

    section: Section
    called: tuple[QueueTicket, ...]
    waiting: int


_PLACE: Final = """
SELECT c.number, t.number, t.field, t.priority, t.calls, (
  SELECT count(*) FROM dossiers_queueticket w
  WHERE w.section_id = %(section)s AND w.day = %(day)s AND w.state = 'waiting')
FROM (SELECT 1) one
LEFT JOIN organisation_counterduty d ON d.officer_id = %(officer_id)s AND d.day = %(day)s AND d.ends IS NULL
LEFT JOIN organisation_counter c ON c.id = d.counter_id
LEFT JOIN dossiers_queueticket t ON t.officer = %(officer)s AND t.day = %(day)s AND t.state = 'called'
"""


def my_place(person: Person, *, clock: Clock = SYSTEM_CLOCK) -> Place:
    """Where the person sits and whom they serve. One statement."""
    section = section_of_person(person)
    if section is None or person.officer_id is None:
        return Place()
    values = {
        "section": section,
        "day": day_of(clock.now()),
        "officer_id": person.officer_id,
        "officer": person.officer_code,
    }
    number, serving, field, priority, calls, waiting = _row(_PLACE, values)
    return Place(number, serving, field or "", bool(priority), calls or 0, waiting)


_DAY: Final = """
SELECT count(*) FILTER (WHERE state = 'served'),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY called_at - issued_at) FILTER (WHERE called_at IS NOT NULL)
FROM dossiers_queueticket WHERE section_id = %(section)s AND day = %(day)s
"""


def queue_day(person: Person, *, clock: Clock = SYSTEM_CLOCK) -> QueueDay | None:
    """Today's queue at the person's section; none for somebody without one. Three statements."""
    pk = section_of_person(person)
    if pk is None:
        return None
    day = day_of(clock.now())
    served, median = _row(_DAY, {"section": pk, "day": day})
    tickets = list(
        QueueTicket.objects.filter(section=pk, day=day)
        .exclude(state=QueueTicket.State.SERVED)
        .select_related("counter")
        .order_by("-priority", "number")
    )

    def those(state: QueueTicket.State) -> tuple[QueueTicket, ...]:
        return tuple(ticket for ticket in tickets if ticket.state == state)

    return QueueDay(
        section=Section.objects.select_related("agency").get(pk=pk),
        waiting=those(QueueTicket.State.WAITING),
        absent=those(QueueTicket.State.SKIPPED),
        serving=those(QueueTicket.State.CALLED),
        served=served,
        median_minutes=None if median is None else round(float(median) / MINUTE),
    )


def waits_at(section: Section, *, clock: Clock = SYSTEM_CLOCK) -> Waits:
    """How many wait at a section now, which its waiting room shows to everybody. One statement."""
    now = clock.now()
    waiting = QueueTicket.objects.filter(section=section, day=day_of(now), state=QueueTicket.State.WAITING)
    found = waiting.aggregate(count=Count("pk"), first=Min("issued_at"))
    first = found["first"]
    return Waits(found["count"], None if first is None else round((now - first) / MINUTE))


def waiting_board(code: str, *, clock: Clock = SYSTEM_CLOCK) -> Board | None:
    """What a section's waiting room shows; none where the agency has no section. Raises: `NotFound`."""
    day = day_of(clock.now())
    section = section_of(agency(code, day).pk, day)
    if section is None:
        return None
    today = QueueTicket.objects.filter(section=section, day=day)
    called = today.filter(called_at__isnull=False).exclude(state=QueueTicket.State.SKIPPED)
    last = called.select_related("counter").order_by("-called_at")[:SHOWN]
    return Board(section, tuple(last), today.filter(state=QueueTicket.State.WAITING).count())


def section_of_person(person: Person) -> int | None:
    """The section where the person works; the first of several."""
    sections = (post.section_id for post in person.held if post.role in AT_A_SECTION and post.section_id)
    return next(sections, None)


def _row(sql: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    assert row is not None, "an aggregate always answers"
    return tuple(row)
