"""Petitions of the demonstration's past, sent and handled through the room's own services at their time.

Words, hours and steps are always the same; the reference of each is drawn by a seeded chance.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import Any, Final

from django.db import transaction

from motcua.citizens.demo import demo_applicants
from motcua.dossiers.secret import ALPHABET
from motcua.feedback.filing import file_petition, read_petition
from motcua.feedback.handling import perform
from motcua.feedback.models import Petition
from motcua.feedback.petitions.types import Sort
from motcua.foundation.clock import HOUR, Clock, FixedClock, Instant, SystemClock, day_of
from motcua.law.roles import Role
from motcua.organisation.models import Agency, Assignment, Officer
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import calendar_for, officers_of, person_of
from motcua.organisation.rights import Person

SEED: Final = 2008
_NOT_TYPED: Final = frozenset({"who", "do", "after"})


@transaction.atomic
def load_demo(*, clock: Clock | None = None) -> int:
    """Send and handle them, once; how many. What would happen after now has not happened yet; one whose
    agency is not there, or may not be received, is left out."""
    if Petition.objects.exists():
        return 0
    now = (clock or SystemClock()).now()
    told = tomllib.loads(files(__package__).joinpath("data", "demo_petitions.toml").read_text("utf-8"))
    chance = Random(SEED)  # noqa: S311 - invented data
    accounts = {login: each.key for login, each in demo_applicants().items()}
    return sum(
        _one(each, number, accounts, chance, now) for number, each in enumerate(told["petition"], start=1)
    )


def _one(
    told: Mapping[str, Any], number: int, accounts: Mapping[str, str], chance: Random, now: Instant
) -> bool:
    at = _back(told["hours"] * HOUR, now)
    agency = Agency.objects.filter(holds(day_of(at)), code=told.get("agency", "")).first()
    receiver = _receiver(at)
    if receiver is None or (agency is None and "agency" in told):
        return False
    data = {
        **told,
        "agency": str(agency.pk) if agency else "",
        "hide_name": "1" if told.get("hide_name") else "",
    }
    filed = file_petition(
        read_petition(data, day_of(at)),
        key=f"demonstration-{number:04d}",
        account=accounts.get(told.get("account", ""), ""),
        reference=_reference(day_of(at), chance),
        clock=FixedClock(at),
    )
    for step in told["steps"]:
        at = calendar_for().add(at, step["after"] * HOUR)
        who = receiver if step["who"] == "receiver" or agency is None else _head(agency, at)
        if at >= now or who is None:
            break
        typed = {name: value for name, value in step.items() if name not in _NOT_TYPED}
        if agency is not None:
            typed |= {"to": str(agency.pk), "concerned": _concerned(agency, step, at)}
        perform(who, filed.reference, step["do"], {"confirmed": "1", **typed}, clock=FixedClock(at))
    return True


def _reference(day: date, chance: Random) -> str:
    return f"PA-{day:%y%m%d}-{''.join(chance.choice(ALPHABET) for _ in range(6))}"


def _back(working: int, now: Instant) -> Instant:
    """The moment since which so much working time has passed."""
    calendar, day = calendar_for(), day_of(now)
    while True:
        passed = calendar.between(calendar.open_of(day), now) if calendar.is_working_day(day) else 0
        if passed >= working:
            return calendar.add(calendar.open_of(day), passed - working)
        day -= timedelta(days=1)


def _receiver(at: Instant) -> Person | None:
    held = Assignment.objects.filter(holds(day_of(at)), post__role=Role.CONTROLLER.value).order_by("pk")
    return _person(held.values_list("officer__user_id", flat=True).first(), at)


def _concerned(agency: Agency, step: Mapping[str, Any], at: Instant) -> list[str]:
    """Conduct is somebody's: of who receives there."""
    if step.get("sort") != Sort.CONDUCT.value:
        return []
    return [officer.code for officer in officers_of(agency.pk, day_of(at), [Role.RECEIVING_OFFICER])][:1]


def _head(agency: Agency, at: Instant) -> Person | None:
    leaders = sorted(officer.code for officer in officers_of(agency.pk, day_of(at), [Role.LEADER]))
    rows = Officer.objects.filter(code__in=leaders[:1])
    return _person(rows.values_list("user_id", flat=True).first(), at)


def _person(user_id: int | None, at: Instant) -> Person | None:
    return person_of(user_id, at) if user_id else None
