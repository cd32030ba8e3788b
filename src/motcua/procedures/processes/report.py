"""The document of `motcua process import` (contracts, section 1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .tables import DecisionTables, Process, Step


def document(file: str, tables: DecisionTables) -> dict[str, Any]:
    """What was read, in the fixed keys; numbers are JSON numbers, dates ISO text."""
    return {
        "file": file,
        "decision": {"number": tables.number, "place": tables.place, "date": tables.date},
        "processes": [_process(process) for process in tables.processes],
    }


def _process(process: Process) -> dict[str, Any]:
    total = process.total
    return {
        "order": process.order,
        "name": process.name,
        "codes": list(process.codes),
        "steps": [_step(step) for step in process.steps],
        "printed_total": total
        and {"quantity": _number(total.quantity), "unit": total.unit, "text": total.text},
        "sum": {unit.value: _number(quantity) for unit, quantity in process.sums.items()},
        "sum_matches": process.sum_matches,
        "doubts": [
            {"kind": doubt.kind, "step": doubt.step, "message": str(doubt.message)}
            for doubt in process.doubts
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "no": step.no,
        "content": step.content,
        "post": step.post,
        "quantity": _number(step.time.quantity),
        "unit": step.time.unit,
        "counted": step.time.counted,
        "printed": step.time.text,
    }


def _number(quantity: Decimal | None) -> int | float | None:
    if quantity is None:
        return None
    return int(quantity) if quantity == quantity.to_integral() else float(quantity)
