"""T20 from a form: the present values with what was typed upon them become the corrections of one command.

What is not typed stays; what is typed as it stands is no correction. A change of procedure, case, channel or
day of reception brings with it the version, limit, agency, fees and list of papers that held on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from motcua.dossiers.fields import LONG, SHORT, Fields
from motcua.dossiers.intake import (
    MOST_COMPONENTS,
    MOST_COPIES,
    Party,
    fee_due_of,
    party,
    published_fee_state,
)
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import corrections, fees
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Channel,
    ComponentLine,
    CopyKind,
    FeeState,
    Limit,
    OwnerType,
    ProcedurePin,
    ReturnMethod,
)
from motcua.dossiers.places import agency_key, agency_of
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.queries.told import component_name, party_of, words_of
from motcua.dossiers.reception import competent_agency
from motcua.foundation.clock import MINUTE, Instant, day_of, local_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import fold
from motcua.procedures.content import VersionContent
from motcua.procedures.offers import Offer

if TYPE_CHECKING:
    from motcua.dossiers.desk import Desk

PARTS: Final = ("name", "identifier", "phone", "address", "email", "paper")
NO_LIMIT: Final = "none"
"""The unit of who finds that no limit is published."""
OTHER_AGENCY: Final = gettext_noop(
    "Vào thời điểm đó mã cơ quan của hồ sơ thuộc cơ quan khác hoặc chưa có. Kiểm tra lại ngày."
)
OTHER_LIST: Final = gettext_noop(
    "Danh sách giấy tờ này thuộc phiên bản khác của thủ tục. Xem lại danh sách dưới đây rồi gửi lại."
)
CASE_NEEDED: Final = gettext_noop("Thủ tục có nhiều trường hợp; chọn trường hợp đúng.")
NO_LINE: Final = gettext_noop("Thủ tục không có giấy tờ số %(line)s.")
_FAULTS: Final = {"unknown_case": "case", "channel_not_offered": "channel", "level_differs": "procedure"}


class Target(NamedTuple):
    """As what the dossier ought to have been received; the offer where one was looked up."""

    pin: ProcedurePin
    instant: bool
    channel: Channel
    received_at: Instant | None
    competent: str
    offer: Offer | None = None


def present_form(state: State, opened: Mapping[str, Any]) -> dict[str, str]:
    """The fields of the form as the dossier has them now; papers apart."""
    intake = state.intake
    form = {
        "procedure": intake.procedure.code,
        "case": intake.procedure.case or "",
        "case_of": intake.procedure.code,
        "channel": intake.channel.value,
        "received_at": "" if state.received_at is None else f"{local_of(state.received_at):%Y-%m-%dT%H:%M}",
        "owner_type": intake.owner_type.value,
        "represented": "1" if intake.representative else "",
        "content": words_of(opened, intake.content),
        "return_method": intake.return_method.value,
        "sets": str(intake.sets),
    }
    form |= _party_form("owner", party_of(opened.get(intake.owner)))
    if intake.representative:
        form |= _party_form("representative", party_of(opened.get(intake.representative)))
    return form


def _party_form(who: str, named: Party) -> dict[str, str]:
    return {f"{who}_{part}": getattr(named, part) for part in PARTS}


def build_correction(desk: Desk) -> c.Correct:
    """The command of what was typed; faults wait in the desk's fields."""
    intake = desk.state.intake
    commitments = [intake.owner, intake.representative, intake.content]
    opened = desk.sources.opened([*commitments, *(line.name for line in intake.components)])
    present = present_form(desk.state, opened)
    fields = desk.fields.upon(present)
    target = _target(desk, fields)
    wanted = {
        **_parties(desk, fields, present),
        **_plain(desk, fields, present),
        **_of_target(desk, fields, target),
    }
    lines = _papers(desk, target, opened)
    if lines != intake.components:
        wanted["components"] = corrections.components_text(lines)
    if fields.flag("calendar"):
        wanted["calendar"] = desk.rules.calendar.version
    found = tuple(
        c.Correction(field=name, new=new)
        for name, new in wanted.items()
        if new != corrections.text_of(desk.state, name)
    )
    return c.Correct(by=desk.by, corrections=found, reason=desk.needed("reason"))


def _parties(desk: Desk, fields: Fields, present: Mapping[str, str]) -> dict[str, str | None]:
    kind = fields.choice("owner_type", OwnerType)
    wanted: dict[str, str | None] = {"owner_type": kind.value}
    if kind is not desk.state.intake.owner_type or _typed(fields, "owner", present):
        wanted["owner"] = desk.seals.seal("owner", msgspec.to_builtins(party(fields, "owner", kind)))
    if not fields.flag("represented"):
        wanted["representative"] = None
    elif not present["represented"] or _typed(fields, "representative", present):
        stands_in = party(fields, "representative", OwnerType.CITIZEN)
        wanted["representative"] = desk.seals.seal("party", msgspec.to_builtins(stands_in))
    return wanted


