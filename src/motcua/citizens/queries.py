"""What others read of accounts: who is signed in, and for whom they may act."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec
from django.db.models import Q, QuerySet

from motcua.citizens.models import Citizen, Mandate


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """An open account of the citizen's door. `assurance` is a value of `Citizen.Assurance`."""

    pk: int
    key: str
    kind: str
    name: str
    identifier: str = ""
    born_on: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    assurance: int = 0

    @property
    def proven(self) -> bool:
        """Whether identifier and name are known to be the owner's."""
        return self.assurance >= Citizen.Assurance.PROVEN

    @property
    def actor(self) -> str:
        """How the log names the account."""
        return f"citizen:{self.key}"


class Principal(NamedTuple):
    """Somebody for whom an account may act today, and by which mandate."""

    applicant: Applicant
    mandate: int
    scope: str
    valid_until: date | None
    paper: str


def applicant_of(user_id: int) -> Applicant | None:
    """The open account that signs in as this user. One statement."""
    return _first(Citizen.objects.filter(user=user_id))


def user_of(applicant: Applicant) -> int:
    """The id of the user by which the account signs in; 0 where it signs in no more."""
    return Citizen.objects.filter(pk=applicant.pk).values_list("user_id", flat=True).first() or 0


def by_key(key: str) -> Applicant | None:
    """The open account of that key."""
    return _first(Citizen.objects.filter(key=key))


def by_identifier(identifier: str) -> Applicant | None:
    """The open account whose owner is proven to have that citizen number or tax code."""
    if not identifier:
        return None
    return _first(Citizen.objects.filter(identifier=identifier, assurance=Citizen.Assurance.PROVEN))


def principals(applicant: Applicant, on: date, field: str = "") -> list[Principal]:
    """For whom this account may act on that day, by name; with `field` only in that field of procedures.

    One statement.
    """
    rows = Mandate.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        holder=applicant.pk,
        valid_from__lte=on,
        accepted_at__isnull=False,
        ended_at=None,
        giver__closed_at=None,
    )
    if field:
        rows = rows.filter(scope__in=["", field])
    found = rows.select_related("giver").order_by("giver__name", "pk")
    return [
        Principal(applicant_from(row.giver), row.pk, row.scope, row.valid_until, row.paper) for row in found
    ]


def holding_mandates(applicant: Applicant, on: date) -> list[int]:
    """Keys of the mandates that the account holds on that day. One statement."""
    return [each.mandate for each in principals(applicant, on)]


def applicant_from(row: Citizen) -> Applicant:
    """The account of a row."""
    return Applicant(
        pk=row.pk,
        key=row.key,
        kind=row.kind,
        name=row.name,
        identifier=row.identifier,
        born_on=row.born_on,
        phone=row.phone,
        email=row.email,
        address=row.address,
        assurance=row.assurance,
    )


def _first(rows: QuerySet[Citizen]) -> Applicant | None:
    row = rows.filter(closed_at=None).first()
    return applicant_from(row) if row is not None else None
