"""The organisation as an administrator looks it up: the tree of agencies, officers, posts, their history."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet

from motcua.foundation.errors import gettext_noop
from motcua.foundation.text import fold, sort_key
from motcua.organisation import entered
from motcua.organisation.models import (
    Agency,
    Assignment,
    Change,
    Counter,
    Officer,
    Post,
    Section,
    StandIn,
    Succession,
)
from motcua.organisation.models.dated import holds
from motcua.organisation.rights import Person, require

PAGE: Final = 50
HISTORY: Final = 20
HERE, COMING, LEFT = "here", "coming", "left"


class TreeRow(NamedTuple):
    """An agency in the tree of a day; `found` where the search names it, not only one below it."""

    agency: Agency
    depth: int
    posts: int
    section: str
    found: bool


class OfficerRow(NamedTuple):
    """An officer with what is held on a day."""

    officer: Officer
    posts: tuple[Post, ...]
    stands_in: tuple[Post, ...]


class PostRow(NamedTuple):
    """A post with who holds it and who stands in on a day."""

    post: Post
    holders: tuple[Assignment, ...]
    stand_ins: tuple[StandIn, ...]


class Page(NamedTuple):
    """One page of a list: how many match in all, and its rows."""

    total: int
    rows: tuple[OfficerRow | PostRow, ...]


def agency_tree(person: Person, day: date, words: str = "") -> list[TreeRow]:
    """The agencies of a day as a tree, children behind their parent by code; with `words` those that they
    name (name or code, without accents) and the way up to them. Three queries. Raises: `Forbidden`."""
    require(person, "administer_organisation")
    agencies = list(Agency.objects.filter(holds(day)).order_by("code"))
    posts = Tally(
        Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day)).values_list("agency_id", flat=True)
    )
    doors = dict(Section.objects.filter(holds(day)).values_list("agency_id", "name"))
    ids = {agency.pk for agency in agencies}
    below: dict[int | None, list[Agency]] = {}
    for agency in agencies:
        # Where the agency above has another period that day, the row stands at the top rather than nowhere.
        below.setdefault(agency.parent_id if agency.parent_id in ids else None, []).append(agency)
    wanted = fold(words).split()
    rows: list[TreeRow] = []

    def walk(agency: Agency, depth: int) -> bool:
        said = fold(f"{agency.code} {agency.code_qcvn} {agency.name} {agency.short_name}")
        found = all(word in said for word in wanted)
        place = len(rows)
        rows.append(TreeRow(agency, depth, posts[agency.pk], doors.get(agency.pk, ""), found))
        kept = [walk(child, depth + 1) for child in below.get(agency.pk, [])]
        if not found and not any(kept):
            del rows[place:]
            return False
        return True

    for top in below.get(None, []):
        walk(top, 0)
    return rows


def agency_choices(day: date) -> list[tuple[str, str]]:
    """The agencies of a day for a list to choose from: id, and code with name."""
    rows = Agency.objects.filter(holds(day)).order_by("code").values_list("pk", "code", "name")
    return [(str(pk), f"{code} {name}") for pk, code, name in rows]


def periods_of(agency: Agency) -> tuple[list[Succession], list[Succession]]:
    """Whom the agency follows, and who follows it. One query."""
    found = Succession.objects.filter(Q(successor=agency) | Q(predecessor=agency))
    rows = list(found.select_related("predecessor", "successor").order_by("day"))
    return (
        [each for each in rows if each.successor_id == agency.pk],
        [each for each in rows if each.predecessor_id == agency.pk],
    )


def sections_of(agency: Agency) -> list[Section]:
    """The sections of an agency, the newest first, each with its counters. Two queries."""
    counters = Prefetch("counters", Counter.objects.order_by("number"))
    return list(agency.sections.order_by("-valid_from").prefetch_related(counters))


def posts_of(day: date, *, agency: Agency | None = None, officer: str = "") -> tuple[PostRow, ...]:
    """The posts of an agency on a day with who holds them. Three queries."""
    found = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    if agency is not None:
        found = found.filter(agency=agency)
    return _post_rows(found.order_by("code"), day)


def post_list(
    person: Person,
    day: date,
    *,
    words: str = "",
    agency: int | None = None,
    role: str = "",
    empty: bool = False,
    page: int = 1,
) -> Page:
    """Posts of a day by agency; `empty` keeps those that nobody holds. Raises: `Forbidden`."""
    require(person, "administer_organisation")
    found = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day)).filter(holds(day, "agency__"))
    if agency is not None:
        found = found.filter(agency=agency)
    if role:
        found = found.filter(role=role)
    if empty:
        held = Assignment.objects.filter(holds(day)).values("post_id")
        found = found.exclude(pk__in=held)
    found = found.order_by("agency__code", "code")
    wanted = fold(words).split()
    if wanted:
        said = found.values_list("pk", "code", "title", "agency__name", "agency__code")
        keys = [pk for pk, *parts in said if all(word in fold(" ".join(parts)) for word in wanted)]
        found = found.filter(pk__in=keys)
    return Page(found.count(), _post_rows(found[(page - 1) * PAGE : page * PAGE], day))


def _post_rows(posts: QuerySet[Post], day: date) -> tuple[PostRow, ...]:
    whole = list(posts.select_related("agency", "section", "scope"))
    keys = [post.pk for post in whole]
    holders: dict[int, list[Assignment]] = {}
    for row in Assignment.objects.filter(holds(day), post__in=keys).select_related("officer"):
        holders.setdefault(row.post_id, []).append(row)
    others: dict[int, list[StandIn]] = {}
    for stand_in in StandIn.objects.filter(holds(day), post__in=keys).select_related("officer"):
        others.setdefault(stand_in.post_id, []).append(stand_in)
    return tuple(
        PostRow(post, tuple(holders.get(post.pk, ())), tuple(others.get(post.pk, ()))) for post in whole
    )


def officer_list(
    person: Person,
    day: date,
    *,
    words: str = "",
    agency: int | None = None,
    role: str = "",
    state: str = "",
    page: int = 1,
) -> Page:
    """Officers by name as a Vietnamese dictionary orders them, with what they hold on a day.

    `words` are parts of name, code or login name, without accents; `agency` counts the posts there and in the
    agencies below; `state` is `here` or `left`. Raises: `Forbidden`.
    """
    require(person, "administer_organisation")
    found = Officer.objects.all()
    if state == LEFT:
        found = found.filter(left_on__lt=day)
    elif state == HERE:
        found = found.filter(Q(left_on=None) | Q(left_on__gte=day))
    if agency is not None or role:
        held = Assignment.objects.filter(holds(day))
        if agency is not None:
            held = held.filter(post__agency__in=_with_below(agency, day))
        if role:
            held = held.filter(post__role=role)
        found = found.filter(pk__in=held.values("officer_id"))
    wanted = fold(words).split()
    named = [
        (_order(name), pk)
        for pk, name, code, login in found.values_list("pk", "full_name", "code", "user__login_name")
        if not wanted or all(word in fold(f"{name} {code} {login or ''}") for word in wanted)
    ]
    keys = [pk for _, pk in sorted(named)]
    chosen = keys[(page - 1) * PAGE : page * PAGE]
    return Page(len(keys), _officer_rows(chosen, day))


def officer_choices(day: date) -> list[tuple[str, str]]:
    """The officers in service on a day for a list to choose from: code, and name with code."""
    rows = Officer.objects.filter(Q(left_on=None) | Q(left_on__gte=day)).values_list("code", "full_name")
    named = sorted((_order(name), code, name) for code, name in rows)
    return [(code, f"{name}, {code}") for _, code, name in named]


def _order(name: str) -> tuple[str, str]:
    """Vietnamese names are ordered by the given name, which stands last."""
    return sort_key(name.rsplit(maxsplit=1)[-1]), sort_key(name)


def _with_below(agency: int, day: date) -> list[int]:
    below: dict[int | None, list[int]] = {}
    for pk, parent in Agency.objects.filter(holds(day)).values_list("pk", "parent_id"):
        below.setdefault(parent, []).append(pk)
    found, waiting = [], [agency]
    while waiting:
        here = waiting.pop()
        found.append(here)
        waiting += below.get(here, [])
    return found


def _officer_rows(keys: list[int], day: date) -> tuple[OfficerRow, ...]:
    officers = Officer.objects.select_related("user").in_bulk(keys)
    own: dict[int, list[Post]] = {}
    for row in _held(Assignment.objects.filter(officer__in=keys), day):
        own.setdefault(row.officer_id, []).append(row.post)
    others: dict[int, list[Post]] = {}
    for row in _held(StandIn.objects.filter(officer__in=keys), day):
        others.setdefault(row.officer_id, []).append(row.post)
    return tuple(
        OfficerRow(officers[key], tuple(own.get(key, ())), tuple(others.get(key, ()))) for key in keys
    )


def _held(rows: QuerySet[Assignment] | QuerySet[StandIn], day: date) -> Iterable[Assignment | StandIn]:
    return rows.filter(holds(day)).select_related("post__agency").order_by("post__code")


def assignments_of(*, officer: Officer | None = None, post: Post | None = None) -> list[Assignment]:
    """Who holds or held a post, or what an officer holds or held; the newest first. One query."""
    found = Assignment.objects.select_related("officer", "post__agency").order_by("-valid_from", "-pk")
    return list(found.filter(officer=officer) if officer is not None else found.filter(post=post))


def stand_ins_of(*, officer: Officer | None = None, post: Post | None = None) -> list[StandIn]:
    """The same for standing in. One query."""
    found = StandIn.objects.select_related("officer", "post__agency").order_by("-valid_from", "-pk")
    return list(found.filter(officer=officer) if officer is not None else found.filter(post=post))


def assignment_by_id(pk: int) -> Assignment:
    """Who holds a post, with both. Raises: `NotFound`."""
    found = Assignment.objects.select_related("officer", "post__agency").filter(pk=pk).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có phân công này."))
    return found


def stand_in_by_id(pk: int) -> StandIn:
    """Who stands in, with the post. Raises: `NotFound`."""
    found = StandIn.objects.select_related("officer", "post__agency").filter(pk=pk).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có lần làm thay này."))
    return found


def counter_by_id(pk: int) -> Counter:
    """A counter with its section. Raises: `NotFound`."""
    found = Counter.objects.select_related("section__agency").filter(pk=pk).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có quầy này."))
    return found


def history_of(person: Person, *, agency: str = "", officer: str = "", post: str = "") -> list[Change]:
    """The newest changes of an agency with its section and counters, of an officer or a post with who held
    what. One query. Raises: `Forbidden`."""
    require(person, "see_changes")
    held = Q(kind__in=["assignment", "stand_in"])
    about = Q(pk__in=[])
    if agency:
        about |= Q(kind__in=["agency", "agency_account", "succession", "section", "counter"], subject=agency)
    if officer:
        about |= Q(kind="officer", subject=officer) | (held & Q(subject__startswith=f"{officer} "))
    if post:
        about |= Q(kind="post", subject=post) | (held & Q(subject__endswith=f" {post}"))
    return list(Change.objects.filter(about).select_related("officer").order_by("-at", "-pk")[:HISTORY])


def open_counts(agency: Agency, day: date) -> dict[str, int]:
    """How many posts and agencies below go on after a day. Two queries."""
    going = Q(valid_to=None) | Q(valid_to__gt=day)
    return {
        "posts": Post.objects.filter(going, agency=agency).count(),
        "children": Agency.objects.filter(going, parent=agency).aggregate(n=Count("pk"))["n"],
    }
