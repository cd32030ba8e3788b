"""The life of one invented dossier, played through the pure core under a simulated clock.

Shares and paces are assumptions of this house for a plausible past, not statistics.
"""

from __future__ import annotations

from random import Random
from typing import Final

from motcua.dossiers.generation import interlinked
from motcua.dossiers.generation.stage import DAY_OF_WORK, GATEWAY, Cast, Stage, picked
from motcua.dossiers.generation.waiting import consult, obligation, supplement
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import (
    Actor,
    FeeLine,
    FeeState,
    Holder,
    PaymentMethod,
    ReturnMethod,
    Role,
    Signature,
    Status,
    Step,
)
from motcua.foundation.clock import HOUR, MINUTE

SENT_BACK: Final = 0.03


def play(stage: Stage, cast: Cast, chance: Random) -> None:
    """A dossier without a process: to the returned result, or as far as the present allows."""
    if stage.state.intake.instant_result and not stage.online and chance.random() < 0.85:
        _at_the_counter(stage, cast, chance)
        return
    if not stage.wait(chance.randint(5, 150) * MINUTE):
        return
    officer = _officer(cast.handler)
    stage.do(
        c.Transfer(
            by=cast.reception,
            to=Holder(
                agency=cast.handler_agency, step=Step.RESOLVE, officer=officer, due_at=stage.due_of_step(0.8)
            ),
        )
    )
    if _resolve(stage, cast, chance):
        _return(stage, cast, chance)


def _at_the_counter(stage: Stage, cast: Cast, chance: Random) -> None:
    if not stage.wait(chance.randint(4, 40) * MINUTE):
        return
    pay(stage, cast)
    receiver = stage.seals.seal("receiver", {"name": "Người nộp hồ sơ"})
    stage.do(
        c.ResolveAtCounter(
            by=cast.reception, signature=signature(stage, chance, Signature.SCAN), returned_to=receiver
        )
    )


