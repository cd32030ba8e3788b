"""Background work: reminders are made every five minutes."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.reminders.services import remind

log = structlog.get_logger(__name__)


# No `lock`: a job that died would hold it for minutes; two runs at once make each message once.
@app.periodic(cron="*/5 * * * *")
@app.task(queue="messages", queueing_lock="make_reminders")
def make_reminders(timestamp: int) -> None:
    """Tell what is near due or overdue, take back what is done; safe to repeat and to be killed."""
    done = remind()
    if any(done):
        log.info("reminders_made", **done._asdict())
