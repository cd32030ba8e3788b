"""A complete draft becomes a filing (T1), once, whatever is pressed how often.

The electronic declaration stands for the papers that the form names (Decree 45/2020 art. 8); every other
paper is listed with its file. The draft's key is the key against repetition.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from motcua.citizens.queries import Applicant, Principal, principals
from motcua.dossiers.intake import ComponentEntry, IntakeRequest, Party
from motcua.dossiers.lifecycle.types import Channel, CopyKind, IdentityProof, OwnerType, ReturnMethod
from motcua.dossiers.services import Registration, register
from motcua.filing import drafts, refusals
from motcua.filing.drafts import Draft
from motcua.filing.models import FilingDraft
from motcua.filing.starting import no_mandate, offer_online
from motcua.forms.definition.evaluate import Evaluator
from motcua.forms.definition.model import Definition, FileField
from motcua.forms.definition.owner import OwnerAnswers, owner_of
from motcua.forms.definition.reading import Missing, missing
from motcua.forms.queries import StoredForm, by_revision, form_for
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.procedures.offers import Offer


class NotComplete(DomainError):
    """Something is not answered yet: `missing` names each with its page."""

    id = "draft_not_complete"

    def __init__(self, found: list[Missing]) -> None:
        self.missing = found
        super().__init__(
            gettext_noop("Còn %(count)s chỗ chưa khai xong."),
            gettext_noop("Mở từng chỗ trong danh sách, khai tiếp, rồi nộp."),
            kept=gettext_noop("Những gì bạn đã điền vẫn được giữ."),
            count=len(found),
        )


def form_of(draft: Draft) -> StoredForm:
    """The form that the draft is pinned to. Raises: `NotFound`."""
    return by_revision(draft.form, draft.revision)


def newer_form(draft: Draft, day: date) -> StoredForm | None:
    """The form asked on that day where it is another revision than the draft's; none where it is the same or
    the procedure is asked no more."""
    try:
        found = form_for(draft.procedure, draft.case or None, day)
    except DomainError:
        return None
    return None if (found.code, found.revision) == (draft.form, draft.revision) else found


def submit(
    applicant: Applicant, key: str, *, seen: int | None = None, clock: Clock | None = None
) -> Registration:
    """File a draft online. The same draft again returns the same registration.

    `seen` is the save that the person read over. Raises: `NotFound`, `NotComplete`, `Conflict`
    `draft_changed_since`, DomainError (mandate, section, catalogue), `Refused`.
    """
    clock = clock or SystemClock()
    with transaction.atomic():
        row = FilingDraft.objects.select_for_update().filter(key=key[:16], account=applicant.key).first()
        draft = drafts.open_draft(applicant.key, key)
        if draft.dossier is not None:
            raise refusals.unknown_draft()
        assert row is not None, "the draft was found in the same transaction"
        if not draft.reference:
            _ensure_seen(draft, seen)
        request, principal = _asked(applicant, draft, day_of(clock.now()))
        done = register(request, idempotency_key=draft.key, filer=applicant, principal=principal, clock=clock)
        if not draft.reference:
            # From here on the answers stand, sealed, with the dossier alone.
            row.answers, row.pages = {}, {}
            row.reference, row.submitted_at = done.reference, clock.now()
            row.save()
            row.received.all().delete()
    return done


def _ensure_seen(draft: Draft, seen: int | None) -> None:
    if seen is not None and seen != draft.seq:
        raise Conflict(
            gettext_noop("Bản khai đã được sửa ở thẻ hoặc máy khác sau khi bạn mở trang này; chưa nộp."),
            gettext_noop("Đọc lại các câu trả lời ở dưới, rồi nộp."),
            id="draft_changed_since",
        )


def _asked(applicant: Applicant, draft: Draft, day: date) -> tuple[IntakeRequest, Principal | None]:
    principal = _principal(applicant, draft, day)
    offer = offer_online(draft.procedure, draft.case, day)
    form = form_of(draft).definition
    left = missing(form, draft.answers, day)
    if left and not draft.reference:
        raise NotComplete(left)
    answers = Evaluator(form, day).effective(draft.answers)
    owner = owner_of(answers)
    request = IntakeRequest(
        procedure=draft.procedure,
        case=draft.case or None,
        channel=Channel.ONLINE,
        owner=_party(owner, principal.applicant if principal else applicant),
        owner_type=_or(OwnerType, owner.type, OwnerType.CITIZEN),
        identity_proof=IdentityProof.ONLINE_ACCOUNT,
        return_method=_or(ReturnMethod, owner.return_method, ReturnMethod.COUNTER),
        components=_components(form, answers, draft, offer),
        representative=_representative(applicant, principal),
        content=owner.content,
        section=draft.section,
        draft_key=draft.key,
        form=f"{draft.form}@{draft.revision}",
        declaration=_declaration(answers, draft),
    )
    return request, principal


def _principal(applicant: Applicant, draft: Draft, day: date) -> Principal | None:
    """For whom it is filed, if the mandate still holds today. Raises: DomainError `no_mandate`."""
    if not draft.behalf_of or draft.reference:
        return None
    field = offer_online(draft.procedure, draft.case, day).field_code
    held = {each.applicant.key: each for each in principals(applicant, day, field)}
    if draft.behalf_of not in held:
        raise no_mandate()
    return held[draft.behalf_of]


def _party(owner: OwnerAnswers, account: Applicant) -> Party:
    """The owner as declared; what the form did not ask is taken from the account."""
    return Party(
        name=owner.name or account.name,
        identifier=owner.identifier or account.identifier,
        phone=owner.phone or account.phone,
        address=owner.address or account.address,
        email=owner.email or account.email,
    )


def _representative(applicant: Applicant, principal: Principal | None) -> Party | None:
    if principal is None:
        return None
    return Party(
        name=applicant.name,
        identifier=applicant.identifier,
        phone=applicant.phone,
        address=applicant.address,
        email=applicant.email,
        paper=principal.paper,
    )


def _components(
    form: Definition, answers: Mapping[str, Any], draft: Draft, offer: Offer
) -> tuple[ComponentEntry, ...]:
    """The papers: those that the form itself stands for, then those with a file, by the version's list."""
    lines = {component.name: number for number, component in enumerate(offer.components, start=1)}
    entries = [
        ComponentEntry(line=lines[name], kind=CopyKind.ELECTRONIC)
        for name in dict.fromkeys(form.declares)
        if name in lines
    ]
    for _, field in form.fields():
        files = draft.files.get(field.id, []) if isinstance(field, FileField) else []
        if not isinstance(field, FileField) or not files or field.id not in answers:
            continue
        line = lines.get(field.component)
        # One line a paper, with its first sheet; the others are files of the dossier beside it.
        entries.append(
            ComponentEntry(
                line=line,
                name="" if line else (field.component or field.label),
                kind=CopyKind.ELECTRONIC,
                file="" if files[0].store_paper else files[0].sha256,
                from_store=files[0].store_paper,
            )
        )
    return tuple(entries)


def _declaration(answers: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """The answers as they are sealed: files by their SHA-256, since keys of drafts mean nothing later."""
    found = dict(answers)
    for field, files in draft.files.items():
        if field in found:
            found[field] = [file.sha256 for file in files]
    return found


def _or(kind: Any, value: str, otherwise: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        return otherwise
