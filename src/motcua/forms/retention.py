"""Retention of this room: forms hold questions, not answers, so nothing here is ever erased.

`draft_by` is an officer's code. What citizens answer is kept by who files it.
"""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {}
"""Model name -> retention rule; empty because no model of this room holds personal data."""

NOT_PERSONAL: Final = ("Form", "FormRevision", "FormPeriod")
"""Models looked at and found free of personal data; a test compares this with the room's models."""
