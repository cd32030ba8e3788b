"""Background work of the house itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog
from procrastinate.contrib.django import app

logger = structlog.get_logger(__name__)

# A worker says every ten seconds that it lives; far above that, it does not.
STALLED_AFTER: Final = timedelta(minutes=5)
KEEP_DONE_HOURS: Final = 24 * 7


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="recover_stalled_jobs", pass_context=False)
async def recover_stalled_jobs(timestamp: int) -> None:
    """Give the jobs of dead workers back to the living, and forget what was done a week ago."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()):
        logger.warning("job_recovered", job=job.id, task=job.task_name)
        await manager.retry_job(job)
    await manager.delete_old_jobs(nb_hours=KEEP_DONE_HOURS, include_failed=False)
    await manager.prune_stalled_workers(STALLED_AFTER.total_seconds())
