"""What the counter's one screen shows: everything typed so far, the procedure as offered, the promise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import uuid4

from django.http import QueryDict

from motcua.desk.applicant import Applicant
from motcua.desk.asked import CUT, Typed, whole
from motcua.desk.refusals import sentence
from motcua.desk.words import DayLine, day_lines, field_words, promise_sentence
from motcua.dossiers.drafts import Draft
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import read_for_preview
from motcua.dossiers.lifecycle.types import CopyKind
from motcua.dossiers.queries import recent_procedures
from motcua.dossiers.queries.waiting import Place, my_place
from motcua.dossiers.services import Preview, preview
from motcua.foundation.clock import Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import agency
from motcua.organisation.rights import AT_A_SECTION, Held, Person
from motcua.procedures.content import Component
from motcua.procedures.offers import Offer
from motcua.procedures.queries import Hit, find
from motcua.vault.at_counter import in_store, note_seen
from motcua.vault.kinds import rules
from motcua.vault.models import Paper

HITS: Final = 12


class PaperRow(NamedTuple):
    """One paper of the list as it stands on the screen; `key` is the digit that ticks it."""

    line: int
    key: str
    component: Component
    ticked: bool
    kind: str
    quantity: int
    file: str
    label: str
    fault: str
    stored: tuple[Paper, ...] = ()
    """What the owner has of it in the personal store."""
    from_store: str = ""
    ground: str = ""
    store_fault: str = ""
    ground_fault: str = ""


class PromiseCard(NamedTuple):
    """The promise before it is made."""

    preview: Preview
    sentence: str
    lines: tuple[DayLine, ...]
    minutes: float
    competent: str


class Screen:
    """One rendering of the counter. Built from what was typed; asks the database only for what it shows."""

    def __init__(
        self,
        person: Person,
        data: Mapping[str, Any],
        *,
        problem: DomainError | None = None,
        asking: str = "",
        drafts: tuple[Draft, ...] = (),
    ) -> None:
        self.person = person
        self.data = data
        self.problem = problem
        self.asking = asking
        self.faults = fault_sentences(problem)
        self.now: Instant = SystemClock().now()
        self.key = self.typed("key")[:80] or uuid4().hex
        self.draft_key = self.typed("draft_key")[:64] or uuid4().hex
        self.draft_tab = self.typed("draft_tab")[:64] or uuid4().hex
        self.draft_at = whole_instant(self.typed("draft_at"))
        self.drafts = drafts
        self.place: Place = my_place(person)
        self.posts: tuple[Held, ...] = tuple(post for post in person.held if post.role in AT_A_SECTION)
        self.card, self.promise_problem = self._promise()
        self.query = self.typed("q")
        self.hits: list[Hit] = [] if self.offer else find(self.query, limit=HITS)
        self.recent = () if self.offer else tuple(recent_procedures(person))
        self.applicant = Applicant(person, data, self.faults)
        self.stored = self._in_store()
        components = self.offer.components if self.offer else ()
        self.papers = paper_rows(components, data, self.faults, self.stored)

    def typed(self, name: str, default: str = "") -> str:
        """What was typed in a field, as text."""
        value = self.data.get(name)
        return default if value is None else str(value)[:CUT]

    @property
    def listed_faults(self) -> tuple[tuple[str, str], ...]:
        """The faults in order, each with its field's name; a tuple, because a field may be called `items`."""
        return tuple((name, f"{field_words(name)}: {fault}") for name, fault in self.faults.items())

    @property
    def values(self) -> Mapping[str, str]:
        """What was typed, by field, for templates; a field that was not there gives its default."""
        return Typed(self.data)

    @property
    def offer(self) -> Offer | None:
        return self.card.preview.offer if self.card else None

    @property
    def blocked(self) -> str:
        """Why the procedure may not be received now; empty where it may."""
        return self.offer.blocked or "" if self.offer else ""

    @property
    def grounds(self) -> Iterable[str]:
        """Usual grounds for asking again for what the store has; msgids."""
        return (each.name for each in rules().grounds)

    def _in_store(self) -> dict[int, tuple[Paper, ...]]:
        """What the owner has in the store, once the number is known to be well formed; that the officer was
        told is written down for the owner."""
        number = "".join(self.applicant.identifier.split())
        if not (self.offer and number) or "owner_identifier" in self.applicant.faults:
            return {}
        found = in_store(self.person, number, self.offer)
        note_seen(self.person, {paper for papers in found.values() for paper in papers[:1]}, self.offer.code)
        return found

    @property
    def ticked(self) -> int:
        return sum(1 for row in self.papers if row.ticked)

    @property
    def missing(self) -> tuple[PaperRow, ...]:
        """Papers of the list that are not ticked."""
        return tuple(row for row in self.papers if not row.ticked)

    @property
    def unscanned(self) -> tuple[PaperRow, ...]:
        return tuple(
            row
            for row in self.papers
            if row.ticked and not row.file and not row.from_store and row.kind != CopyKind.SHOWN
        )

    def _promise(self) -> tuple[PromiseCard | None, DomainError | None]:
        if not self.typed("procedure"):
            return None, None
        try:
            return promise_card(preview(self.person, read_for_preview(self.data))), None
        except DomainError as error:
            return None, error


