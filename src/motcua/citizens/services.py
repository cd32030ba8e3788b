"""The writers of accounts of the citizen's door."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from django.db import transaction

from motcua.citizens.models import Citizen
from motcua.citizens.queries import Applicant, applicant_from
from motcua.foundation.clock import Clock, SystemClock
from motcua.organisation.models import User

LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for each other."""


@transaction.atomic
def open_account(
    *,
    name: str,
    kind: str = Citizen.Kind.PERSON,
    password: str | None = None,
    identifier: str = "",
    born_on: date | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    assurance: int = Citizen.Assurance.NONE,
    clock: Clock | None = None,
) -> Applicant:
    """A new account with its way to sign in; the login name is the key, which nobody types."""
    key = new_key()
    user = User.objects.create_user(key, password, is_citizen=True)
    row = Citizen.objects.create(
        user=user,
        key=key,
        kind=kind,
        name=name,
        identifier=identifier,
        born_on=born_on,
        phone=phone,
        email=email,
        address=address,
        assurance=assurance,
        made_at=(clock or SystemClock()).now(),
    )
    return applicant_from(row)


def new_key() -> str:
    """Sixteen characters by chance: 74 bits, so that nobody counts or guesses accounts."""
    return "c" + "".join(secrets.choice(LETTERS) for _ in range(15))
