"""Who acts on a dossier: the person's posts towards it, as the log names them."""

from __future__ import annotations

from motcua.dossiers import store
from motcua.dossiers.lifecycle.types import Actor, Role
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.law.regimes import regime
from motcua.organisation.rights import Person, acting_posts, may_read


def actor_for(person: Person, locked: store.Locked, command: str = "") -> Actor:
    """The person as an actor towards this dossier; the unit is that of the post with the right to `command`.

    Raises: `NotFound` where they may not even know of it.
    """
    posts = acting_posts(person, locked.place)
    if posts:
        right = regime(locked.tracked.state.regime).rights.get(command)
        entitled = [post for post in posts if right is not None and post.role in right.roles]
        roles: frozenset[Role] = frozenset(post.role for post in posts)
        return Actor(who=person.actor, unit=(entitled or posts)[0].agency_code, roles=roles)
    if may_read(person, locked.place):
        return Actor(who=person.actor, unit=person.held[0].agency_code, roles=frozenset())
    raise unknown_dossier(locked.tracked.state.dossier)
