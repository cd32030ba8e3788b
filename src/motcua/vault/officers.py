"""What an officer of the section does with the papers of a dossier that lies there: write down what they say,
answer their owner, take one out of use, open one. Outside of such a dossier nobody opens anybody's papers.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import IO, Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Count, F, Max

from motcua.dossiers import store
from motcua.dossiers.fields import SHORT, Fields
from motcua.dossiers.models import Dossier
from motcua.dossiers.openings import record_opening
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.organisation.rights import AT_A_SECTION, Person, may_read, require
from motcua.procedures.queries import version_content
from motcua.vault.contents import content_of
from motcua.vault.description import Described, described
from motcua.vault.feeding import feed_dossier
from motcua.vault.kinds import Kind, kind
from motcua.vault.models import CorrectionWish, Paper, PaperUse
from motcua.vault.queries import Wanted, fits, in_force, no_paper, owner_of_dossier
from motcua.vault.using import note_use, unit_of


class ToDescribe(NamedTuple):
    """A paper that a dossier put into the store, with its kind."""

    paper: Paper
    kind: Kind


class WorkOfStore(NamedTuple):
    """What the store asks of a section: requests that wait, and dossiers whose scans nobody described."""

    wishes: tuple[CorrectionWish, ...]
    dossiers: tuple[tuple[str, str, int, int], ...]
    """Code, owner's name, how many papers, when the last of them joined."""


MOST: Final = 50


def work_of_store(person: Person) -> WorkOfStore:
    """The oldest requests and the newest dossiers, at most fifty of each. Two statements. Raises:
    `Forbidden`."""
    require(person, "describe_papers")
    sections = {agency for post in person.held if post.role in AT_A_SECTION for agency in post.received}
    wishes = CorrectionWish.objects.filter(answer="", paper__dossier__section__in=sections)
    bare = (
        Paper.objects.filter(source=Paper.Source.SCAN, described_at=None, erased_at=None, replaced_by=None)
        .filter(dossier__section__in=sections)
        .values_list("dossier__code", "dossier__owner_name")
        .annotate(many=Count("pk"), last=Max("added_at"))
        .order_by("-last")
    )
    return WorkOfStore(
        tuple(wishes.select_related("paper__dossier").order_by("asked_at")[:MOST]), tuple(bare[:MOST])
    )


def waiting_wishes(person: Person, code: str) -> list[CorrectionWish]:
    """The requests that wait of papers of one dossier. Raises: `NotFound`, `Forbidden`."""
    dossier = dossier_at(person, code)
    waiting = CorrectionWish.objects.filter(answer="", paper__dossier=dossier)
    return list(waiting.select_related("paper").order_by("asked_at"))


def described_of(paper: Paper) -> ToDescribe:
    """A paper with its kind."""
    return ToDescribe(paper, kind(paper.kind))


def to_describe(person: Person, code: str) -> list[ToDescribe]:
    """The scans of a dossier that joined the store, for an officer of its section to write down what they
    say; those that have not joined yet do so now. Raises: `NotFound`, `Forbidden`."""
    locked = dossier_at(person, code)
    feed_dossier(code)
    rows = Paper.objects.filter(dossier=locked, source=Paper.Source.SCAN, erased_at=None, replaced_by=None)
    return [ToDescribe(paper, kind(paper.kind)) for paper in rows.order_by("line")]


def describe(person: Person, code: str, data: Mapping[str, Any], *, clock: Clock | None = None) -> int:
    """Write down what the scanned papers of a dossier say: fields `p<line>_<field>`; how many changed.

    A paper of which nothing is typed is left as it is. Raises: `NotFound`, `Forbidden`, `FieldErrors`.
    """
    now = (clock or SystemClock()).now()
    changed = 0
    papers = to_describe(person, code)
    with transaction.atomic():
        fields = Fields(data)
        told = {}
        for each in papers:
            prefix = f"p{each.paper.line}_"
            if any(name.startswith(prefix) and fields.raw(name) for name in fields):
                told[each.paper.pk] = described(fields, each.kind, prefix, day_of(now))
        fields.check()
        for key, words in told.items():
            changed += _write_down(key, words, person.actor, now)
    return changed


