"""What a command of the law does to the steps of the internal process, and the process to who holds the
dossier.

A dossier without a process in force passes through unchanged. With one, each transition of domain reference
10.3 ends the step that stands for it (`procedures.processes.acts`): handing over, submitting, signing,
returning; a supplement goes the way the process draws for it, or leaves the steps open with their time moved
by the pause. The events are the law's own; what the steps did is told in them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import corrections
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.moving import REFUSED, Mover
from motcua.dossiers.lifecycle.refusals import refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.running import MAIN, OpenStep, Running, StepKind
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Holder, Step
from motcua.foundation.clock import day_of
from motcua.foundation.errors import gettext_noop
from motcua.procedures.processes.acts import Act
from motcua.procedures.processes.model import Awaited
from motcua.procedures.processes.tables import PostKind

Payloads = tuple[e.AnyPayload, ...]
_MOST_STEPS: Final = 50
"""Steps of reception that one hand-over may end; a process with more is none."""
LEADING: Final = frozenset({PostKind.AGENCY_LEADER.value, PostKind.DIVISION_HEAD.value})
_replace = msgspec.structs.replace


def coupled(state: State | None, command: c.Command, payloads: Payloads, moment: Moment) -> Payloads:
    """The payloads of a command with what it did to the steps, and the holder whom the process names.

    Raises: `Refused` where the process is not at the step that the command stands for.
    """
    paths = moment.rules.paths
    if paths is None:
        return payloads
    received = payloads[0]
    if isinstance(received, e.Received):
        return _started(received, payloads, Mover(Running(), received.intake, paths, moment.at))
    effect = _EFFECTS.get(type(command))
    if effect is None:
        return payloads
    if state is None or not state.running.runs:
        return payloads
    mover = Mover(state.running, state.intake, paths, moment.at)
    return effect(state, command, payloads, mover)


def holder_of(mover: Mover, *, finished: bool, proposing: bool, before: Holder | None) -> Holder | None:
    """Whom the law sees holding the dossier: who has the principal step.

    While the process waits for others the one before keeps it.
    """
    step = mover.running.principal
    if step is None or step.kind is not StepKind.TASK:
        return before
    return holder_at(step, _step_of(mover, step, finished=finished, proposing=proposing))


def holder_at(step: OpenStep, kind: Step) -> Holder:
    """The holder that an open step makes."""
    return Holder(agency=step.agency, step=kind, officer=step.officer, due_at=step.due_at)


def _step_of(mover: Mover, step: OpenStep, *, finished: bool, proposing: bool) -> Step:
    if finished:
        return Step.RETURN
    if mover.act_of(step) is Act.TRANSFER:
        return Step.RECEIVE
    return Step.APPROVE if proposing and step.post in LEADING else Step.RESOLVE


def told(payloads: Payloads, mover: Mover, **changes: Any) -> Payloads:
    """The payloads with the moves in the first of them."""
    return (_replace(payloads[0], steps=mover.steps(), **changes), *payloads[1:])


def _started(payload: e.Received, payloads: Payloads, mover: Mover) -> Payloads:
    """The process in force for the day of reception begins; what is resolved on the spot has none."""
    pin = None
    if not payload.intake.instant_result:
        pin = mover.paths.starting(payload.intake, day_of(payload.received_at))
    if pin is None:
        return payloads
    mover.begin(pin)
    step = mover.running.principal
    if step is not None and step.agency == payload.holder.agency and payload.holder.officer:
        mover.give(step.no, step.agency, payload.holder.officer)
    return told(payloads, mover)


def _transferred(state: State, command: c.Transfer, payloads: Payloads, mover: Mover) -> Payloads:
    """T7 ends the steps at reception, however many the decision prints."""
    for _ in range(_MOST_STEPS):
        step = mover.running.principal
        if step is None or step.kind is not StepKind.TASK or mover.act_of(step) is not Act.TRANSFER:
            break
        mover.complete(step.no, mover.going_on(step))
    named(mover, command.to)
    holder = holder_of(mover, finished=False, proposing=False, before=command.to)
    return told(payloads, mover, holder=holder)


def named(mover: Mover, to: Holder | None) -> None:
    """Give the principal step to the officer whom the command names, where the step lies in that agency."""
    step = mover.running.principal
    if step is None or to is None or to.officer is None or step.kind is not StepKind.TASK:
        return
    if mover.paths.same_house(step.agency, to.agency):
        mover.give(step.no, to.agency, to.officer)


def _assigned(state: State, command: c.Assign, payloads: Payloads, mover: Mover) -> Payloads:
    step = mover.running.principal
    if step is None or step.kind is not StepKind.TASK:
        return payloads
    if not mover.paths.same_house(step.agency, command.to.agency):
        raise refused(
            "step_of_another_agency",
            gettext_noop("Bước “%(step)s” thuộc cơ quan khác nên không giao ra ngoài cơ quan đó được."),
            gettext_noop("Giao cho người của cơ quan đang giữ bước, hoặc chuyển phần việc liên thông."),
            step=step.name,
        )
    mover.give(step.no, command.to.agency, command.to.officer)
    given = mover.running.principal or step
    kind = state.holder.step if state.holder else Step.RESOLVE
    return told(payloads, mover, holder=holder_at(given, kind))


def _proposed(state: State, command: c.ProposeResult, payloads: Payloads, mover: Mover) -> Payloads:
    """The officer's last step before the signature ends, and the way goes on to whoever checks or signs."""
    step = _at(mover, Act.PROPOSE, "not_at_proposing")
    if step is None:
        return payloads
    mover.complete(step.no, mover.going_on(step))
    named(mover, command.to)
    return told(payloads, mover, holder=holder_of(mover, finished=False, proposing=True, before=command.to))


