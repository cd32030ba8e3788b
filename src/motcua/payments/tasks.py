"""Background work of online payment: orders that ran out, what a dying process left, money to go back."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.payments.services import ask_returns, close_run_out, take_all_waiting

log = structlog.get_logger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="daily", lock="online_payments")
def look_after_payments(timestamp: int) -> None:
    """Take up money that waits for its order, close the orders whose time is over, ask the gateway again
    for money that it has not given back; safe to repeat."""
    taken, closed = take_all_waiting(), close_run_out()
    answered = ask_returns()
    if taken or closed or answered:
        log.info("payments_looked_after", taken=taken, closed=closed, answered=answered)
