"""`decide` and `evolve` of a petition: Decree 20/2008 art. 9 and 14, the clocks of the national portal.

Whether a petition is late is derived (`next_due`, `PetitionView.late`), never a state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from motcua.feedback.petitions import commands as c
from motcua.feedback.petitions import events as e
from motcua.feedback.petitions.state import PetitionView
from motcua.feedback.petitions.types import SIDE_NAMES, STATE_NAMES, PetitionState, Refusal, Side, Sort
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase, listed
from motcua.foundation.worktime import Unit, WorkCalendar, promise
from motcua.law.petitions import PetitionRules

S = PetitionState
_AT_RECEIVER: Final = frozenset({S.RECEIVED, S.RETURNED})
_AT_WORK: Final = frozenset({S.HANDLING, S.FORWARDED})
_UNANSWERED: Final = _AT_RECEIVER | _AT_WORK | {S.SUPPLEMENT_ASKED}


class Refused(DomainError):
    """The rules or the state of the petition forbid it; nothing changed."""

    id = "petition_refused"


class Right(NamedTuple):
    """From which states and on which sides a command may be given."""

    states: frozenset[PetitionState]
    sides: frozenset[Side]


RIGHTS: Final[dict[str, Right]] = {
    "classify": Right(_AT_RECEIVER, frozenset({Side.RECEIVER})),
    "forward": Right(_AT_RECEIVER, frozenset({Side.RECEIVER})),
    "refuse": Right(_AT_RECEIVER | {S.SUPPLEMENT_ASKED}, frozenset({Side.RECEIVER})),
    "take": Right(_AT_WORK, frozenset({Side.HEAD})),
    "send_back_to_receiver": Right(_AT_WORK, frozenset({Side.HEAD})),
    "ask_supplement": Right(_AT_RECEIVER | {S.HANDLING}, frozenset({Side.RECEIVER, Side.HEAD, Side.HANDLER})),
    "supplement": Right(frozenset({S.SUPPLEMENT_ASKED}), frozenset({Side.PETITIONER})),
    "draft": Right(frozenset({S.HANDLING}), frozenset({Side.HEAD, Side.HANDLER})),
    "reject_draft": Right(frozenset({S.HANDLING}), frozenset({Side.HEAD})),
    "approve": Right(frozenset({S.HANDLING}), frozenset({Side.HEAD})),
    "publish": Right(frozenset({S.AWAITING_PUBLICATION}), frozenset({Side.RECEIVER})),
    "keep_unpublished": Right(frozenset({S.AWAITING_PUBLICATION}), frozenset({Side.RECEIVER})),
    "withdraw": Right(_UNANSWERED, frozenset({Side.PETITIONER})),
}
"""Filing has no state before it and is anybody's."""


def allowed(state: PetitionView, by: c.By) -> frozenset[str]:
    """The commands that somebody may give now, for buttons; `decide` asks the same and says why not."""
    if _is_concerned(state, by):
        return frozenset()
    return frozenset(
        name
        for name, right in RIGHTS.items()
        if state.state in right.states and right.sides & by.sides and _fits(state, name)
    )


def _fits(state: PetitionView, name: str) -> bool:
    if name == "forward":
        return state.sort in (Sort.CONDUCT, Sort.OTHER)
    return state.drafted if name in ("approve", "reject_draft") else True


def decide(
    state: PetitionView | None, command: c.Command, rules: PetitionRules, calendar: WorkCalendar, now: Instant
) -> tuple[e.Event, ...]:
    """The events that the command brings about; the state is not touched.

    Raises: `Refused`, with what to do instead; ValueError for a command that needs a petition and has none.
    """
    name = c.NAMES[type(command)]
    if isinstance(command, c.File):
        facts: tuple[e.Fact, ...] = (_filed(command, rules, calendar, now),)
    else:
        if state is None:
            raise ValueError(f"{name} without a petition")
        _admit(state, command, name)
        facts = _DECISIONS[name](state, command, _Moment(rules, calendar, now))
    first = 0 if state is None else state.seq
    return tuple(
        e.Event(seq=first + no, at=now, actor=command.by.who, unit=command.by.unit, fact=fact)  # type: ignore[arg-type]
        for no, fact in enumerate(facts, start=1)
    )


class NextAct(NamedTuple):
    """What is owed next: the clock (a key of `law.petitions.CLOCKS`) and when its time is over."""

    clock: str
    due_at: Instant


