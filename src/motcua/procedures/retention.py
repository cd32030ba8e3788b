"""Retention of this room: catalogue and processes hold no personal data, so nothing here is ever erased.

`decided_by` of a contradiction or of a doubt is an officer's code, part of the record of an official act.
"""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {}
"""Model name -> retention rule; empty because no model of this room holds personal data."""

NOT_PERSONAL: Final = (
    "Field",
    "Procedure",
    "SourceRecord",
    "ProcedureVersion",
    "Contradiction",
    "ProcessDecision",
    "InternalProcess",
    "ProcessVersion",
    "ProcessVerdict",
    "ProcessPeriod",
    "ProcessUse",
    "CatalogueState",
    "UseCount",
    "ServiceFact",
)
"""Models looked at and found free of personal data; a test compares this with the room's models."""
