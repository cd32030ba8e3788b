"""The form of a procedure's version: rows as they are typed, prefilled from a content, read into attributes.

A field of a row is named `part-3-name`; every part shows one empty row more, so that the form works without
JavaScript. Empty rows are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from motcua.dossiers.fields import SHORT, Fields
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.procedures.by_hand import MOST_ROWS, amount_of, limit_of
from motcua.procedures.content import (
    CHANNELS,
    LEVELS,
    UNITS,
    Attributes,
    Case,
    ChannelTerms,
    Component,
    Fee,
    Flags,
    Limit,
    Named,
    VersionContent,
)

PARTS: Final[dict[str, tuple[str, ...]]] = {
    "channels": ("channel", "quantity", "unit"),
    "cases": ("name", "quantity", "unit", "code"),
    "components": ("name", "originals", "copies", "group", "form"),
    "fees": ("kind", "amount", "text", "channel"),
    "results": ("name", "code"),
    "legal_bases": ("code", "name"),
}
"""The parts with rows, and the fields of a row; the first tells whether a row says anything."""
_SAYS: Final = {"channels": ("quantity",), "fees": ("amount", "text"), "legal_bases": ("code", "name")}
COMPETENT_KINDS: Final = ("commune", "department", "public_service_unit", "district", "land_office", "")
FEE_KINDS: Final = ("fee", "charge", "price")
_ROW: Final = re.compile(r"([a-z_]+)-(\d{1,3})-[a-z]+")
_SPARE: Final = {"components": 2}
_LONG_NAME: Final = 1000


class Row(NamedTuple):
    """One row of a part as it stands in the form; `number` is the place in the names of its fields."""

    number: int
    values: dict[str, str]
    fault: str

    @property
    def number_text(self) -> str:
        """The number as templates join it to a name."""
        return str(self.number)


def prefilled(content: VersionContent) -> dict[str, str]:
    """What the form shows of a content, by the names of its fields."""
    values = {
        "name": content.name,
        "field": content.fields[0].name if content.fields else "",
        "field_code": (content.fields[0].code or "") if content.fields else "",
        "competent": "\n".join(each.name for each in content.competent or content.executing),
        "competent_kind": content.competent_kind,
        "conditions": content.conditions,
        **{f"level_{level}": "1" for level in content.levels},
        **({"instant": "1"} if content.flags.instant else {}),
        **({"obligations": "1"} if content.flags.obligations else {}),
    }
    for part, rows in _rows_of(content).items():
        for number, row in enumerate(rows, start=1):
            values |= {f"{part}-{number}-{name}": value for name, value in row.items() if value}
    return values


def _rows_of(content: VersionContent) -> dict[str, list[dict[str, str]]]:
    return {
        "channels": [{"channel": row.channel, **_limit(row.limit)} for row in content.channels],
        "cases": [{"name": c.name, "code": c.code, **_limit(c.limit)} for c in content.cases],
        "components": [
            {
                "name": row.name,
                "originals": str(row.originals),
                "copies": str(row.copies),
                "group": row.group,
                "form": row.form,
            }
            for row in content.components
        ],
        "fees": _fee_rows(content),
        "results": [{"name": each.name, "code": each.code or ""} for each in content.results],
        "legal_bases": [{"code": each.code or "", "name": each.name} for each in content.legal_bases],
    }


def _limit(limit: Limit) -> dict[str, str]:
    if limit.countable:
        return {"quantity": limit.quantity or "", "unit": limit.unit}
    return {"quantity": limit.text or limit.quantity or "", "unit": "other"}


def _fee_rows(content: VersionContent) -> list[dict[str, str]]:
    """A fee of every channel is one row; one of some channels is a row for each."""
    every = {row.channel for row in content.channels}
    of: dict[Fee, set[str]] = {}
    for row in content.channels:
        for fee in row.fees:
            of.setdefault(fee, set()).add(row.channel)
    rows = []
    for fee, channels in of.items():
        amount = str(fee.amount) if fee.certain and fee.amount is not None else ""
        shown = {
            "kind": fee.kind,
            "amount": amount,
            "text": fee.text or (fee.value or "" if not amount else ""),
        }
        rows += [shown | {"channel": each} for each in ([""] if channels == every else sorted(channels))]
    return rows


def rows(values: Mapping[str, str], faults: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of every part as the form shows them: what was typed, and empty ones to fill in."""
    typed: dict[str, set[int]] = {part: set() for part in PARTS}
    for name in values:
        found = _ROW.fullmatch(name)
        if found and found[1] in PARTS and int(found[2]) <= MOST_ROWS + 1:
            typed[found[1]].add(int(found[2]))
    return {
        part: [_row(part, number, values, faults) for number in _numbers(part, typed[part], values)]
        for part in PARTS
    }


