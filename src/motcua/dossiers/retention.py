"""How long personal data are kept, by model; periods that the law leaves open are this house's."""

from __future__ import annotations

from typing import Final

PERSONAL: Final[dict[str, str]] = {
    "Dossier": "owner columns are emptied with the private records they are told from",
    "PrivateRecord": "as long as the dossier is archived; erased row by row on lawful request",
    "Attachment": "as long as the dossier is archived; intake drafts that became none: 7 days",
    "CounterSlip": "body erased after 12 months; number and commitment stay",
    "Opening": "5 years, then removed by the owner's role",
}
"""Model name -> retention rule."""

NOT_PERSONAL: Final = (
    "Event",  # commitments only (contracts, section 2)
    "StatusSpan",
    "WorkItem",
    "DueDate",
    "Supplement",
    "Consultation",
    "ComponentRow",
    "Result",
    "Serial",
    "DailySeal",
)
"""Models looked at and found free of personal data of citizens."""
