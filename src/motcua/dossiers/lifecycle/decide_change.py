"""Decisions that change a promise: T19 with apology, T20 with reason (Decree 61/2018 art. 5, 19(9), 21)."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from motcua.dossiers.lifecycle import clock, corrections
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import need, need_reason
from motcua.dossiers.lifecycle.refusals import Refused, in_the_future, refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Limit
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop


def reschedule(state: State, command: c.Reschedule, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T19: a later date with apology. Asked for too late it is flagged, never refused (reference 10.3)."""
    due, new = state.due_at, command.new_due_at
    if due is None:
        raise ValueError("admitted without a due date")
    _check_new_date(due, new, moment)
    last_day = day_of(due) - timedelta(days=moment.rules.regime.reschedule.days_before)
    return (
        e.Rescheduled(
            due_before=due,
            due_after=new,
            reason=need_reason(command.reason),
            signed_by=need(command.signed_by, "signed_by", gettext_noop("người ký phiếu xin lỗi")),
            late_reschedule=day_of(moment.at) > last_day,
        ),
    )


def _check_new_date(due: Instant, new: Instant, moment: Moment) -> None:
    if new <= due or new <= moment.at:
        raise refused(
            "new_date_not_later",
            gettext_noop("Ngày hẹn mới phải muộn hơn ngày hẹn hiện tại (%(due)s) và muộn hơn bây giờ."),
            gettext_noop("Chọn ngày muộn hơn; muốn trả sớm thì không cần hẹn lại."),
            due=moment_text(due),
        )
    if moment.rules.calendar.normalise(new) != new:
        raise refused(
            "new_date_not_working",
            gettext_noop("Thời điểm hẹn mới (%(new)s) nằm ngoài giờ làm việc."),
            gettext_noop("Chọn thời điểm trong giờ làm việc, ví dụ %(open)s."),
            new=moment_text(new),
            open=moment_text(moment.rules.calendar.normalise(new)),
        )


def correct(state: State, command: c.Correct, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T20: the old value, the new one and the reason stay in the log for ever."""
    reason = need_reason(command.reason)
    old = _old_text(state, command.field)
    if command.old is not None and command.old != old:
        raise refused(
            "correct_stale",
            gettext_noop("Nội dung cần đính chính đã được người khác thay đổi."),
            gettext_noop("Tải lại hồ sơ, kiểm tra giá trị hiện tại rồi đính chính lại."),
        )
    limit, received_at = _new_values(state, command, moment)
    if old == command.new:
        raise refused(
            "correct_nothing",
            gettext_noop("Giá trị mới giống giá trị hiện tại, không có gì để đính chính."),
            gettext_noop("Nhập giá trị đúng khác với giá trị hiện tại."),
        )
    event = e.Corrected(field=command.field, old=old, new=command.new, reason=reason)
    if command.field not in corrections.PROMISE_FIELDS or state.received_at is None:
        return (event,)
    return (_counted_anew(event, state, limit, received_at, moment),)


def _old_text(state: State, field: str) -> str | None:
    if field == "received_at" and state.received_at is not None:
        return str(state.received_at)
    if field not in corrections.FIELDS:
        raise refused(
            "correct_field",
            gettext_noop("Không đính chính được mục “%(field)s” của hồ sơ này."),
            gettext_noop("Chọn một mục trong danh sách; thông tin khác sửa bằng nghiệp vụ tương ứng."),
            field=field[:40],
        )
    return corrections.text_of(state.intake, field)


def _new_values(state: State, command: c.Correct, moment: Moment) -> tuple[Limit, Instant]:
    """The limit and the time of reception after the correction; refuses what cannot be read."""
    received_at = state.received_at or 0
    try:
        if command.field == "received_at":
            return state.intake.limit, _new_reception(state, int(command.new or ""), moment)
        return corrections.corrected(state.intake, command.field, command.new).limit, received_at
    except (ValueError, msgspec.MsgspecError) as error:
        raise _unreadable() from error


def _unreadable() -> Refused:
    return refused(
        "correct_value",
        gettext_noop("Giá trị mới không đọc được."),
        gettext_noop("Kiểm tra lại giá trị rồi nhập lại."),
    )


def _new_reception(state: State, received_at: Instant, moment: Moment) -> Instant:
    if received_at > moment.at:
        raise in_the_future(received_at, moment.now)
    if not moment.rules.regime.covers(day_of(received_at)):
        raise refused(
            "correct_regime",
            gettext_noop("Ngày tiếp nhận mới thuộc thời gian áp dụng của quy định khác."),
            gettext_noop("Hồ sơ giữ quy định của ngày tiếp nhận; kiểm tra lại ngày."),
        )
    return received_at


def _counted_anew(
    event: e.Corrected, state: State, limit: Limit, received_at: Instant, moment: Moment
) -> e.Corrected:
    """Original promise from reception; present one from where its count began, waits added, form 04 kept."""
    rules = moment.rules
    original = clock.counted(received_at, limit, rules, state.count)
    restarted = state.counted_from != state.received_at
    counted_from = (state.counted_from or received_at) if restarted else received_at
    present = clock.counted(counted_from, limit, rules, state.count) if restarted else original
    due = present.due_at
    if due is not None and state.waited:
        due = rules.calendar.add(due, state.waited)
    if state.rescheduled and state.due_at is not None:
        due = state.due_at
    return msgspec.structs.replace(
        event,
        due_before=state.due_at,
        due_after=due,
        recount=e.Recount(
            received_at=received_at,
            clock_start=present.clock_start,
            counted_from=counted_from,
            original_due_at=original.due_at,
            provisional=due is not None and rules.calendar.is_provisional(day_of(due)),
            calendar_version=present.calendar_version,
        ),
    )
