"""What a builder of a command may look at: the dossier, who acts, the rules, and what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from motcua.dossiers.fields import BAD_FILE, LONG, SHORT, Fields
from motcua.dossiers.known import Known
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.clock import step_due
from motcua.dossiers.lifecycle.decide_correction import RESOLVE_SHARE
from motcua.dossiers.lifecycle.rules import Rules
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    Commitment,
    Holder,
    Role,
    Step,
)
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import agency_at
from motcua.dossiers.sealing import Seals
from motcua.dossiers.sources import Sources
from motcua.foundation.clock import Instant
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.rights import DossierPlace


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a builder may look at: the dossier, who acts in which roles, the rules, what was typed."""

    state: State
    by: Actor
    rules: Rules
    now: Instant
    fields: Fields
    seals: Seals
    place: DossierPlace
    known: Known
    sources: Sources

    def words(self, name: str, *, required: bool = True, limit: int = LONG) -> Commitment | None:
        """Free words, kept as a private record; none where nothing was typed and nothing is required."""
        text = self.fields.text(name, required=required, limit=limit)
        return self.seals.text(text) if text else None

    def needed(self, name: str) -> Commitment:
        """Free words that must be there; an empty commitment stands in until `check` raises."""
        return self.words(name) or ""

    def holder(self, step: Step, default: str) -> Holder:
        """Who gets the dossier: `to_agency` or the default, `to_officer` where one is named."""
        agency = self.agency("to_agency") or default
        role = Role.LEADER if step is Step.APPROVE else Role.HANDLING_OFFICER
        officer = self.officer("to_officer", role, agency)
        return Holder(agency=agency, step=step, officer=officer, due_at=self.due_of(step))

    def agency(self, name: str, *, required: bool = False) -> str:
        """The code of an agency of today, empty where none was named."""
        code = self.fields.text(name, required=required, limit=SHORT)
        if code and code not in self.known.agencies:
            self.fields.fault(name, NO_SUCH_AGENCY, code=code[:40])
        return code

    def officer(self, name: str, role: Role, agency: str, *, required: bool = False) -> str | None:
        """The code of an officer who may act in that role for the agency; none where none was named."""
        code = self.fields.text(name, required=required, limit=SHORT)
        if code and not self.known.serves(code, role, self.agency_id(agency)):
            self.fields.fault(name, NO_SUCH_OFFICER, code=code[:40])
        return code or None

    def documents(self) -> tuple[str, ...]:
        """SHA-256 of the files named under `documents`, which must be the dossier's."""
        files = self.fields.files("documents")
        if not self.known.has_files(files):
            self.fields.fault("documents", BAD_FILE)
        return files

    def agency_id(self, code: str) -> int:
        """The agency that the dossier means by a code; 0 for one that there is not."""
        if code in self.known.agencies:
            return self.known.agencies[code]
        try:
            return agency_key(agency_at(self.state, code, self.now))
        except NotFound:
            return 0

    def due_of(self, step: Step) -> Instant | None:
        """The step's own due time inside the promise."""
        if self.state.due_at is None:
            return None
        if step is Step.RESOLVE:
            return step_due(self.now, self.state.due_at, RESOLVE_SHARE, self.rules.calendar)
        return self.state.due_at


NO_SUCH_AGENCY: Final = gettext_noop("Không có cơ quan nào mang mã %(code)s. Chọn trong danh sách.")
NO_SUCH_OFFICER: Final = gettext_noop(
    "Cán bộ %(code)s không giữ vị trí làm được việc này ở cơ quan đó. Chọn trong danh sách."
)
Builder = Callable[[Desk], c.Command]
