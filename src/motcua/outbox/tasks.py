"""Background work of the outbox: letters and short messages go every minute."""

from __future__ import annotations

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from motcua.outbox.channels import BY_PHONE
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


@app.periodic(cron="* * * * *")
@app.task(queue="messages", queueing_lock="send_by_phone")
def send_by_phone(timestamp: int) -> None:
    """Send the short messages that wait, outside the quiet hours; safe to repeat and to be killed."""
    for channel in BY_PHONE:
        run = send_waiting(channel)
        if any(run):
            log.info("short_messages_sent", channel=str(channel), **run._asdict())


def send_soon() -> None:
    """Wake the sender once the caller's transaction is committed, for letters that somebody waits for at the
    screen. Where that fails, the letter goes with the next minute's run."""
    transaction.on_commit(_wake)


def _wake() -> None:
    try:
        with transaction.atomic():
            send_letters.configure().defer(timestamp=0)
    except AlreadyEnqueued:
        return
    except ConnectorException:
        log.warning("sender_not_woken")
