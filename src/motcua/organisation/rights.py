"""The one module that says who may see and do what.

A right comes from a post and its place in the tree of agencies, on the day of asking. Nothing here reads
the database: `organisation.queries.person_of` brings the person with everything the rules need, and
`visible` is `may_read` written as a filter, so that lists and single pages can never disagree.

Sight: a receiving officer and a section head see what their section received; a handling officer what
their own agency is competent for, holds, or is asked about; a leader the same for the whole subtree; an
inspector and a controller everything in their scope. An administrator runs the house and reads no dossier.
Acting is narrower than seeing: see `acting_roles`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.db.models import Q

from motcua.foundation.clock import Instant
from motcua.foundation.errors import Forbidden, gettext_noop
from motcua.law.roles import Role

AT_A_SECTION: Final = frozenset({Role.RECEIVING_OFFICER, Role.SECTION_HEAD})
ACTING: Final = AT_A_SECTION | {Role.HANDLING_OFFICER, Role.LEADER}
WATCHING: Final = frozenset({Role.INSPECTOR, Role.CONTROLLER})
READING: Final = ACTING | WATCHING

ACTIONS: Final[dict[str, frozenset[Role]]] = {
    "receive": AT_A_SECTION,
    "give_counter_slip": AT_A_SECTION,
    "take_counter": AT_A_SECTION,
    "run_queue": AT_A_SECTION,
    "prove_citizen_identity": AT_A_SECTION,
    "restore_citizen_factor": AT_A_SECTION,
    "set_counters": frozenset({Role.SECTION_HEAD}),
    "take_money": AT_A_SECTION,
    "refund_money": frozenset({Role.SECTION_HEAD}),
    "withdraw_waiver": frozenset({Role.SECTION_HEAD}),
    "close_any_till": frozenset({Role.SECTION_HEAD}),
    "see_section_money": frozenset({Role.SECTION_HEAD}) | WATCHING,
    "import_statement": frozenset({Role.SECTION_HEAD}),
    "decide_payment": frozenset({Role.SECTION_HEAD}),
    "see_settlements": frozenset({Role.SECTION_HEAD, Role.LEADER}) | WATCHING,
    "settle_money": frozenset({Role.SECTION_HEAD}),
    "confirm_settlement": frozenset({Role.LEADER}),
    "ask_correction": frozenset({Role.RECEIVING_OFFICER}),
    "describe_papers": AT_A_SECTION,
    "revoke_papers": frozenset({Role.SECTION_HEAD}),
    "work": ACTING,
    "direct_work": frozenset({Role.LEADER, Role.SECTION_HEAD}),
    "appoint_stand_in_own": frozenset({Role.LEADER}),
    "read_dossiers": READING,
    "see_linked_work": frozenset({Role.HANDLING_OFFICER, Role.LEADER}) | WATCHING,
    "export_logbook": AT_A_SECTION | {Role.LEADER} | WATCHING,
    "see_reports": frozenset({Role.LEADER}) | WATCHING,
    "enter_index_figures": frozenset({Role.CONTROLLER}),
    "write_review": frozenset({Role.CONTROLLER}),
    "decide_review": frozenset({Role.LEADER}),
    "verify_log": WATCHING | {Role.ADMINISTRATOR},
    "see_catalogue": READING | {Role.ADMINISTRATOR},
    "see_processes": READING | {Role.ADMINISTRATOR},
    "administer_processes": frozenset({Role.ADMINISTRATOR}),
    "see_forms": READING | {Role.ADMINISTRATOR},
    "administer_forms": frozenset({Role.ADMINISTRATOR}),
    "move_processes": frozenset({Role.ADMINISTRATOR}),
    "see_calendar": READING | {Role.ADMINISTRATOR},
    "see_contradictions": READING | {Role.ADMINISTRATOR},
    "decide_contradiction": frozenset({Role.ADMINISTRATOR}),
    "administer_catalogue": frozenset({Role.ADMINISTRATOR}),
    "administer_calendar": frozenset({Role.ADMINISTRATOR}),
    "recount_promises": frozenset({Role.LEADER, Role.SECTION_HEAD}),
    "see_regime": READING | {Role.ADMINISTRATOR},
    "administer_regime": frozenset({Role.ADMINISTRATOR}),
    "import_dossiers": frozenset({Role.ADMINISTRATOR}),
    "administer_organisation": frozenset({Role.ADMINISTRATOR}),
    "administer_pay_accounts": frozenset({Role.ADMINISTRATOR}),
    "administer_accounts": frozenset({Role.ADMINISTRATOR}),
    "administer_tokens": frozenset({Role.ADMINISTRATOR}),
    "see_left_work": frozenset({Role.LEADER, Role.SECTION_HEAD}),
    "see_petitions": frozenset({Role.CONTROLLER, Role.LEADER, Role.HANDLING_OFFICER}),
    "receive_petitions": frozenset({Role.CONTROLLER}),
    "see_own_ratings": ACTING,
    "see_own_figures": ACTING,
    "see_team_figures": frozenset({Role.LEADER, Role.SECTION_HEAD}),
    "see_figure_looks": frozenset({Role.INSPECTOR}),
    "see_openings": WATCHING | {Role.SECTION_HEAD, Role.LEADER},
    "see_sign_ins": frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}),
    "see_changes": frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}),
    "see_operations": frozenset({Role.ADMINISTRATOR}),
    "write_news": frozenset({Role.CONTROLLER, Role.SECTION_HEAD, Role.LEADER}),
    "approve_news": frozenset({Role.CONTROLLER, Role.LEADER}),
    "resend_messages": frozenset({Role.ADMINISTRATOR}),
    "administer_notices": frozenset({Role.ADMINISTRATOR}),
    "send_notices_again": AT_A_SECTION,
}
"""Every action outside the lifecycle, with the roles that may do it. What may be done to one dossier in
its state is asked of `dossiers.lifecycle.core.allowed` with `acting_roles`."""


@dataclass(frozen=True, slots=True)
class StepPlace:
    """Where an open step of a dossier lies: who may do it by role, in which agency, and whose it is.

    `roles` are those of its post; `whole_house` marks steps that anybody of those roles in the agency or its
    divisions may take. `officer` is empty where nobody is named.
    """

    no: int
    agency_id: int
    roles: frozenset[Role]
    officer: str = ""
    whole_house: bool = False


@dataclass(frozen=True, slots=True)
class DossierPlace:
    """Where a dossier lies in the organisation, as its row has it: ids of agencies, because a code names an
    agency only together with a day. `holder_officer` is an officer code, empty where nobody is named;
    `consulted` are codes, as the log has them. `steps` are the open steps of its internal process, `parts`
    the agencies that have or had interlinked work in it."""

    section_id: int | None
    competent_id: int | None = None
    holder_agency_id: int | None = None
    holder_officer: str = ""
    consulted: tuple[str, ...] = ()
    steps: tuple[StepPlace, ...] = ()
    parts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """A post that a person holds today, by assignment or as a stand-in, with the agencies it reaches.

    `house`: the own agency with its divisions and the agencies whose dossiers it took over; for a leader of a
    division only that division. `unit`: the part of it whose unassigned dossiers a handling officer may take
    (own division, what is below, and the agency itself).
    `reach`: what a leader, inspector or controller looks over; for others the house. `received`: the agencies
    whose section the post works at, empty away from a section.
    """

    post_id: int
    role: Role
    title: str
    agency_id: int
    agency_code: str
    agency_name: str
    section_id: int | None = None
    section_name: str = ""
    stand_in_for: str = ""
    """The ground on which the person stands in for the post; empty where the post is the person's own."""
    stands_for: frozenset[str] = frozenset()
    """Codes of the officers who hold the post that the person stands in for: what is named to them is worked
    on through it on the days of standing in, and on no other."""
    house: frozenset[int] = frozenset()
    unit: frozenset[int] = frozenset()
    reach: frozenset[int] = frozenset()
    received: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()
    """Codes of the agencies of `reach`, for consultations."""
    whole: bool = False
    """The post looks over the whole province: every dossier here is in it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, or `NOBODY`. `held` is empty where no post is held on that day."""

    user_id: int | None = None
    officer_id: int | None = None
    officer_code: str = ""
    name: str = ""
    login_name: str = ""
    at: Instant = 0
    held: tuple[Held, ...] = field(default=())

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held anywhere; good for menus, not for one dossier."""
        return frozenset(post.role for post in self.held)

    @property
    def actor(self) -> str:
        """How the log names the person."""
        return f"officer:{self.officer_code}"


NOBODY: Final = Person()
OPERATOR: Final = Person(name="operator")
"""Who runs a command on the server. Holds no post and may do nothing on a page: the machine's own rights let
him in, and the register of changes names him."""


def held_apart(one: Role, other: Role) -> bool:
    """Whether one officer may not hold both roles on the same day: who administers the house reads no
    dossier, and who watches the work does none of it."""
    roles = {one, other}
    if len(roles) == 1:
        return False
    return Role.ADMINISTRATOR in roles or bool(roles & WATCHING and roles & ACTING)


def acting_posts(person: Person, place: DossierPlace) -> tuple[Held, ...]:
    """The posts through which the person may act on a dossier that lies at `place`, own posts first."""
    posts = [post for post in person.held if _acts(post, person.officer_code, place)]
    return tuple(sorted(posts, key=lambda post: bool(post.stand_in_for)))


def acting_roles(person: Person, place: DossierPlace) -> frozenset[Role]:
    """The roles in which the person may act on a dossier that lies at `place`.

    Section roles: received at the own section. Leader: the own agency is competent or holds it. Handling
    officer: it is held by the person, by whom the person stands in for, or by nobody in the own unit. Those
    who only watch have none.
    """
    return frozenset(post.role for post in person.held if _acts(post, person.officer_code, place))


class StepPosts(NamedTuple):
    """The open steps of a dossier that a person may do, and those that they may give to others; the posts
    through which."""

    does: frozenset[int]
    directs: frozenset[int]
    posts: tuple[Held, ...]


NO_STEPS: Final = StepPosts(frozenset(), frozenset(), ())


def step_posts(person: Person, place: DossierPlace) -> StepPosts:
    """What the person may do with the open steps of a dossier that lies at `place`.

    Doing: a step named to the person, or one of nobody for a post of its kind in its agency. Directing: a
    leader every step that lies in the own house, a section head every step at the own section, whoever has
    it: work is given anew without asking the first holder to give it back.
    """
    if not place.steps:
        return NO_STEPS
    does, directs, posts = set(), set(), []
    for post in person.held:
        done = {step.no for step in place.steps if _does(post, person.officer_code, step)}
        given = {step.no for step in place.steps if _directs(post, step)}
        if done or given:
            posts.append(post)
        does |= done
        directs |= given
    return StepPosts(frozenset(does), frozenset(directs), tuple(posts))


class StepReach(NamedTuple):
    """Which steps of its kind a post does: those named to one of `names` in an agency of `named`, those of
    nobody in an agency of `free`, and of nobody and the whole house in one of `free_in_house`."""

    names: frozenset[str]
    named: frozenset[int]
    free: frozenset[int]
    free_in_house: frozenset[int]


def step_reach(post: Held, officer_code: str) -> StepReach:
    """Where a post does steps; the one place where this is said, for single steps and for lists."""
    within = post.received if post.role in AT_A_SECTION else post.house
    free = free_in_house = post.unit if post.role is Role.HANDLING_OFFICER else within
    if post.role is Role.LEADER:
        free_in_house = post.house | post.unit
    return StepReach(names_of(post, officer_code), within | post.unit, free, free_in_house)


def names_of(post: Held, officer_code: str) -> frozenset[str]:
    """Codes of the officers whose work is done through a post: the own, and those stood in for."""
    return post.stands_for | {officer_code}


def _does(post: Held, officer_code: str, step: StepPlace) -> bool:
    if post.role not in step.roles:
        return False
    reach = step_reach(post, officer_code)
    if step.officer:
        return step.officer in reach.names and step.agency_id in reach.named
    return step.agency_id in (reach.free_in_house if step.whole_house else reach.free)


class Directed(NamedTuple):
    """Where a person gives steps to others: of reception in `received`; others in `house`, and in `unit`
    those of nobody that no division has yet, which the head of each may take into the own one."""

    received: frozenset[int]
    house: frozenset[int]
    unit: frozenset[int]

    @property
    def every(self) -> frozenset[int]:
        """All agencies in which somebody may be given a step."""
        return self.received | self.house


def directed(person: Person) -> Directed:
    """Where the person directs, through all posts."""
    return _directed(*person.held)


def _directed(*posts: Held) -> Directed:
    heads = [post for post in posts if post.role is Role.SECTION_HEAD]
    leaders = [post for post in posts if post.role is Role.LEADER]
    return Directed(
        frozenset[int]().union(*(post.received for post in heads)),
        frozenset[int]().union(*(post.house for post in leaders)),
        frozenset[int]().union(*(post.unit for post in leaders)),
    )


def _directs(post: Held, step: StepPlace) -> bool:
    there = _directed(post)
    if not step.roles.isdisjoint(AT_A_SECTION):
        return step.agency_id in there.received
    return step.agency_id in there.house or (
        not step.officer and step.whole_house and step.agency_id in there.unit
    )


def may_read(person: Person, place: DossierPlace) -> bool:
    """Whether the person may open a dossier that lies at `place`."""
    return any(_reads(post, place) for post in person.held)


Elsewhere = Callable[[Collection[str], Collection[int]], Q]
"""From codes and ids of agencies to the filter "one of them was asked for its opinion, has an open step or
interlinked work"."""


