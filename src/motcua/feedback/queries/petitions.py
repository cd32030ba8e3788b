"""Petitions as officers see them: lists, one page, the book, numbers; always through `sight.visible`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, F, Q

from motcua.feedback import store
from motcua.feedback.concerning import officers_in_dossier, officers_named
from motcua.feedback.following import answer_of
from motcua.feedback.handling import HANDLERS
from motcua.feedback.models import Petition, PetitionFile, PetitionOpening, PetitionText
from motcua.feedback.petitions import PetitionState, Side, Sort, allowed
from motcua.feedback.petitions import commands as c
from motcua.feedback.petitions import events as e
from motcua.feedback.petitions.types import ABOUT_NAMES, SORT_NAMES, STATE_NAMES, About
from motcua.feedback.sight import receives, sees_petitioner, sides_of, visible
from motcua.foundation.clock import Clock, Instant, SystemClock, instant_of
from motcua.foundation.worktime import Remaining, remaining
from motcua.law.petitions import CLOCK_NAMES
from motcua.organisation.models import Agency, Officer
from motcua.organisation.queries import (
    agencies_on,
    agency_names,
    calendar_for,
    officer_names,
    officers_of,
    today,
)
from motcua.organisation.rights import Person

PAGE: Final = 50
MOST: Final = 5_000
_OPEN: Final = Q(closed_at__isnull=True)


class PetitionRow(NamedTuple):
    """A line of a list. `late` says that the clock which runs now is over."""

    reference: str
    book_no: int
    year: int
    subject: str
    about: str
    state: PetitionState
    state_name: str
    sort_name: str
    holder: str
    handler: str
    filed_at: Instant
    due_at: Instant | None
    clock_name: str
    left: Remaining | None
    late: bool
    missed: tuple[str, ...]
    closed_at: Instant | None


class PetitionList(NamedTuple):
    """A page of a list, and how many there are in all."""

    total: int
    rows: tuple[PetitionRow, ...]


class Line(NamedTuple):
    """A line of the way: when, who, what, in which words; `what` is the tag of its event."""

    at: Instant
    who: str
    unit: str
    what: str
    words: tuple[str, ...]


class PetitionPage(NamedTuple):
    """One petition for an officer; name and contact are empty where they are kept back (`hidden`)."""

    row: PetitionRow
    seq: int
    text: str
    officer_words: str
    procedure_code: str
    dossier_code: str
    agency: str
    agency_id: int | None
    name: str
    address: str
    phone: str
    email: str
    hidden: bool
    concerned: tuple[tuple[str, str], ...]
    draft: str
    actions: frozenset[str]
    sides: frozenset[Side]
    lines: tuple[Line, ...]
    files: tuple[PetitionFile, ...]
    dues: tuple[tuple[str, Instant], ...]
    asked_until: Instant | None
    receives: bool


def worklist(
    person: Person,
    *,
    words: str = "",
    state: str = "",
    only_open: bool = True,
    page: int = 1,
    size: int = PAGE,
    first: date | None = None,
    last: date | None = None,
    order: str = "due",
    clock: Clock | None = None,
) -> PetitionList:
    """The petitions within sight: those that are due first, or (`order="book"`) by their number in the book.

    `words` finds a reference or words of the subject. Three statements at most besides the names.
    """
    found = Petition.objects.filter(visible(person), _between(first, last))
    if only_open:
        found = found.filter(_OPEN)
    if state:
        found = found.filter(state=state)
    if words:
        texts = PetitionText.objects.filter(seq=1, part="subject", text__icontains=words)
        found = found.filter(Q(reference__icontains=words) | Q(pk__in=texts.values("petition")))
    order_by = ("-year", "-book_no") if order == "book" else (F("due_at").asc(nulls_last=True), "pk")
    rows = list(found.order_by(*order_by)[(page - 1) * size : page * size])
    return PetitionList(found.count(), _rows(rows, (clock or SystemClock()).now()))


def counts(person: Person, *, clock: Clock | None = None) -> dict[str, int]:
    """How many are open within sight by state, and `late`. One statement."""
    now = (clock or SystemClock()).now()
    rows = (
        Petition.objects.filter(visible(person), _OPEN)
        .values("state")
        .annotate(many=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    )
    found: dict[str, int] = {"late": 0}
    for each in rows:
        found[each["state"]] = each["many"]
        found["late"] += each["late"]
    return found


def petition_page(person: Person, loaded: store.Loaded, *, clock: Clock | None = None) -> PetitionPage:
    """The page of a petition that `services.open_petition` let this person read."""
    now = (clock or SystemClock()).now()
    row, state = loaded.row, loaded.state
    sides = sides_of(person, row)
    by = c.By(who=person.actor, sides=sides)
    texts = {(each.seq, each.part): each.text for each in PetitionText.objects.filter(petition=row)}
    shown = sees_petitioner(row, sides)
    who = getattr(row, "person", None) if shown else None
    codes = sorted(state.concerned)
    names = officer_names([*codes, *(event.actor.removeprefix("officer:") for event in loaded.events)])
    return PetitionPage(
        row=_rows([row], now)[0],
        seq=state.seq,
        text=texts.get((1, "body"), ""),
        officer_words=texts.get((1, "officer"), ""),
        procedure_code=row.procedure_code,
        dossier_code=row.dossier_code,
        agency=row.agency.name if row.agency else "",
        agency_id=row.agency_id,
        name=who.name if who else "",
        address=who.address if who else "",
        phone=who.phone if who else "",
        email=who.email if who else "",
        hidden=not shown,
        concerned=tuple((code, names.get(code, code)) for code in codes),
        draft=answer_of(loaded.events, texts),
        actions=allowed(state, by),
        sides=sides,
        lines=tuple(_line(event, texts, names) for event in loaded.events),
        files=tuple(row.files.order_by("seq", "name")),
        dues=tuple(
            (CLOCK_NAMES[name], at)
            for name, at in (
                ("send_back", state.send_back_due),
                ("ask_supplement", state.ask_due),
                ("forward", state.forward_due),
                ("handle", state.handle_due),
                ("publish", state.publish_due),
            )
            if at is not None
        ),
        asked_until=state.asked_until if state.state is PetitionState.SUPPLEMENT_ASKED else None,
        receives=Side.RECEIVER in sides,
    )


def may_be_concerned(page: PetitionPage, on: date) -> list[Officer]:
    """The officers that the receiving body is offered to name: those the sender may have meant, then those of
    the agency it is about."""
    codes = {code for code, _ in page.concerned} | officers_in_dossier(page.dossier_code)
    if page.officer_words:
        codes |= {officer.code for officer in officers_named(page.officer_words, page.agency_id, on)}
    first = list(Officer.objects.filter(code__in=codes).order_by("full_name"))
    inside = officers_of(page.agency_id, on) if page.agency_id else []
    return first + [each for each in inside if each.code not in codes]


def agencies_to_forward(on: date) -> list[Agency]:
    """Where a petition may go: agencies that exist, but divisions."""
    return [each for each in agencies_on(on) if each.kind != "division"]


def officers_to_answer(page: PetitionPage, holder_id: int | None, on: date) -> list[Officer]:
    """Who may be given it in the agency that has it; not the officers whom it concerns."""
    shut = {code for code, _ in page.concerned}
    conduct = page.row.sort_name == SORT_NAMES[Sort.CONDUCT]
    offered = officers_of(holder_id, on, HANDLERS) if holder_id else []
    return [each for each in offered if not (conduct and each.code in shut)]


def openings_of(loaded: store.Loaded) -> list[tuple[Instant, str, str]]:
    """Who opened a petition, newest first; for the receiving body."""
    rows = PetitionOpening.objects.filter(petition=loaded.row).order_by("-at")[:50]
    names = officer_names(row.who.removeprefix("officer:") for row in rows)
    return [(row.at, names.get(row.who.removeprefix("officer:"), row.who), row.how) for row in rows]


class PeriodFigures(NamedTuple):
    """Numbers of a period: received, by state, how many missed a clock, how many answered in time."""

    received: int
    states: tuple[tuple[PetitionState, str, int], ...]
    answered: int
    answered_on_time: int
    missed: tuple[tuple[str, int], ...]
    overdue_open: int


def period_figures(person: Person, first: date, last: date, *, clock: Clock | None = None) -> PeriodFigures:
    """Numbers of the petitions filed in a period within sight. Two statements."""
    now = (clock or SystemClock()).now()
    rows = list(
        Petition.objects.filter(visible(person), _between(first, last)).values_list(
            "state", "late_clocks", "answered_at", "due_at", "closed_at"
        )
    )
    states = [state for state, *_ in rows]
    answered = [missed for _, missed, at, *_ in rows if at is not None]
    late = [name for _, missed, *_ in rows for name in missed]
    return PeriodFigures(
        received=len(rows),
        states=tuple((each, STATE_NAMES[each], states.count(each)) for each in PetitionState),
        answered=len(answered),
        answered_on_time=sum("handle" not in missed for missed in answered),
        missed=tuple(
            (name, late.count(key)) for key, name in CLOCK_NAMES.items() if key != "await_supplement"
        ),
        overdue_open=sum(closed is None and due is not None and due < now for *_, due, closed in rows),
    )


class Answered(NamedTuple):
    """What an agency had to answer in a period: how many were due or answered, how many of them in time, and
    how many are still unanswered after their time ("prolonged", index 8 of Circular 01/2018 art. 13)."""

    due: int
    on_time: int
    prolonged: int

    @property
    def on_time_pct(self) -> float | None:
        """Share answered in time, two decimals, rounded half up; none where nothing was due."""
        return (20_000 * self.on_time + self.due) // (2 * self.due) / 100 if self.due else None


def answered_by_agency(first: date, last: date, *, clock: Clock | None = None) -> dict[int, Answered]:
    """For each agency that had petitions filed in the period: what was answered, and when. Numbers alone,
    whoever asks; refused and withdrawn ones are nobody's to answer. One statement."""
    now = (clock or SystemClock()).now()
    gone = [PetitionState.REFUSED.value, PetitionState.WITHDRAWN.value]
    rows = (
        Petition.objects.filter(_between(first, last), holder__isnull=False)
        .exclude(state__in=gone)
        .values_list("holder_id", "late_clocks", "answered_at", "due_at", "due_clock")
    )
    sums: dict[int, list[int]] = {}
    for holder, missed, answered_at, due_at, running in rows:
        prolonged = answered_at is None and running == "handle" and due_at is not None and due_at < now
        if answered_at is None and not prolonged:
            continue
        each = sums.setdefault(holder, [0, 0, 0])
        each[0] += 1
        each[1] += answered_at is not None and "handle" not in missed
        each[2] += prolonged
    return {holder: Answered(*each) for holder, each in sums.items()}