def _write_down(key: uuid.UUID, words: Described, by: str, now: int) -> int:
    """Save what differs; 1 where something did."""
    paper = Paper.objects.select_for_update().get(pk=key)
    new = words._asdict()
    del new["title"]
    if paper.described_at is not None and all(getattr(paper, name) == value for name, value in new.items()):
        return 0
    version = F("version") + 1 if paper.described_at is not None else F("version")
    Paper.objects.filter(pk=key).update(
        **new, valid_from=words.issued_on, described_at=now, described_by=by, version=version
    )
    return 1


def answer_wish(
    person: Person, number: int, data: Mapping[str, Any], *, clock: Clock | None = None
) -> CorrectionWish:
    """Mend the paper as its owner wished, or say why it stays. Raises: `NotFound`, `Forbidden`,
    `FieldErrors`."""
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        wish = CorrectionWish.objects.select_for_update(of=("self",)).filter(pk=number, answer="").first()
        if wish is None:
            raise NotFound(gettext_noop("Đề nghị này không còn chờ trả lời."))
        paper = Paper.objects.select_related("dossier").get(pk=wish.paper_id)
        assert paper.dossier is not None, "only what an office put there is wished for"
        dossier_at(person, paper.dossier.code or "")
        fields = Fields(data)
        answer = fields.choice("answer", CorrectionWish.Answer)
        note = fields.text("note", required=answer == CorrectionWish.Answer.DECLINED, limit=SHORT)
        told = described(fields, kind(paper.kind), "", day_of(now))
        fields.check()
        if answer == CorrectionWish.Answer.MENDED:
            _write_down(paper.pk, told, person.actor, now)
        CorrectionWish.objects.filter(pk=wish.pk).update(
            answer=answer, answered_by=person.actor, answered_at=now, note=note, words=""
        )
    wish.refresh_from_db()
    return wish


def revoke(
    person: Person, code: str, number: uuid.UUID, data: Mapping[str, Any], *, clock: Clock | None = None
) -> None:
    """Take a paper of a dossier of the own section out of use, with the reason. Raises: `NotFound`,
    `Forbidden`, `FieldErrors`."""
    now = (clock or SystemClock()).now()
    dossier = dossier_at(person, code, "revoke_papers")
    fields = Fields(data)
    reason = fields.text("reason", required=True, limit=SHORT)
    fields.check()
    found = Paper.objects.filter(pk=number, dossier=dossier, erased_at=None, revoked_at=None)
    if not found.update(revoked_at=now, revoked_by=person.actor, revoke_reason=reason):
        raise NotFound(gettext_noop("Giấy tờ này không còn dùng trong kho."))


def open_in_course(
    person: Person, code: str, number: uuid.UUID, *, clock: Clock | None = None
) -> tuple[Paper, IO[bytes]]:
    """A paper of the owner of a dossier at the own section, for an officer who works on that dossier: only
    one that the dossier put there or that fits what its procedure asks for. That it was opened is written
    down.

    Raises: `NotFound`, `Forbidden`.
    """
    now = (clock or SystemClock()).now()
    dossier = dossier_at(person, code)
    paper = next((each for each in papers_in_course(person, code) if each.pk == number), None)
    if paper is None:
        raise no_paper()
    content = content_of(paper)
    with transaction.atomic():
        record_opening(person, dossier, "file", clock=clock)
        note_use(
            paper, PaperUse.What.OPENED, by=person.actor, unit=unit_of(person), at=now, dossier_id=dossier
        )
    return paper, content


def papers_in_course(person: Person, code: str, *, clock: Clock | None = None) -> list[Paper]:
    """The papers that an officer may see in the course of a dossier at the own section. Raises: `NotFound`,
    `Forbidden`."""
    row = Dossier.objects.get(pk=dossier_at(person, code))
    content = version_content(row.version_id)
    day = day_of((clock or SystemClock()).now())
    wanted = [Wanted(component.name, content.field) for component in content.components]
    there = in_force(owner_of_dossier(row), day)
    mine = list(Paper.objects.filter(dossier=row, erased_at=None))
    return mine + [
        paper
        for paper in there
        if paper.dossier_id != row.pk and paper.verified and any(fits(paper, each) for each in wanted)
    ]


def dossier_at(person: Person, code: str, action: str = "describe_papers") -> int:
    """The key of a dossier that was received at a section where the person may do that.

    Raises: `NotFound` where they may not even read it, `Forbidden`.
    """
    locked = store.read(code.strip().upper()) or store.read(code.strip())
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    require(person, action, locked.place)
    return locked.id
