"""Accounts of the citizen's door, for tests."""

from __future__ import annotations

from typing import Any

from django.test import Client

from motcua.citizens.models import Citizen
from motcua.citizens.queries import Applicant
from motcua.citizens.services import open_account
from motcua.organisation.models import User


def make_citizen(**fields: Any) -> Applicant:
    """An open account; without more a person whose identity is proven."""
    known = {"name": "Nông Thị Thử", "identifier": "004190000123", "assurance": Citizen.Assurance.PROVEN}
    return open_account(**{**known, **fields})


def sign_in(client: Client, applicant: Applicant) -> None:
    """Signed in without the form: that has its own tests."""
    user = User.objects.get(citizen__key=applicant.key)
    client.force_login(user, backend="motcua.organisation.backends.OfficeBackend")
