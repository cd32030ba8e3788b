"""Retention of the house's own tables."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {}
NOT_PERSONAL: Final = ("BackupRun", "ErasureRun", "SetAside")
"""Looked at and found free of personal data: they count, and name a dossier by its code alone."""
