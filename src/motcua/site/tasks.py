"""Background work of the house itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings
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


# Half past one at night in Vietnam (UTC+7), in the zone that procrastinate counts in.
@app.periodic(cron="30 18 * * *")
@app.task(queue="daily", lock="back_up", queueing_lock="back_up")
def back_up(timestamp: int) -> None:
    """The scheduled backup; done again by hand or the next night where it fails, for a half one is none."""
    if not settings.MOTCUA_BACKUP_DIR:
        return
    from motcua.site.keeping import backup, runs

    place = Path(settings.MOTCUA_BACKUP_DIR)
    with runs.recorded(place) as run:
        made = backup.take(place, keep=settings.MOTCUA_BACKUP_KEEP, say=lambda message: None)
        run.done(made)
    logger.info("backed_up", name=made.folder.name, files=made.manifest.files, seal=made.seal)


@app.periodic(cron="0 19 * * 6")
@app.task(queue="upkeep", lock="erase_what_is_over", queueing_lock="erase_what_is_over")
def erase_what_is_over(timestamp: int) -> None:
    """Follow the rules of retention that a job may follow alone; the others wait for `motcua erase`."""
    from motcua.site.keeping import erasing

    for rule in erasing.rules():
        if rule.weekly and not rule.owner:
            logger.info("erased", rule=rule.id, count=erasing.follow(rule))
