"""Promises made under an earlier calendar, counted by the one in force: decided for many, done as a job.

No promise follows the calendar by itself (reference 10.4). Each dossier of a decision is a correction of its
own (T20), by the right of who decided, in its own chain, told to its applicant; a result is kept for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from django.db import IntegrityError, transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.recounts import behind, version_in_force
from motcua.dossiers.recount_tables import RecountLine, RecountRun
from motcua.dossiers.services import perform
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.models import Officer
from motcua.organisation.queries import person_of
from motcua.organisation.rights import NOBODY, Person, require

log = structlog.get_logger(__name__)
State = RecountLine.State
SYSTEM_CLOCK: Final = SystemClock()
REASON: Final = 500
SAME: Final = frozenset({"correct_nothing", "calendar_same_due", "calendar_nothing_promised"})
"""Refusals that say that nothing had to be done."""


def start_recount(
    person: Person, codes: Sequence[str], reason: str, *, clock: Clock = SYSTEM_CLOCK
) -> RecountRun:
    """Decide that the promises of these dossiers follow the calendar in force; the run, for a job to do.

    Codes out of sight or no longer behind are left out.
    Raises: `Forbidden`; DomainError `recount_reason`, `recount_none`, `text_too_long`; `Conflict` while the
    person's last run is not done.
    """
    require(person, "recount_promises")
    reason = clean_text(reason, REASON)
    if not reason:
        raise DomainError(
            gettext_noop("Chưa ghi lý do tính lại ngày hẹn; không có gì thay đổi."),
            gettext_noop("Ghi văn bản làm thay đổi lịch làm việc rồi bấm lại."),
            id="recount_reason",
        )
    rows = list(behind(person).filter(code__in=list(codes)).order_by("due_at", "pk"))
    if not rows:
        raise DomainError(
            gettext_noop("Chưa chọn hồ sơ nào còn hẹn theo lịch cũ; không có gì thay đổi."),
            gettext_noop("Chọn hồ sơ trong danh sách rồi bấm lại."),
            id="recount_none",
        )
    try:
        with transaction.atomic():
            run = RecountRun.objects.create(
                asked_at=clock.now(),
                asked_by=person.actor,
                reason=reason,
                calendar_version=version_in_force(),
            )
            RecountLine.objects.bulk_create(
                RecountLine(run=run, dossier=row, due_before=row.due_at) for row in rows
            )
    except IntegrityError as error:
        raise Conflict(
            gettext_noop("Lần tính lại trước của bạn chưa xong."),
            gettext_noop("Đợi lần đó xong; kết quả hiện ở trang này."),
        ) from error
    return run


def run_recount(number: int, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Count anew every dossier of the run that has no result yet. Safe to repeat: each dossier's correction
    and its result are written in one transaction."""
    run = RecountRun.objects.filter(pk=number, ended_at=None).first()
    if run is None:
        return
    person = who_asked(run.asked_by, clock)
    waiting = RecountLine.objects.filter(run=run, state=State.WAITING).select_related("dossier")
    for line in waiting.order_by("due_before", "pk"):
        with transaction.atomic():
            _count(person, run, line, clock)
    RecountRun.objects.filter(pk=number).update(ended_at=clock.now())
    log.info("promises_recounted", run=number)


def _count(person: Person, run: RecountRun, line: RecountLine, clock: Clock) -> None:
    asked = {"calendar": "1", "reason": run.reason}
    try:
        perform(person, line.dossier.code or "", "correct", asked, clock=clock)
    except DomainError as error:
        line.state = State.SAME if error.id in SAME else State.REFUSED
        line.refusal = [error.template, {name: str(value) for name, value in error.params.items()}]
        line.due_after = line.due_before
    else:
        line.state = State.MOVED
        line.due_after = Dossier.objects.values_list("due_at", flat=True).get(pk=line.dossier_id)
    line.save(update_fields=["state", "refusal", "due_after"])


def who_asked(actor: str, clock: Clock) -> Person:
    """The person behind an actor, with the posts of now: a right that was lost meanwhile is not used."""
    code = actor.removeprefix("officer:")
    user = Officer.objects.filter(code=code).values_list("user_id", flat=True).first()
    return NOBODY if user is None else person_of(user, clock.now())
