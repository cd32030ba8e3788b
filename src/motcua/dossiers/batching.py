"""One act on many dossiers: given to an officer, taken back, claimed, completed; a result for each.

Nothing is decided here: each line is one `services.perform` by the right of who asked, in the chain of its
own dossier, and its result is written in the same transaction. A run that was cut off goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import structlog
from django.db import transaction

from motcua.dossiers.batch_tables import BatchLine, BatchRun
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.scope import elsewhere
from motcua.dossiers.recounting import who_asked
from motcua.dossiers.services import perform
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import storable
from motcua.organisation.rights import Person, require, visible

log = structlog.get_logger(__name__)
Action = BatchRun.Action
State = BatchLine.State
SYSTEM_CLOCK: Final = SystemClock()
MOST: Final = 500
AT_ONCE: Final = 50
"""So many are done while the person waits; more are left to a job."""
_LAST_STEP: Final = 9_999


def start_batch(
    person: Person,
    action: str,
    picked: Iterable[tuple[str, int]],
    *,
    officer: str = "",
    clock: Clock = SYSTEM_CLOCK,
) -> BatchRun:
    """Ask for one act on these (code, number of a step or 0); the run, for `run_batch` to do.

    What the person may not see is left out. Raises: `Forbidden`; DomainError `batch_action`, `batch_none`,
    `batch_too_many`, `batch_officer`.
    """
    require(person, "work")
    if action not in Action.values:
        raise DomainError(
            gettext_noop("Không có việc này cho nhiều hồ sơ; không có gì thay đổi."), id="batch_action"
        )
    officer = storable(officer)[:64] if action == Action.ASSIGN else ""
    if action == Action.ASSIGN and not officer:
        raise DomainError(
            gettext_noop("Chưa chọn người được giao; không có gì thay đổi."),
            gettext_noop("Chọn một cán bộ trong danh sách rồi bấm lại."),
            id="batch_officer",
        )
    wanted = {(storable(code), no) for code, no in picked if 0 <= no <= _LAST_STEP}
    if len(wanted) > MOST:
        raise DomainError(
            gettext_noop("Mỗi lần làm được nhiều nhất %(most)s việc; không có gì thay đổi."),
            gettext_noop("Chọn ít hơn rồi bấm lại; phần còn lại làm lần sau."),
            id="batch_too_many",
            most=MOST,
        )
    seen = Dossier.objects.filter(visible(person, elsewhere), code__in={code for code, _ in wanted})
    keys = dict(seen.values_list("code", "pk"))
    lines = sorted((keys[code], no) for code, no in wanted if code in keys)
    if not lines:
        raise DomainError(
            gettext_noop("Chưa chọn việc nào; không có gì thay đổi."),
            gettext_noop("Đánh dấu các dòng trong danh sách rồi bấm lại."),
            id="batch_none",
        )
    with transaction.atomic():
        run = BatchRun.objects.create(
            asked_at=clock.now(), asked_by=person.actor, action=action, officer=officer
        )
        BatchLine.objects.bulk_create(BatchLine(run=run, dossier_id=pk, step_no=no) for pk, no in lines)
    return run


def run_batch(number: int, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Do every line of the run that has no result yet. Safe to repeat, also while another does the same: a
    line and its result are written in one transaction, by whoever holds the line."""
    run = BatchRun.objects.filter(pk=number, ended_at=None).first()
    if run is None:
        return
    person = who_asked(run.asked_by, clock)
    waiting = BatchLine.objects.filter(run=run, state=State.WAITING)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            mine = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("dossier")
            line = mine.filter(pk=pk).first()
            if line is not None:
                _do(person, run, line, clock)
    if not waiting.exists():
        BatchRun.objects.filter(pk=number, ended_at=None).update(ended_at=clock.now())
        log.info("batch_done", run=number)


def _do(person: Person, run: BatchRun, line: BatchLine, clock: Clock) -> None:
    action, data = _asked(person, run, line.step_no)
    try:
        perform(person, line.dossier.code or "", action, data, clock=clock)
    except DomainError as refusal:
        # Of a form only this was filled in: what is wrong with it says more than how many fields are.
        error = next(iter(refusal.faults.values())) if isinstance(refusal, FieldErrors) else refusal
        line.state = State.REFUSED
        values = {name: str(value) for name, value in error.params.items()}
        line.refusal = [error.template, values, error.next_template]
    else:
        line.state = State.DONE
    line.save(update_fields=["state", "refusal"])


def _asked(person: Person, run: BatchRun, step_no: int) -> tuple[str, Mapping[str, Any]]:
    """The act as `services.perform` takes it: of a step, or of a dossier that follows no process."""
    officer = person.officer_code if run.action == Action.CLAIM else run.officer
    if run.action == Action.COMPLETE:
        return "complete_step", {"step_no": str(step_no or "")}
    if not step_no:
        return "assign", {"to_officer": officer}
    if run.action == Action.CLAIM:
        return "assign_step", {"step_no": str(step_no), "claim": "1"}
    return "assign_step", {"step_no": str(step_no), "to_officer": officer}
