"""How papers come into the store by themselves: results that were signed and returned, and what a section
scanned and had to digitise. Told from the log of the dossier, so it can be done again from the beginning.

Nothing joins that the applicant only sent in (nobody has seen the original), nothing that came from the
store, and nothing of a dossier whose owner showed no proof of identity.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from motcua.citizens.queries import by_identifier
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.types import Channel, ComponentLine, IdentityProof, Signature
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.page_rows import Rows, rows_of
from motcua.dossiers.queries.told import component_name
from motcua.dossiers.queries.views import File
from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.organisation.models import Agency
from motcua.vault.contents import facts_of
from motcua.vault.erasing import empty
from motcua.vault.kinds import OTHER, is_digitised, kind, kind_of, plain, valid_until
from motcua.vault.models import FedUntil, Paper

log = structlog.get_logger(__name__)
OVERLAP: Final = 10 * MINUTE
"""Read again, for a transaction that was long in committing."""
MOST: Final = 500
_SIGNS: Final = {
    Signature.NONE: Paper.Sign.NONE,
    Signature.SCAN: Paper.Sign.SCAN,
    Signature.DIGITAL: Paper.Sign.DIGITAL,
}


class Joining(NamedTuple):
    """A paper on its way into the store; `line` is its number in the dossier, or among the results."""

    source: str
    line: int
    title: str
    kind: str
    plain_name: str
    file: File
    by: str
    at: Instant
    signature: str
    issued_on: date | None = None


def feed(*, most: int = MOST, clock: Clock | None = None) -> int:
    """Read what the log says since the last time; how many papers joined. Safe to repeat and to break off."""
    now = (clock or SystemClock()).now()
    mark, _ = FedUntil.objects.get_or_create(pk=1)
    joined = 0
    while True:
        batch = _changed(mark.at - OVERLAP, most)
        for code, _ in batch:
            try:
                joined += feed_dossier(code)
            except (DomainError, IntegrityError) as error:
                # One dossier with a broken log keeps nobody else's papers out; it is tried again when told.
                log.warning("store_not_fed", dossier=code, failure=type(error).__name__)
        if len(batch) < most:
            FedUntil.objects.filter(pk=1).update(at=now)
            return joined
        # Never in a circle: a batch that lies within the overlap moves on too.
        mark.at = max(batch[-1][1] + OVERLAP, mark.at + 1)
        FedUntil.objects.filter(pk=1).update(at=mark.at)


def feed_again() -> int:
    """Read the whole log anew: what is missing joins, what is there stays, what was erased stays away."""
    FedUntil.objects.update(at=0)
    return feed()


_CHANGED: Final = """
SELECT coalesce(d.code, d.reference), max(e.recorded_at) AS last FROM dossiers_event e
JOIN dossiers_dossier d ON d.id = e.dossier_id
WHERE e.recorded_at >= %s AND e.type IN ('received', 'supplement_received', 'returned', 'corrected')
  AND d.owner_identifier <> ''
  AND EXISTS (SELECT FROM dossiers_attachment a WHERE a.dossier_id = e.dossier_id)
GROUP BY 1 ORDER BY 2, 1 LIMIT %s
"""


def _changed(since: Instant, most: int) -> list[tuple[str, Instant]]:
    """Dossiers with files that something happened to which may put a paper into the store, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, (since, most))
        return [(code, at) for code, at in cursor.fetchall()]


def feed_dossier(code: str) -> int:
    """Let the papers and results of one dossier join; how many did. Safe to repeat."""
    rows = rows_of(code)
    if rows is None or rows.locked.tracked.state.received_at is None:
        return 0
    intake = rows.locked.tracked.state.intake
    owner = (rows.opened.get(intake.owner) or {}).get("identifier", "")
    if not owner or intake.identity_proof is IdentityProof.NONE:
        return 0
    with transaction.atomic():
        _one_at_a_time(rows.locked.id)
        _give_to_the_right_one(owner, rows.locked.id)
        return sum(_join(owner, rows, each) for each in (*_scans(rows), *_results(rows)))


