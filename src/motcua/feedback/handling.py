"""What officers do with petitions; every opening of one is written down before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from django.db import transaction

from motcua.dossiers import files
from motcua.dossiers.fields import LONG, Fields
from motcua.feedback import concerning, store
from motcua.feedback.filing import LONGEST_TEXT
from motcua.feedback.models import (
    Petition,
    PetitionFile,
    PetitionOpening,
    PublishedAnswer,
)
from motcua.feedback.petitions import PetitionView, Refusal, Sort, decide
from motcua.feedback.petitions import commands as c
from motcua.feedback.publishing import publication
from motcua.feedback.sight import sides_of, visible
from motcua.feedback.telling import tell_petitioner
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import Conflict, gettext_noop
from motcua.law.roles import Role
from motcua.organisation.models import Agency
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import calendar_for, officers_of
from motcua.organisation.rights import Held, Person

HANDLERS: Final = (Role.HANDLING_OFFICER, Role.LEADER)
"""Who may be given a petition to answer."""


class Built(NamedTuple):
    """A command with the words that go with it, and what else is written with it."""

    command: c.Command
    words: Mapping[str, str]
    published: PublishedAnswer | None = None


class _Desk(NamedTuple):
    """What a builder needs: who, what was typed, the petition, now."""

    person: Person
    by: c.By
    fields: Fields
    row: Petition
    state: PetitionView
    now: Instant


def perform(
    person: Person,
    reference: str,
    action: str,
    data: Mapping[str, Any],
    *,
    expected_seq: int | None = None,
    clock: Clock | None = None,
) -> str:
    """Do an action (a name of `petitions.commands.NAMES`) on a petition within sight; the new state's value.

    Raises: `NotFound`, `Refused`, `FieldErrors`, `Conflict` where somebody acted since the page was read.
    """
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        row = _within_sight(person, reference, lock=True)
        loaded = store.load(row)
        if expected_seq is not None and expected_seq != loaded.state.seq:
            raise Conflict(
                gettext_noop("Có người vừa làm việc với phản ánh này; việc của bạn chưa được ghi."),
                gettext_noop("Đọc lại phản ánh rồi làm lại nếu còn cần. Những gì đã gõ vẫn được giữ."),
            )
        fields = Fields(data)
        by = _by(person, row)
        built = _BUILDERS[action](_Desk(person, by, fields, row, loaded.state, now))
        events = decide(loaded.state, built.command, store.rules_for(row), calendar_for(), now)
        fields.check()
        state = store.append(row, loaded.state, events, built.words)
        if built.published is not None:
            built.published.save(force_insert=True)
        tell_petitioner(row, events, clock=clock)
    return state.state.value


def open_petition(person: Person, reference: str, *, clock: Clock | None = None) -> store.Loaded:
    """A petition for its page, the opening written down. Raises: `NotFound`."""
    row = _within_sight(person, reference)
    _note(person, row, "page", (clock or SystemClock()).now())
    return store.load(row)


def open_file(person: Person, file_id: Any, *, clock: Clock | None = None) -> tuple[PetitionFile, Any]:
    """A file of a petition within sight, the opening written down. Raises: `NotFound`, `FileRefusedError`
    for one in which a virus was found after it was taken in."""
    found = PetitionFile.objects.select_related("petition").filter(pk=file_id).first()
    if found is None or not Petition.objects.filter(visible(person), pk=found.petition_id).exists():
        raise store.unknown_petition()
    if found.virus:
        raise files.infected(found.virus)
    _note(person, found.petition, "file", (clock or SystemClock()).now())
    return found, files.open_file(found.sha256)


def _note(person: Person, row: Petition, how: str, now: Instant) -> None:
    unit = person.held[0].agency_code if person.held else ""
    PetitionOpening.objects.create(petition=row, who=person.actor, unit=unit, at=now, how=how)


def _within_sight(person: Person, reference: str, *, lock: bool = False) -> Petition:
    rows = Petition.objects.filter(visible(person), reference=reference)
    if lock:
        rows = Petition.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk"))
    row = rows.select_related("holder", "agency").first()
    if row is None:
        raise store.unknown_petition()
    return row


def _by(person: Person, row: Petition) -> c.By:
    unit = person.held[0].agency_code if person.held else ""
    return c.By(who=person.actor, unit=unit, sides=sides_of(person, row))


def _reason(desk: _Desk) -> dict[str, str]:
    return {"reason": desk.fields.text("reason", required=True, limit=LONG)}


def _classify(desk: _Desk) -> Built:
    sort = desk.fields.choice("sort", Sort)
    named = _officers(desk, "concerned")
    # Whom the sender may have meant stays shut out until the receiving body says who it is.
    own = _receiving_agency(desk.person)
    desk.fields.check()
    command = c.Classify(by=desk.by, sort=sort, own=own, concerned=named)
    return Built(command, {"reason": desk.fields.text("reason", limit=LONG)})


def _officers(desk: _Desk, name: str) -> tuple[str, ...]:
    typed = {code for code in desk.fields.many(name) if code}
    if not typed:
        return ()
    from motcua.organisation.models import Officer

    known = set(Officer.objects.filter(code__in=typed).values_list("code", flat=True))
    if typed - known:
        desk.fields.fault(name, gettext_noop("Có mã cán bộ không đúng."))
    return tuple(sorted(known))


def _receiving_agency(person: Person) -> str:
    posts: list[Held] = [post for post in person.held if post.role is Role.CONTROLLER and post.whole]
    posts += [post for post in person.held if post.role is Role.LEADER and post.whole]
    return str(posts[0].agency_id) if posts else ""


def _forward(desk: _Desk) -> Built:
    key = desk.fields.integer("to", most=2**31)
    day = day_of(desk.now)
    found = Agency.objects.filter(holds(day), pk=key).first() if key else None
    if found is None:
        desk.fields.fault("to", gettext_noop("Chọn cơ quan trong danh sách."))
        desk.fields.check()
    assert found is not None
    alone = concerning.only_concerned_lead(found.pk, desk.state.concerned, day)
    if alone and desk.state.sort is not Sort.CONDUCT:
        desk.fields.fault("to", gettext_noop("Cơ quan này chưa có lãnh đạo trong hệ thống để nhận."))
        desk.fields.check()
    command = c.Forward(by=desk.by, to=str(found.pk), concerned_heads=alone)
    return Built(command, {"reason": desk.fields.text("reason", limit=LONG)})


def _take(desk: _Desk) -> Built:
    code = desk.fields.text("officer", limit=20)
    if code:
        offered = officers_of(desk.row.holder_id or 0, day_of(desk.now), HANDLERS)
        if code not in {officer.code for officer in offered}:
            desk.fields.fault("officer", gettext_noop("Chọn cán bộ của cơ quan."))
            desk.fields.check()
    return Built(c.Take(by=desk.by, officer=code), {"reason": desk.fields.text("reason", limit=LONG)})


def _ask(desk: _Desk) -> Built:
    words = _reason(desk)
    desk.fields.check()
    return Built(c.AskSupplement(by=desk.by), words)


def _send_back(desk: _Desk) -> Built:
    words = _reason(desk)
    desk.fields.check()
    return Built(c.SendBackToReceiver(by=desk.by), words)


def _draft(desk: _Desk) -> Built:
    words = {"answer": desk.fields.text("answer", required=True, limit=LONGEST_TEXT)}
    desk.fields.check()
    return Built(c.Draft(by=desk.by), words)


def _reject(desk: _Desk) -> Built:
    words = _reason(desk)
    desk.fields.check()
    return Built(c.RejectDraft(by=desk.by), words)


def _refuse(desk: _Desk) -> Built:
    ground, words = desk.fields.choice("ground", Refusal), _reason(desk)
    desk.fields.check()
    return Built(c.Refuse(by=desk.by, ground=ground), words)


def _publish(desk: _Desk) -> Built:
    # Without an agency there is no answer either: the core says so.
    made = publication(desk.person, desk.row, desk.fields, desk.now) if desk.row.holder_id else None
    return Built(c.Publish(by=desk.by), {}, made)


def _keep(desk: _Desk) -> Built:
    words = _reason(desk)
    desk.fields.check()
    return Built(c.KeepUnpublished(by=desk.by), words)


_BUILDERS: Final[dict[str, Callable[[_Desk], Built]]] = {
    "classify": _classify,
    "forward": _forward,
    "take": _take,
    "send_back_to_receiver": _send_back,
    "ask_supplement": _ask,
    "draft": _draft,
    "reject_draft": _reject,
    "approve": lambda desk: Built(c.Approve(by=desk.by), {}),
    "publish": _publish,
    "keep_unpublished": _keep,
    "refuse": _refuse,
}
ACTIONS: Final = tuple(_BUILDERS)
"""What officers may be offered, in the order of the work."""
