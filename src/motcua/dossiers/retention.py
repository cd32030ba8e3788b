"""How long personal data are kept, by model; periods that the law leaves open are this house's."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from motcua.dossiers.counter_tables import IntakeDraft, QueueTicket
from motcua.dossiers.drafts import KEPT_FOR
from motcua.dossiers.import_tables import ImportRun
from motcua.dossiers.inspection_tables import Opening
from motcua.dossiers.models import CounterSlip
from motcua.foundation.clock import DAY, Instant, day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.retaining import Rule
from motcua.organisation.retention import HOUSE

PERSONAL: Final[dict[str, str]] = {
    "Dossier": "owner columns are emptied with the private records they are told from",
    "PrivateRecord": "as long as the dossier is archived; erased row by row on lawful request",
    "Attachment": "as long as the dossier is archived; intake drafts that became none: 7 days",
    "CounterSlip": "body erased after 12 months; number and commitment stay",
    "CorrectionRequest": "what was typed until it is answered; then who asked and answered, with the dossier",
    "DossierHolder": "with the dossier; keys of accounts alone",
    "ImportRun": "the list goes when it is entered; list, doubts and counts 7 days after they were asked for",
    "IntakeDraft": "until its dossier is received or it is given up; at most 7 days after a save",
    "Opening": "5 years, then removed by the owner's role",
    "QueueTicket": "12 months, for figures on waiting; a turn and who called it, never whose turn it was",
}
"""Model name -> retention rule."""

NOT_PERSONAL: Final = (
    "Event",  # commitments only (contracts, section 2)
    "StatusSpan",
    "WorkItem",
    "StepRow",  # names officers, like the log
    "PartRow",
    "DueDate",
    "Spell",  # kinds, days and agencies
    "Fact",  # the same, read another way
    "Particulars",  # numbers and kinds
    "Supplement",
    "Consultation",
    "ComponentRow",
    "SimulatedYear",
    "ImportMapping",
    "ImportedDossier",  # a code of another system and a keyed digest
    "Result",
    "Serial",
    "UnheardEvent",  # number of a dossier and of an event, until it is heard
    "DailySeal",
    "LogCheck",  # names the officer who asked, like the log
    "RecountRun",  # the same; its reason is a document
    "RecountLine",
    "ProcessMoveRun",  # the same
    "ProcessMoveLine",
    "BatchRun",
    "BatchLine",
)
"""Models looked at and found free of personal data of citizens."""


def _slips(before: Instant) -> QuerySet[CounterSlip]:
    return CounterSlip.objects.filter(made_at__lt=before, body__isnull=False)


def _import_runs(before: Instant) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(asked_at__lt=before)


def _drafts(before: Instant) -> QuerySet[IntakeDraft]:
    return IntakeDraft.objects.filter(saved_at__lt=before)


def _tickets(before: Instant) -> QuerySet[QueueTicket]:
    return QueueTicket.objects.filter(day__lt=day_of(before))


def _openings(before: Instant) -> QuerySet[Opening]:
    return Opening.objects.filter(at__lt=before)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="import_runs",
        model="ImportRun",
        what=gettext_noop("Danh sách hồ sơ của hệ thống cũ đã tải lên để nhập, và kết quả"),
        source=HOUSE,
        days=7,
        due=_import_runs,
        weekly=True,
    ),
    Rule(
        id="counter_slips",
        model="CounterSlip",
        what=gettext_noop("Nội dung phiếu hướng dẫn, phiếu từ chối tại quầy (số phiếu và cam kết còn lại)"),
        source=HOUSE,
        setting="MOTCUA_KEEP_SLIPS_MONTHS",
        months=12,
        least=1,
        due=_slips,
        empty=lambda now: {"body": None, "salt": None, "erased_at": now},
        weekly=True,
    ),
    Rule(
        id="intake_drafts",
        model="IntakeDraft",
        what=gettext_noop("Phiếu đang nhập không ai nhập tiếp"),
        source=HOUSE,
        days=KEPT_FOR // DAY,
        due=_drafts,
        weekly=True,
    ),
    Rule(
        id="queue_tickets",
        model="QueueTicket",
        what=gettext_noop("Số thứ tự chờ của những ngày đã qua"),
        source=HOUSE,
        setting="MOTCUA_KEEP_TICKETS_MONTHS",
        months=12,
        least=1,
        due=_tickets,
        weekly=True,
    ),
    Rule(
        id="openings",
        model="Opening",
        what=gettext_noop("Ai đã mở hồ sơ nào"),
        source=HOUSE,
        setting="MOTCUA_KEEP_OPENINGS_MONTHS",
        months=60,
        least=12,
        due=_openings,
        owner=True,
        triggers=("written_once",),
    ),
)
"""What `motcua erase` does here. Old drafts go every hour too; files of intakes given up go by
`attachments.remove_old_drafts` every hour; private records and files of dossiers only on a lawful request
(`motcua erase --dossier`)."""
