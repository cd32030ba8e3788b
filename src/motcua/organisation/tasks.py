"""Background work of the organisation: accounts of those who left."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.organisation.services import lock_leavers

log = structlog.get_logger(__name__)


# Every hour, as the seal of the log: the first run after midnight in Vietnam locks, whatever zone the machine
# keeps; until it has, nobody who left holds a post any more.
@app.periodic(cron="3 * * * *")
@app.task(queue="daily", lock="lock_accounts_of_leavers")
def lock_accounts_of_leavers(timestamp: int) -> None:
    """Lock the accounts whose owner's last day is over; safe to repeat."""
    locked = lock_leavers()
    if locked:
        log.info("accounts_locked", count=len(locked))
