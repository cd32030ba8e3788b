"""What the drills share: the ward, another machine, the store of the test's own."""

from tests.dossiers.conftest import own_store, province, room
from tests.keeping.conftest import elsewhere, here

__all__ = ["elsewhere", "here", "own_store", "province", "room"]
