"""The queue of a section's day: numbers without gap, nobody called twice, the elderly and disabled first."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from motcua.dossiers import store
from motcua.dossiers.counter_tables import QueueTicket
from motcua.dossiers.queries.waiting import section_of_person
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of, local_of
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.models import Counter
from motcua.organisation.rights import Person, require

State = QueueTicket.State
SYSTEM_CLOCK: Final = SystemClock()
FIELD: Final = 255


def issue_ticket(
    person: Person, *, field: str = "", priority: bool = False, clock: Clock = SYSTEM_CLOCK
) -> QueueTicket:
    """The next number of the person's section; numbers begin with 1 each day and leave no gap.

    Raises: `Forbidden`; DomainError `text_too_long`.
    """
    require(person, "run_queue")
    section = section_of_person(person)
    if section is None:
        raise Forbidden(
            gettext_noop("Bạn không có vị trí tại Bộ phận Một cửa nào đang mở nên không cấp số được."),
            gettext_noop("Đề nghị quản trị xem lại vị trí công tác."),
        )
    field = clean_text(field, FIELD)
    now = clock.now()
    day = day_of(now)
    with transaction.atomic():
        number, _ = store.next_serial(f"queue:{section}", day)
        return QueueTicket.objects.create(
            section_id=section, day=day, number=number, field=field, priority=priority, issued_at=now
        )


def call_next(
    person: Person, *, seen: int | None = None, field: str = "", clock: Clock = SYSTEM_CLOCK
) -> QueueTicket | None:
    """Call who waits longest, those with priority first, to the person's counter; none where nobody waits.

    The number that the person served until now, `seen` on the screen, is done with it. A press on a screen
    that has gone stale calls nobody. Two officers at once get different people.
    Raises: `Forbidden`, DomainError `no_counter`, `Conflict` `already_serving`.
    """
    counter, now = _counter(person, clock), clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        _put_away(person, now, seen)
        values = _values(person, counter, now) | {"field": field, "number": None}
        return _called(cursor, values)


def call_number(
    person: Person, number: int, *, seen: int | None = None, clock: Clock = SYSTEM_CLOCK
) -> QueueTicket:
    """Call one number: somebody who was absent, or who must not wait. Raises: as `call_next`; `NotFound`;
    `Conflict` `already_called` for a number that another counter has called."""
    counter, now = _counter(person, clock), clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        _put_away(person, now, seen)
        values = _values(person, counter, now) | {"field": "", "number": number}
        found = _called(cursor, values)
        if found is None:
            raise _not_to_be_called(counter.section_id, day_of(now), number)
    return found


def call_again(person: Person, *, clock: Clock = SYSTEM_CLOCK) -> QueueTicket:
    """Call the present number once more. Raises: `Forbidden`, `NotFound` where none is being served."""
    require(person, "run_queue")
    ticket = _current(person, day_of(clock.now()))
    ticket.calls += 1
    ticket.save(update_fields=["calls"])
    return ticket


def end_ticket(person: Person, number: int, *, absent: bool = False, clock: Clock = SYSTEM_CLOCK) -> bool:
    """The present number is served, or did not come; whether it was still open. Raises: `Forbidden`."""
    require(person, "run_queue")
    now = clock.now()
    own = QueueTicket.objects.filter(
        officer=person.officer_code, day=day_of(now), state=State.CALLED, number=number
    )
    return own.update(state=State.SKIPPED if absent else State.SERVED, ended_at=now) > 0


def _counter(person: Person, clock: Clock) -> Counter:
    require(person, "run_queue")
    duty = {"duties__officer": person.officer_id, "duties__day": day_of(clock.now()), "duties__ends": None}
    counter = Counter.objects.filter(**duty).first() if person.officer_id else None
    if counter is None:
        raise DomainError(
            gettext_noop("Bạn chưa nhận quầy hôm nay nên chưa gọi số được."),
            gettext_noop("Chọn quầy rồi gọi lại."),
            id="no_counter",
        )
    return counter


def _put_away(person: Person, now: Instant, seen: int | None) -> None:
    """What was being served is done; a page that shows another number than that is stale."""
    own = QueueTicket.objects.filter(officer=person.officer_code, day=day_of(now), state=State.CALLED)
    serving = own.values_list("number", flat=True).first()
    if serving is not None and serving != seen:
        raise _already_serving(serving)
    own.update(state=State.SERVED, ended_at=now)


def _values(person: Person, counter: Counter, now: Instant) -> dict[str, Any]:
    return {
        "section": counter.section_id,
        "counter": counter.pk,
        "officer": person.officer_code,
        "day": day_of(now),
        "now": now,
    }


# SKIP LOCKED: whom another counter is calling at this moment is not waited for.
_CALL: Final = """
UPDATE dossiers_queueticket SET state = 'called', called_at = %(now)s, counter_id = %(counter)s,
  officer = %(officer)s, calls = calls + 1, ended_at = NULL
WHERE id = (
  SELECT id FROM dossiers_queueticket
  WHERE section_id = %(section)s AND day = %(day)s
    AND CASE WHEN %(number)s::int IS NULL THEN state = 'waiting' AND (%(field)s = '' OR field = %(field)s)
             ELSE number = %(number)s AND state IN ('waiting', 'skipped') END
  ORDER BY priority DESC, number LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def _called(cursor: Any, values: dict[str, Any]) -> QueueTicket | None:
    try:
        cursor.execute(_CALL, values)
    except IntegrityError as error:
        raise _already_serving(None) from error
    row = cursor.fetchone()
    return QueueTicket.objects.get(pk=row[0]) if row else None


def _current(person: Person, day: date) -> QueueTicket:
    ticket = QueueTicket.objects.filter(officer=person.officer_code, day=day, state=State.CALLED).first()
    if ticket is None:
        raise NotFound(
            gettext_noop("Bạn không phục vụ số nào lúc này."), gettext_noop("Gọi số tiếp theo trước.")
        )
    return ticket


def _already_serving(number: int | None) -> Conflict:
    return Conflict(
        gettext_noop("Bạn đang phục vụ số %(number)s; chưa gọi thêm ai."),
        gettext_noop("Xem lại màn hình rồi gọi số tiếp theo."),
        id="already_serving",
        number=f"{number:03d}" if number else "?",
    )


def _not_to_be_called(section_id: int, day: date, number: int) -> DomainError:
    ticket = (
        QueueTicket.objects.filter(section=section_id, day=day, number=number)
        .select_related("counter")
        .first()
    )
    if ticket is None or ticket.called_at is None:
        return NotFound(
            gettext_noop("Hôm nay không có số %(number)s."),
            gettext_noop("Kiểm tra lại số trên phiếu."),
            number=f"{number:03d}",
        )
    return Conflict(
        gettext_noop("Số %(number)s đã được gọi lúc %(at)s tại quầy %(counter)s."),
        gettext_noop("Gọi số khác."),
        id="already_called",
        number=f"{number:03d}",
        at=f"{local_of(ticket.called_at):%H:%M}",
        counter=ticket.counter.number if ticket.counter else "?",
    )
