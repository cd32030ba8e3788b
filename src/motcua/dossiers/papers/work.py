"""Papers of work between agencies: transfer slip, urging letter, opinion asked for and given.

Decree 61/2018 names them (art. 9, 19(5), 19(6)) and no circular gives a form; their fields are what the
articles ask for, their look is that of Decree 30/2020. Times are instants; `printing` gathers, `sheet` puts
into words.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from motcua.dossiers.papers.frame_data import Frame
from motcua.foundation.clock import Instant


class AgencyTask(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the transfer slip: what one agency has to do, and until when."""

    agency: str
    task: str = ""
    due_at: Instant | None = None
    lead: bool = False


class TransferSlipData(msgspec.Struct, frozen=True, kw_only=True, tag="transfer_slip"):
    """Phiếu chuyển xử lý (art. 19(6)): lead agency, work and deadline of each agency, in the order of the
    lines where the work goes from one to the next."""

    frame: Frame
    applicant: str = ""
    procedure_name: str
    content: str = ""
    lead_agency: str
    received_at: Instant
    due_at: Instant | None = None
    order: Literal["parallel", "sequential"] = "parallel"
    rows: tuple[AgencyTask, ...] = ()
    sender: str = ""
    sender_title: str = "Người chuyển hồ sơ"


class UrgedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the urging letter: a dossier, where it lies, and by how many working minutes it is over."""

    code: str
    procedure_name: str
    received_at: Instant
    due_at: Instant | None = None
    step: str = ""
    holder: str = ""
    step_due_at: Instant | None = None
    over_minutes: int = 0


class UrgingLetterData(msgspec.Struct, frozen=True, kw_only=True, tag="urging_letter"):
    """Văn bản đôn đốc, which the head of the section may sign by order (art. 9): `order_of` is by whose."""

    frame: Frame
    to_agency: str
    rows: tuple[UrgedLine, ...]
    answer_by: Instant | None = None
    order_of: str = ""
    signer: str = ""
    signer_title: str = "Trưởng Bộ phận Một cửa"


class OpinionRequestData(msgspec.Struct, frozen=True, kw_only=True, tag="opinion_request"):
    """What an agency is asked about a dossier: content and deadline (art. 19(5))."""

    frame: Frame
    to_agency: str
    applicant: str = ""
    procedure_name: str
    received_at: Instant
    due_at: Instant | None = None
    no: int = 1
    content: str
    deadline: Instant
    signer: str = ""
    signer_title: str = "Người được giao giải quyết"


class OpinionAnswerData(msgspec.Struct, frozen=True, kw_only=True, tag="opinion_answer"):
    """The opinion of the agency that was asked, in time or late."""

    frame: Frame
    to_agency: str
    applicant: str = ""
    procedure_name: str
    no: int = 1
    question: str
    requested_at: Instant
    deadline: Instant
    answer: str
    answered_at: Instant
    late: bool = False
    signer: str = ""
    signer_title: str = "Người trả lời"
