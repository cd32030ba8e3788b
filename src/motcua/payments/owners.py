"""Whose money it could be that no order took up: what an officer is shown of it and may decide on."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Dossier
from motcua.organisation.models import Agency
from motcua.organisation.models.tree import Level


def could_be_of(sections: Collection[int]) -> Q:
    """Arrivals that one of these sections may own: lines of its own statements, and what a gateway told of a
    dossier of its own. What a gateway told of no dossier of this house is the province's to look at."""
    named = Dossier.objects.filter(Q(code=OuterRef("dossier_code")) | Q(reference=OuterRef("dossier_code")))
    own = Q(statement__section_id__in=sections) | (
        Q(statement=None) & Q(Exists(named.filter(section_id__in=sections)))
    )
    if Agency.objects.filter(pk__in=sections, level=Level.PROVINCE).exists():
        own |= Q(statement=None) & ~Q(Exists(named))
    return own
