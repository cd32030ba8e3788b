"""What an earlier dossier knows of an applicant, so that nobody types it again."""

from __future__ import annotations

from typing import NamedTuple

from motcua.dossiers import store
from motcua.dossiers.queries.views import WorkRow
from motcua.foundation.clock import Instant


class KnownApplicant(NamedTuple):
    """Name, phone and address as the dossier `code` has them, received `at`."""

    name: str
    phone: str
    address: str
    code: str
    at: Instant


def known_applicant(earlier: WorkRow) -> KnownApplicant | None:
    """The owner of a dossier that the person sees; none where the data were erased. Two statements."""
    locked = store.read(earlier.code)
    if locked is None:
        return None
    state = locked.tracked.state
    owner = store.open_private(locked.id).get(state.intake.owner) or {}
    if not owner.get("name"):
        return None
    return KnownApplicant(
        name=owner["name"],
        phone=owner.get("phone", ""),
        address=owner.get("address", ""),
        code=earlier.code,
        at=earlier.received_at or state.intake.submitted_at or 0,
    )
