"""Decisions about the steps of the internal process: T26 to T31 (Decree 61/2018 art. 19 and 36(4))."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.lifecycle import clock
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.coupling import holder_at, holder_of, named
from motcua.dossiers.lifecycle.guards import need, need_later, need_reason, need_some, pending
from motcua.dossiers.lifecycle.moving import Mover, not_open
from motcua.dossiers.lifecycle.refusals import Refused, WrongRole, refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.running import MAIN, OpenStep, Part, StepKind
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Channel, Holder, Status, Step
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.errors import gettext_noop
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.model import Awaited

_PAUSED: Final = (Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED)
MOST_PARTS: Final = 20
"""Agencies that one dossier may be with at once."""


def complete_step(state: State, command: c.CompleteStep, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T26. What the law has a transition for goes by that transition: a refusal says by which."""
    mover = _mover(state, moment)
    step = _task(state, command.no)
    if step.no not in command.by.steps:
        raise _not_yours(step)
    if step.part != MAIN:
        return _completed_in_part(state, command, step, mover)
    _fits(state, mover, step, command.outcome)
    mover.complete(step.no, command.outcome)
    named(mover, command.to)
    holder = _holder(mover, state)
    if state.status is Status.RECEIVED and _left_reception(mover) and holder is not None:
        late = _delivered_next_morning(state, moment)
        return (e.Transferred(holder=holder, note=command.note, next_morning=late, steps=mover.steps()),)
    return (_completed(state, command, holder, mover),)


def _completed(state: State, command: c.CompleteStep, holder: Holder | None, mover: Mover) -> e.StepCompleted:
    return e.StepCompleted(
        no=command.no,
        outcome=command.outcome,
        holder=None if holder == state.holder else holder,
        note=command.note,
        documents=command.documents,
        steps=mover.steps(),
    )


def _completed_in_part(
    state: State, command: c.CompleteStep, step: OpenStep, mover: Mover
) -> tuple[e.AnyPayload, ...]:
    """The other agency's step; the lead has the dossier on, unless its process waited for this result."""
    mover.complete(step.no, command.outcome)
    _named_in_part(mover, state, step, command.to)
    holder = state.holder
    if mover.running.principal != state.running.principal and not _with_the_section(state):
        holder = _holder(mover, state)
    return (_completed(state, command, holder, mover),)


def _delivered_next_morning(state: State, moment: Moment) -> bool:
    received_at = state.received_at or moment.at
    direct = state.intake.channel is not Channel.ONLINE
    return direct and clock.received_late_in_day(received_at, moment.rules)


def _fits(state: State, mover: Mover, step: OpenStep, outcome: str) -> None:
    """Refuse what another transition stands for."""
    _not_waiting(state, step)
    awaited, act = mover.awaits_of(step, outcome), mover.act_of(step)
    if awaited is Awaited.SUPPLEMENT_RECEIVED:
        raise _by_action(
            step,
            gettext_noop("Muốn người nộp bổ sung thì gửi đề nghị bổ sung đến Bộ phận Một cửa."),
        )
    if awaited is Awaited.OBLIGATION_PAID:
        raise _by_action(step, gettext_noop("Chọn “Yêu cầu thực hiện nghĩa vụ tài chính”."))
    if state.status is Status.RECEIVED and act is not Act.TRANSFER:
        raise _by_action(step, gettext_noop("Bộ phận Một cửa chuyển hồ sơ trước."))
    if act is Act.SIGN and state.status is not Status.FINISHED:
        raise _by_action(step, gettext_noop("Chọn “Ký duyệt kết quả” hoặc “Trả lại để xử lý tiếp”."))
    if act is Act.PROPOSE:
        raise _by_action(step, gettext_noop("Chọn “Trình kết quả giải quyết”."))
    if act is Act.RETURN and state.status is Status.FINISHED and _would_end(state, mover, step):
        raise _by_action(step, gettext_noop("Chọn “Trả kết quả” và ghi người nhận."))


def _would_end(state: State, mover: Mover, step: OpenStep) -> bool:
    """Whether nothing is left open once the step is completed."""
    ahead = Mover(state.running, state.intake, mover.paths, mover.at)
    ahead.complete(step.no, ahead.going_on(step))
    return ahead.running.principal is None


def _not_waiting(state: State, step: OpenStep) -> None:
    """While the applicant is awaited, or the section thinks whether to ask, the own steps rest."""
    if state.status in _PAUSED:
        raise refused(
            "step_during_pause",
            gettext_noop("Thời hạn đang tạm dừng nên bước “%(step)s” chưa làm tiếp được."),
            gettext_noop("Đợi người nộp hoàn thành yêu cầu; phần việc liên thông vẫn làm được."),
            step=step.name,
        )
    if pending(state, "supplement") is not None:
        raise refused(
            "proposal_pending",
            gettext_noop("Đang có đề nghị bổ sung chờ Bộ phận Một cửa."),
            gettext_noop("Đợi Bộ phận Một cửa yêu cầu bổ sung hoặc trả lại đề nghị."),
        )


