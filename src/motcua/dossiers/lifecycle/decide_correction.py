"""T20: what was recorded wrongly is put right with reason (Decree 61/2018 art. 5(1)c, 21; reference 10.3)."""

from __future__ import annotations

from typing import Final

import msgspec

from motcua.dossiers.lifecycle import clock, corrections
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import need_reason
from motcua.dossiers.lifecycle.refusals import Refused, in_the_future, refused
from motcua.dossiers.lifecycle.rules import Moment, Promised
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import ClockState, Holder, Role, Status, Step
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop

RESOLVE_SHARE: Final = 0.8
"""Share of the remaining working time that the handling officer has before the leader needs the rest."""
OF_THE_RESULT: Final = frozenset({"procedure", "competent"})
"""What a signed result, a refusal or an end was given upon."""


def correct(state: State, command: c.Correct, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """One event a field, all or none: the old value, the new one and the reason stay in the log for ever."""
    reason = need_reason(command.reason)
    wanted = _in_order(command.corrections)
    after, events = state, []
    for each in wanted:
        old = _old_text(state, each)
        after = _put_right(after, each)
        events.append(e.Corrected(field=each.field, old=old, new=each.new, reason=reason))
    names = {each.field for each in wanted}
    _check_end(state, names)
    if "received_at" in names:
        _check_reception(state, _received_at(wanted), moment)
    if "calendar" in names:
        _check_calendar(state, wanted, moment)
    last = events[-1]
    if not names.isdisjoint(corrections.PROMISE_FIELDS) and state.received_at is not None:
        last = _counted_anew(last, state, after, _received_at(wanted) or state.received_at, moment)
    if names == {"calendar"}:
        _check_moved(state, last, moment)
    holder = _holder(state, after, last, command, moment)
    if holder is not None and holder != state.holder:
        last = msgspec.structs.replace(last, holder=holder)
    return (*events[:-1], last)


def _in_order(wanted: tuple[c.Correction, ...]) -> list[c.Correction]:
    names = [each.field for each in wanted]
    for name in names:
        if name not in corrections.FIELDS:
            raise _no_such_field(name)
    if not names:
        raise _nothing()
    if len(set(names)) < len(names):
        raise refused(
            "correct_twice",
            gettext_noop("Một mục được đính chính hai lần trong cùng một lần ghi."),
            gettext_noop("Mỗi mục chỉ ghi một giá trị đúng."),
        )
    return sorted(wanted, key=lambda each: corrections.PLACES[each.field])


def _no_such_field(field: str) -> Refused:
    return refused(
        "correct_field",
        gettext_noop("Không đính chính được mục “%(field)s” của hồ sơ này."),
        gettext_noop("Chọn một mục trong danh sách; thông tin khác sửa bằng nghiệp vụ tương ứng."),
        field=field[:40],
    )


def _nothing() -> Refused:
    return refused(
        "correct_nothing",
        gettext_noop("Giá trị mới giống giá trị hiện tại, không có gì để đính chính."),
        gettext_noop("Nhập giá trị đúng khác với giá trị hiện tại."),
    )


def _old_text(state: State, wanted: c.Correction) -> str | None:
    """What stands there now; refuses what is stale and what changes nothing."""
    old = corrections.text_of(state, wanted.field)
    if wanted.field == "received_at" and old is None:
        raise _no_such_field(wanted.field)
    if wanted.old is not None and wanted.old != old:
        raise refused(
            "correct_stale",
            gettext_noop("Nội dung cần đính chính đã được người khác thay đổi."),
            gettext_noop("Tải lại hồ sơ, kiểm tra giá trị hiện tại rồi đính chính lại."),
        )
    if old == wanted.new:
        raise _nothing()
    return old


def _put_right(state: State, wanted: c.Correction) -> State:
    try:
        intake = corrections.corrected(state.intake, wanted.field, wanted.new)
    except (ValueError, msgspec.MsgspecError) as error:
        raise refused(
            "correct_value",
            gettext_noop("Giá trị mới không đọc được."),
            gettext_noop("Kiểm tra lại giá trị rồi nhập lại."),
        ) from error
    return msgspec.structs.replace(state, intake=intake)


def _received_at(wanted: list[c.Correction]) -> Instant | None:
    return next((int(each.new or "0") for each in wanted if each.field == "received_at"), None)


def _check_end(state: State, names: set[str]) -> None:
    """What ended stays what it was given upon; everything else may still be put right (reference 10.3)."""
    if state.clock is ClockState.ENDED and not OF_THE_RESULT.isdisjoint(names):
        raise refused(
            "correct_after_end",
            gettext_noop("Hồ sơ đã kết thúc xử lý theo thủ tục đang ghi, không đổi thủ tục nữa."),
            gettext_noop("Kết quả sai thì cơ quan giải quyết sửa; cần thủ tục khác thì lập hồ sơ mới."),
        )
    if state.status is Status.RETURNED and "return_method" in names:
        raise refused(
            "correct_after_return",
            gettext_noop("Kết quả đã trả rồi, không đổi cách nhận kết quả nữa."),
            gettext_noop("Cách trả thực tế đã ghi ở sự kiện trả kết quả."),
        )


def _check_calendar(state: State, wanted: list[c.Correction], moment: Moment) -> None:
    """A promise stays under the calendar that it was made by until somebody decides otherwise (reference
    10.4); then it is counted by the one in force, while there is something to promise."""
    named = next(each.new for each in wanted if each.field == "calendar")
    if state.clock is ClockState.ENDED or state.due_at is None:
        raise refused(
            "calendar_nothing_promised",
            gettext_noop("Hồ sơ đã kết thúc xử lý hoặc không có ngày hẹn; không tính lại theo lịch mới."),
            gettext_noop("Không cần làm gì thêm."),
        )
    if named != moment.rules.calendar.version:
        raise refused(
            "calendar_not_in_force",
            gettext_noop("Bản lịch “%(version)s” không phải bản đang dùng."),
            gettext_noop("Tải lại trang rồi tính theo bản lịch đang dùng."),
            version=(named or "")[:40],
        )


def _check_moved(state: State, counted: e.Corrected, moment: Moment) -> None:
    """What a change of the calendar alone brings about must be worth an event, and fair to the applicant."""
    if counted.due_after == state.due_at:
        raise refused(
            "calendar_same_due",
            gettext_noop("Tính theo lịch mới, ngày hẹn vẫn như cũ."),
            gettext_noop("Không cần làm gì thêm."),
        )
    if counted.due_after is not None and counted.due_after <= moment.now:
        raise refused(
            "calendar_due_over",
            gettext_noop("Tính theo lịch mới, ngày hẹn (%(due)s) đã qua."),
            gettext_noop("Giữ ngày hẹn cũ, hoặc xin lỗi và hẹn lại."),
            due=moment_text(counted.due_after),
        )


def _check_reception(state: State, received_at: Instant | None, moment: Moment) -> None:
    """The time of reception lies in the past, in its regime, after filing and before what followed it."""
    if received_at is None:
        return
    if received_at > moment.at:
        raise in_the_future(received_at, moment.now)
    if not moment.rules.regime.covers(day_of(received_at)):
        raise refused(
            "correct_regime",
            gettext_noop("Ngày tiếp nhận mới thuộc thời gian áp dụng của quy định khác."),
            gettext_noop("Hồ sơ giữ quy định của ngày tiếp nhận; kiểm tra lại ngày."),
        )
    if state.acted_at is not None and received_at > state.acted_at:
        raise refused(
            "correct_after_work",
            gettext_noop("Thời điểm tiếp nhận mới muộn hơn việc làm tiếp theo của hồ sơ (%(acted)s)."),
            gettext_noop("Kiểm tra lại ngày giờ: hồ sơ phải được tiếp nhận trước khi chuyển, giải quyết."),
            acted=moment_text(state.acted_at),
        )
    filed = state.intake.submitted_at
    if filed is not None and received_at < filed:
        raise refused(
            "correct_before_filing",
            gettext_noop("Thời điểm tiếp nhận mới sớm hơn lúc người nộp gửi hồ sơ (%(filed)s)."),
            gettext_noop("Kiểm tra lại ngày giờ."),
            filed=moment_text(filed),
        )


def _counted_anew(
    event: e.Corrected, state: State, after: State, received_at: Instant, moment: Moment
) -> e.Corrected:
    """Original promise from reception; present one from where its count began, waits added, form 04 kept."""
    rules, limit = moment.rules, after.intake.limit
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
        notices=("promise_moved",) if due != state.due_at else (),
    )


