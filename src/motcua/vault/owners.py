"""Whose papers: by the identifier that an office has proven, and by the account where none is proven yet."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q

from motcua.citizens.queries import Applicant, principals


class Owner(NamedTuple):
    """An identifier (citizen number or tax code) known to be the owner's, and the key of an account; either
    may be empty."""

    identifier: str = ""
    account: str = ""

    def __bool__(self) -> bool:
        return bool(self.identifier or self.account)

    @property
    def columns(self) -> dict[str, str]:
        """As a new paper of this owner has it."""
        return {"owner": self.identifier, "account": self.account}

    @property
    def theirs(self) -> Q:
        """The papers of this owner, as a filter."""
        found = Q(pk__in=[])
        if self.identifier:
            found |= Q(owner=self.identifier)
        if self.account:
            found |= Q(account=self.account)
        return found


def owner_of(applicant: Applicant) -> Owner:
    """The owner that an account stands for. An identifier that is only claimed opens nobody's papers."""
    return Owner(applicant.identifier if applicant.proven else "", applicant.key)


def owner_for(applicant: Applicant, principal: str, field: str, day: date) -> Owner:
    """Whose papers an account may use in a filing in `field` (its code) on that day: the own, or those of
    `principal` (an account's key) while a mandate for that field stands; otherwise nobody's."""
    if not principal or principal == applicant.key:
        return owner_of(applicant)
    for each in principals(applicant, day, field):
        if each.applicant.key == principal:
            return owner_of(each.applicant)
    return Owner()
