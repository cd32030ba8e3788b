"""A batch as who asked for it sees it: how far it is, and the result of each line."""

from __future__ import annotations

from motcua.dossiers.batch_tables import BatchLine, BatchRun
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.queries.views import View
from motcua.foundation.clock import Instant
from motcua.foundation.phrase import Phrase
from motcua.organisation.rights import Person

State = BatchLine.State


class Line(View, frozen=True, kw_only=True):
    """One line; `told` is why it was not done, `then` what to do now."""

    code: str
    procedure_name: str
    state: str
    told: Phrase | None
    then: Phrase | None


class Batch(View, frozen=True, kw_only=True):
    """A run: what was asked, how far it is, and each result; refused ones first."""

    number: int
    action: str
    officer: str
    asked_at: Instant
    ended_at: Instant | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(line.state == State.DONE for line in self.lines)

    @property
    def refused(self) -> int:
        return sum(line.state == State.REFUSED for line in self.lines)

    @property
    def finished(self) -> int:
        """Lines with a result, whichever."""
        return self.done + self.refused

    @property
    def percent(self) -> int:
        return 100 * self.finished // self.total if self.total else 0


def batch_of(person: Person, number: int) -> Batch:
    """A run that the person asked for; three statements. Raises: `NotFound` for another's."""
    run = BatchRun.objects.filter(pk=number, asked_by=person.actor).first()
    if run is None:
        raise unknown_dossier(str(number))
    rows = run.lines.order_by("pk").values_list(
        "dossier__code", "dossier__version__name", "state", "refusal", "dossier__reference"
    )
    lines = [
        Line(
            code=code or reference or "",
            procedure_name=name,
            state=state,
            told=None if refusal is None else Phrase(refusal[0], refusal[1]),
            then=Phrase(refusal[2], refusal[1]) if refusal and refusal[2] else None,
        )
        for code, name, state, refusal, reference in rows
    ]
    names = Names(actors=[run.officer] if run.officer else [])
    return Batch(
        number=run.pk,
        action=run.action,
        officer=names.actor(run.officer) if run.officer else "",
        asked_at=run.asked_at,
        ended_at=run.ended_at,
        lines=tuple(sorted(lines, key=lambda line: line.state != State.REFUSED)),
    )
