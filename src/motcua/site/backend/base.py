"""Asks the socket, not the server, whether a kept connection still stands.

`CONN_HEALTH_CHECKS` sends `SELECT 1` before the first statement of each request: a round trip that the answer
waits for. A server that ended a connection has closed it, and that shows on the socket without asking.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, asked by Django under the same name."""

    def is_usable(self) -> bool:
        """Whether the connection can be used. Only where something lies on it unread is the server asked."""
        link = self.connection
        if link is None or link.closed or link.info.transaction_status == TransactionStatus.INERROR:
            return False
        waiting = select.poll()
        waiting.register(link.fileno(), select.POLLIN)
        return not waiting.poll(0) or bool(super().is_usable())
