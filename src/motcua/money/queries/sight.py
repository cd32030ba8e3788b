"""Who may look at whose money."""

from __future__ import annotations

from motcua.law.roles import Role
from motcua.money.models import Till
from motcua.organisation.rights import ACTIONS, AT_A_SECTION, Person


def may_close(person: Person, till: Till) -> bool:
    """Whether the person closes this till: the own one, or any of the section that they head."""
    here = [post for post in person.held if till.section_id in post.received]
    return (till.officer == person.actor and any(post.role in AT_A_SECTION for post in here)) or any(
        post.role in ACTIONS["close_any_till"] for post in here
    )


def is_own(person: Person, till: Till) -> bool:
    return till.officer == person.actor


def watches_money(person: Person, section_id: int) -> bool:
    """Whether the person heads the section, or looks it over."""
    return any(
        post.role in ACTIONS["see_section_money"]
        and (
            section_id in post.received
            if post.role is Role.SECTION_HEAD
            else post.whole or section_id in post.reach
        )
        for post in person.held
    )


def led(person: Person) -> set[int]:
    """The agencies whose leader the person is."""
    return {agency for post in person.held if post.role is Role.LEADER for agency in post.house}
