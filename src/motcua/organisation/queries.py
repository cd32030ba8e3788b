"""What others read of the organisation: people with their posts, agencies of a day, sections."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from motcua.foundation.clock import Instant, SystemClock, day_of, instant_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.law.roles import Role
from motcua.organisation.calendars import calendar_for, current_calendar_version
from motcua.organisation.models import (
    Agency,
    Assignment,
    Counter,
    CounterDuty,
    Officer,
    RightsVersion,
    Section,
    Succession,
)
from motcua.organisation.models.dated import holds
from motcua.organisation.rights import AT_A_SECTION, WATCHING, Held, Person

__all__ = [
    "agencies_below",
    "agencies_on",
    "agency",
    "agency_labels",
    "calendar_for",
    "competent_agencies",
    "counter_of",
    "counters_today",
    "current_calendar_version",
    "email_of",
    "figures",
    "kept_person",
    "last_days",
    "officer_names",
    "officers_at",
    "officers_of",
    "person_by_login",
    "person_now",
    "person_of",
    "rights_mark",
    "section_of",
    "sections_on",
    "today",
]
_SQL: Final = Path(__file__).parent / "sql"


def today() -> date:
    """The day in Vietnam."""
    return day_of(SystemClock().now())


@lru_cache
def _statement(name: str) -> str:
    return (_SQL / name).read_text(encoding="utf-8")


def _rows(name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(name), parameters)
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def person_of(user_id: int, at: Instant) -> Person:
    """The person behind an account with the posts held on the day of `at`, in two queries at most.

    An account that is switched off, or that no officer owns, has no posts.
    """
    day = day_of(at)
    posts = _rows("posts.sql", {"user": user_id, "day": day})
    if not posts:
        return Person(user_id=user_id, at=at)
    first = posts[0]
    held = [row for row in posts if row["agency_id"] is not None]
    places = _places(held, day) if held else {}
    return Person(
        user_id=user_id,
        officer_id=first["officer_id"],
        officer_code=first["officer_code"],
        name=first["full_name"],
        login_name=first["login_name"],
        at=at,
        held=tuple(_held(row, places) for row in held),
    )


@lru_cache(maxsize=512)
def kept_person(user_id: int, day: date, mark: UUID) -> Person:
    """`person_of` on that day, kept as long as the mark of the rights stays; `at` is any moment of the day.

    A reader who took the mark before a change and the posts after it keeps the new posts under the old mark,
    which nobody asks for again.
    """
    return person_of(user_id, instant_of(datetime(day.year, day.month, day.day, 12)))  # noqa: DTZ001 - local


def person_now(user_id: int, mark: UUID, now: Instant) -> Person:
    """The kept person of this moment; where a statement brought the mark of the rights, without another."""
    return replace(kept_person(user_id, day_of(now), mark), at=now)


def rights_mark() -> UUID:
    """The mark of the rights as they stand (`RightsVersion`)."""
    return RightsVersion.objects.values_list("mark", flat=True).get()


def person_by_login(login_name: str, at: Instant | None = None) -> Person:
    """The person of a login name; for commands, generators and tests. Raises: `NotFound`."""
    officer = Officer.objects.filter(user__login_name=login_name).first()
    if officer is None or officer.user_id is None:
        raise NotFound(gettext_noop("Không có tài khoản %(name)s."), name=login_name)
    return person_of(officer.user_id, SystemClock().now() if at is None else at)


def _places(held: list[dict[str, Any]], day: date) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """(`house` | `below` | `unit` | `reach`, agency) to the agencies in it, as id and code."""
    looked_over = {row["scope_id"] or row["agency_id"] for row in held if not row["whole"]}
    agencies = {row["agency_id"] for row in held}
    found: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for row in _rows("places.sql", {"agencies": sorted(agencies), "scopes": sorted(looked_over), "day": day}):
        found.setdefault((row["part"], row["start"]), []).append((row["id"], row["code"]))
    return found


def _held(row: dict[str, Any], places: dict[tuple[str, int], list[tuple[int, str]]]) -> Held:
    role = Role(row["role"])
    agency: int = row["agency_id"]
    house = places.get(("below" if role is Role.LEADER else "house", agency), [])
    reach = house
    if role is Role.LEADER or role in WATCHING:
        reach = places.get(("reach", row["scope_id"] or agency), [])
    return Held(
        post_id=row["post_id"],
        role=role,
        title=row["title"],
        agency_id=agency,
        agency_code=row["agency_code"],
        agency_name=row["agency_name"],
        section_id=row["section_id"],
        section_name=row["section_name"] or "",
        stand_in_for=row["ground"] or "",
        stands_for=frozenset(row["stands_for"] or ()),
        house=_ids(house),
        unit=_ids(places.get(("unit", agency), [])),
        reach=_ids(reach),
        received=_ids(house) if role in AT_A_SECTION else frozenset(),
        codes=frozenset(code for _, code in reach),
        whole=row["whole"],
    )


def _ids(rows: Iterable[tuple[int, str]]) -> frozenset[int]:
    return frozenset(pk for pk, _ in rows)


def figures(day: date) -> dict[str, int]:
    """How many there are of each subject of administration on that day, by name; one query."""
    return {name: int(number) for name, number in _rows("figures.sql", {"day": day})[0].items()}


def agency(code: str, on: date) -> Agency:
    """The agency that carried `code` (either order) on that day. Raises: `NotFound`."""
    field = "code_qcvn" if code[:1].isdigit() else "code"
    found = Agency.objects.filter(holds(on), **{field: code}).first()
    if found is None:
        raise NotFound(
            gettext_noop("Không có cơ quan nào mang mã %(code)s vào ngày %(day)s."),
            gettext_noop("Kiểm tra lại mã định danh và ngày."),
            code=code,
            day=f"{on:%d/%m/%Y}",
        )
    return found


def agency_names(agencies: Iterable[int | None]) -> dict[int, str]:
    """Short names of agencies by id. One query, none for nobody."""
    wanted = [pk for pk in agencies if pk]
    return dict(Agency.objects.filter(pk__in=wanted).values_list("pk", "short_name")) if wanted else {}


def agency_labels(agencies: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Short name and level of agencies by id. One query, none for nobody."""
    wanted = list(agencies)
    if not wanted:
        return {}
    rows = Agency.objects.filter(pk__in=wanted).values_list("pk", "short_name", "level")
    return {pk: (name, level) for pk, name, level in rows}