def visible(person: Person, elsewhere: Elsewhere | None = None) -> Q:
    """`may_read` as a filter over rows with `section_id`, `competent_id` and `holder_agency_id`.

    Without `elsewhere` rows that are seen through a consultation, a step or a part alone are left out.
    """
    readers = [post for post in person.held if post.role in READING]
    if any(post.whole for post in readers):
        return Q()
    received: set[int] = set()
    reached: set[int] = set()
    codes: set[str] = set()
    for post in readers:
        received |= post.received
        if post.role not in AT_A_SECTION:
            reached |= post.reach
            codes |= post.codes
            received |= post.reach if post.role is not Role.HANDLING_OFFICER else frozenset()
    return _any_of(received, reached, elsewhere(codes, reached) if elsewhere and reached else None)


def may(person: Person, action: str, place: DossierPlace | None = None) -> bool:
    """Whether the person may do `action` (a key of `ACTIONS`), at `place` where one is given.

    Raises: KeyError for an action that does not exist, which is an error of the caller.
    """
    roles = ACTIONS[action]
    return any(post.role in roles and (place is None or _reads(post, place)) for post in person.held)


def reach_of(person: Person, action: str) -> frozenset[int] | None:
    """The agencies that the person looks over in the posts that may do `action`; none for all of them."""
    posts = [post for post in person.held if post.role in ACTIONS[action]]
    if any(post.whole for post in posts):
        return None
    return frozenset(pk for post in posts for pk in post.reach)


