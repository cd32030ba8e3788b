"""The catalogue as open data: one flat record a procedure in force, in plain names and units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec

from motcua.foundation.text import spreadsheet_cell
from motcua.procedures.content import ChannelTerms, VersionContent
from motcua.procedures.models import ProcedureVersion

COLUMNS: Final = (
    "code", "name", "fields", "levels", "receivable", "channels", "limits", "fees", "components", "results",
    "legal_bases", "valid_from", "source",
)  # fmt: skip
"""Names of the columns in the CSV file, and of the keys in the JSON one."""
_PARTS: Final = " | "


def procedures_in_force(on: date) -> Iterator[dict[str, Any]]:
    """One record a procedure, by code; read in pieces, so that memory does not grow with the catalogue."""
    rows = ProcedureVersion.objects.filter(superseded=False, valid_from__lte=on)
    rows = rows.exclude(valid_to__lt=on).select_related("procedure").order_by("procedure__code")
    for row in rows.iterator(chunk_size=500):
        content = msgspec.convert(row.content, VersionContent)
        if content.state == "active" or content.receivable:
            yield _record(row, content)


def flat(record: dict[str, Any]) -> list[str]:
    """A record as the cells of one line: lists are joined by ` | `."""
    return [_cell(record[name]) for name in COLUMNS]


def _record(row: ProcedureVersion, content: VersionContent) -> dict[str, Any]:
    return {
        "code": row.procedure.code,
        "name": content.name,
        "fields": [each.name for each in content.fields],
        "levels": list(content.levels),
        "receivable": row.receivable,
        "channels": sorted({terms.channel for terms in content.channels}),
        "limits": [_limit(terms) for terms in content.channels],
        "fees": [
            {"channel": terms.channel, "kind": fee.kind, "amount": fee.amount if fee.certain else None}
            for terms in content.channels
            for fee in terms.fees
        ],
        "components": [each.name for each in content.components],
        "results": [each.name for each in content.results],
        "legal_bases": [each.name for each in content.legal_bases],
        "valid_from": row.valid_from.isoformat(),
        "source": row.source,
    }


def _limit(terms: ChannelTerms) -> dict[str, Any]:
    return {"channel": terms.channel, "quantity": terms.limit.quantity, "unit": terms.limit.unit}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if not isinstance(value, list):
        return spreadsheet_cell(str(value))
    return spreadsheet_cell(_PARTS.join(_piece(each) for each in value))


def _piece(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part is not None)
    return str(value)