def next_due(state: PetitionView) -> NextAct | None:
    """The clock that runs now; none where nothing is owed by an office."""
    if state.state in _AT_RECEIVER:
        return NextAct("forward", state.forward_due)
    if state.state in _AT_WORK:
        return NextAct("handle", state.handle_due)
    if state.state is S.AWAITING_PUBLICATION and state.publish_due is not None:
        return NextAct("publish", state.publish_due)
    return None


def fold(events: Sequence[e.Event]) -> PetitionView:
    """The petition after its events. Raises: ValueError for a list that does not begin with its filing."""
    if not events or not isinstance(events[0].fact, e.Filed):
        raise ValueError("a petition begins with its filing")
    return reduce(evolve, events[1:], _begun(events[0], events[0].fact))


def evolve(state: PetitionView, event: e.Event) -> PetitionView:
    """The petition after one more event. Raises: ValueError for a number that does not follow."""
    if event.seq != state.seq + 1:
        raise ValueError(f"event {event.seq} does not follow {state.seq}")
    after = _EFFECTS[type(event.fact)](state, event, event.fact)
    return replace(after, seq=event.seq, last_at=event.at, late=state.late | _missed(state, event))


class _Moment(NamedTuple):
    rules: PetitionRules
    calendar: WorkCalendar
    now: Instant

    def due(self, clock: str) -> Instant:
        """The close of the last working day of a clock that begins now (its first day is not counted)."""
        made = promise(
            self.now, Decimal(self.rules.days(clock)), Unit.WORKING_DAY, self.calendar, count="whole_days"
        )
        assert made.due_at is not None
        return made.due_at


def _admit(state: PetitionView, command: c.Command, name: str) -> None:
    right = RIGHTS[name]
    if _is_concerned(state, command.by):
        raise Refused(
            gettext_noop("Phản ánh này không thuộc phần việc của bạn."),
            gettext_noop("Mở danh sách phản ánh để xem việc được giao."),
            id="petition_not_yours",
        )
    if not right.sides & command.by.sides:
        raise Refused(
            gettext_noop("Việc này do %(sides)s làm."),
            gettext_noop("Mở lại phản ánh để xem việc bạn làm được."),
            id="petition_wrong_side",
            sides=listed(SIDE_NAMES[side] for side in sorted(right.sides)),
        )
    if state.state not in right.states:
        raise Refused(
            gettext_noop("Phản ánh đang ở trạng thái “%(state)s”, không làm việc này được."),
            gettext_noop("Mở lại phản ánh để xem việc vừa được làm."),
            id="petition_state",
            state=Phrase(STATE_NAMES[state.state]),
        )


def _is_concerned(state: PetitionView, by: c.By) -> bool:
    return bool(by.officer) and by.officer in state.concerned and state.closed_to_concerned


def _filed(command: c.File, rules: PetitionRules, calendar: WorkCalendar, now: Instant) -> e.Filed:
    moment = _Moment(rules, calendar, now)
    return e.Filed(
        about=command.about,
        rules=rules.id,
        calendar=calendar.version,
        send_back_due=moment.due("send_back"),
        ask_due=moment.due("ask_supplement"),
        forward_due=moment.due("forward"),
        handle_due=moment.due("handle"),
        concerned=tuple(sorted(command.concerned)),
    )


def _classify(state: PetitionView, command: c.Classify, at: _Moment) -> tuple[e.Fact, ...]:
    if command.sort is Sort.CONDUCT and not command.concerned:
        raise Refused(
            gettext_noop("Phản ánh về hành vi phải ghi cán bộ bị phản ánh; phân loại chưa được lưu."),
            gettext_noop("Chọn cán bộ; chưa rõ là ai thì yêu cầu người phản ánh bổ sung."),
            id="petition_nobody_named",
            field="concerned",
        )
    if command.by.officer and command.by.officer in command.concerned and command.sort is Sort.CONDUCT:
        raise Refused(
            gettext_noop("Bạn không phân loại phản ánh về chính mình."),
            gettext_noop("Đề nghị người khác của cơ quan tiếp nhận phân loại."),
            id="petition_not_yours",
        )
    own = command.own if command.sort is Sort.OWN else ""
    said = e.Classified(sort=command.sort, own=own, concerned=tuple(sorted(command.concerned)))
    return (said, e.Taken(officer="")) if command.sort is Sort.OWN else (said,)


