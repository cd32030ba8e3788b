"""Papers that belong to no single dossier: slips handed out at the counter, the logbook of a section."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from motcua.dossiers.papers import data as forms
from motcua.dossiers.papers import render
from motcua.dossiers.printing import METHOD_WORDS
from motcua.dossiers.printing_source import PLACE, governing_unit, paper_party
from motcua.dossiers.queries.logbook import Logbook, LogEntry
from motcua.dossiers.queries.names import Names
from motcua.dossiers.slips import Slip
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.law.regimes import regime, regime_on
from motcua.organisation.models import Agency
from motcua.organisation.queries import section_of


def slip_paper(slip: Slip, *, names: Names | None = None) -> bytes:
    """Form 02 or 03 handed out at the counter. Raises: `NotFound` after a lawful erasure."""
    if slip.content is None:
        raise NotFound(gettext_noop("Nội dung phiếu đã được xóa theo quy định."))
    law = regime(slip.regime)
    section = Agency.objects.select_related("parent").get(pk=slip.section_id)
    door = section_of(section.pk, day_of(slip.made_at))
    officer = (names or Names(actors=[slip.made_by])).actor(slip.made_by)
    form = law.forms[slip.kind]
    frame = forms.Frame(
        form_number=form.number,
        form_title=form.title,
        regime=law.id,
        regime_note=law.name,
        governing_unit=governing_unit(section),
        section_name=door.name if door else section.name,
        number=slip.number,
        place=PLACE,
        issued_at=slip.made_at,
        check_line="",
        simulated=settings.MOTCUA_SIMULATED,
    )
    content = slip.content
    shown = content.content or content.procedure_name
    if slip.kind == "supplement":
        return render(
            "supplement",
            forms.SupplementData(
                frame=frame,
                party=paper_party(content.party),
                content=shown,
                items=content.items,
                reason=content.reason,
                contact_name=officer,
                contact_phone=door.phone if door else "",
                guide=officer,
            ),
        )
    return render(
        "refusal",
        forms.RefusalData(
            frame=frame,
            party=paper_party(content.party),
            content=shown,
            reason=content.reason,
            legal_ground=content.legal_ground,
            submitter=content.party.name,
            receiver=officer,
        ),
    )


def logbook_data(book: Logbook, *, now: Instant) -> forms.LogbookData:
    """The logbook's record for print and for the head of the workbook; the regime is that of the last day."""
    law = regime_on(book.last)
    section = Agency.objects.select_related("parent").get(pk=book.section_id)
    door = section_of(section.pk, book.last)
    form = law.forms["logbook"]
    return forms.LogbookData(
        frame=forms.Frame(
            form_number=form.number,
            form_title=form.title,
            regime=law.id,
            regime_note=law.name,
            governing_unit=governing_unit(section),
            section_name=door.name if door else section.name,
            place=PLACE,
            issued_at=now,
            simulated=settings.MOTCUA_SIMULATED,
        ),
        year=book.last.year,
        period=f"từ {_day(book.first)} đến {_day(book.last)}",
        rows=tuple(logbook_row(entry) for entry in book.entries),
    )


def logbook_row(entry: LogEntry) -> forms.LogbookRow:
    """A line of the book as the form writes it."""
    return forms.LogbookRow(
        no=entry.no,
        code=entry.code,
        procedure_name=entry.procedure_name,
        applicant=entry.applicant,
        address=entry.address,
        phone=entry.phone,
        lead_agency=entry.lead_agency,
        received_at=entry.received_at,
        due_at=entry.due_at,
        returned_at=entry.returned_at,
        return_method=METHOD_WORDS.get(entry.return_method, ""),
        signature=entry.receiver,
    )


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
