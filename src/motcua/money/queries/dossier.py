"""The money of one dossier: what may be taken, receipts, refund slips, waivers. Amounts are đồng."""

from __future__ import annotations

from typing import NamedTuple

from motcua.dossiers import store
from motcua.dossiers.queries.scope import unknown_dossier
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.money.fees import fees_of
from motcua.money.models import Receipt, Refund, Waiver
from motcua.organisation.rights import DossierPlace, Person, may_read
from motcua.procedures.content import Fee


class DossierMoney(NamedTuple):
    """What was taken and given back for one dossier, and the waiver in force."""

    receipts: tuple[Receipt, ...]
    waiver: Waiver | None


class FeesDue(NamedTuple):
    """The published fees of a dossier's version, what has been kept so far, what is still owed."""

    fees: tuple[Fee, ...]
    state: str
    due: int
    kept: int
    owed: int
    waived: int
    """A reduction in force."""
    surplus: int
    """Taken beyond what is due since a correction."""


def money_of(dossier_id: int, *, taken: bool, waived: bool) -> DossierMoney:
    """Where money was `taken` the receipts with their refunds, and where `waived` the waiver in force, of a
    dossier that the person has already been let see. No query where neither is."""
    waiver = None
    if waived:
        waiver = Waiver.objects.filter(dossier_id=dossier_id, withdrawal=None).order_by("-seq").first()
    if not taken:
        return DossierMoney((), waiver)
    receipts = Receipt.objects.filter(dossier_id=dossier_id).order_by("pk").prefetch_related("refunds")
    return DossierMoney(tuple(receipts), waiver)


def fees_due(person: Person, code: str) -> FeesDue:
    """What may be taken for a dossier. Raises: `NotFound` outside the person's sight."""
    locked = store.read(code)
    if locked is None or not may_read(person, locked.place):
        raise unknown_dossier(code)
    state = locked.tracked.state
    return FeesDue(
        fees_of(state),
        state.intake.fee_state.value,
        state.intake.fee_due,
        state.fee_kept,
        state.fee_owed,
        state.fee_waived,
        state.fee_surplus,
    )


def receipt_by(person: Person, number: str) -> Receipt:
    """A receipt by its number. Raises: `NotFound` where its dossier is out of the person's sight."""
    found = (
        Receipt.objects.filter(number=number[:64])
        .select_related("dossier", "section", "counter")
        .prefetch_related("refunds")
        .first()
    )
    if found is None or not may_read(person, place_of(found)):
        raise NotFound(
            gettext_noop("Không tìm thấy biên lai %(number)s trong phạm vi của bạn."), number=number[:64]
        )
    return found


def refund_by(person: Person, number: str) -> Refund:
    """A refund slip by its number. Raises: `NotFound` where its dossier is out of the person's sight."""
    found = (
        Refund.objects.filter(number=number[:64])
        .select_related("receipt__dossier__version", "section", "receipt__counter")
        .first()
    )
    if found is None or not may_read(person, place_of(found.receipt)):
        raise NotFound(
            gettext_noop("Không tìm thấy phiếu hoàn tiền %(number)s trong phạm vi của bạn."),
            number=number[:64],
        )
    return found


def place_of(receipt: Receipt) -> DossierPlace:
    """Where the receipt's dossier lies."""
    row = receipt.dossier
    return DossierPlace(row.section_id, row.competent_id, row.holder_agency_id, row.holder_officer)
