"""What an account of the citizen's door sees of its dossiers: a list with the one thing to do in each."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef

from motcua.citizens.queries import Applicant
from motcua.dossiers.holders import held_by
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries.times import Clocking, clocking
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.law.regimes import regime
from motcua.organisation.calendars import calendars

MOST: Final = 200
AWAITING, OPEN, FINISHED = "awaiting", "open", "finished"
_COLUMNS: Final = (
    "code",
    "reference",
    "regime",
    "status",
    "version__name",
    "owner_name",
    "section_id",
    "section__name",
    "submitted_at",
    "received_at",
    "due_at",
    "paused_at",
    "ended_at",
    "returned_at",
    "granted",
    "step_due_at",
    "offered_at",
    "withdrawal_asked_at",
    "return_method",
    "last_at",
)


class MyRow(NamedTuple):
    """One dossier in the list. `group` is `awaiting` (filed online, not answered), `open` or `finished`;
    `todo` what the applicant must do: `supplement`, `amend`, `obligation`, `collect`, or nothing."""

    code: str
    procedure_name: str
    owner_name: str
    section: str
    status_name: str
    group: str
    todo: str
    submitted_at: Instant | None
    received_at: Instant | None
    due_at: Instant | None
    ended_at: Instant | None
    answer_due_at: Instant | None
    answer_late: bool
    clocking: Clocking
    offered: bool
    withdrawal_asked: bool
    last_at: Instant


def my_dossiers(applicant: Applicant, *, clock: Clock | None = None) -> list[MyRow]:
    """The account's dossiers, those with something to do first, then the last moved. Two statements."""
    now = (clock or SystemClock()).now()
    told = Event.objects.filter(dossier=OuterRef("pk"), type="registration_noticed")
    rows = Dossier.objects.filter(held_by(applicant, now)).annotate(noticed=Exists(told))
    values = rows.order_by("-last_at", "-pk").values(*_COLUMNS, "noticed")[:MOST]
    found = [_row(record, now) for record in values]
    return sorted(found, key=lambda row: not row.todo)


def _row(record: dict[str, Any], now: Instant) -> MyRow:
    status = Status(record["status"])
    answer_due = record["step_due_at"] if status is Status.REGISTERED else None
    noticed = bool(record["noticed"]) and record["offered_at"] is None
    hours = calendars()
    return MyRow(
        code=record["code"] or record["reference"],
        procedure_name=record["version__name"],
        owner_name=record["owner_name"],
        section=record["section__name"] or "",
        status_name=regime(record["regime"]).statuses[status].name,
        group=_group(status, record["ended_at"]),
        todo=_todo(status, noticed, record),
        submitted_at=record["submitted_at"],
        received_at=record["received_at"],
        due_at=record["due_at"],
        ended_at=record["ended_at"],
        # Once told what is missing, it is the applicant's turn: no answer is owed before the papers come.
        answer_due_at=None if noticed else answer_due,
        answer_late=answer_due is not None and not noticed and now > answer_due,
        clocking=clocking(
            status=status,
            due_at=record["due_at"],
            ended_at=record["ended_at"],
            paused_at=record["paused_at"],
            now=now,
            calendar=hours(record["section_id"]),
        ),
        offered=record["offered_at"] is not None and status is Status.SUPPLEMENT_REQUESTED,
        withdrawal_asked=record["withdrawal_asked_at"] is not None and record["ended_at"] is None,
        last_at=record["last_at"],
    )


def _group(status: Status, ended_at: Instant | None) -> str:
    if status is Status.REGISTERED:
        return AWAITING
    over = {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED}
    return FINISHED if status in over else OPEN


def _todo(status: Status, noticed: bool, record: dict[str, Any]) -> str:
    if status is Status.REGISTERED and noticed:
        return "amend"
    if status is Status.SUPPLEMENT_REQUESTED and record["offered_at"] is None:
        return "supplement"
    if status is Status.OBLIGATION_REQUESTED:
        return "obligation"
    return "collect" if status is Status.FINISHED else ""
