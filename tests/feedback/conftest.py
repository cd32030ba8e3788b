"""The demonstration province and the office of a ward, as the tests of dossiers have them."""

from __future__ import annotations

from tests.dossiers.conftest import office, own_store, province, room, room_2022

__all__ = ["office", "own_store", "province", "room", "room_2022"]