def _numbers(part: str, typed: set[int], values: Mapping[str, str]) -> list[int]:
    said = sorted(number for number in typed if _says(part, number, values))
    more = 4 if values.get("add") == part else _SPARE.get(part, 1)
    first = max(said, default=0) + 1
    return [*said, *range(first, min(first + more, MOST_ROWS + 2))]


def _says(part: str, number: int, values: Mapping[str, str]) -> bool:
    names = _SAYS.get(part, PARTS[part][:1])
    chosen = part == "channels" and values.get(f"{part}-{number}-channel", "")
    return bool(chosen) or any(str(values.get(f"{part}-{number}-{name}", "")).strip() for name in names)


def _row(part: str, number: int, values: Mapping[str, str], faults: Mapping[str, str]) -> Row:
    shown = {name: str(values.get(f"{part}-{number}-{name}", "") or "") for name in PARTS[part]}
    return Row(number, shown, faults.get(f"{part}-{number}", ""))


def read(code: str, data: Mapping[str, Any]) -> Attributes:
    """What was typed as attributes. Raises: `FieldErrors`, by field or row (`fees-2`)."""
    fields = Fields(data)
    name = fields.text("name", required=True, limit=_LONG_NAME)
    field = fields.text("field", required=True, limit=SHORT)
    levels = tuple(level for level in LEVELS if fields.flag(f"level_{level}"))
    competent = tuple(Named(name=each) for each in fields.lines("competent", limit=SHORT, most=10))
    kind = fields.raw("competent_kind")
    cases = _cases(code, fields, data)
    channels = _channels(fields, data)
    if not levels:
        fields.fault("levels", gettext_noop("Chọn ít nhất một cấp thực hiện."))
    if not competent:
        fields.fault("competent", gettext_noop("Ghi cơ quan có thẩm quyền giải quyết."))
    if kind.partition(":")[0] not in COMPETENT_KINDS:
        fields.fault("competent_kind", gettext_noop("Lựa chọn này không có trong danh sách."))
    if not channels:
        fields.fault("channels", gettext_noop("Ghi ít nhất một kênh nộp hồ sơ."))
    attributes = Attributes(
        name=name,
        state="active",
        kind="standard",
        fields=(Named(name=field, code=fields.text("field_code", limit=40) or None),),
        levels=levels,
        channels=channels,
        cases=cases,
        components=_components(fields, data),
        results=_named("results", fields, data),
        legal_bases=_named("legal_bases", fields, data),
        conditions=fields.text("conditions", limit=4000),
        executing=competent,
        competent=competent,
        competent_kind=kind,
        flags=Flags(
            instant=fields.flag("instant"),
            obligations=fields.flag("obligations"),
            full_process=any(row.channel == "online" for row in channels),
        ),
    )
    fields.check()
    return attributes


def _typed(part: str, data: Mapping[str, Any]) -> list[tuple[int, dict[str, str]]]:
    values = {name: str(data.get(name) or "") for name in data}
    shown = rows(values, {})[part]
    return [(row.number, row.values) for row in shown if _says(part, row.number, values)]


