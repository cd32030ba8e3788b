"""Runs that moved dossiers to another version of their process, with the result of each."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.process_move_tables import ProcessMoveLine, ProcessMoveRun
from motcua.dossiers.queries.views import View
from motcua.foundation.clock import Instant
from motcua.foundation.phrase import Phrase
from motcua.organisation.rights import Person, require

State = ProcessMoveLine.State
KEPT_SHOWN: Final = 5


class MoveLine(View, frozen=True, kw_only=True):
    """One dossier of a run, by its code alone; `told` is why it stayed."""

    code: str
    state: str
    told: Phrase | None


class MoveRun(View, frozen=True, kw_only=True):
    """A run: how far it is, each result, and whether it can be taken back."""

    pk: int
    asked_at: Instant
    asked_by: str
    reason: str
    number: int
    undoes: Instant | None
    undone: bool
    ended_at: Instant | None
    lines: tuple[MoveLine, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(line.state != State.WAITING for line in self.lines)

    @property
    def moved(self) -> int:
        return sum(line.state == State.MOVED for line in self.lines)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def may_be_undone(self) -> bool:
        return self.ended_at is not None and self.undoes is None and not self.undone and self.moved > 0


def moves_of(person: Person, process: str) -> list[MoveRun]:
    """The last runs of a process, newest first. Three statements. Raises: `Forbidden`."""
    require(person, "move_processes")
    rows = ProcessMoveRun.objects.filter(process=process).select_related("undoes", "undone_by")
    return [
        MoveRun(
            pk=run.pk,
            asked_at=run.asked_at,
            asked_by=run.asked_by.removeprefix("officer:"),
            reason=run.reason,
            number=run.number,
            undoes=run.undoes.asked_at if run.undoes else None,
            undone=hasattr(run, "undone_by"),
            ended_at=run.ended_at,
            lines=tuple(
                MoveLine(
                    code=line.dossier.code or "",
                    state=line.state,
                    told=None if line.refusal is None else Phrase(*line.refusal),
                )
                for line in run.lines.all()
            ),
        )
        for run in rows.order_by("-asked_at", "-pk").prefetch_related("lines__dossier")[:KEPT_SHOWN]
    ]
