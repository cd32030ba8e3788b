"""From which day a version runs, and until when. Dossiers that run stay on the version they began with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.organisation.changes import record_change
from motcua.organisation.models.dated import holds
from motcua.organisation.rights import Person

from .models import InternalProcess, ProcessPeriod, ProcessUse, ProcessVersion
from .process_checking import checked
from .process_rows import ensure_may, one_at_a_time, process_of, said_day, version_numbered


@transaction.atomic
def put_in_force(
    actor: Person,
    code: str,
    number: int,
    day: date,
    reason: str,
    *,
    backdated: bool = False,
    ending: Collection[str] = (),
    clock: Clock | None = None,
) -> ProcessPeriod:
    """Let a version run for dossiers received from `day` on; the version before it ends the day before.

    `ending` names other processes of the same procedures that end then too, for a new decision that replaces
    an old one. A day before today must be said (`backdated`). Dossiers that run stay on their version.

    Raises: Forbidden; NotFound; DomainError `process_unsound`, `process_undecided`, `process_backdated`,
    `nothing_changed`; Conflict `process_later_period`, `process_other_in_force`.
    """
    ensure_may(actor)
    one_at_a_time()
    today = day_of((clock or SystemClock()).now())
    version = version_numbered(code, number)
    _ensure_ready(version, day)
    _ensure_not_past(day, today, backdated)
    row = version.process
    before = _standing(row, day)
    if before is not None and before.version_id == version.pk and before.valid_to is None:
        raise DomainError(
            gettext_noop("Phiên bản %(number)d đang có hiệu lực rồi."),
            gettext_noop("Không cần làm gì thêm."),
            id="nothing_changed",
            number=number,
        )
    for period, _ in list(_others(row, day, None)):
        if period.process.code in ending:
            _end_recorded(actor, period, day, reason, clock)
    ensure_alone(row, day, None)
    _ensure_no_later(row, day)
    if before is not None:
        _end(before, day)
    period = ProcessPeriod.objects.create(process=row, version=version, valid_from=day)
    record_change(
        actor,
        kind="process",
        subject=code,
        named=row.name,
        before={"version": before.version.number} if before else None,
        after={"version": number, "valid_from": day},
        reason=reason,
        clock=clock,
    )
    return period


def _ensure_ready(version: ProcessVersion, day: date) -> None:
    found = checked(version, day)
    if found.blocking:
        raise DomainError(
            gettext_noop("Chưa áp dụng được: quy trình còn %(count)d lỗi, như: %(what)s"),
            gettext_noop("Sửa sơ đồ, lưu thành phiên bản mới rồi áp dụng phiên bản đó."),
            id="process_unsound",
            count=len(found.blocking),
            what=found.blocking[0].message,
        )
    if found.undecided:
        raise DomainError(
            gettext_noop("Chưa áp dụng được: còn %(count)d nghi vấn chưa quyết định, như: %(what)s"),
            gettext_noop("Quyết định từng nghi vấn, ghi lý do, rồi áp dụng."),
            id="process_undecided",
            count=len(found.undecided),
            what=found.undecided[0].message,
        )


def _ensure_not_past(day: date, today: date, backdated: bool) -> None:
    if day < today and not backdated:
        raise DomainError(
            gettext_noop("Ngày áp dụng %(day)s đã qua."),
            gettext_noop("Chọn từ hôm nay trở đi, hoặc xác nhận áp dụng lùi ngày."),
            id="process_backdated",
            field="valid_from",
            day=said_day(day),
        )


def _standing(row: InternalProcess, day: date) -> ProcessPeriod | None:
    return row.periods.filter(holds(day)).select_related("version").first()


def _ensure_no_later(row: InternalProcess, day: date) -> None:
    later = row.periods.filter(valid_from__gt=day).select_related("version").order_by("valid_from").first()
    if later is not None:
        raise Conflict(
            gettext_noop("Phiên bản %(number)d đã được định áp dụng từ %(day)s."),
            gettext_noop("Bỏ áp dụng phiên bản đó trước, hoặc chọn ngày sau đó."),
            id="process_later_period",
            number=later.version.number,
            day=said_day(later.valid_from),
        )


def _end(period: ProcessPeriod, day: date) -> None:
    """The period ends the day before `day`; one that would not have begun was never in force."""
    if period.valid_from >= day:
        period.delete()
        return
    period.valid_to = day - timedelta(days=1)
    period.save(update_fields=["valid_to"])


def ensure_alone(row: InternalProcess, first: date, last: date | None) -> None:
    """No procedure has two processes on one day for the same case and level. Raises: Conflict."""
    for period, procedure in _others(row, first, last):
        raise Conflict(
            gettext_noop("Thủ tục %(procedure)s đang theo quy trình %(code)s."),
            gettext_noop(
                "Kết thúc quy trình đó từ cùng ngày, hoặc ghi rõ trường hợp, cấp mà mỗi quy trình phục vụ."
            ),
            id="process_other_in_force",
            procedure=procedure,
            code=period.process.code,
        )


def others_in_force(row: InternalProcess, day: date, served: Iterable[ProcessUse]) -> list[InternalProcess]:
    """The other processes that serve one of these uses of the process on that day or later."""
    uses = {(use.procedure_code, use.case, use.level) for use in served}
    found = {period.process.pk: period.process for period, _ in _others(row, day, None, uses)}
    return list(found.values())


def _others(
    row: InternalProcess, first: date, last: date | None, uses: set[tuple[str, str, str]] | None = None
) -> Iterator[tuple[ProcessPeriod, str]]:
    """Periods of other processes for the same procedure, case and level within a time, with the procedure."""
    if uses is None:
        uses = set(row.uses.values_list("procedure_code", "case", "level"))
    served = {use[0] for use in uses}
    found = ProcessPeriod.objects.filter(process__uses__procedure_code__in=served).exclude(process=row)
    found = found.exclude(valid_to__lt=first)
    if last is not None:
        found = found.filter(valid_from__lte=last)
    found = found.select_related("process", "version").prefetch_related("process__uses").distinct()
    for period in found.order_by("process__code", "valid_from"):
        theirs = {(use.procedure_code, use.case, use.level) for use in period.process.uses.all()}
        if shared := sorted(uses & theirs):
            yield period, shared[0][0]


def _end_recorded(actor: Person, period: ProcessPeriod, day: date, reason: str, clock: Clock | None) -> None:
    before = {
        "version": period.version.number,
        "valid_from": period.valid_from,
        "valid_to": period.valid_to,
    }
    _end(period, day)
    record_change(
        actor,
        kind="process",
        subject=period.process.code,
        named=period.process.name,
        before=before,
        after={
            "version": period.version.number,
            "valid_from": before["valid_from"],
            "valid_to": day - timedelta(days=1),
        },
        reason=reason,
        clock=clock,
    )


@transaction.atomic
def take_out_of_force(
    actor: Person,
    code: str,
    last_day: date,
    reason: str,
    *,
    backdated: bool = False,
    clock: Clock | None = None,
) -> int:
    """End a process after `last_day`, what was set to begin later too; dossiers that run go on. How many
    periods ended. Raises: Forbidden; NotFound; DomainError `process_backdated`, `nothing_changed`."""
    ensure_may(actor)
    one_at_a_time()
    today = day_of((clock or SystemClock()).now())
    row = process_of(code)
    _ensure_not_past(last_day + timedelta(days=1), today, backdated)
    periods = list(row.periods.exclude(valid_to__lte=last_day).select_related("version", "process"))
    if not periods:
        raise DomainError(
            gettext_noop("Quy trình không có hiệu lực sau ngày %(day)s."),
            gettext_noop("Không cần làm gì thêm."),
            id="nothing_changed",
            day=said_day(last_day),
        )
    for period in periods:
        _end_recorded(actor, period, last_day + timedelta(days=1), reason, clock)
    return len(periods)
