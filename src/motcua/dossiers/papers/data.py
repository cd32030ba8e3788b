"""What each legal form says, as typed records: the papers of the one-stop mechanism without their look.

Field lists: annex of Circular 01/2018/TT-VPCP (six forms), Circular 03/2025/TT-VPCP (seven). Numbers and
titles come from the regime of the dossier (`law.regimes`), since the same paper carries another number under
another regime. Times are instants (microseconds UTC); an empty text leaves the dotted line of the form. A
record encodes to JSON and back (`encode`, `decode`), so a paper prints again with the content of its day.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import msgspec

from motcua.dossiers.papers.frame_data import Frame as Frame  # noqa: PLC0414 - part of the words of this module
from motcua.dossiers.papers.money import FeeReceiptData, MoneyBookData, RefundSlipData
from motcua.dossiers.papers.work import (
    OpinionAnswerData,
    OpinionRequestData,
    TransferSlipData,
    UrgingLetterData,
)
from motcua.foundation.clock import Instant


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A person or organisation as the forms name it."""

    name: str
    identifier: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class Principal(Party, frozen=True, kw_only=True):
    """Whom the submitter acts for, and the paper that proves it."""

    paper: str = ""


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of papers; `kind` is the printed word (Bản chính, Bản sao, Bản điện tử)."""

    no: int
    name: str
    kind: str = ""
    quantity: int = 1


class DayLine(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the due date's explanation: `minutes` of it counted, or skipped for `reason`."""

    date: date
    kind: Literal["counted", "skipped"]
    minutes: int = 0
    reason: str = ""
    source: str = ""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """How the due date was counted: the rule with its legal source, the calendar, the days."""

    rule: str
    source: str = ""
    calendar_version: str = ""
    days: tuple[DayLine, ...] = ()
    notes: tuple[str, ...] = ()


class AgencyDate(msgspec.Struct, frozen=True, kw_only=True):
    """When an agency has to be done with its part of interlinked work."""

    agency: str
    due_at: Instant


class ReceiptData(msgspec.Struct, frozen=True, kw_only=True, tag="receipt"):
    """Form 01: receipt of the dossier and appointment (Decree 61/2018 art. 17).

    `submitter` and `receiver` sign. `secret` opens the timeline on the public page; it stands on the
    applicant's copy alone. `copies` (1: applicant, 2: section) each start a new sheet; none prints one
    sheet without a copy line. `due_at` is none where the law states no limit. Where the work is interlinked
    `total_text` is what the process takes and `agencies` the date of each agency (art. 19(6)-(7)).
    """

    frame: Frame
    party: Party
    principal: Principal | None = None
    procedure_code: str = ""
    content: str
    components: tuple[Component, ...] = ()
    sets: int = 1
    limit_text: str = ""
    received_at: Instant
    due_at: Instant | None = None
    provisional: bool = False
    explanation: Explanation | None = None
    return_place: str = ""
    book_volume: str = ""
    book_no: str = ""
    submitter: str = ""
    receiver: str = ""
    secret: str = ""
    copies: tuple[int, ...] = ()
    total_text: str = ""
    agencies: tuple[AgencyDate, ...] = ()


class SupplementData(msgspec.Struct, frozen=True, kw_only=True, tag="supplement"):
    """Form 02: request to supplement (Decree 61/2018 arts 17(1)a, 19(4)).

    `clock_note` says what it does to the limit. A slip handed out at the counter has no dossier code.
    """

    frame: Frame
    party: Party
    content: str
    items: tuple[str, ...]
    reason: str
    deadline: Instant | None = None
    clock_note: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    guide: str = ""


class RefusalData(msgspec.Struct, frozen=True, kw_only=True, tag="refusal"):
    """Form 03: refusal, at reception or as result within the limit (Decree 61/2018 arts 17(1)b, 19(8)).

    A refusal as result is signed by the competent agency's `leader`.
    """

    frame: Frame
    party: Party
    content: str
    reason: str
    stage: Literal["reception", "resolution"] = "reception"
    legal_ground: str = ""
    submitter: str = ""
    receiver: str = ""
    leader: str = ""
    leader_title: str = "Thủ trưởng cơ quan, đơn vị"