def _forward(state: PetitionView, command: c.Forward, at: _Moment) -> tuple[e.Fact, ...]:
    if state.sort not in (Sort.CONDUCT, Sort.OTHER):
        raise Refused(
            gettext_noop("Phân loại phản ánh trước khi chuyển."),
            gettext_noop("Chọn “về hành vi của cán bộ” hoặc “thuộc cơ quan khác” rồi chuyển."),
            id="petition_unclassified",
        )
    if command.concerned_heads and state.sort is Sort.CONDUCT:
        raise Refused(
            gettext_noop("Cơ quan này không còn ai ngoài người bị phản ánh để quyết định; chưa chuyển."),
            gettext_noop("Chọn cơ quan cấp trên trực tiếp."),
            id="petition_head_concerned",
            field="to",
        )
    return (
        e.Forwarded(
            to=command.to,
            send_back_due=at.due("send_back"),
            ask_due=at.due("ask_supplement"),
            handle_due=at.due("handle"),
        ),
    )


def _take(state: PetitionView, command: c.Take, at: _Moment) -> tuple[e.Fact, ...]:
    if command.officer in state.concerned and state.sort is Sort.CONDUCT:
        raise Refused(
            gettext_noop("Không giao phản ánh về hành vi cho chính người bị phản ánh."),
            gettext_noop("Chọn cán bộ khác."),
            id="petition_concerned",
            field="officer",
        )
    return (e.Taken(officer=command.officer),)


def _ask(state: PetitionView, command: c.AskSupplement, at: _Moment) -> tuple[e.Fact, ...]:
    return (e.SupplementAsked(until=at.due("await_supplement"), back_to=state.state),)


def _supplement(state: PetitionView, command: c.Supplement, at: _Moment) -> tuple[e.Fact, ...]:
    waited = at.calendar.between(_known(state.asked_at), at.now) if at.rules.supplement_pauses else 0
    return (
        e.Supplemented(
            waited=waited,
            forward_due=at.calendar.add(state.forward_due, waited) if waited else state.forward_due,
            handle_due=at.calendar.add(state.handle_due, waited) if waited else state.handle_due,
        ),
    )


def _draft_needed(state: PetitionView) -> None:
    if not state.drafted:
        raise Refused(
            gettext_noop("Chưa có dự thảo trả lời."),
            gettext_noop("Soạn câu trả lời, rồi duyệt."),
            id="petition_no_draft",
        )


def _reject_draft(state: PetitionView, command: c.RejectDraft, at: _Moment) -> tuple[e.Fact, ...]:
    _draft_needed(state)
    return (e.SentBack(),)


def _approve(state: PetitionView, command: c.Approve, at: _Moment) -> tuple[e.Fact, ...]:
    _draft_needed(state)
    return (e.Approved(publish_due=at.due("publish")),)


def _refuse(state: PetitionView, command: c.Refuse, at: _Moment) -> tuple[e.Fact, ...]:
    waiting = state.state is S.SUPPLEMENT_ASKED
    if waiting and (command.ground is not Refusal.NOT_SUPPLEMENTED or at.now <= _known(state.asked_until)):
        raise Refused(
            gettext_noop("Đang chờ người phản ánh bổ sung; chưa từ chối được."),
            gettext_noop("Chờ đến hết thời gian bổ sung rồi từ chối với lý do “chưa bổ sung”."),
            id="petition_waiting",
        )
    if not waiting and command.ground is Refusal.NOT_SUPPLEMENTED:
        raise Refused(
            gettext_noop("Chưa yêu cầu bổ sung nên không từ chối vì lý do này."),
            gettext_noop("Chọn lý do khác, hoặc yêu cầu bổ sung."),
            id="petition_not_asked",
            field="ground",
        )
    return (e.NotAccepted(ground=command.ground),)


def _only(fact: e.Fact) -> Callable[[Any, Any, _Moment], tuple[e.Fact, ...]]:
    return lambda state, command, at: (fact,)


_DECISIONS: Final[dict[str, Callable[[Any, Any, _Moment], tuple[e.Fact, ...]]]] = {
    "classify": _classify,
    "forward": _forward,
    "take": _take,
    "send_back_to_receiver": _only(e.Returned()),
    "ask_supplement": _ask,
    "supplement": _supplement,
    "draft": _only(e.Drafted()),
    "reject_draft": _reject_draft,
    "approve": _approve,
    "publish": _only(e.Published()),
    "keep_unpublished": _only(e.KeptUnpublished()),
    "refuse": _refuse,
    "withdraw": _only(e.Withdrawn()),
}


