"""A ward's office and a mail server of the test's own."""

from tests.dossiers.conftest import province, room
from tests.outbox.conftest import mail, server

__all__ = ["mail", "province", "room", "server"]
