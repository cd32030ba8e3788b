"""Reading what somebody typed of a paper: the same for its owner and for an officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from motcua.dossiers.fields import SHORT, Fields
from motcua.foundation.clock import local_of
from motcua.foundation.errors import gettext_noop
from motcua.vault.kinds import Kind, kind, known_kinds, valid_until

_BAD_DAY: Final = gettext_noop("Ngày không đọc được. Viết như 28/4/2022.")
_TURNED: Final = gettext_noop("Ngày hết giá trị đứng trước ngày cấp.")
_LATER: Final = gettext_noop("Ngày cấp nằm trong tương lai.")


class Described(NamedTuple):
    """What is written down of a paper so that it can be found and used again."""

    title: str
    number: str
    issued_by: str
    issued_on: date | None
    valid_until: date | None
    fields: dict[str, str]


def kind_chosen(data: Mapping[str, Any]) -> Kind:
    codes = {each.code for each in known_kinds()}
    code = str(data.get("kind") or "")
    return kind(code if code in codes else "")


def described(fields: Fields, chosen: Kind, prefix: str, today: date, *, titled: bool = False) -> Described:
    """What was typed of a paper; faults wait in `fields`."""
    issued_on = _day(fields, f"{prefix}issued_on")
    until = _day(fields, f"{prefix}valid_until")
    if issued_on is not None and issued_on > today:
        fields.fault(f"{prefix}issued_on", _LATER)
    if issued_on is not None and until is not None and until < issued_on:
        fields.fault(f"{prefix}valid_until", _TURNED)
    more = {}
    for each in chosen.fields:
        name = f"{prefix}{each.key}"
        if each.type == "day":
            day = _day(fields, name)
            text = f"{day:%d/%m/%Y}" if day else ""
        else:
            text = fields.text(name, limit=SHORT)
        if text:
            more[each.key] = text
    title = fields.text(f"{prefix}title", limit=SHORT) if titled else ""
    return Described(
        title=title or chosen.name,
        number=fields.text(f"{prefix}number", limit=100),
        issued_by=fields.text(f"{prefix}issued_by", limit=SHORT),
        issued_on=issued_on,
        valid_until=until or valid_until(chosen.code, issued_on),
        fields=more,
    )


def _day(fields: Fields, name: str) -> date | None:
    """A day as people type it; none where nothing is typed."""
    if not fields.raw(name):
        return None
    faults = set(fields.faults)
    moment = fields.moment(name)
    if moment is None:
        if name not in faults:
            fields.faults.pop(name, None)
            fields.fault(name, _BAD_DAY)
        return None
    return local_of(moment).date()