def _by_action(step: OpenStep, next_step: str) -> Refused:
    return refused(
        "step_by_action",
        gettext_noop("Bước “%(step)s” kết thúc bằng một thao tác riêng."),
        next_step,
        step=step.name,
    )


def _left_reception(mover: Mover) -> bool:
    step = mover.running.principal
    return step is None or step.kind is not StepKind.TASK or mover.act_of(step) is not Act.TRANSFER


def _holder(mover: Mover, state: State) -> Holder | None:
    finished = state.status is Status.FINISHED
    return holder_of(mover, finished=finished, proposing=state.proposal is not None, before=state.holder)


def _named_in_part(mover: Mover, state: State, step: OpenStep, to: Holder | None) -> None:
    """Give the step that opened in the same part to the officer whom the command names."""
    if to is None or to.officer is None:
        return
    before = {each.no for each in state.running.open}
    opened = next((each for each in mover.running.steps_of(step.part) if each.no not in before), None)
    if opened is not None and mover.paths.same_house(opened.agency, to.agency):
        mover.give(opened.no, to.agency, to.officer)


def assign_step(state: State, command: c.AssignStep, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T27: who directs gives it to anybody of the house; who may do it takes it, or hands on what is
    theirs."""
    mover = _mover(state, moment)
    step = _task(state, command.no)
    _may_give(step, command)
    if not mover.paths.same_house(step.agency, command.agency):
        raise refused(
            "step_of_another_agency",
            gettext_noop("Bước “%(step)s” thuộc cơ quan khác nên không giao ra ngoài cơ quan đó được."),
            gettext_noop("Giao cho người của cơ quan đang giữ bước, hoặc chuyển phần việc liên thông."),
            step=step.name,
        )
    if (command.agency, command.officer) == (step.agency, step.officer):
        raise refused(
            "step_given_already",
            gettext_noop("Bước “%(step)s” đang do chính người này giữ."),
            gettext_noop("Tải lại hồ sơ; không cần giao lại."),
            step=step.name,
        )
    mover.give(step.no, command.agency, command.officer)
    given = mover.running.step(step.no)
    principal = mover.running.principal
    seen = given is not None and principal is not None and principal.no == step.no
    if given is None or not seen or _with_the_section(state):
        return (e.StepAssigned(no=step.no, note=command.note, steps=mover.steps()),)
    kind = state.holder.step if state.holder else Step.RESOLVE
    return (e.Assigned(holder=holder_at(given, kind), note=command.note, steps=mover.steps()),)


def _with_the_section(state: State) -> bool:
    """Whether the section has the dossier meanwhile: a supplement is thought about or awaited."""
    return state.status in _PAUSED or pending(state, "supplement") is not None


def _may_give(step: OpenStep, command: c.AssignStep) -> None:
    if step.no in command.by.directs:
        return
    own = step.officer is not None and step.officer == command.by.officer
    if step.no in command.by.steps and (own or command.officer == command.by.officer):
        return
    raise _not_yours(step)


def send_parts(state: State, command: c.SendParts, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T28: to all at once on the system, or one after the other where the order is fixed (art. 19(6))."""
    orders = need_some(command.parts, "parts", gettext_noop("cơ quan phối hợp"))
    mover = _mover(state, moment)
    lead = state.holder.agency if state.holder else state.intake.competent
    _sendable(state, command, mover, lead, moment)
    first = mover.next_part()
    parts = tuple(
        Part(
            no=first + place,
            agency=order.agency,
            place=order.place,
            process=mover.paths.for_part(order.process),
            content=need(order.content, "content", gettext_noop("nội dung phần việc")),
            due_at=order.due_at,
            after=first + place - 1 if command.sequential and place else 0,
        )
        for place, order in enumerate(orders)
    )
    mover.send(parts)
    return (
        e.PartsSent(
            numbers=tuple(part.no for part in parts),
            lead=lead,
            sequential=command.sequential,
            steps=mover.steps(),
        ),
    )


def _sendable(state: State, command: c.SendParts, mover: Mover, lead: str, moment: Moment) -> None:
    """Each agency once, none of it the lead, every date ahead and within the promise."""
    seen = {part.agency for part in state.running.parts_out}
    if len(state.running.parts_out) + len(command.parts) > MOST_PARTS:
        raise refused(
            "parts_too_many",
            gettext_noop("Một hồ sơ có nhiều nhất %(most)s phần việc liên thông cùng lúc."),
            gettext_noop("Gộp bớt phần việc, hoặc đợi kết quả của phần việc đã gửi."),
            most=MOST_PARTS,
        )
    last = moment.at
    for order in command.parts:
        need_later(order.due_at, moment.at)
        if order.agency in seen or mover.paths.same_house(order.agency, lead):
            raise refused(
                "part_agency_twice",
                gettext_noop("%(agency)s đang chủ trì hoặc đã có phần việc chưa xong của hồ sơ này."),
                gettext_noop("Mỗi cơ quan phối hợp nhận một phần việc; bỏ cơ quan bị trùng."),
                agency=order.agency,
            )
        seen.add(order.agency)
        # What is promised to the applicant holds for the whole: no part may be due after it (art. 19(6)).
        if state.due_at is not None and order.due_at > state.due_at >= moment.at:
            raise refused(
                "part_after_promise",
                gettext_noop("Hạn của phần việc (%(due)s) muộn hơn ngày hẹn trả (%(promise)s)."),
                gettext_noop("Chọn hạn sớm hơn ngày hẹn trả."),
                due=moment_text(order.due_at),
                promise=moment_text(state.due_at),
            )
        if command.sequential and order.due_at < last:
            raise refused(
                "parts_out_of_order",
                gettext_noop("Các phần việc làm lần lượt nhưng hạn của phần sau sớm hơn phần trước."),
                gettext_noop("Sửa hạn theo đúng thứ tự, hoặc gửi đồng thời."),
            )
        last = order.due_at


def recall_part(state: State, command: c.RecallPart, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T29: what the process itself calls for is not recalled, or the process could not go on."""
    mover = _mover(state, moment)
    part = state.running.part(command.no)
    if part is None or part.returned_at is not None:
        raise refused(
            "part_not_out",
            gettext_noop("Phần việc số %(no)s không có hoặc đã có kết quả."),
            gettext_noop("Tải lại hồ sơ để xem các phần việc."),
            no=command.no,
        )
    if part.step:
        raise refused(
            "part_of_process",
            gettext_noop("Phần việc này do quy trình của thủ tục đặt ra nên không thu hồi được."),
            gettext_noop("Đôn đốc cơ quan phối hợp; hoặc đề nghị quản trị sửa quy trình."),
        )
    reason = need_reason(command.reason)
    mover.recall(part)
    return (e.PartRecalled(no=part.no, reason=reason, steps=mover.steps()),)


def urge(state: State, command: c.Urge, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T31: an agency that has the dossier, a step or a part of it; who has nothing is not urged (art. 9)."""
    need_later(command.answer_by, moment.at)
    has = {step.agency for step in state.running.open if step.kind is StepKind.TASK}
    has |= {part.agency for part in state.running.parts if part.out}
    if state.holder is not None:
        has.add(state.holder.agency)
    if command.agency not in has:
        raise refused(
            "urged_has_nothing",
            gettext_noop("%(agency)s không giữ hồ sơ hay phần việc nào của hồ sơ này."),
            gettext_noop("Chọn cơ quan đang giữ hồ sơ; tải lại trang để xem ai đang giữ."),
            agency=command.agency,
        )
    return (e.Urged(agency=command.agency, answer_by=command.answer_by, note=command.note),)


def move_process(state: State, command: c.MoveProcess, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T30: the open steps stay who has them and when they are due; only what follows is another's.

    Refused where the other version has no such step, or its branches meet otherwise.
    """
    main = state.running.main
    if main is None:
        raise ValueError("admitted without a process")
    if main.process == command.to:
        raise refused(
            "process_same_version",
            gettext_noop("Hồ sơ đã theo phiên bản này."),
            gettext_noop("Bỏ hồ sơ này khỏi lô chuyển."),
        )
    mover = _mover(state, moment)
    before = mover.course(MAIN)
    mover.under(command.to)
    _fits_version(mover, state, before.plan.joins)
    return (
        e.ProcessMoved(
            before=main.process.version,
            after=command.to.version,
            reason=command.reason,
            undoes=command.undoes,
            steps=mover.steps(),
        ),
    )


def _fits_version(mover: Mover, state: State, joins: dict[str, int]) -> None:
    after = mover.course(MAIN)
    for step in state.running.open:
        if step.part != MAIN:
            continue
        if step.kind is StepKind.JOIN:
            fits = after.plan.joins.get(step.step) == joins.get(step.step)
        else:
            facts = after.facts.get(step.step)
            fits = facts is not None and facts.kind is step.kind
        if not fits:
            raise refused(
                "step_not_in_version",
                gettext_noop("Phiên bản kia không có bước “%(step)s” mà hồ sơ đang ở."),
                gettext_noop("Đợi hồ sơ qua bước này rồi chuyển, hoặc giữ phiên bản hiện tại."),
                step=step.name or step.step,
            )
    if sum(step.part == MAIN for step in state.running.open) > 1 and after.plan.joins != joins:
        raise refused(
            "branches_differ",
            gettext_noop("Hồ sơ đang ở giữa các nhánh song song, mà hai phiên bản rẽ nhánh khác nhau."),
            gettext_noop("Đợi các nhánh gặp nhau rồi chuyển."),
        )


def _mover(state: State, moment: Moment) -> Mover:
    if moment.rules.paths is None:
        raise ValueError("steps are decided with the processes at hand")
    return Mover(state.running, state.intake, moment.rules.paths, moment.at)


def _task(state: State, no: int) -> OpenStep:
    step = state.running.step(no)
    if step is None or step.kind is not StepKind.TASK:
        raise not_open(no, state.running)
    return step


def _not_yours(step: OpenStep) -> WrongRole:
    return WrongRole(
        gettext_noop("Bước “%(step)s” không phải của bạn."),
        gettext_noop("Việc này do người đang giữ bước hoặc lãnh đạo đơn vị của họ thực hiện."),
        id="step_not_yours",
        step=step.name,
    )
