"""Background work of this room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.news import reach, visitors


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", queueing_lock="look_over_ipv6")
def look_over_ipv6(timestamp: int) -> None:
    """Ask the portal for itself over IPv6."""
    reach.check()


@app.periodic(cron="20 17 * * *")
@app.task(queue="upkeep", queueing_lock="add_up_visits")
def add_up_visits(timestamp: int) -> None:
    """Twenty past midnight in Vietnam (UTC+7): the day's readers become a number."""
    visitors.add_up()
