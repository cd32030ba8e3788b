"""Background work of the notices: events become messages every minute."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.notices.deriving import tell_citizens
from motcua.notices.ending import tell_of_deadlines

log = structlog.get_logger(__name__)


# No `lock`: a job that died would hold it for minutes. Each event is heard in a transaction of its own.
@app.periodic(cron="* * * * *")
@app.task(queue="messages", queueing_lock="tell_citizens")
def tell_of_events(timestamp: int) -> None:
    """Tell citizens of what happened to their dossiers; safe to repeat and to be killed."""
    told = tell_citizens()
    if any(told):
        log.info("citizens_told", **told._asdict())


@app.periodic(cron="19 * * * *")
@app.task(queue="messages", queueing_lock="tell_of_supplements_ending")
def tell_of_supplements_ending(timestamp: int) -> None:
    """Tell citizens of supplements whose time is nearly over; safe to repeat and to be killed."""
    made = tell_of_deadlines()
    if made:
        log.info("supplement_ends_told", messages=made)