def _resolve(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Whether a result was signed."""
    if _withdrawn(stage, cast, chance):
        return False
    for share, happens in (
        (stage.habits.consulted, consult),
        (stage.habits.supplement, _supplemented),
    ):
        if chance.random() < share and not happens(stage, cast, chance):
            return False
    ways = stage.habits.ways
    for share, happens in ((ways.obliged, obligation), (ways.parts, _in_parts)):
        if share and chance.random() < share and not happens(stage, cast, chance):
            return False
    return not _stopped(stage, cast, chance) and _sign(stage, cast, chance)


def _supplemented(stage: Stage, cast: Cast, chance: Random) -> bool:
    if not supplement(stage, cast, chance):
        return False
    again = stage.habits.ways.second
    return not again or chance.random() >= again or supplement(stage, cast, chance)


def _in_parts(stage: Stage, cast: Cast, chance: Random) -> bool:
    return not interlinked.send(stage, cast, chance) or interlinked.done(stage, cast, chance)


def give_up(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Whether the dossier ends without a result, or stands still until after the present."""
    return _withdrawn(stage, cast, chance) or _stopped(stage, cast, chance)


def _withdrawn(stage: Stage, cast: Cast, chance: Random) -> bool:
    if chance.random() < stage.habits.withdrawn and stage.wait(chance.randint(1, 8) * HOUR):
        if stage.online:
            words = stage.seals.text("Tôi chưa chuẩn bị đủ giấy tờ, xin rút hồ sơ.")
            stage.do(c.AskWithdrawal(by=cast.applicant, reason=words))
            if not stage.wait(chance.randint(20, 300) * MINUTE):
                return True
        stage.do(c.Withdraw(by=cast.reception, reason=stage.seals.text("Người nộp đề nghị rút hồ sơ.")))
        return True
    return False


def _stopped(stage: Stage, cast: Cast, chance: Random) -> bool:
    if chance.random() >= stage.habits.stopped or not stage.wait(HOUR):
        return False
    stage.do(
        c.Stop(
            by=cast.leader,
            reason=stage.seals.text("Có tranh chấp đang được Tòa án thụ lý."),
            legal_ground="Văn bản thông báo thụ lý của Tòa án",
            suspension=chance.random() < 0.5,
        )
    )
    if not stage.state.suspended or not stage.wait(chance.randint(8, 40) * HOUR):
        return True
    stage.do(c.Resume(by=cast.leader, reason=stage.seals.text("Căn cứ tạm dừng không còn.")))
    return False


def _sign(stage: Stage, cast: Cast, chance: Random) -> bool:
    if not stage.wait(_pace(stage, chance)):
        return False
    granted = chance.random() >= stage.habits.refused
    for again in range(2):
        reason = None if granted else stage.seals.text("Không đủ điều kiện theo quy định.")
        stage.do(
            c.ProposeResult(
                by=cast.handler,
                granted=granted,
                reason=reason,
                to=Holder(agency=cast.leader_agency, step=Step.APPROVE, due_at=stage.state.due_at),
            )
        )
        if not stage.wait(chance.randint(5, 240) * MINUTE):
            return False
        if again or chance.random() >= SENT_BACK:
            break
        stage.do(c.SendBack(by=cast.leader, reason=stage.seals.text("Trình bày lại căn cứ.")))
        if not stage.wait(chance.randint(30, 200) * MINUTE):
            return False
    stage.do(c.Approve(by=cast.leader, signature=signature(stage, chance)))
    return True


def signature(stage: Stage, chance: Random, usual: Signature | None = None) -> Signature:
    """How a result is signed: by the year's weights, else as `usual`, else half of each kind of copy."""
    weights = stage.habits.ways.signatures
    if weights:
        return picked(weights, chance)
    return usual or chance.choice((Signature.SCAN, Signature.DIGITAL))


def _pace(stage: Stage, chance: Random) -> int:
    """Working time until the proposal: most of what is left, rarely more than that."""
    if stage.habits.brisk:
        return chance.randint(60, 300) * MINUTE
    due = stage.state.due_at
    left = stage.rules.calendar.between(stage.at, due) if due is not None else 3 * DAY_OF_WORK
    if chance.random() < stage.habits.late:
        return max(left, 0) + chance.randint(1, 20) * HOUR
    return max(10 * MINUTE, int(max(left - 5 * HOUR, left * 0.3) * chance.uniform(0.15, 0.95)))


def _return(stage: Stage, cast: Cast, chance: Random) -> None:
    if not stage.wait(int(chance.expovariate(1 / (6 * HOUR))) + 20 * MINUTE):
        return
    hand_over(stage, cast)


def hand_over(stage: Stage, cast: Cast) -> None:
    """The result goes out; what was filed online by the way that the applicant chose."""
    pay(stage, cast)
    stage.do(
        c.ReturnResult(
            by=cast.reception,
            receiver=stage.seals.seal("receiver", {"name": "Người nộp hồ sơ"}),
            method=stage.state.intake.return_method if stage.online else ReturnMethod.COUNTER,
        )
    )
    assert stage.state.status is Status.RETURNED, "a returned dossier"


def pay(stage: Stage, cast: Cast) -> None:
    """What is owed is taken before the result goes out; the receipt is one of the simulated past and
    stands in no series of this house."""
    intake = stage.state.intake
    if intake.fee_state is not FeeState.UNPAID:
        return
    line = FeeLine(no=1, kind="fee", unit=max(intake.fee_due, 1))
    gateway = Actor(who=GATEWAY, unit=intake.section, roles=frozenset({Role.SYSTEM}))
    method = stage.pays or (PaymentMethod.ONLINE if stage.online else PaymentMethod.CASH)
    stage.do(
        c.RecordPayment(
            by=gateway if method is PaymentMethod.ONLINE else cast.reception,
            receipt=f"MP-{stage.state.dossier}",
            lines=(line,),
            method=method,
        )
    )


def _officer(actor: Actor) -> str:
    return actor.who.removeprefix("officer:")


ROLES: Final = (Role.RECEIVING_OFFICER, Role.HANDLING_OFFICER, Role.LEADER)