def agency_levels() -> dict[int, str]:
    """The level of each agency there ever was, by id. One query."""
    return dict(Agency.objects.order_by("pk").values_list("pk", "level"))


def heirs_on(day: date) -> dict[int, int]:
    """Of each agency that one other took all dossiers over from by that day: who has them then, through as
    many successions as there were. One query."""
    found: dict[int, set[int]] = {}
    rows = Succession.objects.filter(takes_dossiers=True, day__lte=day)
    for old, new in rows.values_list("predecessor_id", "successor_id"):
        found.setdefault(old, set()).add(new)
    heirs: dict[int, int] = {}
    for old in found:
        heir, seen = old, {old}
        while len(found.get(heir, ())) == 1 and not found[heir] <= seen:
            (heir,) = found[heir]
            seen.add(heir)
        if heir != old:
            heirs[old] = heir
    return heirs


def agencies_below(code: str, on: date) -> frozenset[int]:
    """Ids of the agency that carried a code on that day, of what is below it and of what they took over by
    then. Raises: `NotFound`."""
    root = agency(code, on)
    rows = _rows("places.sql", {"agencies": [root.pk], "scopes": [root.pk], "day": on})
    return frozenset(row["id"] for row in rows if row["part"] in {"reach", "house"})


def agencies_on(day: date, *, kinds: Iterable[str] = ()) -> list[Agency]:
    """The agencies that existed on that day, by level and code; only of `kinds` where given."""
    found = Agency.objects.filter(holds(day)).order_by("level", "code")
    return list(found.filter(kind__in=list(kinds)) if kinds else found)


def sections_on(day: date) -> list[Section]:
    """The one-stop sections open on that day with their agencies, by agency code."""
    return list(Section.objects.filter(holds(day)).select_related("agency").order_by("agency__code"))


def section_of(agency_id: int, day: date) -> Section | None:
    """The one-stop section of an agency on that day."""
    return Section.objects.filter(holds(day), agency_id=agency_id).select_related("agency").first()


