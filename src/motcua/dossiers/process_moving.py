"""Running dossiers put on another version of their process in one decision, and taken back in one.

Each dossier moves by a command of its own (T30) in its own chain, with its result in the same transaction, so
that nothing is lost whatever breaks in between. Decision 0055 says what a move keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from motcua.dossiers import store
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.core import Rules, decide
from motcua.dossiers.lifecycle.evolve import fold
from motcua.dossiers.lifecycle.running import ProcessPin
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor, Role
from motcua.dossiers.log import event_of
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.paths import StoredPaths
from motcua.dossiers.process_move_tables import ProcessMoveLine, ProcessMoveRun
from motcua.dossiers.regime_of import regime_of
from motcua.dossiers.sealing import Seals
from motcua.dossiers.step_tables import StepRow
from motcua.dossiers.writing import append
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import clean_text
from motcua.organisation.changes import record_change
from motcua.organisation.in_force import in_force
from motcua.organisation.rights import Person, require
from motcua.procedures.process_queries import version_of_code

log = structlog.get_logger(__name__)
Result = ProcessMoveLine.State
SYSTEM_CLOCK: Final = SystemClock()
REASON: Final = 500
MOST: Final = 500
"""So many dossiers are looked at and decided on at once; the rest follows when these are done."""
WHO: Final = "system:process_move"


class Looked(NamedTuple):
    """One running dossier as a move would find it; `stays` is why it would not move."""

    code: str
    version: str
    step: str
    stays: Phrase | None


class Preview(NamedTuple):
    """`total` run on other versions; the first of them by their promise."""

    total: int
    rows: tuple[Looked, ...]

    @property
    def moving(self) -> int:
        return sum(row.stays is None for row in self.rows)


def preview_move(person: Person, code: str, number: int, *, clock: Clock = SYSTEM_CLOCK) -> Preview:
    """What a move of the running dossiers to a version would do, nothing written.

    Raises: `Forbidden`, `NotFound`.
    """
    require(person, "move_processes")
    now = clock.now()
    to = _pin(code, number, clock)
    rows = _elsewhere(code, to.version)
    first = list(rows[:MOST])
    states = _states([row.pk for row in first])
    mover = _Mover(to, None, clock)
    looked = []
    for row in first:
        state = states[row.pk]
        step = state.running.principal
        refusal = mover.refusal(state, row.section_id, now)
        looked.append(Looked(row.code or "", row.process_version, step.name if step else "", refusal))
    return Preview(rows.count() if len(first) == MOST else len(first), tuple(looked))


def _states(ids: Sequence[int]) -> dict[int, State]:
    """What the logs of dossiers tell, without a lock. One statement."""
    events: dict[int, list[e.Event]] = {}
    bodies = Event.objects.filter(dossier__in=ids).order_by("dossier_id", "seq")
    for dossier, body in bodies.values_list("dossier_id", "body"):
        events.setdefault(dossier, []).append(event_of(body))
    return {dossier: fold(each) for dossier, each in events.items()}


def start_move(
    person: Person,
    code: str,
    number: int,
    reason: str,
    codes: Iterable[str] | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> ProcessMoveRun:
    """Decide that running dossiers go on under a version: of `codes`, or all (at most `MOST`); the run, for a
    job to do.

    Raises: `Forbidden`; `NotFound`; DomainError `move_reason`, `move_none`, `text_too_long`; `Conflict` while
    a run of this process is not done.
    """
    require(person, "move_processes")
    reason = _reason(reason)
    to = _pin(code, number, clock)
    rows = _elsewhere(code, to.version)
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    lines = [ProcessMoveLine(dossier=row, before=row.process_version) for row in rows[:MOST]]
    run = ProcessMoveRun(process=code, version=to.version, number=number, reason=reason)
    return _record(person, run, lines, clock)


def start_undo(person: Person, number: int, reason: str, *, clock: Clock = SYSTEM_CLOCK) -> ProcessMoveRun:
    """Decide that a whole run is taken back; the run that does it, for a job to do.

    Raises: `Forbidden`; `NotFound`; DomainError `move_reason`, `move_none`, `move_undone`; `Conflict`.
    """
    require(person, "move_processes")
    reason = _reason(reason)
    undone = ProcessMoveRun.objects.filter(pk=number, undoes=None).exclude(ended_at=None).first()
    if undone is None:
        raise NotFound(
            gettext_noop("Không có lần chuyển nào để hoàn tác, hoặc lần đó chưa xong."),
            gettext_noop("Tải lại trang và chọn trong các lần đã xong."),
        )
    if ProcessMoveRun.objects.filter(undoes=undone).exists():
        raise DomainError(
            gettext_noop("Lần chuyển này đã được hoàn tác; không có gì thay đổi."),
            gettext_noop("Muốn chuyển lại thì lập một lần chuyển mới."),
            id="move_undone",
        )
    moved = ProcessMoveLine.objects.filter(run=undone, state=Result.MOVED).order_by("pk")
    lines = [ProcessMoveLine(dossier_id=line.dossier_id, before=undone.version) for line in moved]
    run = ProcessMoveRun(
        process=undone.process, version=undone.version, number=undone.number, reason=reason, undoes=undone
    )
    return _record(person, run, lines, clock)


def run_move(number: int, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Move every dossier of the run that has no result yet.

    Safe to repeat: each dossier's move and its result are written in one transaction.
    """
    run = ProcessMoveRun.objects.filter(pk=number, ended_at=None).select_related("undoes").first()
    if run is None:
        return
    waiting = ProcessMoveLine.objects.filter(run=run, state=Result.WAITING).select_related("dossier")
    for line in waiting.order_by("pk"):
        with transaction.atomic():
            _move(run, line, clock)
    ProcessMoveRun.objects.filter(pk=number).update(ended_at=clock.now())
    log.info("processes_moved", run=number)


