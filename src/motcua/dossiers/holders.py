"""Which dossiers an account of the citizen's door may follow and act on; the one place where that is said.

An account follows what it filed, what was filed for it, and, once its owner's identity is proven, every
dossier whose owner has its identifier, wherever that was handed in. Who filed for another keeps following it
while the mandate holds.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from django.db.models import Q

from motcua.citizens.queries import Applicant, holding_mandates
from motcua.dossiers.holder_tables import DossierHolder
from motcua.dossiers.models import Dossier
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import NotFound, gettext_noop

FILER, PRINCIPAL = DossierHolder.Relation.FILER, DossierHolder.Relation.PRINCIPAL


class Filer(msgspec.Struct, frozen=True, kw_only=True):
    """Who files online: the key of the account, and where it files for another that one's key and the
    mandate that it does so by."""

    key: str
    on_behalf_of: str = ""
    mandate: int | None = None


class Held(NamedTuple):
    """A dossier that an account may open: `owner`, or `filer` for who filed it for another."""

    dossier_id: int
    code: str
    """The dossier code, or the submission reference before acceptance."""
    relation: str


def note(dossier_id: int, filer: Filer, now: Instant) -> None:
    """Remember who filed a dossier, and for whom; part of the filing's own transaction."""
    rows = [
        DossierHolder(
            dossier_id=dossier_id, account=filer.key, relation=FILER, mandate=filer.mandate, since=now
        )
    ]
    if filer.on_behalf_of:
        rows.append(
            DossierHolder(dossier_id=dossier_id, account=filer.on_behalf_of, relation=PRINCIPAL, since=now)
        )
    DossierHolder.objects.bulk_create(rows, ignore_conflicts=True)


def held_by(applicant: Applicant, now: Instant) -> Q:
    """The dossiers that this account may follow, as a filter over `Dossier`; one statement for mandates."""
    mandates = holding_mandates(applicant, day_of(now))
    mine = DossierHolder.objects.filter(account=applicant.key).filter(
        Q(mandate=None) | Q(mandate__in=mandates)
    )
    own = Q(pk__in=mine.values("dossier_id"))
    if applicant.proven:
        own |= Q(owner_identifier=applicant.identifier)
    return own


def held_dossier(applicant: Applicant, code: str, now: Instant) -> Held:
    """A dossier of the account by its code or reference.

    Raises: `NotFound`, the same for one that does not exist and one of somebody else.
    """
    if "\0" in code:
        raise unknown(code)
    named = Q(code=code.upper()) | Q(reference=code.upper())
    row = Dossier.objects.filter(named).filter(held_by(applicant, now)).first()
    if row is None:
        raise unknown(code)
    mine = applicant.proven and row.owner_identifier == applicant.identifier
    filed_for_another = row.holders.filter(account=applicant.key, mandate__isnull=False).exists()
    relation = "owner" if mine or not filed_for_another else "filer"
    return Held(row.pk, row.code or row.reference or "", relation)


def unknown(code: str) -> NotFound:
    """The one answer for what is not there and for what is another's."""
    return NotFound(
        gettext_noop("Tài khoản của bạn không có hồ sơ %(code)s."),
        gettext_noop("Xem lại mã. Hồ sơ nộp tại quầy tra cứu bằng hai mã trên giấy hẹn."),
        code=code[:64],
    )


def accounts_of(dossier_id: int) -> list[tuple[str, str]]:
    """Keys of the accounts that filed it or for whom it was filed, each with its relation."""
    return list(
        DossierHolder.objects.filter(dossier=dossier_id).order_by("pk").values_list("account", "relation")
    )