def _signed(state: State, command: c.Approve, payloads: Payloads, mover: Mover) -> Payloads:
    step = _at(mover, Act.SIGN, "not_at_signing")
    if step is None:
        return payloads
    offered = mover.course(MAIN).plan.outcomes.get(step.step, ())
    refusing = isinstance(payloads[0], e.Refused) and REFUSED in offered
    mover.complete(step.no, REFUSED if refusing else mover.going_on(step))
    before = getattr(payloads[0], "holder", None)
    return told(payloads, mover, holder=holder_of(mover, finished=True, proposing=False, before=before))


def _at(mover: Mover, act: Act, name: str) -> OpenStep | None:
    """The principal step, which must be one of this act; None where the process has no such step."""
    if mover.running.main is None or act not in mover.course(MAIN).acts:
        return None
    step = mover.running.principal
    if step is not None and step.kind is StepKind.TASK and mover.act_of(step) is act:
        return step
    sign = act is Act.SIGN
    raise refused(
        name,
        gettext_noop("Hồ sơ đang ở bước “%(step)s”, chưa đến bước ký kết quả.")
        if sign
        else gettext_noop("Hồ sơ đang ở bước “%(step)s”, chưa đến bước trình kết quả."),
        gettext_noop("Hoàn thành bước đang mở trước; quy trình sẽ đưa hồ sơ đến bước đó."),
        step=step.name if step else "",
    )


def _sent_back(state: State, command: c.SendBack, payloads: Payloads, mover: Mover) -> Payloads:
    """To the step at which it was submitted, and to the hand that submitted it."""
    step = mover.running.principal
    proposes = "" if step is None else mover.course(MAIN).proposes
    if not proposes or step is None or step.kind is not StepKind.TASK:
        return payloads
    mover.back(step.no, proposes)
    named(mover, command.to)
    before = getattr(payloads[0], "holder", None)
    return told(payloads, mover, holder=holder_of(mover, finished=False, proposing=False, before=before))


def _rejected(state: State, command: c.RejectSupplement, payloads: Payloads, mover: Mover) -> Payloads:
    """Back to whoever has the step by now: it may have been given to another meanwhile."""
    before = getattr(payloads[0], "holder", None)
    return told(payloads, mover, holder=holder_of(mover, finished=False, proposing=False, before=before))


def _waits(what: Awaited) -> Callable[[State, Any, Payloads, Mover], Payloads]:
    def asked(state: State, command: Any, payloads: Payloads, mover: Mover) -> Payloads:
        """The way that the process draws for it; without one the step stays open."""
        step = mover.running.principal
        outcome = mover.outcome_awaiting(step, what) if step and step.kind is StepKind.TASK else None
        if step is None or outcome is None:
            return payloads
        mover.complete(step.no, outcome)
        return told(payloads, mover)

    return asked