def _move(run: ProcessMoveRun, line: ProcessMoveLine, clock: Clock) -> None:
    """One dossier with its result, inside the caller's transaction."""
    now = clock.now()
    to, undoes = ProcessPin(code=run.process, version=run.version), None
    try:
        locked = store.lock(line.dossier.code or "")
        assert locked is not None, "a line names a dossier"
        if run.undoes is not None:
            original = ProcessMoveLine.objects.get(run=run.undoes, dossier=line.dossier_id)
            undoes = original.event_seq
            to = ProcessPin(code=run.process, version=original.before)
            _may_go_back(locked, run.version, undoes or 0)
        seals = Seals()
        mover = _Mover(to, undoes, clock)
        events = mover.events(locked.tracked.state, locked.place.section_id, seals.text(run.reason), now)
    except DomainError as error:
        line.state = Result.STAYED
        line.refusal = [error.template, {name: str(value) for name, value in error.params.items()}]
    else:
        append(locked.id, locked, events, seals)
        line.state, line.event_seq = Result.MOVED, events[-1].seq
    line.save(update_fields=["state", "refusal", "event_seq"])


def _may_go_back(locked: store.Locked, version: str, seq: int) -> None:
    """A dossier that completed a step since went the new way already. Raises: DomainError."""
    main = locked.tracked.state.running.main
    if main is None or main.process.version != version:
        raise DomainError(
            gettext_noop("Hồ sơ đã được chuyển tiếp sang phiên bản khác."),
            gettext_noop("Hoàn tác lần chuyển sau trước."),
            id="moved_on_again",
        )
    since = (event.payload for event in locked.events if event.seq > seq)
    if any(payload.steps is not None and payload.steps.ended for payload in since):
        raise DomainError(
            gettext_noop("Từ lúc chuyển, hồ sơ đã hoàn thành một bước nên giữ phiên bản mới."),
            gettext_noop("Muốn đưa về thì lập một lần chuyển mới sang phiên bản cũ."),
            id="step_completed_since",
        )


class _Mover:
    """The command of a run upon one dossier after the other, by the rules of each."""

    def __init__(self, to: ProcessPin, undoes: int | None, clock: Clock) -> None:
        self.to = to
        self.undoes = undoes
        self.hours, self.laws = in_force()
        self.paths = StoredPaths(self.hours, clock.now())

    def events(
        self, state: State, section: int | None, reason: str | None, now: Instant
    ) -> tuple[e.Event, ...]:
        """What the move writes. Raises: `Refused`."""
        rules = Rules(regime_of(self.laws, state), self.hours(section), paths=self.paths)
        by = Actor(who=WHO, unit=state.intake.section, roles=frozenset({Role.SYSTEM}))
        command = c.MoveProcess(by=by, to=self.to, reason=reason, undoes=self.undoes)
        return decide(state, command, rules, now)

    def refusal(self, state: State, section: int | None, now: Instant) -> Phrase | None:
        """Why a dossier would stay; None where it would move."""
        try:
            self.events(state, section, None, now)
        except DomainError as error:
            return Phrase(error.template, {name: str(value) for name, value in error.params.items()})
        return None


def _elsewhere(code: str, version: str) -> QuerySet[Dossier]:
    """Dossiers whose own process runs on another version of that process, by promise."""
    open_steps = StepRow.objects.filter(dossier=OuterRef("pk"), part=0, ended_at=None)
    rows = Dossier.objects.filter(Exists(open_steps), process=code).exclude(process_version=version)
    return rows.order_by("due_at", "pk")


def _pin(code: str, number: int, clock: Clock) -> ProcessPin:
    version = version_of_code(code, number, day_of(clock.now()))
    return ProcessPin(code=code, version=version.hash)


def _reason(reason: str) -> str:
    reason = clean_text(reason, REASON)
    if not reason:
        raise DomainError(
            gettext_noop("Chưa ghi lý do chuyển phiên bản; không có gì thay đổi."),
            gettext_noop("Ghi văn bản làm căn cứ rồi bấm lại."),
            id="move_reason",
        )
    return reason


def _record(
    person: Person, run: ProcessMoveRun, lines: Sequence[ProcessMoveLine], clock: Clock
) -> ProcessMoveRun:
    """The run with its lines and its change, in one transaction."""
    if not lines:
        raise DomainError(
            gettext_noop("Không có hồ sơ đang chạy nào để chuyển; không có gì thay đổi."),
            gettext_noop("Tải lại trang để xem các hồ sơ đang chạy theo phiên bản khác."),
            id="move_none",
        )
    run.asked_at, run.asked_by = clock.now(), person.actor
    try:
        with transaction.atomic():
            run.save()
            for line in lines:
                line.run = run
            ProcessMoveLine.objects.bulk_create(lines)
            record_change(
                person,
                kind="process",
                subject=run.process,
                before=None,
                after={
                    "undone_version" if run.undoes else "to_version": run.number,
                    "dossiers": len(lines),
                },
                reason=run.reason,
                clock=clock,
            )
    except IntegrityError as error:
        raise Conflict(
            gettext_noop("Lần chuyển trước của quy trình này chưa xong."),
            gettext_noop("Đợi lần đó xong; kết quả hiện ở trang này."),
        ) from error
    return run
