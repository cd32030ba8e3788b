"""A ward's office with a dossier that owes 10.000 đồng, as the tests of dossiers have it."""

from __future__ import annotations

from tests.dossiers.conftest import office, province, room, room_2022
from tests.notices.conftest import channels

__all__ = ["channels", "office", "province", "room", "room_2022"]
