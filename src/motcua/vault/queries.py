"""What others read of the personal store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from motcua.citizens.queries import Applicant
from motcua.dossiers.models import ComponentRow, Dossier
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.models import Agency, Officer
from motcua.procedures.content import Component
from motcua.procedures.offers import Offer
from motcua.vault.kinds import Kind, kind, kind_of, plain, rules
from motcua.vault.models import CorrectionWish, Paper, PaperUse
from motcua.vault.owners import Owner, owner_for, owner_of

SOON: Final = timedelta(days=30)
"""From so long before its last day a paper is shown as about to expire."""
PAGE: Final = 50


class Wanted(NamedTuple):
    """A paper that a procedure asks for: its name, and the procedure's field by name."""

    name: str
    field: str = ""


def in_force(owner: Owner, day: date) -> QuerySet[Paper]:
    """The owner's papers that are valid on that day and neither revoked, replaced nor erased; verified ones
    first, then the newest."""
    return (
        Paper.objects.filter(
            owner.theirs,
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
            erased_at=None,
            revoked_at=None,
            replaced_by=None,
        )
        .order_by("-verified", "-issued_on", "-added_at")
        .distinct()
    )


def fits(paper: Paper, wanted: Wanted) -> bool:
    """Whether the paper is what is asked for: of the kind that the name tells, or of the very name.

    A declaration and what is only shown at a counter is never taken from the store.
    """
    folded, found = plain(wanted.name), rules()
    if folded.startswith(found.never_begins) or any(word in folded for word in found.never_holds):
        return False
    told = kind_of(wanted.name, wanted.field)
    return paper.kind == told if told else bool(folded) and paper.plain_name == folded


def usable(owner: Owner, wanted: Wanted, day: date, *, verified: bool = False) -> list[Paper]:
    """The owner's papers that may stand for what is asked on that day, best first; with `verified` only those
    that an office has seen or issued. One statement, none for nobody."""
    if not owner:
        return []
    papers = in_force(owner, day)
    if verified:
        papers = papers.filter(verified=True)
    return [paper for paper in papers if fits(paper, wanted)]


def offered(
    owner: Owner, components: Sequence[Component], field: str, day: date, *, verified: bool = False
) -> dict[int, tuple[Paper, ...]]:
    """The same for a whole list of papers: line (from 1) -> papers, only lines for which there is one.

    One statement, none for nobody.
    """
    if not owner or not components:
        return {}
    papers = in_force(owner, day)
    if verified:
        papers = papers.filter(verified=True)
    there = list(papers)
    found = {
        line: tuple(paper for paper in there if fits(paper, Wanted(component.name, field)))
        for line, component in enumerate(components, start=1)
    }
    return {line: papers for line, papers in found.items() if papers}


def offered_for(
    applicant: Applicant, principal: str, offer: Offer, day: date
) -> dict[int, tuple[Paper, ...]]:
    """What an account may take from the store for a filing of this procedure: line -> papers, best first.

    `principal` is the key of the account filed for, empty for oneself; without a mandate in the procedure's
    field that stands on that day nothing is offered. At most two statements.
    """
    owner = owner_for(applicant, principal, offer.field_code, day)
    return offered(owner, offer.components, offer.field_name, day)


def usable_for(applicant: Applicant, principal: str, offer: Offer, line: int, day: date) -> tuple[Paper, ...]:
    """The same for one paper of the procedure's list."""
    return offered_for(applicant, principal, offer, day).get(line, ())


class StoredView(NamedTuple):
    """A paper as its owner sees it: the paper, its kind, `state` (`valid`, `soon`, `expired`, `revoked`,
    `replaced`), the dossier it came from, and how often it was used."""

    paper: Paper
    kind: Kind
    state: str
    code: str
    uses: int
    wish: CorrectionWish | None

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Its descriptive fields that are filled, each with its name (a msgid)."""
        filled = self.paper.fields
        return [(each.name, str(filled[each.key])) for each in self.kind.fields if filled.get(each.key)]


class StorePage(NamedTuple):
    """One page of a store."""

    total: int
    page: int
    rows: tuple[StoredView, ...]


def state_of(paper: Paper, day: date) -> str:
    """How a paper stands on that day."""
    if paper.revoked_at is not None:
        return "revoked"
    if paper.replaced_by_id is not None:
        return "replaced"
    if paper.valid_until is not None and paper.valid_until < day:
        return "expired"
    return "soon" if paper.valid_until is not None and paper.valid_until - day <= SOON else "valid"


def my_store(applicant: Applicant, day: date, *, page: int = 1) -> StorePage:
    """The papers of the own store, newest first. Three statements."""
    papers = my_papers(applicant)
    page = max(1, page)
    rows = list(papers.select_related("dossier").order_by("-added_at")[(page - 1) * PAGE : page * PAGE])
    total = len(rows) if page == 1 and len(rows) < PAGE else papers.count()
    return StorePage(total, page, _viewed(rows, day))


def my_paper(applicant: Applicant, number: uuid.UUID, day: date) -> StoredView:
    """One paper of the own store. Raises: `NotFound`, which says the same for what is another's."""
    found = my_papers(applicant).filter(pk=number).select_related("dossier").first()
    if found is None:
        raise no_paper()
    return _viewed([found], day)[0]