class ClockToday(NamedTuple):
    """A clock as everybody may read it: its key, name, working days, citation, what is not sure of it."""

    key: str
    name: str
    days: int
    citation: str
    note: str


def clocks_today() -> list[ClockToday]:
    """The clocks for petitions filed today. One statement."""
    rules = store.rules_on(today())
    return [
        ClockToday(key, CLOCK_NAMES[key], clock.days, clock.source.citation, clock.source.note)
        for key, clock in rules.clocks.items()
    ]


def is_receiver(person: Person) -> bool:
    """Whether the person works for the receiving body."""
    return receives(person)


def _between(first: date | None, last: date | None) -> Q:
    found = Q()
    if first is not None:
        found &= Q(filed_at__gte=_midnight(first))
    if last is not None:
        found &= Q(filed_at__lt=_midnight(last + timedelta(days=1)))
    return found


def _midnight(day: date) -> Instant:
    return instant_of(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - local midnight


def _rows(rows: Iterable[Petition], now: Instant) -> tuple[PetitionRow, ...]:
    rows = list(rows)
    texts = PetitionText.objects.filter(petition__in=rows, seq=1, part="subject")
    subjects = dict(texts.values_list("petition_id", "text")) if rows else {}
    holders = agency_names(row.holder_id for row in rows)
    names = officer_names(row.handler for row in rows) if any(row.handler for row in rows) else {}
    calendar = calendar_for() if rows else None
    return tuple(
        PetitionRow(
            reference=row.reference,
            book_no=row.book_no,
            year=row.year,
            subject=subjects.get(row.pk, ""),
            about=ABOUT_NAMES[About(row.about)],
            state=PetitionState(row.state),
            state_name=STATE_NAMES[PetitionState(row.state)],
            sort_name=SORT_NAMES[Sort(row.sort)] if row.sort else "",
            holder=holders.get(row.holder_id or 0, ""),
            handler=names.get(row.handler, row.handler),
            filed_at=row.filed_at,
            due_at=row.due_at,
            clock_name=CLOCK_NAMES.get(row.due_clock, ""),
            left=remaining(now, row.due_at, calendar) if row.due_at and calendar else None,
            late=row.due_at is not None and now > row.due_at,
            missed=tuple(CLOCK_NAMES[name] for name in row.late_clocks),
            closed_at=row.closed_at,
        )
        for row in rows
    )


def _line(event: e.Event, texts: dict[tuple[int, str], str], names: dict[str, str]) -> Line:
    code = event.actor.removeprefix("officer:")
    words = tuple(
        texts[event.seq, part] for part in ("reason", "supplement", "answer") if (event.seq, part) in texts
    )
    who = names.get(code, "") if event.actor.startswith("officer:") else ""
    return Line(event.at, who, event.unit, str(event.fact.__struct_config__.tag), words)
