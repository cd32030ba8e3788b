"""Background work of the dossiers: the seal of the log every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.dossiers.seal import seal_days


@app.periodic(cron="5 0 * * *")
@app.task(queue="daily", pass_context=False)
def seal_the_log(timestamp: int) -> None:
    """Seal every finished day; safe to repeat."""
    seal_days()
