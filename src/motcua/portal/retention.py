"""How long the portal keeps what it remembers."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {}
NOT_PERSONAL: Final = frozenset({"LookupGuesses"})
"""Keyed hashes of address and code that live for an hour and are swept by the next guess."""
