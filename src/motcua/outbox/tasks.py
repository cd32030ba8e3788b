"""Background work of the outbox: letters go every minute."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.outbox.sending import send_waiting

log = structlog.get_logger(__name__)


# No `lock`: a job that died would hold it for minutes. The sender has a lock of its own that dies with it.
@app.periodic(cron="* * * * *")
@app.task(queue="messages", queueing_lock="send_letters")
def send_letters(timestamp: int) -> None:
    """Send the letters that wait; safe to repeat and to be killed."""
    run = send_waiting()
    if any(run):
        log.info("letters_sent", **run._asdict())
