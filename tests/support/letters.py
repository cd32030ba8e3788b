"""Letters that wait, sent as the worker sends them within a minute."""

from __future__ import annotations

from motcua.outbox.sending import Run, send_waiting


def send_what_waits() -> Run:
    """Send every letter whose time has come, in this process; what became of them."""
    return send_waiting()