def _begun(event: e.Event, fact: e.Filed) -> PetitionView:
    return PetitionView(
        seq=event.seq,
        state=S.RECEIVED,
        about=fact.about,
        rules=fact.rules,
        filed_at=event.at,
        last_at=event.at,
        concerned=frozenset(fact.concerned),
        send_back_due=fact.send_back_due,
        ask_due=fact.ask_due,
        forward_due=fact.forward_due,
        handle_due=fact.handle_due,
    )


def _on_classified(state: PetitionView, event: e.Event, fact: e.Classified) -> PetitionView:
    return replace(state, sort=fact.sort, concerned=frozenset(fact.concerned), holder=fact.own, handler="")


def _on_forwarded(state: PetitionView, event: e.Event, fact: e.Forwarded) -> PetitionView:
    return replace(
        state,
        state=S.FORWARDED,
        holder=fact.to,
        handler="",
        forwards=state.forwards + 1,
        send_back_due=fact.send_back_due,
        ask_due=fact.ask_due,
        handle_due=fact.handle_due,
        drafted=False,
    )


def _on_asked(state: PetitionView, event: e.Event, fact: e.SupplementAsked) -> PetitionView:
    return replace(
        state, state=S.SUPPLEMENT_ASKED, back_to=fact.back_to, asked_at=event.at, asked_until=fact.until
    )


def _on_supplemented(state: PetitionView, event: e.Event, fact: e.Supplemented) -> PetitionView:
    return replace(
        state,
        state=state.back_to or S.RECEIVED,
        back_to=None,
        supplements=state.supplements + 1,
        forward_due=fact.forward_due,
        handle_due=fact.handle_due,
    )


def _on_approved(state: PetitionView, event: e.Event, fact: e.Approved) -> PetitionView:
    return replace(
        state, state=S.AWAITING_PUBLICATION, answered_at=event.at, publish_due=fact.publish_due, drafted=False
    )


def _closing(to: PetitionState) -> Callable[[PetitionView, e.Event, Any], PetitionView]:
    return lambda state, event, fact: replace(state, state=to, closed_at=event.at)


_EFFECTS: Final[dict[type[Any], Callable[[PetitionView, e.Event, Any], PetitionView]]] = {
    e.Classified: _on_classified,
    e.Forwarded: _on_forwarded,
    e.Taken: lambda state, event, fact: replace(state, state=S.HANDLING, handler=fact.officer),
    e.Returned: lambda state, event, fact: replace(
        state, state=S.RETURNED, holder="", handler="", sort=None if state.sort is Sort.OWN else state.sort,
        drafted=False,
    ),
    e.SupplementAsked: _on_asked,
    e.Supplemented: _on_supplemented,
    e.Drafted: lambda state, event, fact: replace(state, drafted=True),
    e.SentBack: lambda state, event, fact: replace(state, drafted=False),
    e.Approved: _on_approved,
    e.Published: _closing(S.PUBLISHED),
    e.KeptUnpublished: _closing(S.ANSWERED),
    e.NotAccepted: _closing(S.REFUSED),
    e.Withdrawn: _closing(S.WITHDRAWN),
}  # fmt: skip


def _missed(state: PetitionView, event: e.Event) -> frozenset[str]:
    """The clocks that had run out when this happened."""
    fact = event.fact
    found = set()
    if isinstance(fact, e.Returned) and event.at > state.send_back_due:
        found.add("send_back")
    if isinstance(fact, e.NotAccepted) and fact.ground is not Refusal.NOT_SUPPLEMENTED:
        found |= {"send_back"} if event.at > state.send_back_due else set()
    if isinstance(fact, e.SupplementAsked) and event.at > state.ask_due:
        found.add("ask_supplement")
    if isinstance(fact, e.Forwarded) and state.state is S.RECEIVED and event.at > state.forward_due:
        found.add("forward")
    if isinstance(fact, e.Approved) and event.at > state.handle_due:
        found.add("handle")
    if isinstance(fact, e.Published | e.KeptUnpublished) and event.at > _known(state.publish_due):
        found.add("publish")
    return frozenset(found)


def _known(instant: Instant | None) -> Instant:
    if instant is None:
        raise ValueError("this moment has not come")
    return instant