def _goes_on(what: Awaited) -> Callable[[State, Any, Payloads, Mover], Payloads]:
    def came(state: State, command: Any, payloads: Payloads, mover: Mover) -> Payloads:
        """A step that is entered again has its full time; the others keep what they had left."""
        mover.occurred(what)
        if state.paused_at is not None:
            mover.shift(state.paused_at)
        before = getattr(payloads[0], "holder", None)
        proposing = state.proposal is not None
        return told(
            payloads, mover, holder=holder_of(mover, finished=False, proposing=proposing, before=before)
        )

    return came


def _answered(state: State, command: c.AnswerConsultation, payloads: Payloads, mover: Mover) -> Payloads:
    """The process goes on with the last opinion that was awaited."""
    if any(each.answered_at is None and each.no != command.no for each in state.consultations):
        return payloads
    mover.occurred(Awaited.OPINION_RECEIVED)
    return told(payloads, mover)


def _over(state: State, command: c.Command, payloads: Payloads, mover: Mover) -> Payloads:
    mover.stop()
    return told(payloads, mover)


def _stopped(state: State, command: c.Stop, payloads: Payloads, mover: Mover) -> Payloads:
    """A suspension leaves the steps with whoever has them, as it leaves the clock (contracts, section 5)."""
    return payloads if command.suspension else _over(state, command, payloads, mover)


def _returned(state: State, command: c.ReturnResult, payloads: Payloads, mover: Mover) -> Payloads:
    """The applicant has the result: nothing is left to do, and what was not told as done ends here."""
    for _ in range(_MOST_STEPS):
        step = mover.running.principal
        if step is None or step.kind is not StepKind.TASK or mover.act_of(step) is not Act.RETURN:
            break
        mover.complete(step.no, mover.going_on(step))
    mover.stop(result="done")
    return told(payloads, mover)


_BEGINS_ANEW: Final = frozenset({"competent", "procedure"})


def _corrected(state: State, command: c.Correct, payloads: Payloads, mover: Mover) -> Payloads:
    """Another agency or procedure is another process: it begins anew, after reception where that is done."""
    changed = [
        place
        for place, each in enumerate(payloads)
        if isinstance(each, e.Corrected) and each.field in _BEGINS_ANEW
    ]
    if not changed:
        return payloads
    mover.stop()
    mover.intake = after_correction(state, payloads)
    day = day_of(state.received_at or mover.at)
    pin = None if mover.intake.instant_result else mover.paths.starting(mover.intake, day)
    last = payloads[changed[-1]]
    if pin is None:
        return _put(payloads, changed[-1], _replace(last, steps=mover.steps()))
    mover.begin(pin)
    transferred = state.holder is not None and state.holder.step is not Step.RECEIVE
    for _ in range(_MOST_STEPS if transferred else 0):
        step = mover.running.principal
        if step is None or step.kind is not StepKind.TASK or mover.act_of(step) is not Act.TRANSFER:
            break
        mover.complete(step.no, mover.going_on(step))
    holder = holder_of(mover, finished=False, proposing=False, before=getattr(last, "holder", None))
    return _put(payloads, changed[-1], _replace(last, steps=mover.steps(), holder=holder))


def after_correction(state: State, payloads: Payloads) -> c.Intake:
    """The intake as the corrections leave it."""
    intake = state.intake
    for each in payloads:
        if isinstance(each, e.Corrected):
            intake = corrections.corrected(intake, each.field, each.new)
    return intake


def _put(payloads: Payloads, place: int, payload: e.AnyPayload) -> Payloads:
    return (*payloads[:place], payload, *payloads[place + 1 :])


_EFFECTS: Final[dict[type[c.Command], Callable[[State, Any, Payloads, Mover], Payloads]]] = {
    c.Transfer: _transferred,
    c.Assign: _assigned,
    c.AnswerConsultation: _answered,
    c.RejectSupplement: _rejected,
    c.RequestSupplement: _waits(Awaited.SUPPLEMENT_RECEIVED),
    c.ReceiveSupplement: _goes_on(Awaited.SUPPLEMENT_RECEIVED),
    c.ExpireSupplement: _over,
    c.RequestObligation: _waits(Awaited.OBLIGATION_PAID),
    c.FulfilObligation: _goes_on(Awaited.OBLIGATION_PAID),
    c.Withdraw: _over,
    c.Stop: _stopped,
    c.ProposeResult: _proposed,
    c.SendBack: _sent_back,
    c.Approve: _signed,
    c.ResolveAtCounter: _over,
    c.ReturnResult: _returned,
    c.Correct: _corrected,
}
"""Every other command leaves the steps alone."""
