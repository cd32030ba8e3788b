"""Chốt tiền: an officer counts the cash at the end of the day; a close is final."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import transaction

from motcua.dossiers.fields import MISSING, SHORT, Fields
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.queries.names import Names
from motcua.foundation.clock import Clock, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound, gettext_noop
from motcua.money.models import DayClose, Receipt, Refund, Till
from motcua.money.tills import closed_up_to
from motcua.organisation.rights import ACTIONS, AT_A_SECTION, Person, require

MOST_CASH: Final = 10**12


class Sums(NamedTuple):
    """What a range of a till's numbers took and gave; đồng."""

    receipts: int = 0
    refunds: int = 0
    cash_in: int = 0
    cash_out: int = 0
    transfer_in: int = 0
    transfer_out: int = 0

    @property
    def expected(self) -> int:
        """Cash that should be there."""
        return self.cash_in - self.cash_out


def sums_of(till: Till, after: int, up_to: int) -> Sums:
    """The sums of the numbers above `after` and up to `up_to`. Two statements."""
    window = {"till": till, "till_no__gt": after, "till_no__lte": up_to}
    taken = list(Receipt.objects.filter(**window).values_list("method", "amount"))
    given = list(Refund.objects.filter(**window).values_list("method", "amount"))
    return Sums(
        receipts=len(taken),
        refunds=len(given),
        cash_in=_sum(taken, cash=True),
        cash_out=_sum(given, cash=True),
        transfer_in=_sum(taken, cash=False),
        transfer_out=_sum(given, cash=False),
    )


def _sum(rows: list[tuple[str, int]], *, cash: bool) -> int:
    """What of the rows went over the counter in cash, or through an account, online too."""
    return sum(amount for each, amount in rows if (each == PaymentMethod.CASH.value) is cash)


def close_day(
    person: Person, till_id: int, data: Mapping[str, Any], *, clock: Clock | None = None
) -> DayClose:
    """Close a till for today: `data` has `counted` (đồng in cash) and, where it differs, `explanation`.

    Everything that the till took and gave since its close before is in it, whatever the day. An officer
    closes the own till; the section head any till of the section (for who has left). Once a day: money taken
    after the close stands in the next one.

    Raises: `Forbidden`, `NotFound`, `FieldErrors`, `Conflict` `already_closed` with who and when; DomainError
    `nothing_to_close`, `difference_unexplained`.
    """
    require(person, "take_money")
    now = (clock or SystemClock()).now()
    day = day_of(now)
    with transaction.atomic():
        till = Till.objects.select_for_update().filter(pk=till_id).first()
        _may_close(person, till)
        assert till is not None
        done = DayClose.objects.filter(till=till, day=day).first()
        if done is not None:
            raise already_closed(done)
        after = closed_up_to(till)
        if till.last == after:
            raise DomainError(
                gettext_noop("Chưa có khoản thu, hoàn nào từ lần chốt trước nên không có gì để chốt."),
                gettext_noop("Chốt khi đã thu tiền."),
                id="nothing_to_close",
            )
        sums = sums_of(till, after, till.last)
        counted, explanation = _counted(data, sums.expected)
        return DayClose.objects.create(
            till=till,
            day=day,
            first_no=after + 1,
            last_no=till.last,
            **sums._asdict(),
            counted=counted,
            explanation=explanation,
            closed_at=now,
            closed_by=person.actor,
        )


def already_closed(done: DayClose) -> Conflict:
    """Who closed the day and when."""
    return Conflict(
        gettext_noop("Tiền của ngày %(day)s đã được %(who)s chốt lúc %(at)s; lần chốt không sửa được."),
        gettext_noop("Khoản thu sau khi chốt được tính vào lần chốt của ngày làm việc sau."),
        id="already_closed",
        day=f"{done.day.day}/{done.day.month}/{done.day.year}",
        who=Names(actors=[done.closed_by]).actor(done.closed_by),
        at=moment_text(done.closed_at),
    )


def _may_close(person: Person, till: Till | None) -> None:
    here = [
        post
        for post in person.held
        if till and post.role in AT_A_SECTION and till.section_id in post.received
    ]
    if till is None or not here:
        raise NotFound(gettext_noop("Không có quỹ này ở bộ phận của bạn."))
    if till.officer == person.actor:
        return
    if not any(post.role in ACTIONS["close_any_till"] for post in here):
        raise Forbidden(
            gettext_noop("Mỗi cán bộ chỉ chốt tiền do mình thu."),
            gettext_noop("Người đứng đầu Bộ phận Một cửa chốt thay khi cán bộ vắng hoặc đã thôi việc."),
        )


def _counted(data: Mapping[str, Any], expected: int) -> tuple[int, str]:
    fields = Fields(data)
    counted = fields.integer("counted", least=min(expected, 0), most=MOST_CASH)
    if counted is None:
        fields.fault("counted", MISSING)
    explanation = fields.text("explanation", limit=SHORT)
    if counted is not None and counted != expected and not explanation:
        fields.fault(
            "explanation",
            gettext_noop("Tiền đếm được lệch so với sổ: ghi lý do thừa, thiếu."),
        )
    fields.check()
    return counted or 0, explanation if counted != expected else ""
