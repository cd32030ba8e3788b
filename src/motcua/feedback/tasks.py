"""Background work of the room."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.feedback import erasing, owing, scanning

log = structlog.get_logger(__name__)


@app.periodic(cron="41 * * * *")
@app.task(queue="upkeep", queueing_lock="petition_files", pass_context=False)
def sweep_petition_files(timestamp: int) -> None:
    """Take away, every hour, the content of petitions' files whose time is over."""
    erasing.sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="messages", queueing_lock="remind_of_petitions")
def remind_of_petitions(timestamp: int) -> None:
    """Tell officers which petitions are near due or overdue; safe to repeat and to be killed."""
    made = owing.remind()
    if made:
        log.info("petition_reminders_made", made=made)


@app.periodic(cron="26 * * * *")
@app.task(queue="uploads", queueing_lock="scan_petition_files")
def scan_petition_files(timestamp: int) -> None:
    """Look for viruses in files of petitions that no scanner has looked at; safe to repeat."""
    for each in scanning.scan_files():
        log.error("virus_found", petition_file=str(each.pk), virus=each.virus)