def _typed(fields: Fields, who: str, present: Mapping[str, str]) -> bool:
    """Whether a party reads otherwise than it stands."""
    names = [f"{who}_{part}" for part in PARTS]
    return any(fields.text(name, limit=SHORT) != present.get(name, "") for name in names)


def _plain(desk: Desk, fields: Fields, present: Mapping[str, str]) -> dict[str, str | None]:
    wanted: dict[str, str | None] = {
        "return_method": fields.choice("return_method", ReturnMethod).value,
        "sets": str(fields.integer("sets", least=1, most=corrections.SETS) or desk.state.intake.sets),
    }
    content = fields.text("content", limit=LONG)
    if content != present["content"]:
        wanted["content"] = desk.seals.text(content) if content else None
    return wanted


def _target(desk: Desk, fields: Fields) -> Target:
    state, intake = desk.state, desk.state.intake
    pin = intake.procedure
    received_at = _reception(desk, fields)
    channel = fields.choice("channel", Channel)
    code = fields.text("procedure", required=True, limit=SHORT)
    case = fields.text("case", limit=SHORT) or None
    if fields.raw("case_of") != code:
        case = None
    same = Target(pin, intake.instant_result, channel, received_at, intake.competent)
    day = day_of(desk.now if received_at is None else received_at)
    same_day = state.received_at is None or day == day_of(state.received_at)
    if same_day and (code, case, channel) == (pin.code, pin.case, intake.channel):
        return same
    moved = not same_day and code == pin.code
    offer = _offer(desk, code, day, channel, case, blamed="received_at" if moved else "procedure")
    if offer is None:
        return same
    new = ProcedurePin(code=offer.code, version=offer.version_id, field=offer.field_code, case=offer.case)
    competent = intake.competent
    if offer.code != pin.code:
        competent = _competent(desk, offer, day) or competent
    return Target(new, offer.instant, channel, received_at, competent, offer)


def _offer(
    desk: Desk, code: str, day: date, channel: Channel, case: str | None, *, blamed: str
) -> Offer | None:
    """The offer of that day; none, and a fault, where it could not have been received then."""
    if not code:
        return None
    try:
        offer = desk.sources.offer(code, day, channel.value, case)
    except DomainError as error:
        desk.fields.catch(_FAULTS.get(error.id, blamed), error)
        return None
    if offer.blocked:
        desk.fields.fault(*(("case", CASE_NEEDED) if offer.needs_case else (blamed, offer.blocked)))
    return offer


def _competent(desk: Desk, offer: Offer, day: date) -> str | None:
    section = agency_of(desk.place.section_id or 0)
    try:
        return competent_agency(offer, section, day).code
    except DomainError as error:
        desk.fields.catch("procedure", error)
        return None


def _reception(desk: Desk, fields: Fields) -> Instant | None:
    """The time of reception as typed; the present one where the same minute was typed."""
    present = desk.state.received_at
    if present is None:
        return None
    typed = fields.moment("received_at", required=True)
    if typed is None or typed // MINUTE == present // MINUTE:
        return present
    intake, place = desk.state.intake, desk.place
    same = ((intake.section, place.section_id), (intake.competent, place.competent_id))
    try:
        meant = all(agency_key(AgencyAt(code, typed)) == key for code, key in same)
    except NotFound:
        meant = False
    if not meant:
        fields.fault("received_at", OTHER_AGENCY)
    return typed


def _of_target(desk: Desk, fields: Fields, target: Target) -> dict[str, str | None]:
    intake, offer = desk.state.intake, target.offer
    wanted: dict[str, str | None] = {"channel": target.channel.value, "competent": target.competent}
    if target.received_at is not None:
        wanted["received_at"] = str(target.received_at)
    moved = target.pin != intake.procedure or target.channel is not intake.channel
    if target.pin != intake.procedure:
        wanted["procedure"] = corrections.pinned_text(target.pin, instant=target.instant)
    typed = _limit(fields)
    if typed is not None:
        wanted["limit"] = corrections.limit_text(typed)
    elif moved and offer is not None:
        published = Limit(unit=offer.limit.unit, quantity=offer.limit.quantity)
        wanted["limit"] = corrections.limit_text(published)
    if moved and offer is not None:
        wanted["fee_state"] = _fee(desk, offer)
    return wanted


