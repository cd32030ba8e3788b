"""Reading the audit of sign-ins."""

from __future__ import annotations

from motcua.organisation.models import SignInRecord
from motcua.organisation.rights import Person, require

PAGE = 100


def sign_ins(
    person: Person, *, login_name: str = "", outcome: str = "", page: int = 1
) -> tuple[int, list[SignInRecord]]:
    """How many records match, and those of a page, newest first. Raises: `Forbidden`."""
    require(person, "see_sign_ins")
    rows = SignInRecord.objects.order_by("-at", "-pk")
    if login_name:
        rows = rows.filter(login_name=login_name.lower())
    if outcome:
        rows = rows.filter(outcome=outcome)
    return rows.count(), list(rows[(page - 1) * PAGE : page * PAGE])
