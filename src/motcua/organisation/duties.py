"""Who sits at which counter today: an officer takes one when the day begins, the section head may set it."""

from __future__ import annotations

from django.db import connection, transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound, gettext_noop
from motcua.organisation.models import Assignment, Counter, CounterDuty, Officer, StandIn
from motcua.organisation.models.dated import holds
from motcua.organisation.models.people import SECTION_ROLES
from motcua.organisation.rights import Person, require

_LOCK = 0x71756179


def take_counter(actor: Person, counter_id: int, *, clock: Clock | None = None) -> CounterDuty:
    """Sit down at a counter of the own section; an earlier one of this day is left. The same counter again
    changes nothing.

    Raises: `Forbidden`, `NotFound`, `Conflict` `counter_taken` where somebody else sits there; DomainError
    `counter_not_used`.
    """
    require(actor, "take_counter")
    counter = _counter_of(actor, counter_id)
    if actor.officer_id is None:
        raise Forbidden(gettext_noop("Tài khoản này không gắn với cán bộ nào."))
    return _sit(counter, actor.officer_id, actor, clock or SystemClock(), replaces=False)


def set_counter(
    actor: Person, counter_id: int, officer_code: str, *, clock: Clock | None = None
) -> CounterDuty:
    """Let an officer of the section sit at a counter, in the place of whoever sits there.

    Raises: `Forbidden`, `NotFound`; DomainError `counter_not_used`, `not_of_this_section`.
    """
    require(actor, "set_counters")
    counter = _counter_of(actor, counter_id)
    clock = clock or SystemClock()
    officer = Officer.objects.filter(code=officer_code).first()
    if officer is None:
        raise NotFound(gettext_noop("Không có cán bộ mang mã %(code)s."), code=officer_code[:20])
    day = day_of(clock.now())
    here = {"officer": officer, "post__section": counter.section_id, "post__role__in": SECTION_ROLES}
    if not any(model.objects.filter(holds(day), **here).exists() for model in (Assignment, StandIn)):
        raise DomainError(
            gettext_noop("%(name)s không giữ vị trí nào tại bộ phận này hôm nay."),
            gettext_noop("Chọn người của bộ phận, hoặc đề nghị quản trị ghi làm thay."),
            id="not_of_this_section",
            name=officer.full_name,
        )
    return _sit(counter, officer.pk, actor, clock, replaces=True)


def leave_counter(actor: Person, *, clock: Clock | None = None) -> bool:
    """End the own duty of this day; whether there was one. Raises: `Forbidden`."""
    require(actor, "take_counter")
    if actor.officer_id is None:
        return False
    now = (clock or SystemClock()).now()
    own = CounterDuty.objects.filter(officer_id=actor.officer_id, day=day_of(now), ends=None)
    return own.update(ends=now) > 0


def free_counter(actor: Person, counter_id: int, *, clock: Clock | None = None) -> bool:
    """End whoever's duty at a counter of the own section; whether there was one. Raises: `Forbidden`."""
    require(actor, "set_counters")
    counter = _counter_of(actor, counter_id)
    now = (clock or SystemClock()).now()
    return CounterDuty.objects.filter(counter=counter, day=day_of(now), ends=None).update(ends=now) > 0


def _counter_of(actor: Person, counter_id: int) -> Counter:
    """A counter of a section where the person holds a post today."""
    counter = Counter.objects.filter(pk=counter_id).select_related("section").first()
    if counter is None or counter.section_id not in {post.section_id for post in actor.held}:
        raise NotFound(gettext_noop("Không có quầy này ở bộ phận của bạn."))
    if not counter.active:
        raise DomainError(
            gettext_noop("Quầy %(number)s đã ngừng dùng."),
            gettext_noop("Chọn quầy khác."),
            id="counter_not_used",
            number=counter.number,
        )
    return counter


@transaction.atomic
def _sit(counter: Counter, officer_id: int, actor: Person, clock: Clock, *, replaces: bool) -> CounterDuty:
    with connection.cursor() as cursor:
        # Two who press at once: the second sees the first's row.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, counter.section_id])
    now = clock.now()
    day = day_of(now)
    there = CounterDuty.objects.filter(counter=counter, day=day, ends=None).select_related("officer").first()
    if there is not None and there.officer_id == officer_id:
        return there
    if there is not None and not replaces:
        raise Conflict(
            gettext_noop("Quầy %(number)s đang do %(name)s trực."),
            gettext_noop("Chọn quầy khác, hoặc nhờ trưởng bộ phận phân lại quầy."),
            id="counter_taken",
            number=counter.number,
            name=there.officer.full_name,
        )
    CounterDuty.objects.filter(officer_id=officer_id, day=day, ends=None).update(ends=now)
    if there is not None:
        CounterDuty.objects.filter(pk=there.pk).update(ends=now)
    return CounterDuty.objects.create(
        counter=counter, officer_id=officer_id, day=day, begins=now, set_by_id=actor.officer_id
    )
