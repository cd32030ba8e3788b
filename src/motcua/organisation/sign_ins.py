"""Reading the audit of sign-ins."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from motcua.organisation.changes import on_days
from motcua.organisation.models import Officer, SignInRecord
from motcua.organisation.rights import Person, require

PAGE = 100


def sign_ins(
    person: Person,
    *,
    who: str = "",
    outcome: str = "",
    address: str = "",
    first: date | None = None,
    last: date | None = None,
    page: int = 1,
) -> tuple[int, list[SignInRecord]]:
    """How many records match, and those of a page, newest first.

    `who` is a login name, or a part of one or of an officer's name where no account is called so; `address`
    the beginning of a network address; both days are included. Raises: `Forbidden`.
    """
    require(person, "see_sign_ins")
    rows = SignInRecord.objects.filter(on_days(first, last)).order_by("-at", "-pk")
    if who:
        rows = rows.filter(_named(who))
    if outcome:
        rows = rows.filter(outcome=outcome)
    if address:
        rows = rows.filter(address__istartswith=address)
    return rows.count(), list(rows[(page - 1) * PAGE : page * PAGE])


def _named(who: str) -> Q:
    login = who.lower()
    if SignInRecord.objects.filter(login_name=login).exists():
        return Q(login_name=login)
    officers = Officer.objects.filter(full_name__icontains=who).exclude(user=None)
    return Q(login_name__contains=login) | Q(login_name__in=officers.values("user__login_name"))
