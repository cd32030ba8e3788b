"""Which corrections are asked for and wait for the section head or leader."""

from __future__ import annotations

from django.db.models import Q

from motcua.dossiers.correction_tables import CorrectionRequest
from motcua.dossiers.queries.views import View
from motcua.foundation.clock import Instant
from motcua.organisation.models import Officer

MOST = 50


class AskedCorrection(View, frozen=True, kw_only=True):
    """A request that waits: which dossier, who asked, when, why; `typed` as the form has it."""

    id: int
    code: str
    who: str
    at: Instant
    reason: str
    typed: dict[str, str]


def waiting_request(code: str) -> CorrectionRequest | None:
    """The request of a dossier that has not been answered; whoever calls has checked the right."""
    named = Q(dossier__code=code) | Q(dossier__reference=code)
    return CorrectionRequest.objects.filter(named, answer="").first()


def asked_correction(dossier_id: int) -> AskedCorrection | None:
    """The waiting request of a dossier that the person may read. One query, two where there is one."""
    rows = CorrectionRequest.objects.filter(dossier_id=dossier_id, answer="").select_related("dossier")
    return next(iter(_told(list(rows))), None)


def asked_at_section(section_id: int) -> list[AskedCorrection]:
    """The waiting requests of the dossiers that an agency's section received, oldest first. Two queries."""
    rows = CorrectionRequest.objects.filter(dossier__section_id=section_id, answer="")
    return _told(list(rows.select_related("dossier").order_by("asked_at", "pk")[:MOST]))


def _told(rows: list[CorrectionRequest]) -> list[AskedCorrection]:
    codes = {row.asked_by.removeprefix("officer:") for row in rows}
    names = dict(Officer.objects.filter(code__in=codes).values_list("code", "full_name")) if codes else {}
    return [
        AskedCorrection(
            id=row.pk,
            code=str(row.dossier),
            who=names.get(row.asked_by.removeprefix("officer:"), row.asked_by),
            at=row.asked_at,
            reason=str((row.typed or {}).get("reason", "")),
            typed={name: str(value) for name, value in (row.typed or {}).items()},
        )
        for row in rows
    ]
