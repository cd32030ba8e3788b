"""A supplement as it is prepared online: the same drafts, pieces and papers of the store as a filing has.

An account prepares one supplement to a dossier at a time. Its files answer what is asked under a name that
stays the same when the section asks anew (`key_of`), so that nothing has to be sent twice. Of the form only
the pages that were put right are kept; what differs is worked out against the declaration that stands.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q

from motcua.citizens.queries import Applicant
from motcua.dossiers import applicants
from motcua.dossiers.applicants import Done, GivenPaper
from motcua.dossiers.intake import ComponentEntry
from motcua.dossiers.lifecycle.types import CopyKind
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.my_page import AskedPaper, MyDossier, my_dossier
from motcua.dossiers.secret import ALPHABET
from motcua.dossiers.supplement_requests import closed
from motcua.filing import drafts, refusals
from motcua.filing.drafts import PREFIX, Draft, draft_of
from motcua.filing.models import FilingDraft
from motcua.filing.received import ReceivedFile
from motcua.filing.submitting import NotComplete
from motcua.forms.definition.evaluate import Evaluator
from motcua.forms.definition.model import Definition, FileField, NoteField
from motcua.forms.definition.reading import missing
from motcua.forms.queries import by_name
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import NotFound

NOTE: Final = "_note"
"""Among the answers of a draft the words to the section; no question of a form is named so."""
NOTE_PAGE: Final = "_note"
LONGEST_NOTE: Final = 2000
_LETTERS: Final = 12


class Item(NamedTuple):
    """A paper that is asked for, under the name that its files have, with those that came."""

    key: str
    asked: AskedPaper
    files: tuple[ReceivedFile, ...]


class Preparing(NamedTuple):
    """A supplement as it stands. `form` is that whose answers `about` asks to put right, none where nothing
    does; `changes` differ by now (old, new); `spare` are files for what is not asked any more."""

    dossier: MyDossier
    draft: Draft | None
    key: str
    items: tuple[Item, ...]
    about: tuple[AskedPaper, ...]
    form: Definition | None
    answers: dict[str, Any]
    changes: dict[str, tuple[Any, Any]]
    spare: tuple[ReceivedFile, ...]

    @property
    def note(self) -> str:
        return str(self.draft.answers.get(NOTE, "")) if self.draft else ""


def prepare(applicant: Applicant, code: str, *, clock: Clock | None = None) -> Preparing:
    """What is asked and what of it is there. Raises: `NotFound`."""
    clock = clock or SystemClock()
    found = my_dossier(applicant, code, clock=clock)
    row = _open_row(applicant, found.id)
    draft = draft_of(row, row.received.all()) if row else None
    files = draft.files if draft else {}
    asked = found.asked if found.request else ()
    form = _form_of(found) if asked else None
    about = tuple(one for one in asked if form and _is_about(one, form))
    form = form if about else None
    papers = {key_of(one): one for one in asked if one not in about}
    items = tuple(Item(key, one, tuple(files.get(key, ()))) for key, one in papers.items())
    answers = answers_now(found.standing, form, draft) if form else found.standing
    questions = {field.id for _, field in form.fields()} if form else set()
    spare = [
        file for key, some in files.items() if key not in papers and key not in questions for file in some
    ]
    changes = _differing(form, found.standing, answers, draft, day_of(clock.now())) if form and draft else {}
    key = draft.key if draft else _new_key(applicant, found)
    return Preparing(found, draft, key, items, about, form, answers, changes, tuple(spare))


def key_of(asked: AskedPaper) -> str:
    """The name that files for it have: by its line in the dossier, or by the words of the request."""
    if asked.no is not None:
        return f"giay-{asked.no}"
    return f"giay-x{zlib.crc32(asked.name.encode()):08x}"


def draft_for(applicant: Applicant, found: Preparing, *, clock: Clock | None = None) -> Draft:
    """The draft that keeps it, begun by its first file, answer or word; two at once begin one.

    Raises: `Conflict` `supplement_sent`, and `request_closed` where nothing is asked.
    """
    if found.draft is not None:
        return found.draft
    if not found.dossier.request:
        raise closed()
    now = (clock or SystemClock()).now()
    form, _, revision = found.dossier.form.rpartition("@")
    row, _ = FilingDraft.objects.get_or_create(
        key=found.key,
        defaults={
            "account": applicant.key,
            "dossier_id": found.dossier.id,
            "procedure_code": found.dossier.procedure_code,
            "form": form,
            "revision": revision,
            "made_at": now,
            "saved_at": now,
        },
    )
    if row.reference:
        raise refusals.already_sent(row.reference)
    return draft_of(row, row.received.all())


def keep_note(applicant: Applicant, found: Preparing, note: str, *, clock: Clock | None = None) -> None:
    """Keep the words to the section with the draft; the last who writes stands."""
    words = note.strip()[:LONGEST_NOTE]
    if words == found.note:
        return
    draft = draft_for(applicant, found, clock=clock)
    drafts.save_page(applicant.key, draft.key, NOTE_PAGE, {NOTE: words}, seen=draft.seq, clock=clock)


def was_sent(applicant: Applicant, key: str) -> bool:
    """Whether a draft went to the section already."""
    return FilingDraft.objects.filter(key=key, account=applicant.key).exclude(reference="").exists()


def answers_now(standing: Mapping[str, Any], form: Definition, draft: Draft | None) -> dict[str, Any]:
    """The declaration that stands with what was put right in the draft; files by their SHA-256."""
    if draft is None:
        return dict(standing)
    written = {field.id for page, field in form.fields() if page.id in draft.pages and _is_written(field)}
    answers = {field: value for field, value in standing.items() if field not in written}
    answers |= {field: draft.answers[field] for field in written if field in draft.answers}
    for _, field in form.fields():
        if isinstance(field, FileField) and (files := draft.files.get(field.id)):
            answers[field.id] = [file.sha256 for file in files]
    return answers


@transaction.atomic
def send(applicant: Applicant, code: str, key: str, *, request: int, clock: Clock | None = None) -> Done:
    """Give the section what was prepared (T32), once. The same draft again is what was done.

    `request` is the one that the person has read. Raises: `NotFound`, `NotComplete`, `Refused` with nothing
    to give, `FieldErrors` for a paper that the store does not lend any more, `Conflict` `request_closed`,
    `request_superseded`; whatever it raises, the draft stays.
    """
    clock = clock or SystemClock()
    of_mine = FilingDraft.objects.select_for_update().filter(account=applicant.key, dossier__isnull=False)
    locked = {row.key: row for row in of_mine.filter(Q(key=key[:16]) | Q(reference=""))}
    sent = locked.get(key[:16])
    if sent is not None and sent.reference:
        return Done(sent.reference, 0, repeated=True)
    found = prepare(applicant, code, clock=clock)
    given = _given(found, day_of(clock.now()), request)
    done = applicants.offer_supplement(applicant, found.dossier.code, given, clock=clock)
    if found.draft is not None:
        # Begun by another page a moment after the rows were locked.
        row = locked.get(found.draft.key) or of_mine.get(key=found.draft.key)
        # From here on the answers stand, sealed, with the dossier alone.
        row.answers, row.pages = {}, {}
        row.reference, row.submitted_at = done.code, clock.now()
        row.save()
        row.received.all().delete()
    return done


def _given(found: Preparing, day: date, request: int) -> applicants.Supplement:
    form, changes = found.form, found.changes
    if form is not None and changes and (left := missing(form, found.answers, day)):
        raise NotComplete(left)
    standing = {**found.dossier.standing, **{field: new for field, (_, new) in changes.items()}}
    return applicants.Supplement(
        papers=_papers(found),
        form=found.dossier.form if changes else "",
        declaration={field: value for field, value in standing.items() if value is not None}
        if changes
        else None,
        changes=changes,
        request=request,
        note=found.note,
        draft_key=found.draft.key if found.draft else "",
    )


def _papers(found: Preparing) -> tuple[GivenPaper, ...]:
    """A line for each paper, with its first sheet; the others are files of the dossier beside it."""
    papers = {
        item.key: _paper(item.asked.no, item.asked.name, item.files[0]) for item in found.items if item.files
    }
    numbers = {paper.name: paper.no for paper in found.dossier.papers}
    taken = {paper.no for paper in papers.values() if paper.no is not None}
    for field in _file_fields(found.form) if found.draft else ():
        files = found.draft.files.get(field.id) if found.draft and field.id in found.changes else None
        number = numbers.get(field.component)
        if files and number not in taken:
            papers[field.id] = _paper(number, field.component or field.label, files[0])
    return tuple(papers.values())


def _paper(number: int | None, name: str, file: ReceivedFile) -> GivenPaper:
    entry = ComponentEntry(
        name=name,
        kind=CopyKind.ELECTRONIC,
        file="" if file.store_paper else file.sha256,
        from_store=file.store_paper,
    )
    return GivenPaper(entry=entry, no=number)


def _file_fields(form: Definition | None) -> list[FileField]:
    return [field for _, field in form.fields() if isinstance(field, FileField)] if form else []


def _form_of(found: MyDossier) -> Definition | None:
    """The form that the dossier is pinned to; none where nothing was declared or the form is not known."""
    if not (found.form and found.standing):
        return None
    try:
        return by_name(found.form).definition
    except NotFound:
        return None


def _is_about(asked: AskedPaper, form: Definition) -> bool:
    """Whether the declaration is what must be put right: by name, or by a paper that the form stands for."""
    return asked.declaration or asked.paper in form.declares


def _differing(
    form: Definition, standing: Mapping[str, Any], answers: Mapping[str, Any], draft: Draft, day: date
) -> dict[str, tuple[Any, Any]]:
    """What differs by what was put right, hidden answers left out on both sides."""
    if not draft.pages and not draft.files:
        return {}
    evaluator = Evaluator(form, day)
    old, new = evaluator.effective(standing), evaluator.effective(answers)
    names = [field.id for _, field in form.fields()]
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def _is_written(field: Any) -> bool:
    return not isinstance(field, FileField | NoteField)


def _open_row(applicant: Applicant, dossier_id: int) -> FilingDraft | None:
    return FilingDraft.objects.filter(account=applicant.key, dossier_id=dossier_id, reference="").first()


def _new_key(applicant: Applicant, found: MyDossier) -> str:
    """The key that a draft for this request will have, whoever presses first on whatever device."""
    seed = hashlib.sha256(f"{applicant.key}\n{found.id}\n{found.request}".encode()).digest()
    return PREFIX + "".join(ALPHABET[byte % len(ALPHABET)] for byte in seed[:_LETTERS])


class Begun(NamedTuple):
    """A supplement that an account has not sent yet."""

    draft: Draft
    code: str


def open_supplements(account: str) -> list[Begun]:
    """The account's supplements that are not sent, the last saved first; without files. One statement."""
    rows = FilingDraft.objects.filter(account=account, reference="", dossier__isnull=False)
    rows = rows.select_related("dossier").order_by("-saved_at", "-pk")
    return [Begun(draft_of(row, ()), _code(row.dossier)) for row in rows[: drafts.MOST_OPEN]]


def dossier_of(draft: Draft) -> str:
    """The code, or the reference before acceptance, of the dossier that a draft supplements."""
    return _code(Dossier.objects.filter(pk=draft.dossier or 0).first())


def _code(dossier: Dossier | None) -> str:
    return (dossier.code or dossier.reference or "") if dossier else ""