def _limit_typed(fields: Fields, part: str, number: int, row: Mapping[str, str]) -> Limit:
    unit = row["unit"] or "working_day"
    try:
        if unit not in UNITS:
            fields.fault(f"{part}-{number}", gettext_noop("Lựa chọn này không có trong danh sách."))
            return Limit()
        return limit_of(row["quantity"], unit)
    except DomainError as error:
        fields.catch(f"{part}-{number}", error)
        return Limit()


def _channels(fields: Fields, data: Mapping[str, Any]) -> tuple[ChannelTerms, ...]:
    found = []
    fees = _fees(fields, data)
    for number, row in _typed("channels", data):
        if row["channel"] not in CHANNELS:
            fields.fault(f"channels-{number}", gettext_noop("Chọn kênh nộp hồ sơ của dòng này."))
            continue
        limit = _limit_typed(fields, "channels", number, row)
        own = tuple(fee for fee, channel in fees if channel in ("", row["channel"]))
        found.append(ChannelTerms(channel=row["channel"], limit=limit, fees=own))
    return tuple(found)


def _fees(fields: Fields, data: Mapping[str, Any]) -> list[tuple[Fee, str]]:
    found = []
    for number, row in _typed("fees", data):
        place = f"fees-{number}"
        kind = row["kind"] or "fee"
        if kind not in FEE_KINDS or row["channel"] not in ("", *CHANNELS):
            fields.fault(place, gettext_noop("Lựa chọn này không có trong danh sách."))
        words = _clean(fields, place, row["text"], SHORT)
        amount = row["amount"].strip()
        try:
            sure = amount_of(amount) if amount else None
        except DomainError as error:
            fields.catch(place, error)
            continue
        if sure is None:
            found.append((Fee(kind=kind, text=words), row["channel"]))
        else:
            fee = Fee(kind=kind, text=words, amount=sure, certain=True, value=str(sure), currency="VND")
            found.append((fee, row["channel"]))
    return found


def _cases(code: str, fields: Fields, data: Mapping[str, Any]) -> tuple[Case, ...]:
    typed = _typed("cases", data)
    used = {row["code"] for _, row in typed if row["code"]}
    found = []
    for number, row in typed:
        own = row["code"] or next(
            each for each in (f"{code}.{place}" for place in range(1, 1000)) if each not in used
        )
        used.add(own)
        limit = _limit_typed(fields, "cases", number, row)
        own = _clean(fields, f"cases-{number}", own, 60)
        found.append(Case(code=own, name=_clean(fields, f"cases-{number}", row["name"], 500), limit=limit))
    return tuple(found)


def _components(fields: Fields, data: Mapping[str, Any]) -> tuple[Component, ...]:
    found = []
    for number, row in _typed("components", data):
        place = f"components-{number}"
        found.append(
            Component(
                name=_clean(fields, place, row["name"], _LONG_NAME),
                originals=_count(fields, place, row["originals"]),
                copies=_count(fields, place, row["copies"]),
                group=_clean(fields, place, row["group"], SHORT),
                form=_clean(fields, place, row["form"], SHORT),
            )
        )
    return tuple(found)


def _named(part: str, fields: Fields, data: Mapping[str, Any]) -> tuple[Named, ...]:
    found = []
    for number, row in _typed(part, data):
        name = _clean(fields, f"{part}-{number}", row["name"], _LONG_NAME)
        code = _clean(fields, f"{part}-{number}", row["code"], 60)
        found.append(Named(name=name or code, code=code or None))
    return tuple(found)


def _clean(fields: Fields, place: str, text: str, limit: int) -> str:
    own = Fields({"value": text})
    found = own.text("value", limit=limit).replace("\n", " ")
    for error in own.faults.values():
        fields.catch(place, error)
    return found


def _count(fields: Fields, place: str, text: str) -> int:
    typed = text.strip()
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
        fields.fault(place, gettext_noop("Số bản phải là số nguyên từ 0 đến 99."))
        return 0
    return int(typed or 0)
