"""T4: form 02 or 03 at the counter, before any dossier exists (Decree 61/2018 art. 17(1)a, b)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
import orjson
from django.db import IntegrityError, transaction

from motcua.dossiers import store
from motcua.dossiers.fields import LONG, SHORT, Fields
from motcua.dossiers.intake import Party, party
from motcua.dossiers.lifecycle.types import OwnerType
from motcua.dossiers.models import CounterSlip
from motcua.dossiers.reception import own_key
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.law.regimes import regime_on
from motcua.organisation.rights import AT_A_SECTION, DossierPlace, Held, Person, may_read, require
from motcua.procedures.queries import offer as offer_of

MARKS: Final = {"supplement": "PBS", "refusal": "PTC"}


class SlipContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a slip says: to whom, for which procedure, what is missing or why it is refused."""

    party: Party
    procedure_name: str
    content: str = ""
    items: tuple[str, ...] = ()
    reason: str = ""
    legal_ground: str = ""


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """A slip that was handed out; `content` is none after a lawful erasure."""

    number: str
    kind: str
    regime: str
    section_id: int
    procedure_code: str
    made_at: Instant
    made_by: str
    content: SlipContent | None
    repeated: bool = False


def counter_slip(
    person: Person,
    post: Held,
    kind: str,
    data: Mapping[str, Any],
    *,
    idempotency_key: str,
    clock: Clock | None = None,
) -> Slip:
    """Hand out form 02 (`supplement`) or 03 (`refusal`); no dossier code is given.

    `data`: procedure, owner_name, owner_identifier, owner_phone, owner_address, content, items, reason.
    Raises: `FieldErrors`, `Forbidden`, `NotFound`.
    """
    require(person, "give_counter_slip")
    assert post.role in AT_A_SECTION, "a slip is given at a section"
    if kind not in MARKS:
        raise DomainError(
            gettext_noop("Không có loại phiếu “%(kind)s”."),
            gettext_noop("Chọn phiếu yêu cầu bổ sung hoặc phiếu từ chối."),
            id="unknown_slip",
            kind=kind[:40],
        )
    key = own_key(person.actor, idempotency_key)
    if key and (known := CounterSlip.objects.filter(intake_key=key).first()) is not None:
        return _slip(known, repeated=True)
    now = (clock or SystemClock()).now()
    day = day_of(now)
    fields = Fields(data)
    procedure, content = _content(fields, kind, day)
    seals = Seals()
    commitment = seals.seal("slip", msgspec.to_builtins(content))
    try:
        with transaction.atomic():
            serial, _ = store.next_serial(f"slip:{kind}:{post.agency_code}", day)
            row = CounterSlip.objects.create(
                number=f"{MARKS[kind]}-{post.agency_code}-{day:%y%m%d}-{serial:04d}",
                kind=kind,
                regime=regime_on(day).id,
                section_id=post.agency_id,
                procedure_code=procedure,
                made_at=now,
                made_by=person.actor,
                commitment=bytes.fromhex(commitment),
                salt=seals.records[0].salt,
                body=seals.records[0].body,
                intake_key=key,
            )
    except IntegrityError:
        if key is None or (known := CounterSlip.objects.filter(intake_key=key).first()) is None:
            raise
        return _slip(known, repeated=True)
    return _slip(row)


def _content(fields: Fields, kind: str, day: date) -> tuple[str, SlipContent]:
    code = fields.text("procedure", required=True, limit=SHORT)
    owner_type = fields.choice("owner_type", OwnerType, OwnerType.CITIZEN)
    person = party(fields, "owner", owner_type, identified=False)
    items = fields.lines("items")
    if kind == "supplement" and not items:
        fields.fault("items", gettext_noop("Ghi ít nhất một giấy tờ hoặc nội dung cần bổ sung."))
    reason = fields.text("reason", required=True, limit=LONG)
    content = fields.text("content", limit=LONG)
    ground = fields.text("legal_ground", limit=SHORT)
    fields.check()
    found = offer_of(code, on=day)
    return found.code, SlipContent(
        party=person,
        procedure_name=found.name,
        content=content,
        items=tuple(items),
        reason=reason,
        legal_ground=ground,
    )


def _slip(row: CounterSlip, *, repeated: bool = False) -> Slip:
    return Slip(
        number=row.number,
        kind=row.kind,
        regime=row.regime,
        section_id=row.section_id,
        procedure_code=row.procedure_code,
        made_at=row.made_at,
        made_by=row.made_by,
        content=msgspec.convert(orjson.loads(row.body), SlipContent) if row.body else None,
        repeated=repeated,
    )


def read_slip(person: Person, number: str) -> Slip:
    """A slip by its number. Raises: `NotFound` outside the person's sight."""
    row = CounterSlip.objects.filter(number=number).first()
    if row is None or not may_read(person, DossierPlace(section_id=row.section_id)):
        raise NotFound(
            gettext_noop("Không tìm thấy phiếu %(number)s trong phạm vi của bạn."), number=number[:64]
        )
    return _slip(row)
