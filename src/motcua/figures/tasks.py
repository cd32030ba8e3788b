"""Background work: the dossiers are counted anew twice an hour; files that somebody asked for."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.figures import rolling
from motcua.figures.report_files import make_file, remove_old_files
from motcua.figures.services import count_dossiers

log = structlog.get_logger(__name__)


@app.periodic(cron="7,37 * * * *")
@app.task(queue="figures", lock="count_dossiers", queueing_lock="count_dossiers")
def count_anew(timestamp: int) -> None:
    """Count what the public pages show; safe to repeat and to be killed."""
    counted = count_dossiers()
    log.info("figures_counted", rows=counted)


@app.periodic(cron="20 1 * * *")
@app.task(queue="figures", lock="bring_sums_up", queueing_lock="bring_sums_up")
def bring_sums_up(timestamp: int) -> None:
    """Bring the sums by day to the log, where they were ever made; safe to repeat and to be killed."""
    if rolling.there():
        done = rolling.refresh()
        log.info("figures_summed", dossiers=done.dossiers, sums=done.sums)


@app.task(queue="files")
def make_report_file(number: int) -> None:
    """Make a file of a report; safe to repeat."""
    make_file(number)


@app.periodic(cron="41 3 * * *")
@app.task(queue="figures", lock="remove_report_files")
def remove_report_files(timestamp: int) -> None:
    """Take away files whose days are over; safe to repeat."""
    log.info("report_files_removed", count=remove_old_files())
