"""Background work of the personal store."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.vault.erasing import sweep
from motcua.vault.feeding import feed

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queue="uploads", lock="feed_the_store", queueing_lock="feed_the_store")
def feed_the_store(timestamp: int) -> None:
    """Let what was scanned, signed and returned join the store; safe to repeat."""
    joined = feed()
    if joined:
        log.info("store_fed", papers=joined)


@app.periodic(cron="41 * * * *")
@app.task(queue="uploads", lock="sweep_the_store")
def sweep_the_store(timestamp: int) -> None:
    """Take away the content of erased papers; safe to repeat."""
    log.info("store_swept", papers=sweep())