def require(person: Person, action: str, place: DossierPlace | None = None) -> None:
    """Raise `Forbidden` unless `may(person, action, place)`."""
    if not may(person, action, place):
        raise Forbidden(
            gettext_noop("Vị trí công tác của bạn không có quyền làm việc này."),
            gettext_noop("Nếu công việc đã được giao, đề nghị quản trị hệ thống cập nhật phân công."),
        )


def _any_of(received: set[int], reached: set[int], asked: Q | None) -> Q:
    found = Q(pk__in=[])
    if received:
        found |= Q(section_id__in=sorted(received))
    if reached:
        found |= Q(competent_id__in=sorted(reached)) | Q(holder_agency_id__in=sorted(reached))
    return found | asked if asked else found


def _acts(post: Held, officer_code: str, place: DossierPlace) -> bool:
    if post.role in AT_A_SECTION:
        return place.section_id in post.received
    if post.role is Role.LEADER:
        return place.competent_id in post.house or place.holder_agency_id in post.house
    if post.role is Role.HANDLING_OFFICER:
        if place.holder_officer:
            names = names_of(post, officer_code)
            return place.holder_officer in names and place.holder_agency_id in post.house
        return place.holder_agency_id in post.unit
    return False


def _reads(post: Held, place: DossierPlace) -> bool:
    if post.role not in READING:
        return False
    if post.whole or post.role in AT_A_SECTION:
        return post.whole or place.section_id in post.received
    if post.role is not Role.HANDLING_OFFICER and place.section_id in post.reach:
        return True
    return (
        place.competent_id in post.reach
        or place.holder_agency_id in post.reach
        or not post.reach.isdisjoint(place.parts)
        or any(step.agency_id in post.reach for step in place.steps)
        or not post.codes.isdisjoint(place.consulted)
    )
