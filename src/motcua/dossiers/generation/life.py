"""The life of one invented dossier, played through the pure core under a simulated clock.

Shares and paces are assumptions of this house for a plausible past, not statistics.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, evolve, step_due
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    Channel,
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
OFFER_RETURNED = 0.2
LATE_REASON: Final = "Hồ sơ cần thẩm tra thêm tại thực địa nên chưa kịp trả đúng hẹn."
_AT_WORK: Final = frozenset({Status.RECEIVED, Status.IN_PROCESS})
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


APPLICANT: Final = Actor(who="applicant", unit="", roles=frozenset({Role.APPLICANT}))
GATEWAY: Final = "system:payment"


class Cast(NamedTuple):
    """Who plays: actors by role, as the log names them, and officer codes."""

    reception: Actor
    handler: Actor
    leader: Actor
    handler_agency: str
    leader_agency: str
    applicant: Actor = APPLICANT


class Habits(NamedTuple):
    """How often what happens in a life. `brisk`: the agency proposes the result within hours; `prompt`:
    the section answers so; `hasty`: each step of the process is done within the hour. The last four are of
    what is filed online."""

    supplement: float = SUPPLEMENT
    withdrawn: float = WITHDRAWN
    stopped: float = STOPPED
    refused: float = REFUSED
    consulted: float = CONSULTATION
    late: float = LATE
    late_step: float = 0.07
    brisk: bool = False
    prompt: bool = False
    hasty: bool = False
    noticed: float = 0.12
    declined: float = 0.04
    taken_back: float = 0.02
    pays_early: float = 0.7


class Apology(NamedTuple):
    """The letter that goes out where a dossier will be late: working time before the promised moment (too
    short a one comes too late), and until the new one; who sends and who signs it."""

    before: int
    more: int
    by: Actor
    signed_by: str


USUAL: Final = Habits()
CALM: Final = Habits(
    supplement=0,
    withdrawn=0,
    stopped=0,
    refused=0,
    consulted=0,
    late=0,
    late_step=0,
    noticed=0,
    declined=0,
    taken_back=0,
)
"""Nothing happens that a dossier can do without."""
Halt = Callable[[State], bool]
Hold = Callable[[State], Instant]


class Stage:
    """Plays commands in turn; stops at the present, so that young dossiers stay open."""

    def __init__(  # noqa: PLR0917 - what one life is made of
        self,
        state: State,
        events: list[Event],
        rules: Rules,
        seals: Seals,
        now: Instant,
        habits: Habits = USUAL,
        halt: Halt | None = None,
    ) -> None:
        """`halt` tells where the life stands still until after the present."""
        self.letter: Apology | None = None
        self.hold: Hold | None = None
        """Until when the signature waits; looked at when the leader is about to sign."""
        self.habits = habits
        self.halt = halt
        self.state = state
        self.states = [state]
        """The state after each event from the last one given on."""
        self.events = events
        self.rules = rules
        self.seals = seals
        self.now = now
        self.at = state.last_at

    def wait(self, working: int) -> bool:
        """Let working time pass; whether the present is not reached yet."""
        calendar = self.rules.calendar
        return self.reach(calendar.add(calendar.normalise(self.at), working))

    def reach(self, at: Instant) -> bool:
        """Let time pass until a moment; whether the present is not reached yet and nothing stands still."""
        if self.letter is not None:
            self._apologise(self.letter, at)
        self.at = max(self.at, at)
        return self.at < self.now and not (self.halt is not None and self.halt(self.state))

    def _apologise(self, letter: Apology, until: Instant) -> None:
        """Send form 04 (T19) once, where its moment comes before `until`."""
        state, calendar = self.state, self.rules.calendar
        if state.due_at is None or state.reschedules or state.status not in _AT_WORK:
            return
        left = calendar.between(self.at, state.due_at)
        moment = calendar.add(self.at, max(left - letter.before, 0))
        if not self.at <= moment < min(until, self.now):
            return
        self.at = moment
        later = calendar.add(max(moment, state.due_at), letter.more)
        reason = self.seals.text(LATE_REASON)
        self.do(c.Reschedule(by=letter.by, new_due_at=later, reason=reason, signed_by=letter.signed_by))

    def do(self, command: c.Command) -> None:
        """Give one command at the present simulated time, or when it may be signed."""
        if self.hold is not None and isinstance(command, c.Approve):
            self.at = max(self.at, self.hold(self.state))
            if self.at >= self.now:
                return
        for event in decide(self.state, command, self.rules, self.at):
            self.state = evolve(self.state, event)
            self.states.append(self.state)
            self.events.append(event)

    def words(self, chance: Random) -> str:
        """A reason among those that people give."""
        return self.seals.text(chance.choice(REASONS))

    @property
    def online(self) -> bool:
        """Whether it was filed online."""
        return self.state.intake.channel is Channel.ONLINE

    def due_of_step(self, share: float) -> Instant | None:
        """The due time of a step that has this share of what is left."""
        return step_due(self.at, self.state.due_at, share, self.rules.calendar)


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
    stage.do(c.ResolveAtCounter(by=cast.reception, signature=Signature.SCAN, returned_to=receiver))


def _resolve(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Whether a result was signed."""
    if _withdrawn(stage, cast, chance):
        return False
    if chance.random() < stage.habits.consulted and not consult(stage, cast, chance):
        return False
    if chance.random() < stage.habits.supplement and not supplement(stage, cast, chance):
        return False
    if _stopped(stage, cast, chance):
        return False
    return _sign(stage, cast, chance)


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
    if stage.online:
        return _supplement_online(stage, cast, chance)
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


def _supplement_online(stage: Stage, cast: Cast, chance: Random) -> bool:
    """T32, now and then sent back once (T34), until the section records it (T10)."""
    line = ComponentLine(no=1, kind=CopyKind.ELECTRONIC)
    for again in range(2):
        if not stage.wait(chance.randint(2, 30) * HOUR):
            return False
        stage.do(c.OfferSupplement(by=cast.applicant, components=(line,)))
        if not stage.wait(chance.randint(20, 420) * MINUTE):
            return False
        if again or chance.random() >= OFFER_RETURNED:
            break
        stage.do(c.ReturnOffer(by=cast.reception, reason=stage.seals.text("Ảnh chụp mờ, không đọc được.")))
    stage.do(c.ReceiveSupplement(by=cast.reception))
    return True


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
    stage.do(c.Approve(by=cast.leader, signature=chance.choice((Signature.SCAN, Signature.DIGITAL))))
    return True


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
    stage.do(
        c.RecordPayment(
            by=gateway if stage.online else cast.reception,
            receipt=f"MP-{stage.state.dossier}",
            lines=(line,),
            method=PaymentMethod.ONLINE if stage.online else PaymentMethod.CASH,
        )
    )


def _officer(actor: Actor) -> str:
    return actor.who.removeprefix("officer:")


ROLES: Final = (Role.RECEIVING_OFFICER, Role.HANDLING_OFFICER, Role.LEADER)