def _fee(desk: Desk, offer: Offer) -> str:
    """The published fee, with what was taken or waived before counted in."""
    published, due = published_fee_state(offer), fee_due_of(offer)
    known = due if due or published is FeeState.NONE_DUE else None
    return corrections.fee_text(fees.reconciled(desk.state, published, due), known)


def _limit(fields: Fields) -> Limit | None:
    """The limit typed against the publication; none where nothing was typed."""
    quantity = fields.text("limit_quantity", limit=SHORT).replace(",", ".")
    unit = fields.text("limit_unit", limit=SHORT)
    if not quantity and unit != NO_LIMIT:
        return None
    try:
        return corrections.read_limit("other" if unit == NO_LIMIT else f"{quantity} {unit}")
    except DomainError as error:
        fields.catch("limit_quantity", error)
    except ValueError:
        fields.fault("limit_quantity", gettext_noop("Thời hạn không đọc được: ghi số và chọn đơn vị."))
    return None


def _papers(desk: Desk, target: Target, opened: Mapping[str, Any]) -> tuple[ComponentLine, ...]:
    """The list of papers after the correction: carried over to the version, then as ticked."""
    intake = desk.state.intake
    lines = intake.components
    if target.pin.version != intake.procedure.version:
        old, new = (desk.sources.content(pin.version) for pin in (intake.procedure, target.pin))
        lines = tuple(_carried(desk, line, old, new, opened) for line in lines)
    if not desk.fields.flag("papers"):
        return lines
    if desk.fields.raw("list_version") != str(target.pin.version):
        if any(key.startswith("paper_") for key in desk.fields):
            desk.fields.fault("papers", OTHER_LIST)
        return _kept(desk, lines)
    return _bounded(desk, (*_kept(desk, lines), *_added(desk, target, lines)))


def _carried(
    desk: Desk, line: ComponentLine, old: VersionContent, new: VersionContent, opened: Mapping[str, Any]
) -> ComponentLine:
    """A paper of one list as the other list names it, or by its own name where the other has not got it."""
    if not line.code:
        return line
    name = component_name(line, old, opened)
    for number, component in enumerate(new.components, start=1):
        if fold(component.name) == fold(name):
            return msgspec.structs.replace(line, code=f"#{number}")
    return msgspec.structs.replace(line, code=None, name=desk.seals.text(name[:SHORT]))


def _kept(desk: Desk, lines: tuple[ComponentLine, ...]) -> tuple[ComponentLine, ...]:
    fields, kept = desk.fields, []
    for line in lines:
        key = f"line_{line.no}"
        if not fields.flag(key):
            continue
        quantity = fields.integer(f"{key}_quantity", most=MOST_COPIES)
        kept.append(
            msgspec.structs.replace(
                line,
                kind=fields.choice(f"{key}_kind", CopyKind, line.kind),
                quantity=line.quantity if quantity is None else quantity,
            )
        )
    return tuple(kept)


def _added(desk: Desk, target: Target, lines: tuple[ComponentLine, ...]) -> list[ComponentLine]:
    """Papers ticked in the version's list, and own ones by name, numbered after all that there were."""
    fields = desk.fields
    listed = desk.sources.content(target.pin.version).components
    before = {line.no for line in (*desk.state.intake.components, *lines)}
    number = max(before, default=0)
    added = []
    ticked = sorted(int(key[6:]) for key in fields if key.startswith("paper_") and key[6:].isdecimal())
    for place in ticked[: MOST_COMPONENTS + 1]:
        if not fields.flag(f"paper_{place}"):
            continue
        if not 1 <= place <= len(listed):
            fields.fault("papers", NO_LINE, line=str(place)[:8])
            continue
        number += 1
        quantity = fields.integer(f"paper_{place}_quantity", most=MOST_COPIES)
        kind = fields.choice(f"paper_{place}_kind", CopyKind, CopyKind.ORIGINAL)
        added.append(
            ComponentLine(
                no=number, kind=kind, quantity=1 if quantity is None else quantity, code=f"#{place}"
            )
        )
    for name in fields.lines("extra_name", limit=SHORT):
        number += 1
        added.append(ComponentLine(no=number, kind=CopyKind.ORIGINAL, name=desk.seals.text(name)))
    return added


def _bounded(desk: Desk, lines: tuple[ComponentLine, ...]) -> tuple[ComponentLine, ...]:
    if len(lines) > MOST_COMPONENTS:
        desk.fields.fault("papers", gettext_noop("Nhiều nhất %(most)s giấy tờ."), most=MOST_COMPONENTS)
        return desk.state.intake.components
    return lines
