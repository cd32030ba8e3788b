"""Retention of this room: counts hold no personal data; only the newest are kept."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {}
NOT_PERSONAL: Final = ("Count", "CountRow")
"""Numbers of dossiers. What a small group could tell of a person is held back where it is shown."""