def competent_agencies(day: date, *, level: str = "") -> list[Agency]:
    """The agencies that may resolve dossiers on that day: all but divisions and service centres."""
    found = Agency.objects.filter(holds(day)).exclude(kind__in=["division", "service_centre"])
    return list((found.filter(level=level) if level else found).order_by("level", "code"))


def officers_of(agency_id: int, day: date, roles: Iterable[Role] = ()) -> list[Officer]:
    """The officers with a post in the agency or its divisions on that day; only of `roles` where given."""
    inside = _rows("places.sql", {"agencies": [agency_id], "scopes": [], "day": day})
    posts = {"assignments__post__agency__in": [row["id"] for row in inside if row["part"] == "unit"]}
    wanted = [role.value for role in roles]
    if wanted:
        posts["assignments__post__role__in"] = wanted
    return list(Officer.objects.filter(holds(day, "assignments__"), **posts).distinct().order_by("full_name"))


def working_in(agency_id: int, day: date, roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Who has a post of `roles` in the agency or its divisions on that day: codes of officer and agency.

    Two statements; in order of the officers' codes.
    """
    inside = _rows("places.sql", {"agencies": [agency_id], "scopes": [], "day": day})
    rows = Assignment.objects.filter(
        holds(day),
        post__agency__in=[row["id"] for row in inside if row["part"] == "unit"],
        post__role__in=[role.value for role in roles],
    )
    return sorted(set(rows.values_list("officer__code", "post__agency__code")))


def officers_at(agencies: Collection[int], day: date, roles: Iterable[Role]) -> list[Officer]:
    """The officers with a post of these roles in just these agencies on that day, by name; one query."""
    posts = {
        "assignments__post__agency__in": sorted(agencies),
        "assignments__post__role__in": [role.value for role in roles],
    }
    return list(Officer.objects.filter(holds(day, "assignments__"), **posts).distinct().order_by("full_name"))


def officer_names(codes: Iterable[str]) -> dict[str, str]:
    """Officer code to full name, for the codes that exist."""
    return dict(Officer.objects.filter(code__in=list(codes)).values_list("code", "full_name"))


class CounterToday(NamedTuple):
    """A counter in use, and who sits there; `officer_code` is empty where nobody does."""

    counter_id: int
    number: int
    name: str
    officer_code: str = ""
    officer_name: str = ""
    since: Instant | None = None


def counters_today(section_id: int, day: date) -> list[CounterToday]:
    """The counters of a section (its key, as `Held.section_id`) with who sits there on that day, by number.

    Two queries. On an earlier day the one who sat there last is told.
    """
    duties = CounterDuty.objects.filter(counter__section=section_id, day=day).select_related("officer")
    if day >= today():
        duties = duties.filter(ends=None)
    there = {duty.counter_id: duty for duty in duties.order_by("begins")}
    found = []
    for counter in Counter.objects.filter(section=section_id).order_by("number"):
        duty = there.get(counter.pk)
        if duty is not None:
            who = (duty.officer.code, duty.officer.full_name, duty.begins)
            found.append(CounterToday(counter.pk, counter.number, counter.name, *who))
        elif counter.active:
            found.append(CounterToday(counter.pk, counter.number, counter.name))
    return found


def counter_of(officer_id: int, day: date) -> CounterToday | None:
    """The counter where an officer sits on that day; one query."""
    open_duty = CounterDuty.objects.filter(officer=officer_id, day=day, ends=None)
    duty = open_duty.select_related("counter", "officer").first()
    if duty is None:
        return None
    counter, officer = duty.counter, duty.officer
    return CounterToday(
        counter.pk, counter.number, counter.name, officer.code, officer.full_name, duty.begins
    )


def email_of(officer_id: int | None) -> str:
    """The e-mail address of an officer; empty where none is kept. One query, none for nobody."""
    if officer_id is None:
        return ""
    return Officer.objects.values_list("email", flat=True).get(pk=officer_id)


def last_days(codes: Iterable[str]) -> dict[str, date]:
    """Officer code to the last day of service, for those who left or will leave."""
    gone = Officer.objects.filter(code__in=list(codes), left_on__isnull=False)
    return {code: day for code, day in gone.values_list("code", "left_on") if day is not None}
