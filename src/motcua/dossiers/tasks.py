"""Background work of the dossiers: the seal of the log, the checks of attached files."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.dossiers.attachments import check_files, remove_old_drafts, scan_files
from motcua.dossiers.batching import run_batch
from motcua.dossiers.checks import run_check
from motcua.dossiers.drafts import remove_old_intakes
from motcua.dossiers.importing.desk import run_import
from motcua.dossiers.process_moving import run_move
from motcua.dossiers.recounting import run_recount
from motcua.dossiers.seal import seal_days
from motcua.dossiers.succeeding import hand_over_steps

log = structlog.get_logger(__name__)


# Every hour: the first run after midnight in Vietnam seals, whatever zone the machine keeps, and a night
# that was missed is made up for.
@app.periodic(cron="7 * * * *")
@app.task(queue="daily", lock="seal_the_log")
def seal_the_log(timestamp: int) -> None:
    """Seal every finished day; safe to repeat."""
    for root in seal_days():
        log.info("log_sealed", day=root.day.isoformat(), heads=root.heads, root=root.root.hex())


@app.periodic(cron="23 * * * *")
@app.task(queue="uploads", lock="check_uploads")
def check_uploads(timestamp: int) -> None:
    """Look again at files not looked at for long; take away intakes that were given up, with their files."""
    for attachment, state in check_files():
        log.error("file_not_whole", attachment=str(attachment.pk), sha256=attachment.sha256, state=state)
    for attachment in scan_files():
        log.error("virus_found", attachment=str(attachment.pk), virus=attachment.virus)
    log.info("drafts_removed", count=remove_old_drafts(), intakes=remove_old_intakes())


# A few minutes into the day an agency has ended the night before.
@app.periodic(cron="3 * * * *")
@app.task(queue="daily", lock="hand_over_steps")
def hand_over_steps_of_ended_agencies(timestamp: int) -> None:
    """Open steps of agencies that ended go to who took their dossiers; safe to repeat."""
    for handed in hand_over_steps():
        log.info("step_handed_over", dossier=handed.code, step=handed.step, successor=handed.after)


@app.task(queue="checks", lock="check_the_log")
def check_the_log(number: int) -> None:
    """Do the check of the whole log that somebody asked for; safe to repeat."""
    run_check(number)


@app.task(queue="promises")
def recount_promises(number: int) -> None:
    """Count anew the promises that somebody decided on; safe to repeat."""
    run_recount(number)


@app.task(queue="promises")
def move_processes(number: int) -> None:
    """Move the dossiers that somebody decided on to a version of their process; safe to repeat."""
    run_move(number)


@app.task(queue="batches")
def do_batch(number: int) -> None:
    """Do what somebody asked for on many dossiers; safe to repeat."""
    run_batch(number)


@app.task(queue="batches", lock="dossier_import")
def take_dossiers_in(number: int) -> None:
    """Try or enter a list of another system that somebody uploaded; safe to repeat."""
    run_import(number)
