"""What a life is played with: who plays, how often what happens, and the stage on which commands are given.

Shares and paces are assumptions of this house for a plausible past, not statistics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final, NamedTuple, TypeVar

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.core import Rules, decide, evolve, step_due
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.running import Place
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor, Channel, Fault, PaymentMethod, Role, Signature, Status
from motcua.dossiers.sealing import Seals
from motcua.foundation.clock import HOUR, Instant

DAY_OF_WORK: Final = 8 * HOUR
SUPPLEMENT, CONSULTATION = 0.06, 0.05
WITHDRAWN, STOPPED, REFUSED, LATE = 0.012, 0.004, 0.02, 0.012
LATE_REASON: Final = "Hồ sơ cần thẩm tra thêm tại thực địa nên chưa kịp trả đúng hẹn."
REASONS: Final = (
    "Tờ khai chưa ghi đủ thông tin nhân thân.",
    "Thiếu bản sao giấy tờ chứng minh.",
    "Giấy tờ nộp đã hết giá trị sử dụng.",
)
_AT_WORK: Final = frozenset({Status.RECEIVED, Status.IN_PROCESS})
APPLICANT: Final = Actor(who="applicant", unit="", roles=frozenset({Role.APPLICANT}))
GATEWAY: Final = "system:payment"


class Other(NamedTuple):
    """Another agency that may have a part of the work, with its handling officers and leaders by code."""

    agency: str
    place: Place
    handlers: tuple[str, ...]
    leaders: tuple[str, ...]


class Cast(NamedTuple):
    """Who plays: actors by role, as the log names them, and officer codes; `others` may have a part."""

    reception: Actor
    handler: Actor
    leader: Actor
    handler_agency: str
    leader_agency: str
    applicant: Actor = APPLICANT
    others: tuple[Other, ...] = ()


class Ways(NamedTuple):
    """What a simulated year has besides, by its parameters. A plain past has none of it, and throws no dice
    for it: the same seed goes on making the same past."""

    second: float = 0
    """Of those that were supplemented: asked a second time."""
    faults: tuple[tuple[Fault, float], ...] = ()
    """What is wrong with papers asked for again, with weights; empty: the log does not say."""
    obliged: float = 0
    obligation_days: tuple[int, int] = (1, 1)
    """Working days until a financial obligation is paid, from and to."""
    obligation_online: float = 0
    """Of those paid: to the house itself, the others with a proof from the treasury."""
    parts: float = 0
    """Dossiers of which another agency does a part."""
    above: float = 0
    """Of these: those whose part lies at the level above."""
    part_late: float = 0
    signatures: tuple[tuple[Signature, float], ...] = ()


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
    ways: Ways = Ways()


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
        self.not_kept: Instant | None = None
        """The promised moment that the letter moved."""
        self.hold: Hold | None = None
        """Until when the signature waits; looked at when the leader is about to sign."""
        self.pays: PaymentMethod | None = None
        """How the applicant pays; none said: online what was filed online, the rest in cash."""
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
        self.not_kept = state.due_at
        self.do(c.Reschedule(by=letter.by, new_due_at=later, reason=reason, signed_by=letter.signed_by))

    def do(self, command: c.Command) -> None:
        """Give one command at the present simulated time, or when it may be signed."""
        if self.hold is not None and isinstance(command, c.Approve):
            if self.letter is not None:
                self._apologise(self.letter, self.hold(self.state))
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


Kind = TypeVar("Kind")


def picked(weights: Sequence[tuple[Kind, float]], chance: Random) -> Kind:
    """One of the kinds by its weight."""
    return chance.choices([kind for kind, _ in weights], [weight for _, weight in weights])[0]
