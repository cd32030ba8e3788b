"""Papers that a dossier takes from the personal store instead of asking for them again (Decree 107/2021).

The store stands above this room and signs up here. A paper is borrowed by who receives or files: the store
says whether it may be, the event of the reception that it was, and the store writes down who used it for
what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple, Protocol

import msgspec

from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import IntakeRequest
from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.types import ComponentLine, CopyKind
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.procedures.offers import Offer

GONE: Final = gettext_noop(
    "Giấy tờ này không lấy được từ kho: không còn giá trị, hoặc không phải loại cần nộp."
)


class Borrower(NamedTuple):
    """Who takes papers for whom: the actor as the log names one, the agency. At a counter the identifier that
    the owner of the dossier shows; online the account that files and the one it files for, by key."""

    by: str
    unit: str = ""
    identifier: str = ""
    account: str = ""
    principal: str = ""


class Purpose(NamedTuple):
    """The procedure that they are taken for: its code, and its field by code and name."""

    procedure: str
    field_code: str
    field: str


class Borrowed(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that may be taken, as the register of files will have it; `result` where it is the result of an
    earlier procedure, which then stands in the place of the paper."""

    paper: str
    sha256: str
    name: str
    size: int
    media_type: str
    result: bool = False


Asked = Mapping[int, tuple[str, str]]
"""Line of the dossier -> (id of the paper in the store, name of the paper that is asked for)."""


class Lender(Protocol):
    """The store, as this room sees it."""

    def lend(self, asked: Asked, purpose: Purpose, borrower: Borrower, day: date) -> Mapping[int, Borrowed]:
        """The papers that may be taken; a line that is missing in the answer may not."""

    def lent(
        self,
        taken: Mapping[int, Borrowed],
        borrower: Borrower,
        purpose: Purpose,
        dossier_id: int,
        at: Instant,
    ) -> None:
        """Write down that they were taken, in the transaction of the reception."""


_LENDERS: Final[list[Lender]] = []


def sign_up(lender: Lender) -> None:
    """The store offers its papers. Call it in `ready`."""
    _LENDERS[:] = [lender]


def borrow(request: IntakeRequest, offer: Offer, borrower: Borrower, day: date) -> Mapping[int, Borrowed]:
    """The papers that the request takes from the store, by line of the dossier. No statement without any.

    Raises: `FieldErrors` naming each that may not be taken.
    """
    asked = {
        number: (entry.from_store, _name(entry.line, offer))
        for number, entry in enumerate(request.components, start=1)
        if entry.from_store
    }
    if not asked:
        return {}
    taken = lend(asked, purpose_of(offer), borrower, day)
    refused = [request.components[number - 1].line for number in asked if number not in taken]
    if refused:
        raise FieldErrors({f"paper_{line or 0}_store": DomainError(GONE, id="not_lent") for line in refused})
    return taken


def lend(asked: Asked, purpose: Purpose, borrower: Borrower, day: date) -> Mapping[int, Borrowed]:
    """What the store lends of it; nothing where there is no store."""
    return _LENDERS[0].lend(asked, purpose, borrower, day) if _LENDERS else {}


def purpose_of(offer: Offer) -> Purpose:
    """What papers are taken for, at reception and filing."""
    return Purpose(offer.code, offer.field_code, offer.field_name)


def _name(line: int | None, offer: Offer) -> str:
    return offer.components[line - 1].name if line and line <= len(offer.components) else ""


def uploads(request: IntakeRequest) -> set[str]:
    """SHA-256 of the files that the request names as uploaded; what comes from the store is none of them."""
    return {entry.file for entry in request.components if entry.file and not entry.from_store}


def with_borrowed(intake: Intake, taken: Mapping[int, Borrowed]) -> Intake:
    """What the core is told of the reception, with the papers of the store in their lines."""
    if not taken:
        return intake
    lines = tuple(lent(line, taken[line.no]) if line.no in taken else line for line in intake.components)
    return msgspec.structs.replace(intake, components=lines)


def lent(line: ComponentLine, paper: Borrowed) -> ComponentLine:
    """The line with the paper of the store in it."""
    return msgspec.structs.replace(
        line,
        kind=CopyKind.ELECTRONIC,
        file=paper.sha256,
        digitised=True,
        reused=True,
        from_store=True,
        replaced_by=paper.sha256 if paper.result else None,
    )


def note_borrowed(
    taken: Mapping[int, Borrowed], borrower: Borrower, purpose: Purpose, dossier_id: int, at: Instant
) -> None:
    """Attach the papers to the dossier and let the store write down their use; inside the transaction."""
    if not taken:
        return
    Attachment.objects.bulk_create(
        Attachment(
            dossier_id=dossier_id,
            sha256=paper.sha256,
            name=paper.name,
            size=paper.size,
            media_type=paper.media_type,
            purpose="component",
            uploaded_by=borrower.by,
            uploaded_at=at,
        )
        for paper in {each.sha256: each for each in taken.values()}.values()
    )
    _LENDERS[0].lent(taken, borrower, purpose, dossier_id, at)
