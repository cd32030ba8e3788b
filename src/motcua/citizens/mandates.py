"""Mandates (Civil Code 2015, art. 562-569): given by one proven account, accepted by another.

Either side ends one whenever it likes. A mandate without a last day lasts a year from its first (art. 563).
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Q

from motcua.citizens.models import AccountEvent, Citizen, Mandate
from motcua.citizens.queries import Applicant
from motcua.citizens.told import tell
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text, fold

LONGEST_YEARS: Final = 10
"""A slip of the keyboard, not a rule of law: nobody means a mandate until 2222."""
_MOST_OPEN: Final = 50


class MandateRow(NamedTuple):
    """A mandate as one of its sides sees it. `other` is the name of the other side; `state` one of `offered`,
    `coming`, `running`, `over`, `ended`."""

    id: int
    other: str
    other_is_business: bool
    given: bool
    scope: str
    paper: str
    valid_from: date
    valid_until: date | None
    state: str


def give(
    giver: Applicant,
    *,
    number: str,
    name: str,
    scope: str = "",
    valid_from: date,
    valid_until: date | None = None,
    paper: str = "",
    clock: Clock | None = None,
) -> int:
    """Offer a mandate to the account of that number and name; its id. It counts once the holder accepts.

    Number and name must both fit a proven account: who guesses one of them learns nothing.

    Raises: DomainError `giver_not_proven`, `mandate_days`, `mandate_to_self`, `text_too_long`; `NotFound`
    `holder_unknown`; `Conflict` `mandate_exists`, `too_many_mandates`.
    """
    clock = clock or SystemClock()
    today = day_of(clock.now())
    _refuse_unproven(giver)
    last = valid_until or _year_later(valid_from)
    _refuse_days(valid_from, last, today)
    note = clean_text(paper, 200)
    holder = _holder(number, name)
    if holder.pk == giver.pk:
        raise DomainError(
            gettext_noop("Không tự ủy quyền cho chính mình."), id="mandate_to_self", field="number"
        )
    with transaction.atomic():
        Citizen.objects.select_for_update().get(pk=giver.pk)
        running = Mandate.objects.filter(giver=giver.pk, ended_at=None, valid_until__gte=today)
        if running.filter(holder=holder.pk, scope__in={"", scope}, valid_from__lte=last).exists():
            raise Conflict(
                gettext_noop("Bạn đã ủy quyền việc này cho người này trong thời gian ấy."),
                gettext_noop("Chấm dứt ủy quyền cũ trước, rồi lập lại."),
                id="mandate_exists",
            )
        if running.count() >= _MOST_OPEN:
            raise Conflict(gettext_noop("Bạn đã có 50 ủy quyền còn hiệu lực."), id="too_many_mandates")
        made = Mandate.objects.create(
            giver_id=giver.pk,
            holder=holder,
            scope=scope,
            paper=note,
            valid_from=valid_from,
            valid_until=last,
            made_at=clock.now(),
        )
        _tell_both(made, AccountEvent.Kind.MANDATE_GIVEN, clock)
    return int(made.pk)


@transaction.atomic
def accept(holder: Applicant, number: int, *, clock: Clock | None = None) -> None:
    """The holder takes the mandate on. Raises: `NotFound`; DomainError `mandate_over`."""
    clock = clock or SystemClock()
    row = Mandate.objects.select_for_update().filter(pk=number, holder=holder.pk).first()
    if row is None:
        raise _unknown()
    if row.ended_at is not None or _is_over(row, day_of(clock.now())):
        raise DomainError(gettext_noop("Ủy quyền này đã chấm dứt hoặc hết hạn."), id="mandate_over")
    if row.accepted_at is None:
        row.accepted_at = clock.now()
        row.save(update_fields=["accepted_at"])
        _tell_both(row, AccountEvent.Kind.MANDATE_ACCEPTED, clock)


@transaction.atomic
def end(side: Applicant, number: int, *, clock: Clock | None = None) -> None:
    """Either side ends a mandate at once, or declines one that was offered (Civil Code art. 569).

    Raises: `NotFound`, also for a mandate of others; DomainError `mandate_over`.
    """
    clock = clock or SystemClock()
    sides = Q(giver=side.pk) | Q(holder=side.pk)
    row = Mandate.objects.select_for_update().filter(sides, pk=number).first()
    if row is None:
        raise _unknown()
    if row.ended_at is not None:
        raise DomainError(gettext_noop("Ủy quyền này đã chấm dứt hoặc hết hạn."), id="mandate_over")
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    _tell_both(row, AccountEvent.Kind.MANDATE_ENDED, clock)


def mandates_of(side: Applicant, today: date) -> list[MandateRow]:
    """All mandates that the account gave or was given, newest first; one query."""
    rows = Mandate.objects.filter(Q(giver=side.pk) | Q(holder=side.pk)).select_related("giver", "holder")
    found = []
    for row in rows.order_by("-made_at", "-pk"):
        given = row.giver_id == side.pk
        other = row.holder if given else row.giver
        found.append(
            MandateRow(
                row.pk,
                other.name,
                other.kind == Citizen.Kind.BUSINESS,
                given,
                row.scope,
                row.paper,
                row.valid_from,
                row.valid_until,
                _state(row, today),
            )
        )
    return found


def _state(row: Mandate, today: date) -> str:
    if row.ended_at is not None:
        return "ended"
    if _is_over(row, today):
        return "over"
    if row.accepted_at is None:
        return "offered"
    return "coming" if row.valid_from > today else "running"


def _is_over(row: Mandate, today: date) -> bool:
    return row.valid_until is not None and row.valid_until < today


def _holder(number: str, name: str) -> Citizen:
    rows = Citizen.objects.filter(
        identifier="".join(number.split()), assurance=Citizen.Assurance.PROVEN, closed_at=None
    )
    row = rows.first() if number.strip() else None
    if row is None or " ".join(fold(row.name).split()) != " ".join(fold(name).split()):
        raise NotFound(
            gettext_noop("Không tìm thấy tài khoản đã xác thực có đúng số và tên này."),
            gettext_noop("So lại số và tên với thẻ căn cước; người ấy cần có tài khoản đã xác thực."),
            id="holder_unknown",
            field="number",
        )
    return row


def _refuse_unproven(giver: Applicant) -> None:
    if not giver.proven:
        raise DomainError(
            gettext_noop("Chỉ tài khoản đã xác thực danh tính mới lập được ủy quyền trực tuyến."),
            gettext_noop("Xác thực qua cổng định danh hoặc tại Bộ phận Một cửa trước."),
            id="giver_not_proven",
        )


def _refuse_days(first: date, last: date, today: date) -> None:
    if last < first or last < today or last > _year_later(max(first, today), LONGEST_YEARS):
        raise DomainError(
            gettext_noop("Thời hạn ủy quyền chưa đúng: ngày cuối phải sau ngày đầu, chưa qua, trong 10 năm."),
            gettext_noop("Sửa ngày; để trống ngày cuối thì ủy quyền có hiệu lực một năm."),
            id="mandate_days",
            field="valid_until",
        )


def _year_later(day: date, years: int = 1) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _unknown() -> NotFound:
    return NotFound(gettext_noop("Không có ủy quyền này, hoặc không phải của bạn."))


def _tell_both(row: Mandate, kind: AccountEvent.Kind, clock: Clock) -> None:
    for side in (row.giver_id, row.holder_id):
        tell(side, kind, letter=True, clock=clock)
