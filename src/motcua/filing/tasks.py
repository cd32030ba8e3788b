"""Background work of filing: what was given up goes."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.filing.drafts import remove_old_drafts
from motcua.filing.ending import tell_of_ends
from motcua.filing.uploads import remove_broken_off

log = structlog.get_logger(__name__)


@app.periodic(cron="41 * * * *")
@app.task(queue="uploads", lock="remove_filings")
def remove_filings(timestamp: int) -> None:
    """Take away uploads that broke off and drafts whose time is over; safe to repeat."""
    log.info("filings_removed", uploads=remove_broken_off(), drafts=remove_old_drafts())


# No `lock`: a job that died would hold it for minutes. The outbox takes each occasion once.
@app.periodic(cron="17 * * * *")
@app.task(queue="messages", queueing_lock="tell_of_drafts_ending")
def tell_of_drafts_ending(timestamp: int) -> None:
    """Tell citizens of drafts that go soon; safe to repeat and to be killed."""
    made = tell_of_ends()
    if made:
        log.info("draft_ends_told", messages=made)
