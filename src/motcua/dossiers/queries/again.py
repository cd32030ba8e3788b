"""Whether somebody files again what is still being worked on."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock
from motcua.foundation.text import storable
from motcua.organisation.rights import AT_A_SECTION, Person

LOOKS_BACK: Final = 365 * DAY
"""What was filed earlier and never ended is a matter for the section's head, not for the counter."""


class OpenSame(NamedTuple):
    """An open dossier of the same applicant and procedure; `at` is when it was received or filed."""

    code: str
    at: Instant


def same_again(
    person: Person, identifier: str, procedure: str, *, but: str = "", clock: Clock | None = None
) -> tuple[OpenSame, ...]:
    """Open dossiers of this identifier and procedure at the person's sections, newest first, at most five.

    `but` is the idempotency key of the press that asks. One statement; none where something is missing.
    """
    sections = sorted({pk for post in person.held if post.role in AT_A_SECTION for pk in post.received})
    identifier, procedure = storable(identifier), storable(procedure)
    if not identifier or not procedure or not sections:
        return ()
    since = (clock or SystemClock()).now() - LOOKS_BACK
    rows = (
        Dossier.objects.filter(owner_identifier=identifier, procedure_code=procedure, section_id__in=sections)
        .filter(Q(received_at__gte=since) | Q(received_at__isnull=True, submitted_at__gte=since))
        .filter(ended_at__isnull=True)
        .order_by("-pk")
        .values_list("code", "reference", "received_at", "submitted_at", "intake_key")[:6]
    )
    others = [row for row in rows if not but or row[4] != but][:5]
    return tuple(
        OpenSame(code or reference or "", at or sent or 0) for code, reference, at, sent, _ in others
    )
