"""One-stop sections with their counters, and office hours of an agency's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.worktime import Window
from motcua.organisation import entered
from motcua.organisation.agencies import OpenDossiers, agency_by_id
from motcua.organisation.calendars import current_calendar_version
from motcua.organisation.changes import record_change
from motcua.organisation.entered import changing, overlaps, written
from motcua.organisation.models import Agency, Counter, CounterDuty, Post, Section, WindowRow
from motcua.organisation.rights import Person
from motcua.organisation.seats import end_posts_of

MOST_COUNTERS: Final = 99
_WEEKDAYS: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def open_section(
    actor: Person,
    agency_id: int,
    *,
    name: str,
    address: str = "",
    phone: str = "",
    since: date,
    until: date | None = None,
    reason: str,
    clock: Clock | None = None,
) -> Section:
    """Open the one-stop section of an agency (Decree 61/2018 art. 7): one at a time.

    Raises: `Forbidden`, `NotFound`; DomainError `section_open_already`, `outside_period`, and what `entered`
    refuses.
    """
    with changing(actor):
        agency = agency_by_id(agency_id)
        entered.period(since, until)
        until = until if until is not None else agency.valid_to
        entered.covered(agency, since, until, agency.name)
        for other in agency.sections.all():
            if overlaps(other, since, until):
                raise DomainError(
                    gettext_noop("%(name)s đã mở từ ngày %(first)s; mỗi cơ quan chỉ có một."),
                    gettext_noop("Đổi tên Bộ phận đang mở, hoặc đóng trước ngày mở mới."),
                    id="section_open_already",
                    field="valid_from",
                    name=other.name,
                    first=written(other.valid_from),
                )
        section = Section(agency=agency, valid_from=since, valid_to=until)
        _fill(section, name, address, phone)
        section.save(force_insert=True)
        _record(actor, section, None, reason, clock)
        return section


def change_section(
    actor: Person,
    section_id: int,
    *,
    name: str,
    address: str = "",
    phone: str = "",
    reason: str,
    clock: Clock | None = None,
) -> Section:
    """Another name, address or telephone.

    Raises: `Forbidden`, `NotFound`; DomainError `nothing_changed`, and what `entered` refuses.
    """
    with changing(actor):
        section = section_by_id(section_id)
        before = _told(section)
        _fill(section, name, address, phone)
        section.save()
        _record(actor, section, before, reason, clock)
        return section


def close_section(
    actor: Person,
    section_id: int,
    last: date,
    *,
    end_posts: bool,
    reason: str,
    open_dossiers: OpenDossiers,
    clock: Clock | None = None,
) -> int:
    """Close a section after its last day, with the posts at it; how many posts ended.

    Raises: `Forbidden`, `NotFound`; DomainError `section_has_dossiers`, `agency_has_posts`, `ended_already`.
    """
    with changing(actor):
        section = section_by_id(section_id)
        before = _told(section)
        entered.last_day_of(section, last)
        waiting = open_dossiers(section.agency_id)
        if waiting:
            raise DomainError(
                gettext_noop("Còn %(count)s hồ sơ chưa xong tại đây; đóng thì không ai trả kết quả."),
                gettext_noop("Trả xong các hồ sơ ấy, hoặc kết thúc cơ quan với một cơ quan kế thừa."),
                id="section_has_dossiers",
                field="valid_to",
                count=waiting,
            )
        posts = [
            post
            for post in Post.objects.filter(section=section).select_related("agency", "section", "scope")
            if (post.valid_to or date.max) > last
        ]
        if posts and not end_posts:
            raise DomainError(
                gettext_noop("%(name)s còn %(count)s vị trí công tác sau ngày này."),
                gettext_noop("Đánh dấu để kết thúc các vị trí cùng ngày, hoặc kết thúc từng vị trí trước."),
                id="agency_has_posts",
                field="end_posts",
                name=section.name,
                count=len(posts),
            )
        end_posts_of(actor, posts, last, reason, clock)
        section.valid_to = last
        section.save(update_fields=["valid_to"])
        _record(actor, section, before, reason, clock)
        return len(posts)


def add_counter(
    actor: Person,
    section_id: int,
    *,
    number: int | None = None,
    name: str,
    reason: str,
    clock: Clock | None = None,
) -> Counter:
    """A counter; without a number the next one.

    Raises: `Forbidden`, `NotFound`; DomainError `counter_number_taken`, `counter_number`, and what `entered`
    refuses.
    """
    with changing(actor):
        section = section_by_id(section_id)
        taken = set(section.counters.values_list("number", flat=True))
        number = max(taken, default=0) + 1 if number is None else number
        if not 1 <= number <= MOST_COUNTERS:
            raise DomainError(
                gettext_noop("Số quầy phải từ 1 đến %(most)s."),
                id="counter_number",
                field="number",
                most=MOST_COUNTERS,
            )
        if number in taken:
            raise DomainError(
                gettext_noop("Đã có quầy số %(number)s."),
                gettext_noop("Chọn số khác, hoặc dùng lại quầy đã ngừng."),
                id="counter_number_taken",
                field="number",
                number=number,
            )
        counter = Counter(section=section, number=number, name=entered.text(name, "name", 120))
        counter.save(force_insert=True)
        _record_counter(actor, counter, None, reason, clock)
        return counter


def change_counter(
    actor: Person,
    counter_id: int,
    *,
    name: str,
    active: bool,
    reason: str,
    clock: Clock | None = None,
) -> Counter:
    """Rename a counter, stop using it or use it again. Who sits there today leaves with it.

    Raises: `Forbidden`, `NotFound`; DomainError `nothing_changed`, and what `entered` refuses.
    """
    with changing(actor):
        counter = Counter.objects.select_related("section__agency").filter(pk=counter_id).first()
        if counter is None:
            raise entered.unknown(gettext_noop("Không có quầy này."))
        before = _told_counter(counter)
        counter.name, counter.active = entered.text(name, "name", 120), active
        counter.save()
        _record_counter(actor, counter, before, reason, clock)
        if not active:
            now = (clock or SystemClock()).now()
            CounterDuty.objects.filter(counter=counter, day=day_of(now), ends=None).update(ends=now)
        return counter


def set_hours(
    actor: Person,
    agency_id: int,
    windows: Sequence[Window],
    *,
    source: str,
    reason: str,
    clock: Clock | None = None,
) -> str:
    """Give an agency office hours of its own, or with none those of all others; the new calendar version. No
    promised date moves.

    Raises: `Forbidden`, `NotFound`; DomainError as `services.change_calendar`.
    """
    # The door of the room names this module; it is asked for the calendar when it is there.
    from motcua.organisation.services import change_calendar

    with changing(actor):
        agency = agency_by_id(agency_id)
        before = own_hours(agency)
        done = change_calendar(actor, [], source, reason, windows={agency.pk: windows}, clock=clock)
        record_change(
            actor,
            kind="agency",
            subject=agency.code,
            named=agency.name,
            before={"hours": hours_told(before)},
            after={"hours": hours_told(windows), "source": source},
            reason=reason,
            clock=clock,
        )
        return done.after


def own_hours(agency: Agency) -> tuple[Window, ...]:
    """The office hours of an agency's own in the calendar in force; none where it follows the others. Two
    queries."""
    rows = WindowRow.objects.filter(version__number=current_calendar_version(), agency=agency)
    found = rows.order_by("weekday", "opens").values_list("weekday", "opens", "closes")
    return tuple(Window(weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in found)


def hours_told(windows: Sequence[Window]) -> list[str]:
    """`T2 07:30–11:30, 13:30–17:00` a day, in order, as the register keeps them."""
    days: dict[int, list[str]] = {}
    for each in sorted(windows, key=lambda window: (window.weekday, window.opens)):
        days.setdefault(each.weekday, []).append(f"{_hour(each.opens)}–{_hour(each.closes)}")
    return [f"{_WEEKDAYS[weekday]} {', '.join(hours)}" for weekday, hours in days.items()]


def section_by_id(section_id: int) -> Section:
    """A section with its agency. Raises: `NotFound`."""
    found = Section.objects.select_related("agency").filter(pk=section_id).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có Bộ phận Một cửa này."))
    return found


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _fill(section: Section, name: str, address: str, phone: str) -> None:
    section.name = entered.text(name, "name", 255)
    section.address = entered.text(address, "address", 255, needed=False)
    section.phone = entered.phone(phone)


def _told(section: Section) -> dict[str, Any]:
    return {
        "agency": section.agency.name,
        "name": section.name,
        "address": section.address,
        "phone": section.phone,
        "valid_from": section.valid_from,
        "valid_to": section.valid_to,
    }


def _record(
    actor: Person, section: Section, before: dict[str, Any] | None, reason: str, clock: Clock | None
) -> None:
    record_change(
        actor,
        kind="section",
        subject=section.agency.code,
        named=section.name,
        before=before,
        after=_told(section),
        reason=reason,
        clock=clock,
    )


def _told_counter(counter: Counter) -> dict[str, Any]:
    return {"number": counter.number, "name": counter.name, "active": counter.active}


def _record_counter(
    actor: Person, counter: Counter, before: dict[str, Any] | None, reason: str, clock: Clock | None
) -> None:
    record_change(
        actor,
        kind="counter",
        subject=counter.section.agency.code,
        named=f"{counter.section.name}: {counter.number}. {counter.name}"[:255],
        before=before,
        after=_told_counter(counter),
        reason=reason,
        clock=clock,
    )