def _one_at_a_time(dossier: int) -> None:
    """The job and an officer who describes the papers at once take turns, without the row of the dossier."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK + dossier])


_LOCK: Final = 0x5641_0000_0000_0000


def _give_to_the_right_one(owner: str, dossier: int) -> None:
    """An identifier that was put right (T20) takes the papers of the dossier out of the wrong store."""
    strays = Paper.objects.filter(dossier=dossier, erased_at=None).exclude(owner__in=(owner, ""))
    for paper in strays:
        if Paper.objects.filter(owner=owner, sha256=paper.sha256, erased_at=None).exists():
            empty(Paper.objects.filter(pk=paper.pk))
        else:
            Paper.objects.filter(pk=paper.pk).update(owner=owner, account="", version=F("version") + 1)


def _scans(rows: Rows) -> Iterator[Joining]:
    """What the section digitised itself: an applicant's own pictures prove nothing to others."""
    state = rows.locked.tracked.state
    if state.intake.channel is Channel.ONLINE:
        return
    for line in state.intake.components:
        file = rows.files.get(line.file or "")
        if file is None or line.from_store:
            continue
        name = component_name(line, rows.content, rows.opened)
        told = kind_of(name, rows.content.field)
        if is_digitised(told, line.kind.value):
            yield Joining(
                source=Paper.Source.SCAN,
                line=line.no,
                title=kind(told).name if told else name,
                kind=told or OTHER,
                plain_name=plain(name) if _is_listed(line) else "",
                file=file,
                by=_scanned_by(rows),
                at=file.uploaded_at,
                signature=Paper.Sign.SCAN,
            )


def _is_listed(line: ComponentLine) -> bool:
    """Whether the paper stands in the catalogue: the name of another one may name a person."""
    return line.name is None


def _scanned_by(rows: Rows) -> str:
    first = next(each for each in rows.locked.events if isinstance(each.payload, ev.Received))
    return first.actor


def _results(rows: Rows) -> Iterator[Joining]:
    state = rows.locked.tracked.state
    if not state.granted or state.returned_at is None:
        return
    signed = [each for each in rows.locked.events if isinstance(each.payload, ev.Granted)][-1:]
    for event in signed:
        assert isinstance(event.payload, ev.Granted), "chosen by it"
        names = [each.name for each in rows.content.results] or [rows.content.name]
        for number, sha256 in enumerate(event.payload.documents, start=1):
            file = rows.files.get(sha256)
            if file is None:
                continue
            name = names[number - 1] if number <= len(names) else names[0]
            yield Joining(
                source=Paper.Source.RESULT,
                line=number,
                title=name,
                kind=kind_of(name, rows.content.field) or OTHER,
                plain_name=plain(name),
                file=file,
                by=event.actor,
                at=state.returned_at,
                signature=_SIGNS[event.payload.signature],
                issued_on=day_of(event.occurred_at),
            )


def _join(owner: str, rows: Rows, new: Joining) -> int:
    """Put one paper into the store, or prove what its owner had only uploaded; 1 where something changed."""
    dossier = rows.locked.id
    same_place = Paper.objects.filter(dossier=dossier, source=new.source, line=new.line)
    if same_place.filter(erased_at__isnull=False).exists():
        return 0
    there = _same_content(owner, new.file.sha256)
    if there is not None:
        return _prove(there, owner, dossier, new)
    facts = facts_of(new.file.sha256)
    unchecked = facts.signed and new.signature == Paper.Sign.SCAN
    paper = Paper.objects.create(
        owner=owner,
        kind=new.kind,
        plain_name=new.plain_name[:300],
        title=new.title,
        issued_by=_name_of_competent(dossier) if new.source == Paper.Source.RESULT else "",
        issued_on=new.issued_on,
        valid_from=new.issued_on,
        valid_until=valid_until(new.kind, new.issued_on),
        source=new.source,
        dossier_id=dossier,
        line=new.line,
        sha256=new.file.sha256,
        size=new.file.size,
        media_type=new.file.media_type,
        file_name=new.file.name,
        pages=facts.pages,
        signature=Paper.Sign.UNCHECKED if unchecked else new.signature,
        verified=True,
        added_at=new.at,
        added_by=new.by,
    )
    # A line that was handed in anew, as after a supplement: the newer one counts.
    same_place.exclude(pk=paper.pk).filter(replaced_by=None).update(replaced_by=paper.pk)
    return 1


def _same_content(owner: str, sha256: str) -> Paper | None:
    """The paper of that content which the owner has already, as one's own or in the account."""
    found = Paper.objects.select_for_update().filter(sha256=sha256, erased_at=None)
    there = found.filter(owner=owner).first()
    account = by_identifier(owner)
    if there is None and account is not None:
        there = found.filter(account=account.key, owner="").first()
    return there


def _prove(there: Paper, owner: str, dossier: int, new: Joining) -> int:
    """What was only uploaded is proven by an office that has seen or issued the same content."""
    if there.verified:
        return 0
    Paper.objects.filter(pk=there.pk).update(
        owner=owner,
        verified=True,
        kind=new.kind,
        plain_name=new.plain_name[:300],
        source=new.source,
        dossier_id=dossier,
        line=new.line,
        signature=new.signature,
        issued_on=there.issued_on or new.issued_on,
        version=F("version") + 1,
    )
    return 1


def _name_of_competent(dossier: int) -> str:
    agency = Dossier.objects.values_list("competent", flat=True).get(pk=dossier)
    return Agency.objects.values_list("name", flat=True).get(pk=agency)
