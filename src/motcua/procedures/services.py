"""The only writers of the catalogue: import a file, decide a contradiction, load the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from django.db import connection, transaction

from motcua.foundation.clock import Clock, SystemClock, aware_of, day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation import rights
from motcua.organisation.changes import LONGEST_REASON, record_change

from .by_hand import IMPORT_LOCK, abolish, make_fee_certain, write_version
from .contradictions import Finding
from .demonstration import demonstration_periods
from .importers.readers import Source
from .importers.registry import importer_for
from .importing import Intake, Rejected, Report, Stated
from .models import Contradiction, Procedure, ServiceFact
from .offers import is_limit
from .simulated_catalogue import SOURCE, Wanted, periods, planned

__all__ = [
    "Progress",
    "Rejected",
    "Report",
    "Stated",
    "abolish",
    "decide_contradiction",
    "import_file",
    "load_demo",
    "load_simulated",
    "make_fee_certain",
    "write_version",
]

Progress = Callable[[int, float], None]
"""Called now and then with the rows read and the share of the file done (0-1)."""


def import_file(
    path: Path | str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Report:
    """Read a file of procedures into the catalogue, whole or not at all.

    A second run of the same file changes nothing. Contents that changed open a new version from today
    (`clock`). With `dry_run` the report is made and nothing written.

    Raises: UsageError for a file that cannot be read or is none of the known shapes.
    """
    now = (clock or SystemClock()).now()
    source = Source(Path(path))
    importer = importer_for(source)
    report = Report(file=source.path.name, shape=importer.shape, dry_run=dry_run)
    with transaction.atomic():
        _one_at_a_time()
        intake = Intake(report, day=day_of(now), moment=aware_of(now))
        for row in importer.rows(source):
            if intake.take(row) and progress:
                progress(report.read, min(source.read_bytes / max(source.size, 1), 1.0))
        intake.finish()
        if dry_run:
            transaction.set_rollback(True)
    if progress:
        progress(report.read, 1.0)
    return report


def decide_contradiction(
    actor: rights.Person, contradiction_id: int, decision: str, reason: str, *, clock: Clock | None = None
) -> Contradiction:
    """Settle a contradiction: `decision` is the key of one of its options, or a limit such as
    `12.5 working_day`, or an amount in đồng where the fee is open.

    Raises: Forbidden without the right; NotFound; DomainError for an empty reason or a decision that does
    not fit; Conflict when somebody decided first.
    """
    rights.require(actor, "decide_contradiction")
    reason = clean_text(reason, LONGEST_REASON).strip()
    if not reason:
        raise DomainError(
            gettext_noop("Chưa ghi lý do của quyết định."),
            gettext_noop("Ghi căn cứ: quyết định công bố, văn bản hoặc ý kiến của cơ quan chuyên môn."),
            id="reason_missing",
        )
    with transaction.atomic():
        rows = Contradiction.objects.select_for_update(of=("self",)).select_related("version__procedure")
        row = rows.filter(pk=contradiction_id).first()
        if row is None:
            raise NotFound(gettext_noop("Không có nội dung chưa thống nhất này."), id="no_contradiction")
        if row.decision:
            raise Conflict(
                gettext_noop("Nội dung này đã được %(who)s chốt: %(decision)s."),
                gettext_noop("Tải lại trang để xem quyết định."),
                id="already_decided",
                who=row.decided_by,
                decision=row.decision,
            )
        _fits(msgspec.convert(row.finding, Finding), decision)
        row.decision, row.reason = decision, reason
        row.decided_by, row.at = actor.officer_code, aware_of((clock or SystemClock()).now())
        row.save(update_fields=["decision", "reason", "decided_by", "at"])
        record_change(
            actor,
            kind="contradiction",
            subject=row.version.procedure.code,
            named=row.version.name,
            before={"where": row.where, "detail": row.detail, "decision": ""},
            after={"where": row.where, "detail": row.detail, "decision": decision},
            reason=reason,
            clock=clock,
        )
    return row


def _one_at_a_time() -> None:
    """Two imports at once would merge from each other's half; the second waits for the first to commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _fits(finding: Finding, decision: str) -> None:
    if any(option.key == decision for option in finding.options):
        return
    about_time = finding.kind in ("unknown_unit", "channel_times_differ", "channel_time_vs_case_time") or (
        finding.kind == "sources_differ_on_time"
    )
    if about_time and is_limit(decision):
        return
    if finding.fee is not None and decision.isascii() and decision.isdigit() and len(decision) <= 12:
        return
    raise DomainError(
        gettext_noop("Quyết định %(decision)s không áp dụng được cho nội dung này."),
        gettext_noop('Chọn một trong các phương án được liệt kê, hoặc ghi thời hạn dạng "10 working_day".'),
        id="decision_unfit",
        decision=decision[:60],
    )


@transaction.atomic
def load_demo(clock: Clock | None = None) -> int:
    """Put the demonstration's procedures into the catalogue; the number of procedures. Repeatable."""
    _one_at_a_time()
    now = (clock or SystemClock()).now()
    intake = Intake(
        Report(file="demonstration", shape="demonstration", dry_run=False),
        day=day_of(now),
        moment=aware_of(now),
    )
    return intake.take_periods(demonstration_periods())


@transaction.atomic
def load_simulated(wanted: Wanted, seed: int, clock: Clock | None = None) -> int:
    """List a province's simulated procedures and state which services there are; how many statements.

    Nothing where anything is stated already. The demonstration's procedures must be there.
    """
    _one_at_a_time()
    if ServiceFact.objects.exists():
        return 0
    now = (clock or SystemClock()).now()
    plan = planned(wanted, seed)
    report = Report(file=SOURCE, shape=SOURCE, dry_run=False)
    Intake(report, day=day_of(now), moment=aware_of(now)).take_periods(periods(plan.procedures, wanted.until))
    keys = dict(Procedure.objects.values_list("code", "pk"))
    ServiceFact.objects.bulk_create(
        ServiceFact(
            procedure_id=keys[fact.code],
            kind=fact.kind,
            value=fact.value,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
            source=SOURCE,
            simulated=True,
        )
        for fact in plan.facts
    )
    return len(plan.facts)