def whole_instant(text: str) -> Instant | None:
    """The moment of a save as the page carries it; none for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def continued(draft: Draft) -> dict[str, str]:
    """What was typed into a draft, to go on with in a new tab."""
    return {**draft.data, "draft_key": draft.draft_key, "draft_at": str(draft.saved_at)}


def promise_card(found: Preview) -> PromiseCard:
    """The card of a preview."""
    promised, limit = found.promise, found.offer.limit
    return PromiseCard(
        found,
        promise_sentence(promised, limit.quantity, limit.unit),
        day_lines(promised),
        sum(line.minutes for line in promised.explanation),
        agency(found.competent, day_of(promised.received_at)).name,
    )


def paper_rows(
    components: Iterable[Component],
    data: Mapping[str, Any],
    faults: Mapping[str, str],
    stored: Mapping[int, tuple[Paper, ...]],
) -> tuple[PaperRow, ...]:
    """The list of papers with what was ticked, chosen, counted and attached, and what the store has."""
    rows = (
        _paper_row(line, component, Typed(data), faults) for line, component in enumerate(components, start=1)
    )
    return tuple(
        row._replace(stored=stored.get(row.line, ()), from_store=row.from_store if row.line in stored else "")
        for row in rows
    )


def _paper_row(line: int, component: Component, typed: Typed, faults: Mapping[str, str]) -> PaperRow:
    name = f"paper_{line}"
    usual = CopyKind.ORIGINAL if component.originals or not component.copies else CopyKind.COPY
    given = whole(typed[f"{name}_quantity"])
    return PaperRow(
        line=line,
        key=str(line) if line < 10 else "",
        component=component,
        ticked=bool(typed[name]),
        kind=typed[f"{name}_kind"] or usual.value,
        quantity=component.originals or component.copies or 1 if given is None else given,
        file=typed[f"{name}_file"],
        label=typed[f"{name}_label"],
        fault=faults.get(f"{name}_quantity") or faults.get(f"{name}_kind") or "",
        from_store=typed[f"{name}_store"],
        ground=typed[f"{name}_ground"],
        store_fault=faults.get(f"{name}_store", ""),
        ground_fault=faults.get(f"{name}_ground", ""),
    )


def fault_sentences(problem: DomainError | None) -> dict[str, str]:
    """The sentence of each field that was refused."""
    if not isinstance(problem, FieldErrors):
        return {}
    return {name: sentence(error) for name, error in problem.faults.items()}


def with_choice(data: QueryDict) -> QueryDict:
    """What was typed, with the procedure that was just chosen (or given up) in its place."""
    chosen = data.copy()
    code = "" if data.get("step") == "change" else data.get("choose", "")
    if code or data.get("step") == "change":
        chosen["procedure"], chosen["case"] = code, ""
        for name in [name for name in chosen if name.startswith("paper_")]:
            del chosen[name]
    return chosen
