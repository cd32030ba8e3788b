"""The whole record of a procedure as `motcua procedures show` writes it (contracts, section 1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from . import queries
from .content import Component, Fee, Limit, Named, VersionContent, content_of
from .models import ProcedureVersion


def record(code: str) -> dict[str, Any]:
    """One procedure by code, with its versions in order of time. Raises NotFound with suggestions."""
    procedure, versions, contradictions = queries.show(code)
    contents = [content_of(version.content) for version in versions]
    last = contents[-1] if contents else None
    return {
        "code": procedure.code,
        "name": procedure.name,
        "field": last.field if last else "",
        "levels": list(last.levels) if last else [],
        "receivable": bool(last and last.receivable and versions[-1].valid_to is None),
        "versions": [_version(row, content) for row, content in zip(versions, contents, strict=True)],
        "contradictions": [
            {"kind": row.kind, "detail": row.detail, "decision": row.decision or None}
            for row in contradictions
        ],
    }


def _version(row: ProcedureVersion, content: VersionContent) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source": row.source,
        "channels": [
            {"channel": terms.channel, **_limit(terms.limit), "fees": [_fee(fee) for fee in terms.fees]}
            for terms in content.channels
        ],
        "cases": [{"code": case.code, "name": case.name, **_limit(case.limit)} for case in content.cases],
        "components": [_component(component) for component in content.components],
        "results": [_named(result) for result in content.results],
        "legal_bases": [_named(basis) for basis in content.legal_bases],
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {"limit": _number(limit.quantity), "unit": limit.unit}


def _number(quantity: str | None) -> int | float | None:
    if quantity is None:
        return None
    number = Decimal(quantity)
    return int(number) if number == number.to_integral_value() else float(number)


def _fee(fee: Fee) -> dict[str, Any]:
    text = fee.text or (f"{fee.value} {fee.currency or ''}".strip() if fee.value is not None else "")
    return {"kind": fee.kind, "amount": fee.amount, "certain": fee.certain, "text": text}


def _component(component: Component) -> dict[str, Any]:
    return {
        "group": component.group,
        "code": component.code,
        "name": component.name,
        "originals": component.originals,
        "copies": component.copies,
    }


def _named(named: Named) -> dict[str, Any]:
    return {"code": named.code, "name": named.name}
