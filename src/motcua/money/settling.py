"""Quyết toán quý between the section and the agencies it collects for (Decree 61/2018 art. 12(9))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, QuerySet, Sum

from motcua.dossiers.fields import SHORT, Fields
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.places import agency_of
from motcua.dossiers.queries.names import Names
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of, instant_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.law.roles import Role
from motcua.money.models import Receipt, Refund, Settlement, SettlementConfirmation, Till
from motcua.money.purposes import Purpose
from motcua.money.tills import MARKS, closed_up_to, series
from motcua.organisation.rights import Person, require


class Quarter(NamedTuple):
    """A quarter of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The day after the last."""
        return date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)

    def window(self) -> tuple[Instant, Instant]:
        """From the first instant to the one after the last."""
        return _midnight(self.first), _midnight(self.end)


def quarter_of(day: date) -> Quarter:
    """The quarter that the day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def _midnight(day: date) -> Instant:
    return instant_of(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - local midnight


class Collected(NamedTuple):
    """What a section took and gave in a quarter for one competent agency; đồng."""

    receipts: int = 0
    refunds: int = 0
    collected: int = 0
    refunded: int = 0

    @property
    def amount(self) -> int:
        return self.collected - self.refunded


def collected_in(section_id: int, quarter: Quarter) -> dict[int, Collected]:
    """By competent agency; fees alone, for an obligation goes to whom the notice names. Two statements."""
    first, end = quarter.window()
    window = {"section_id": section_id, "at__gte": first, "at__lt": end}
    found: dict[int, Collected] = {}
    for key, n, total in _summed(Receipt.objects.filter(**window, purpose=Purpose.FEE.value)):
        found[key] = Collected(receipts=n, collected=total)
    for key, n, total in _summed(Refund.objects.filter(**window)):
        found[key] = found.get(key, Collected())._replace(refunds=n, refunded=total)
    return found


def _summed(rows: QuerySet[Any]) -> Iterable[tuple[int, int, int]]:
    """Competent agency, number of rows, đồng."""
    summed = rows.values("competent_id").annotate(n=Count("pk"), s=Sum("amount")).order_by()
    return [(row["competent_id"], row["n"], row["s"]) for row in summed]


def settle(
    person: Person,
    section_id: int,
    competent_id: int,
    quarter: Quarter,
    *,
    clock: Clock | None = None,
) -> Settlement:
    """Settle a past quarter with one agency: the sums are those of the books, nothing is typed.

    Raises: `Forbidden`, `NotFound`; `Conflict` `already_settled`; DomainError `quarter_open` before it is
    over, `tills_open` while money of it is in no close, `nothing_to_settle`.
    """
    require(person, "settle_money")
    _of_section(person, section_id)
    now = (clock or SystemClock()).now()
    _over(quarter, now)
    try:
        with transaction.atomic():
            return _settled(person, section_id, competent_id, quarter, now)
    except IntegrityError:
        known = _known(section_id, competent_id, quarter)
        if known is None:
            raise
        raise already_settled(known) from None


def _over(quarter: Quarter, now: Instant) -> None:
    if not 1 <= quarter.number <= 4 or not 2000 <= quarter.year <= 2100 or day_of(now) < quarter.end:
        raise DomainError(
            gettext_noop("Quý %(quarter)s/%(year)s chưa hết nên chưa quyết toán được."),
            gettext_noop("Quyết toán sau ngày cuối cùng của quý."),
            id="quarter_open",
            quarter=quarter.number,
            year=quarter.year,
        )


def _known(section_id: int, competent_id: int, quarter: Quarter) -> Settlement | None:
    return Settlement.objects.filter(
        section_id=section_id, competent_id=competent_id, year=quarter.year, quarter=quarter.number
    ).first()


def _settled(
    person: Person, section_id: int, competent_id: int, quarter: Quarter, now: Instant
) -> Settlement:
    """The row of the sums, while no receipt or refund can be written."""
    _lock_series(section_id)
    known = _known(section_id, competent_id, quarter)
    if known is not None:
        raise already_settled(known)
    _all_closed(section_id, quarter)
    sums = collected_in(section_id, quarter).get(competent_id)
    if sums is None:
        raise DomainError(
            gettext_noop("Trong quý không thu khoản nào cho cơ quan này."),
            gettext_noop("Chọn cơ quan trong danh sách của quý."),
            id="nothing_to_settle",
        )
    section, competent = agency_of(section_id), agency_of(competent_id)
    return Settlement.objects.create(
        number=f"QT-{section.code}-{competent.code}-{quarter.year}Q{quarter.number}",
        section_id=section_id,
        competent_id=competent_id,
        year=quarter.year,
        quarter=quarter.number,
        **sums._asdict(),
        at=now,
        by=person.actor,
    )


def confirm_settlement(
    person: Person, number: str, data: Mapping[str, Any], *, clock: Clock | None = None
) -> SettlementConfirmation:
    """The competent agency's leader confirms that the money arrived; `data`: note.

    Raises: `Forbidden`, `NotFound` for a settlement with another agency, `Conflict` `already_confirmed`,
    `FieldErrors`.
    """
    require(person, "confirm_settlement")
    now = (clock or SystemClock()).now()
    fields = Fields(data)
    note = fields.text("note", limit=SHORT)
    fields.check()
    found = Settlement.objects.filter(number=number[:64]).first()
    if found is None or not any(
        post.role is Role.LEADER and found.competent_id in post.house for post in person.held
    ):
        raise NotFound(
            gettext_noop("Không có quyết toán %(number)s với cơ quan của bạn."), number=number[:64]
        )
    try:
        with transaction.atomic():
            return SettlementConfirmation.objects.create(settlement=found, at=now, by=person.actor, note=note)
    except IntegrityError:
        done = SettlementConfirmation.objects.get(settlement=found)
        raise Conflict(
            gettext_noop("%(who)s đã xác nhận quyết toán này lúc %(at)s."),
            gettext_noop("Tải lại trang để xem."),
            id="already_confirmed",
            who=Names(actors=[done.by]).actor(done.by),
            at=moment_text(done.at),
        ) from None


def already_settled(known: Settlement) -> Conflict:
    """Who settled and when."""
    return Conflict(
        gettext_noop("%(who)s đã lập quyết toán %(number)s lúc %(at)s."),
        gettext_noop("Quyết toán không sửa được; tải lại trang để xem."),
        id="already_settled",
        who=Names(actors=[known.by]).actor(known.by),
        number=known.number,
        at=moment_text(known.at),
    )


def open_tills(section_id: int, quarter: Quarter) -> list[str]:
    """Officers who have money of the quarter that is in no close yet."""
    _, end = quarter.window()
    names: list[str] = []
    for till in Till.objects.filter(section_id=section_id):
        later = {"till": till, "till_no__gt": closed_up_to(till), "at__lt": end}
        if Receipt.objects.filter(**later).exists() or Refund.objects.filter(**later).exists():
            names.append(till.officer)
    return names


def _all_closed(section_id: int, quarter: Quarter) -> None:
    waiting = open_tills(section_id, quarter)
    if waiting:
        names = Names(actors=waiting)
        raise DomainError(
            gettext_noop("Còn tiền của quý chưa chốt: %(who)s."),
            gettext_noop("Chốt tiền của những người này trước, rồi quyết toán."),
            id="tills_open",
            who=", ".join(sorted(names.actor(each) for each in waiting)),
        )


def _of_section(person: Person, section_id: int) -> None:
    heads = {post.agency_id for post in person.held if post.role is Role.SECTION_HEAD}
    if section_id not in heads:
        raise NotFound(gettext_noop("Không có Bộ phận Một cửa này trong phạm vi của bạn."))


def _lock_series(section_id: int) -> None:
    """Wait for receipts and refunds that are being written, and let no further one begin."""
    names = [series(kind, section_id) for kind in sorted(MARKS)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM dossiers_serial WHERE series = ANY(%s) ORDER BY series, day FOR UPDATE",
            [names],
        )
