"""Background work of online payment: orders that ran out, money that a dying process left."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.payments.services import close_run_out, take_all_waiting

log = structlog.get_logger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="daily", lock="online_payments")
def look_after_payments(timestamp: int) -> None:
    """Take up money that waits for its order, then close the orders whose time is over; safe to repeat."""
    taken, closed = take_all_waiting(), close_run_out()
    if taken or closed:
        log.info("payments_looked_after", taken=taken, closed=closed)