def _holder(
    state: State, after: State, last: e.Corrected, command: c.Correct, moment: Moment
) -> Holder | None:
    """Who has it from now on, and until when; none where nobody has it or its work is over."""
    holder = state.holder
    if holder is None or state.clock is ClockState.ENDED:
        return None
    if after.intake.competent != state.intake.competent:
        holder = _rerouted(state, after.intake.competent, command, moment)
    recount = last.recount
    received_at = recount.received_at if recount else state.received_at
    if holder.step is Step.RECEIVE and received_at is not None:
        due = clock.transfer_due(received_at, after.intake.channel, moment.rules)
        return msgspec.structs.replace(holder, due_at=due)
    due_at = last.due_after if recount else state.due_at
    if holder.agency != (state.holder.agency if state.holder else ""):
        return _with_time(holder, due_at, moment)
    if recount is None or due_at == state.due_at or holder.due_at is None:
        return holder
    if due_at is None or state.due_at is None:
        return _with_time(holder, due_at, moment)
    made = Promised(
        clock_start=recount.clock_start,
        due_at=due_at,
        provisional=recount.provisional,
        calendar_version=recount.calendar_version,
    )
    return clock.holder_after_wait(holder, state, made, moment.at, moment.rules)


def _with_time(holder: Holder, due_at: Instant | None, moment: Moment) -> Holder:
    due = clock.step_due(moment.at, due_at, RESOLVE_SHARE, moment.rules.calendar)
    return msgspec.structs.replace(holder, due_at=due)