def my_papers(applicant: Applicant) -> QuerySet[Paper]:
    """All papers of the own store that were not erased, in no order."""
    return Paper.objects.filter(owner_of(applicant).theirs, erased_at=None).distinct()


def _viewed(papers: Sequence[Paper], day: date) -> tuple[StoredView, ...]:
    keys = [paper.pk for paper in papers]
    uses: dict[uuid.UUID, int] = {}
    for key in PaperUse.objects.filter(paper__in=keys, what="reused").values_list("paper", flat=True):
        uses[key] = uses.get(key, 0) + 1
    wishes = {wish.paper_id: wish for wish in CorrectionWish.objects.filter(paper__in=keys).order_by("pk")}
    return tuple(
        StoredView(
            paper,
            kind(paper.kind),
            state_of(paper, day),
            (paper.dossier.code or paper.dossier.reference or "") if paper.dossier else "",
            uses.get(paper.pk, 0),
            wishes.get(paper.pk),
        )
        for paper in papers
    )


def no_paper() -> NotFound:
    """The same answer for what is not there, erased, or another's."""
    return NotFound(
        gettext_noop("Không tìm thấy giấy tờ này trong kho của bạn."),
        gettext_noop("Mở lại kho giấy tờ và chọn trong danh sách."),
    )


class UseView(NamedTuple):
    """One line of "who used it for what"; `who` is a name of an officer or empty for the owner's side."""

    what: str
    what_name: str
    who: str
    agency: str
    at: int
    code: str
    procedure: str
    ground: str
    version: int


def uses_of(paper: Paper) -> list[UseView]:
    """Who used the paper for what, newest first. Three statements at most."""
    rows = list(paper.uses.select_related("dossier").order_by("-at", "-pk")[:200])
    officers = {row.by.removeprefix("officer:") for row in rows if row.by.startswith("officer:")}
    names = dict(Officer.objects.filter(code__in=officers).values_list("code", "full_name"))
    agencies = _agency_names({row.unit for row in rows if row.unit})
    return [
        UseView(
            what=row.what,
            what_name=str(PaperUse.What(row.what).label),
            who=names.get(row.by.removeprefix("officer:"), "") if row.by.startswith("officer:") else "",
            agency=agencies.get(row.unit, ""),
            at=row.at,
            code=(row.dossier.code or row.dossier.reference or "") if row.dossier else "",
            procedure=row.procedure_code,
            ground=row.ground,
            version=row.version,
        )
        for row in rows
    ]


def _agency_names(codes: Iterable[str]) -> dict[str, str]:
    """Names by code; where a code had several agencies, of the latest."""
    rows = Agency.objects.filter(code__in=set(codes)).order_by("valid_from").values_list("code", "name")
    return dict(rows)


class Digitised(NamedTuple):
    """How far the papers of a dossier are digitised: its lines, those with a file, those reused, those taken
    from the store; scans that joined the store, and those of them that are described."""

    lines: int
    digitised: int
    reused: int
    from_store: int
    joined: int
    described: int


def digitised(dossier_id: int) -> Digitised:
    """The counts of one dossier, for reports on digitisation (Decision 766, component of digitising)."""
    return digitised_of([dossier_id])[dossier_id]


def digitised_of(dossier_ids: Sequence[int]) -> dict[int, Digitised]:
    """The counts of several dossiers, in two statements."""
    lines: dict[int, list[tuple[bool, bool, bool]]] = {key: [] for key in dossier_ids}
    rows = ComponentRow.objects.filter(dossier__in=list(dossier_ids))
    for key, *flags in rows.values_list("dossier_id", "digitised", "reused", "from_store"):
        lines[key].append((flags[0], flags[1], flags[2]))
    joined: dict[int, list[bool]] = {key: [] for key in dossier_ids}
    papers = Paper.objects.filter(dossier__in=list(dossier_ids), source=Paper.Source.SCAN)
    for key, at in papers.values_list("dossier_id", "described_at"):
        if key is not None:
            joined[key].append(at is not None)
    return {
        key: Digitised(
            lines=len(flags),
            digitised=sum(each[0] for each in flags),
            reused=sum(each[1] for each in flags),
            from_store=sum(each[2] for each in flags),
            joined=len(joined[key]),
            described=sum(joined[key]),
        )
        for key, flags in lines.items()
    }


def joined_from(dossier_id: int) -> dict[int, Paper]:
    """The papers that a dossier's scans put into the store, by line."""
    rows = Paper.objects.filter(dossier=dossier_id, source=Paper.Source.SCAN, erased_at=None)
    return {paper.line or 0: paper for paper in rows}


def owner_of_dossier(dossier: Dossier) -> Owner:
    """Whose papers belong to a dossier, by the identifier that its owner showed."""
    return Owner(dossier.owner_identifier)