class ApologyData(msgspec.Struct, frozen=True, kw_only=True, tag="apology"):
    """Form 04: apology and new appointment (Decree 61/2018 art. 19(9)).

    `overdue` when the old date has passed: the apology then says that nothing was returned until now.
    """

    frame: Frame
    party: Party
    agency: str
    procedure_name: str
    received_at: Instant
    due_at: Instant
    new_due_at: Instant
    reason: str
    overdue: bool = False
    head: str = ""
    head_title: str = "Thủ trưởng cơ quan, đơn vị"


class StopNoticeData(msgspec.Struct, frozen=True, kw_only=True, tag="stop_notice"):
    """Form 05 of Circular 03/2025: notice of stopping.

    On the applicant's request before a decision (Decree 118/2025 art. 21), by the agency on a legal ground,
    or because a supplement did not come. The annex itself was not seen; the fields are those the two
    articles ask for.
    """

    frame: Frame
    party: Party
    agency: str
    procedure_name: str
    received_at: Instant
    due_at: Instant | None = None
    cause: Literal["requested", "suspended", "supplement_expired"] = "requested"
    requested_at: Instant | None = None
    stopped_at: Instant
    reason: str
    legal_ground: str = ""
    effect: str = ""
    signer: str = ""
    signer_title: str = "Người tiếp nhận hồ sơ"


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the control slip; the receiving side states how the giver's step ended."""

    giver_unit: str
    receiver_unit: str
    at: Instant | None = None
    giver: str = ""
    receiver: str = ""
    result: Literal["", "early", "on_time", "late"] = ""
    note: str = ""


class ControlSlipData(msgspec.Struct, frozen=True, kw_only=True, tag="control_slip"):
    """The control slip of the resolution (05 in Circular 01/2018, 06 in Circular 03/2025)."""

    frame: Frame
    procedure_name: str = ""
    resolving_agency: str
    coordinating: tuple[str, ...] = ()
    received_at: Instant
    due_at: Instant | None = None
    rows: tuple[HandOver, ...] = ()


class LogbookRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier in the logbook; `signature` is the printed name where it was returned on the screen."""

    no: int
    code: str
    procedure_name: str
    applicant: str
    address: str = ""
    phone: str = ""
    lead_agency: str = ""
    received_at: Instant
    due_at: Instant | None = None
    returned_at: Instant | None = None
    return_method: str = ""
    signature: str = ""


class LogbookData(msgspec.Struct, frozen=True, kw_only=True, tag="logbook"):
    """The dossier logbook (06 in Circular 01/2018, 07 in Circular 03/2025): A4, per field and year.

    `first_page` carries the page numbers on from the volume before; `period` is printed as given.
    """

    frame: Frame
    year: int
    volume: str = "1"
    field_group: str = ""
    period: str = ""
    rows: tuple[LogbookRow, ...] = ()
    first_page: int = 1
    head: str = ""
    head_title: str = "Trưởng Bộ phận Một cửa"


Paper = (
    ReceiptData
    | SupplementData
    | RefusalData
    | ApologyData
    | StopNoticeData
    | ControlSlipData
    | LogbookData
    | TransferSlipData
    | UrgingLetterData
    | OpinionRequestData
    | OpinionAnswerData
    | FeeReceiptData
    | RefundSlipData
    | MoneyBookData
)

PAPERS: Final[dict[str, type[Paper]]] = {
    "receipt": ReceiptData,
    "supplement": SupplementData,
    "refusal": RefusalData,
    "apology": ApologyData,
    "stop_notice": StopNoticeData,
    "control_slip": ControlSlipData,
    "logbook": LogbookData,
    "transfer_slip": TransferSlipData,
    "urging_letter": UrgingLetterData,
    "opinion_request": OpinionRequestData,
    "opinion_answer": OpinionAnswerData,
    "fee_receipt": FeeReceiptData,
    "refund_slip": RefundSlipData,
    "money_book": MoneyBookData,
}
"""The record of each form by the key that `law.regimes` gives it; those of money by their own."""


def encode(paper: Paper) -> bytes:
    """The record as JSON with its kind, to be kept beside the printed number."""
    return msgspec.json.encode(paper)


def decode(content: bytes | str) -> Paper:
    """The record that `encode` wrote. Raises `msgspec.ValidationError` where it is none."""
    paper: Paper = msgspec.json.decode(content, type=Paper)
    return paper
