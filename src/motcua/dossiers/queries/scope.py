"""The one answer for what is not there and for what may not be seen."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from motcua.dossiers.models import Consultation
from motcua.dossiers.step_tables import PartRow, StepRow
from motcua.foundation.errors import NotFound, gettext_noop


def unknown_dossier(code: str) -> NotFound:
    """The same answer for a code that does not exist and for one that the person may not see."""
    return NotFound(
        gettext_noop("Không tìm thấy hồ sơ %(code)s trong phạm vi của bạn."),
        gettext_noop("Kiểm tra lại mã; hồ sơ của cơ quan khác không hiện ở đây."),
        code=code[:64],
    )


def elsewhere(codes: Collection[str], agencies: Collection[int]) -> Q:
    """Dossiers that one of these agencies was asked about, has a step of, or has or had a part of.

    The same as `organisation.rights.may_read` over `DossierPlace.consulted`, `steps` and `parts`.
    """
    asked = Consultation.objects.filter(consulted__in=list(codes)).values("dossier_id")
    at_step = StepRow.objects.filter(agency__in=list(agencies), ended_at__isnull=True, kind="task")
    sent = PartRow.objects.filter(agency__in=list(agencies), sent_at__isnull=False)
    return Q(pk__in=asked) | Q(pk__in=at_step.values("dossier_id")) | Q(pk__in=sent.values("dossier_id"))
