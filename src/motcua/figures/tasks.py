"""Background work: the dossiers are counted anew twice an hour."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.figures.services import count_dossiers

log = structlog.get_logger(__name__)


@app.periodic(cron="7,37 * * * *")
@app.task(queue="figures", lock="count_dossiers", queueing_lock="count_dossiers")
def count_anew(timestamp: int) -> None:
    """Count what the public pages show; safe to repeat and to be killed."""
    counted = count_dossiers()
    log.info("figures_counted", rows=counted)
