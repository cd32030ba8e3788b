"""T19: a later date with apology (Decree 61/2018 art. 19(9))."""

from __future__ import annotations

from datetime import timedelta

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import need, need_reason
from motcua.dossiers.lifecycle.refusals import refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
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