def _rerouted(state: State, competent: str, command: c.Correct, moment: Moment) -> Holder:
    """Where a dossier goes that another agency is competent for; the section sends dossiers (art. 18).

    Before it was handed over it stays at the section. Handed over and untouched it goes straight on to the
    right agency. Once worked on there, or while the applicant is asked for something, it is not taken away
    from under who answers for it.
    """
    if Role.SECTION_HEAD not in command.by.roles:
        raise refused(
            "correct_competent_section",
            gettext_noop("Thủ tục đúng do cơ quan khác giải quyết; việc chuyển hồ sơ thuộc Bộ phận Một cửa."),
            gettext_noop("Đề nghị trưởng Bộ phận Một cửa đính chính và chuyển hồ sơ."),
        )
    holder = state.holder
    if holder is None:
        raise ValueError("nobody has the dossier")
    if holder.step is Step.RECEIVE or holder.agency == competent:
        return holder
    if state.worked or state.status is not Status.IN_PROCESS:
        raise refused(
            "correct_competent_worked",
            gettext_noop("Thủ tục đúng do cơ quan khác giải quyết, mà cơ quan đang giữ đã xử lý hồ sơ."),
            gettext_noop(
                "Ghi nhận rút hoặc dừng hồ sơ này, rồi tiếp nhận hồ sơ mới theo thủ tục đúng; "
                "giữ nguyên ngày nộp bằng cách ghi thời điểm tiếp nhận và lý do."
            ),
        )
    return Holder(agency=competent, step=Step.RESOLVE)
