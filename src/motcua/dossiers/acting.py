"""Who acts on a dossier: the person's posts towards it, as the log names them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from motcua.dossiers import store
from motcua.dossiers.lifecycle.commands import Correct
from motcua.dossiers.lifecycle.guards import standing_refusal
from motcua.dossiers.lifecycle.running import MAIN
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Actor, Role
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import agency_at
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.dossiers.regime_of import regime_of
from motcua.foundation.errors import DomainError, Forbidden, gettext_noop
from motcua.law.regimes import regime
from motcua.organisation.in_force import laws
from motcua.organisation.rights import (
    ACTIONS,
    Held,
    Person,
    acting_posts,
    may_read,
    require,
    step_posts,
)

OF_STEPS: Final = frozenset({"complete_step", "assign_step"})
"""Commands that a right to the step is enough for."""
OF_PARTS: Final = frozenset({"propose_supplement"})
"""Commands that a right to a step of an interlinked part is enough for."""
_ANSWERING: Final = frozenset({Role.HANDLING_OFFICER, Role.LEADER})


def actor_for(person: Person, locked: store.Locked, command: str = "") -> Actor:
    """The person as an actor towards this dossier; the unit is that of the post with the right to `command`.

    Raises: `NotFound` where they may not even know of it.
    """
    steps = step_posts(person, locked.place)
    # Who has a step of another office, or a part, may do that and nothing else to the dossier.
    at_steps = steps.posts if command in OF_STEPS else ()
    answering = answers_for(person, locked) if command == "answer_consultation" else ()
    acts = acting_posts(person, locked.place)
    at_parts = part_posts(person, locked) if command in OF_PARTS and not _handles(acts) else ()
    posts = (*at_steps, *answering, *at_parts, *acts)
    if posts:
        right = regime(locked.tracked.state.regime).rights.get(command)
        entitled = [post for post in posts if right is not None and post.role in right.roles]
        roles: frozenset[Role] = frozenset(post.role for post in posts)
        return Actor(
            who=person.actor,
            unit=(entitled or posts)[0].agency_code,
            roles=roles,
            steps=steps.does,
            directs=steps.directs,
            answers=opinions_of(answering, locked),
            only_answers=bool(answering) and not acts,
            part=min(own_parts(steps.does, locked.tracked.state).values()) if at_parts else 0,
        )
    if may_read(person, locked.place):
        return Actor(who=person.actor, unit=person.held[0].agency_code, roles=frozenset())
    raise unknown_dossier(locked.tracked.state.dossier)


def answers_for(person: Person, locked: store.Locked) -> tuple[Held, ...]:
    """Posts in an agency whose opinion is awaited: the answer is theirs alone (Decree 61 art. 19(5))."""
    state = locked.tracked.state
    awaited = {
        agency_key(agency_at(state, each.consulted, each.requested_at))
        for each in state.consultations
        if each.answered_at is None
    }
    return tuple(
        post for post in person.held if post.role in _ANSWERING and not post.house.isdisjoint(awaited)
    )


def opinions_of(posts: tuple[Held, ...], locked: store.Locked) -> frozenset[int]:
    """Numbers of the opinions that these posts' agencies were asked for and have not given."""
    state = locked.tracked.state
    return frozenset(
        each.no
        for each in state.consultations
        if each.answered_at is None
        and any(
            agency_key(agency_at(state, each.consulted, each.requested_at)) in post.house for post in posts
        )
    )


def part_posts(person: Person, locked: store.Locked) -> tuple[Held, ...]:
    """Posts with an open step of an interlinked part: its handler asks for papers through the section."""
    own = own_parts(step_posts(person, locked.place).does, locked.tracked.state)
    if not own:
        return ()
    steps = tuple(step for step in locked.place.steps if step.no in own)
    return step_posts(person, replace(locked.place, steps=steps)).posts


def own_parts(does: frozenset[int], state: State) -> dict[int, int]:
    """Of the steps that a person may do those that belong to a part: its number by that of the step."""
    return {step.no: step.part for step in state.running.open if step.part != MAIN and step.no in does}


def _handles(posts: tuple[Held, ...]) -> bool:
    return any(post.role is Role.HANDLING_OFFICER for post in posts)


def asker_of(person: Person, locked: store.Locked) -> Actor:
    """The reception officer of the section as who would correct, to look at what it would do.

    Raises: `NotFound`; `Forbidden` for everybody else; `Refused` where nobody could correct now; DomainError
    `not_received`.
    """
    require(person, "ask_correction")
    posts = acting_posts(person, locked.place)
    asking = [post for post in posts if post.role in ACTIONS["ask_correction"]]
    if not posts:
        raise unknown_dossier(locked.tracked.state.dossier)
    if not asking:
        raise Forbidden(
            gettext_noop("Vị trí công tác của bạn không có quyền làm việc này."),
            gettext_noop("Đề nghị đính chính do cán bộ tiếp nhận của Bộ phận Một cửa đã nhận hồ sơ gửi."),
        )
    state = locked.tracked.state
    if state.received_at is None:
        raise DomainError(
            gettext_noop("Hồ sơ chưa được tiếp nhận: thông tin do người nộp tự khai."),
            gettext_noop("Thông báo bổ sung một lần, hoặc từ chối tiếp nhận và nêu lý do."),
            id="not_received",
        )
    roles = regime(state.regime).rights["correct"].roles
    refusal = standing_refusal(state, Correct, roles, regime_of(laws(), state))
    if refusal is not None:
        raise refusal
    return Actor(who=person.actor, unit=asking[0].agency_code, roles=roles)
