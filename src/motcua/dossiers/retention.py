"""How long personal data are kept, by model. Periods that the law leaves open are settings with their source."""

from __future__ import annotations

from typing import Final

RETENTION: Final[dict[str, str]] = {
    "dossiers.Dossier": "owner columns are emptied with the private records they are told from",
    "dossiers.Event": "no personal data in clear: commitments only (contracts, section 2)",
    "dossiers.PrivateRecord": "as long as the dossier is archived; erased row by row on lawful request",
    "dossiers.Attachment": "as long as the dossier is archived; intake drafts that became none: 7 days",
    "dossiers.CounterSlip": "body erased after 12 months; number and commitment stay",
    "dossiers.Opening": "5 years, then removed by the owner's role",
}
