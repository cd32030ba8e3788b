"""Background work of the room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.feedback import erasing


@app.periodic(cron="41 * * * *")
@app.task(queue="upkeep", queueing_lock="petition_files", pass_context=False)
def sweep_petition_files(timestamp: int) -> None:
    """Take away, every hour, the content of petitions' files whose time is over."""
    erasing.sweep()
