"""What the counter filled in, read and checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from motcua.dossiers.fields import BAD_FILE, LONG, MISSING, SHORT, Fields, is_sha256
from motcua.dossiers.lifecycle.types import (
    Channel,
    ComponentLine,
    CopyKind,
    FeeState,
    IdentityProof,
    OwnerType,
    ReturnMethod,
)
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.identifiers import check_citizen_number, check_phone, check_tax_code
from motcua.foundation.text import clean_text
from motcua.procedures.offers import Offer

MOST_COMPONENTS: Final = 100
MOST_COPIES: Final = 999
_LINE: Final = re.compile("[0-9]{1,4}")


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person or organisation as the papers name it; `paper` is what proves a mandate."""

    name: str
    identifier: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    paper: str = ""


class ComponentEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper ticked at the counter. `line` is its place in the version's list (from 1), none for a paper
    that the catalogue has not got; `file` is the SHA-256 of its scan."""

    line: int | None = None
    name: str = ""
    kind: CopyKind = CopyKind.ORIGINAL
    quantity: int = 1
    file: str = ""
    from_store: str = ""
    """Id of the paper in the owner's personal store, where it was taken from there."""
    asked_again: str = ""
    """Legal ground on which a paper that the store has was asked for all the same."""


class IntakeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A reception as the counter asks for it; every text is cleaned, every identifier checked."""

    procedure: str
    case: str | None
    channel: Channel
    owner: Party
    owner_type: OwnerType
    identity_proof: IdentityProof
    return_method: ReturnMethod
    components: tuple[ComponentEntry, ...] = ()
    representative: Party | None = None
    content: str = ""
    sets: int = 1
    competent: str = ""
    """Code of the resolving agency; empty lets the catalogue say."""
    section: str = ""
    """Code of the receiving agency, where the person sits at several sections."""
    received_at: Instant | None = None
    past_reason: str = ""
    submitted_at: Instant | None = None
    draft_key: str = ""
    form: str = ""
    """The electronic form that was filled in, `code@revision`; none at the counter."""
    declaration: dict[str, Any] | None = None
    """The answers of the form by the names of its fields; a private record of the dossier."""
    warnings: tuple[str, ...] = ()


def read_intake(data: Mapping[str, Any]) -> IntakeRequest:
    """An intake from form data or JSON. Raises: `FieldErrors` with every fault at once."""
    fields = Fields(data)
    owner_type = fields.choice("owner_type", OwnerType, OwnerType.CITIZEN)
    owner = party(fields, "owner", owner_type)
    representative = (
        party(fields, "representative", OwnerType.CITIZEN) if fields.flag("represented") else None
    )
    sets = fields.integer("sets", least=1, most=20)
    request = IntakeRequest(
        procedure=fields.text("procedure", required=True, limit=SHORT),
        case=fields.text("case", limit=SHORT) or None,
        channel=fields.choice("channel", Channel, Channel.DIRECT),
        owner=owner,
        owner_type=owner_type,
        identity_proof=fields.choice("identity_proof", IdentityProof, IdentityProof.CARD_SHOWN),
        return_method=fields.choice("return_method", ReturnMethod, ReturnMethod.COUNTER),
        components=_components(fields, data),
        representative=representative,
        content=fields.text("content", limit=LONG),
        sets=sets or 1,
        competent=fields.text("competent", limit=SHORT),
        section=fields.text("section", limit=SHORT),
        received_at=fields.moment("received_at"),
        past_reason=fields.text("past_reason", limit=LONG),
        draft_key=fields.text("draft_key", limit=64),
    )
    fields.check()
    return request


def read_for_preview(data: Mapping[str, Any]) -> IntakeRequest:
    """The part of an intake that the promise hangs on, while the rest is still being typed.

    Raises: `FieldErrors` for faults in that part alone.
    """
    fields = Fields(data)
    request = IntakeRequest(
        procedure=fields.text("procedure", required=True, limit=SHORT),
        case=fields.text("case", limit=SHORT) or None,
        channel=fields.choice("channel", Channel, Channel.DIRECT),
        owner=Party(name=""),
        owner_type=OwnerType.CITIZEN,
        identity_proof=IdentityProof.NONE,
        return_method=ReturnMethod.COUNTER,
        components=_components(fields, data),
        competent=fields.text("competent", limit=SHORT),
        section=fields.text("section", limit=SHORT),
        received_at=fields.moment("received_at"),
    )
    fields.check()
    return request


def party(fields: Fields, who: str, kind: OwnerType, *, identified: bool = True) -> Party:
    """The party whose fields begin with `who`, with every part checked; without `identified` the number may
    be missing, as on a slip at the counter."""
    identifier = fields.text(f"{who}_identifier", limit=SHORT)
    phone = fields.text(f"{who}_phone", limit=SHORT)
    return Party(
        name=fields.text(f"{who}_name", required=True, limit=SHORT),
        identifier=_identifier(fields, f"{who}_identifier", identifier, kind)
        if identified or identifier
        else "",
        phone=_phone(fields, f"{who}_phone", phone),
        address=fields.text(f"{who}_address", limit=SHORT),
        email=_email(fields, f"{who}_email"),
        paper=fields.text(f"{who}_paper", limit=SHORT),
    )


def _identifier(fields: Fields, name: str, text: str, kind: OwnerType) -> str:
    if not text:
        fields.fault(name, MISSING)
        return ""
    try:
        if kind is OwnerType.CITIZEN:
            # Cards print the number in groups, and officers type it so.
            return check_citizen_number("".join(text.split())).number
        if kind is OwnerType.ORGANISATION and not any(letter.isdigit() for letter in text):
            return text
        return check_tax_code(text).code
    except DomainError as error:
        fields.catch(name, error)
        return text


def _phone(fields: Fields, name: str, text: str) -> str:
    if not text:
        return ""
    try:
        return check_phone(text).number
    except DomainError as error:
        fields.catch(name, error)
        return text


def _email(fields: Fields, name: str) -> str:
    text = fields.text(name, limit=SHORT)
    local, _, host = text.rpartition("@")
    if text and (not local or "." not in host or " " in text):
        fields.fault(name, gettext_noop("Địa chỉ thư điện tử không đúng. Ví dụ: ten@vidu.vn."))
    return text


def _components(fields: Fields, data: Mapping[str, Any]) -> tuple[ComponentEntry, ...]:
    """Papers as a JSON list under `components`, or as form fields `paper_<line>` = on, with
    `paper_<line>_kind`, `_quantity`, `_file`; own papers as `extra_name` lines."""
    given = data.get("components")
    if isinstance(given, Sequence) and not isinstance(given, str):
        return _from_json(fields, given)
    entries = []
    for key in data:
        line = key.removeprefix("paper_")
        if key == line or not _LINE.fullmatch(line) or not fields.flag(key):
            continue
        entries.append(
            ComponentEntry(
                line=int(line),
                kind=fields.choice(f"{key}_kind", CopyKind, CopyKind.ORIGINAL),
                quantity=_quantity(fields.integer(f"{key}_quantity", most=MOST_COPIES)),
                file=fields.file(f"{key}_file"),
                from_store=fields.text(f"{key}_store", limit=SHORT),
                asked_again=fields.text(f"{key}_ground", limit=SHORT),
            )
        )
    entries.sort(key=lambda entry: entry.line or 0)
    entries += [ComponentEntry(name=name) for name in fields.lines("extra_name", limit=SHORT)]
    return _bounded(fields, tuple(entries))


def _quantity(given: int | None) -> int:
    return 1 if given is None else given


def _from_json(fields: Fields, given: Sequence[Any]) -> tuple[ComponentEntry, ...]:
    try:
        read = tuple(_checked(msgspec.convert(each, ComponentEntry)) for each in given[: MOST_COMPONENTS + 1])
    except msgspec.ValidationError:
        fields.fault("components", gettext_noop("Danh sách giấy tờ không đọc được."))
        return ()
    except DomainError as error:
        fields.catch("components", error)
        return ()
    return _bounded(fields, read)


def _checked(entry: ComponentEntry) -> ComponentEntry:
    """The same checks that the fields of a form pass. Raises: `DomainError`."""
    if not 0 <= entry.quantity <= MOST_COPIES:
        raise DomainError(
            gettext_noop("Số bản phải từ %(least)s đến %(most)s."), id="field", least=0, most=MOST_COPIES
        )
    if entry.file and not is_sha256(entry.file):
        raise DomainError(BAD_FILE, id="field")
    texts = {"name": entry.name, "from_store": entry.from_store, "asked_again": entry.asked_again}
    cleaned = {name: clean_text(text, SHORT) for name, text in texts.items()}
    return msgspec.structs.replace(entry, **cleaned)


def _bounded(fields: Fields, entries: tuple[ComponentEntry, ...]) -> tuple[ComponentEntry, ...]:
    if len(entries) > MOST_COMPONENTS:
        fields.fault("components", gettext_noop("Nhiều nhất %(most)s giấy tờ."), most=MOST_COMPONENTS)
        return ()
    return entries


def component_lines(request: IntakeRequest, offer: Offer, seals: Seals) -> tuple[ComponentLine, ...]:
    """The papers as the receipt lists them, numbered from 1; names stay in the pinned version, those of other
    papers go to `seals`.

    Raises: `DomainError` for a line that the version has not got.
    """
    lines = []
    for number, entry in enumerate(request.components, start=1):
        code, name = None, None
        if entry.line is not None:
            if not 1 <= entry.line <= len(offer.components):
                raise DomainError(
                    gettext_noop("Thủ tục không có giấy tờ số %(line)s."),
                    gettext_noop("Tải lại trang để lấy danh sách giấy tờ hiện hành."),
                    id="unknown_component",
                    line=entry.line,
                )
            code = f"#{entry.line}"
        elif entry.name:
            name = seals.text(entry.name)
        lines.append(
            ComponentLine(
                no=number,
                name=name,
                kind=entry.kind,
                quantity=entry.quantity,
                code=code,
                file=entry.file or None,
                digitised=bool(entry.file),
                asked_again=entry.asked_again or None,
            )
        )
    return tuple(lines)


def missing_components(request: IntakeRequest, offer: Offer) -> tuple[str, ...]:
    """Names of listed papers that were not handed in; whether that blocks is the officer's judgement, since
    the catalogue does not say which are needed in every case."""
    ticked = {entry.line for entry in request.components}
    return tuple(
        component.name for number, component in enumerate(offer.components, start=1) if number not in ticked
    )


def published_fee_state(offer: Offer) -> FeeState:
    """What the catalogue tells of fees at reception; paid and waived are events of their own."""
    if not offer.fees:
        return FeeState.NONE_DUE
    if all(fee.certain and fee.amount == 0 for fee in offer.fees):
        return FeeState.NONE_DUE
    return FeeState.UNPAID if all(fee.certain for fee in offer.fees) else FeeState.UNCERTAIN


def fee_due_of(offer: Offer) -> int:
    """Đồng that the catalogue states with certainty; 0 where a fee of it is not certain."""
    if not all(fee.certain for fee in offer.fees):
        return 0
    return sum(fee.amount or 0 for fee in offer.fees)
