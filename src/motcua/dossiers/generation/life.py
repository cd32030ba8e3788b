"""The life of one invented dossier, played through the pure core under a simulated clock.

Shares and paces are assumptions of this house for a plausible past, not statistics.
"""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, evolve, step_due
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    ComponentLine,
    CopyKind,
    FeeLine,
    FeeState,
    Holder,
    PaymentMethod,
    ReturnMethod,
    Role,
    Signature,
    Status,
    Step,
    SupplementItem,
)
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import HOUR, MINUTE, Instant

DAY_OF_WORK: Final = 8 * HOUR
SUPPLEMENT, OBLIGATION, CONSULTATION = 0.06, 0.5, 0.05
WITHDRAWN, STOPPED, REFUSED, SENT_BACK, LATE = 0.012, 0.004, 0.02, 0.03, 0.012
REASONS: Final = (
    "Tờ khai chưa ghi đủ thông tin nhân thân.",
    "Thiếu bản sao giấy tờ chứng minh.",
    "Giấy tờ nộp đã hết giá trị sử dụng.",
)
ITEMS: Final = (
    "Tờ khai đã điền đủ và ký tên",
    "Bản sao giấy tờ tùy thân còn giá trị",
    "Giấy xác nhận nơi cư trú",
)


class Cast(NamedTuple):
    """Who plays: actors by role, as the log names them, and officer codes."""

    reception: Actor
    handler: Actor
    leader: Actor
    handler_agency: str
    leader_agency: str


class Stage:
    """Plays commands in turn; stops at the present, so that young dossiers stay open."""

    def __init__(self, state: State, events: list[Event], rules: Rules, seals: Seals, now: Instant) -> None:
        self.state = state
        self.events = events
        self.rules = rules
        self.seals = seals
        self.now = now
        self.at = state.last_at

    def wait(self, working: int) -> bool:
        """Let working time pass; whether the present is not reached yet."""
        calendar = self.rules.calendar
        self.at = calendar.add(calendar.normalise(self.at), working)
        return self.at < self.now

    def do(self, command: c.Command) -> None:
        """Give one command at the present simulated time."""
        for event in decide(self.state, command, self.rules, self.at):
            self.state = evolve(self.state, event)
            self.events.append(event)

    def words(self, chance: Random) -> str:
        """A reason among those that people give."""
        return self.seals.text(chance.choice(REASONS))

    def due_of_step(self, share: float) -> Instant | None:
        """The due time of a step that has this share of what is left."""
        return step_due(self.at, self.state.due_at, share, self.rules.calendar)


def play(stage: Stage, cast: Cast, chance: Random) -> None:
    """A dossier without a process: to the returned result, or as far as the present allows."""
    if stage.state.intake.instant_result and chance.random() < 0.85:
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
    stage.do(c.ResolveAtCounter(by=cast.reception, signature=Signature.SCAN, returned_to=receiver))


def _resolve(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Whether a result was signed."""
    if _withdrawn(stage, cast, chance):
        return False
    if chance.random() < CONSULTATION and not consult(stage, cast, chance):
        return False
    if chance.random() < SUPPLEMENT and not supplement(stage, cast, chance):
        return False
    if _stopped(stage, cast, chance):
        return False
    return _sign(stage, cast, chance)


def give_up(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Whether the dossier ends without a result, or stands still until after the present."""
    return _withdrawn(stage, cast, chance) or _stopped(stage, cast, chance)


def _withdrawn(stage: Stage, cast: Cast, chance: Random) -> bool:
    if chance.random() < WITHDRAWN and stage.wait(chance.randint(1, 8) * HOUR):
        stage.do(c.Withdraw(by=cast.reception, reason=stage.seals.text("Người nộp đề nghị rút hồ sơ.")))
        return True
    return False


def _stopped(stage: Stage, cast: Cast, chance: Random) -> bool:
    if chance.random() >= STOPPED or not stage.wait(HOUR):
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


def consult(stage: Stage, cast: Cast, chance: Random) -> bool:
    """An opinion asked for and given; whether the present is not reached yet."""
    if not stage.wait(chance.randint(1, 6) * HOUR):
        return False
    deadline = stage.rules.calendar.add(stage.at, DAY_OF_WORK)
    stage.do(
        c.RequestConsultation(
            by=cast.handler,
            consulted=stage.state.intake.section,
            content=stage.seals.text("Đề nghị cho ý kiến về nguồn gốc giấy tờ."),
            deadline=deadline,
        )
    )
    if not stage.wait(chance.randint(1, 12) * HOUR):
        return False
    stage.do(
        c.AnswerConsultation(
            by=cast.handler, no=1, answer=stage.seals.text("Thống nhất."), paper="Công văn trả lời"
        )
    )
    return True


def supplement(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Papers asked for and brought; whether the dossier goes on before the present."""
    if not stage.wait(chance.randint(1, 10) * HOUR):
        return False
    items = (SupplementItem(item=stage.seals.seal("item", chance.choice(ITEMS))),)
    deadline = stage.rules.calendar.add(stage.at, 10 * DAY_OF_WORK)
    stage.do(c.ProposeSupplement(by=cast.handler, items=items, reason=stage.words(chance), deadline=deadline))
    if not stage.wait(chance.randint(10, 200) * MINUTE):
        return False
    stage.do(c.RequestSupplement(by=cast.reception))
    days = chance.choice((1, 1, 2, 3, 5, 12))
    if not stage.wait(days * DAY_OF_WORK - HOUR):
        return False
    if days > 10:
        stage.do(c.ExpireSupplement(by=cast.reception, reason=stage.seals.text("Hết hạn bổ sung.")))
        return False
    number = len(stage.state.intake.components) + 1
    line = ComponentLine(no=number, name=stage.seals.text(ITEMS[0]), kind=CopyKind.ORIGINAL)
    stage.do(c.ReceiveSupplement(by=cast.reception, components=(line,)))
    return True


def _sign(stage: Stage, cast: Cast, chance: Random) -> bool:
    if not stage.wait(_pace(stage, chance)):
        return False
    granted = chance.random() >= REFUSED
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
    stage.do(c.Approve(by=cast.leader, signature=chance.choice((Signature.SCAN, Signature.DIGITAL))))
    return True


def _pace(stage: Stage, chance: Random) -> int:
    """Working time until the proposal: most of what is left, rarely more than that."""
    due = stage.state.due_at
    left = stage.rules.calendar.between(stage.at, due) if due is not None else 3 * DAY_OF_WORK
    if chance.random() < LATE:
        return max(left, 0) + chance.randint(1, 20) * HOUR
    return max(10 * MINUTE, int(max(left - 5 * HOUR, left * 0.3) * chance.uniform(0.15, 0.95)))


def _return(stage: Stage, cast: Cast, chance: Random) -> None:
    if not stage.wait(int(chance.expovariate(1 / (6 * HOUR))) + 20 * MINUTE):
        return
    pay(stage, cast)
    stage.do(
        c.ReturnResult(
            by=cast.reception,
            receiver=stage.seals.seal("receiver", {"name": "Người nộp hồ sơ"}),
            method=ReturnMethod.COUNTER,
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
    stage.do(
        c.RecordPayment(
            by=cast.reception,
            receipt=f"MP-{stage.state.dossier}",
            lines=(line,),
            method=PaymentMethod.CASH,
        )
    )


def _officer(actor: Actor) -> str:
    return actor.who.removeprefix("officer:")


ROLES: Final = (Role.RECEIVING_OFFICER, Role.HANDLING_OFFICER, Role.LEADER)
