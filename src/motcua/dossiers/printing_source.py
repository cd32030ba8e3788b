"""What every form is made of: the dossier after the event that the paper belongs to, head and parties."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.conf import settings

from motcua.dossiers import store
from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle.core import fold
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.papers import data as forms
from motcua.dossiers.papers import qr_url
from motcua.dossiers.places import agency_key
from motcua.dossiers.printing_corrected import as_corrected, corrected_line
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.queries.corrections import Action, actions
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.told import Opened, party_of
from motcua.dossiers.regime_of import regime_of
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.law.regimes import Regime
from motcua.organisation.in_force import laws
from motcua.organisation.models import Agency, Section
from motcua.organisation.queries import section_of
from motcua.procedures.content import VersionContent
from motcua.procedures.queries import version_content

PLACE: Final = "Cao Bằng"


class Source(NamedTuple):
    """What a form is made from: the dossier after the event that the paper belongs to, put right since."""

    locked: store.Locked
    state: State
    event: Event
    hash: bytes
    corrected: tuple[Action, ...]
    """The corrections since, oldest first."""
    law: Regime
    content: VersionContent
    opened: Opened
    names: Names
    section: Agency
    door: Section | None
    now: Instant


def source_of(locked: store.Locked, place: int, now: Instant) -> Source:
    event = locked.events[place]
    corrected = tuple(each for each in actions(locked.events) if each.place > place)
    state = as_corrected(locked, fold(locked.events[: place + 1]), corrected)
    intake = state.intake
    agencies = {intake.section, intake.competent, event.unit}
    agencies |= {holder.agency for e in locked.events if (holder := getattr(e.payload, "holder", None))}
    received = state.received_at or event.occurred_at
    section = Agency.objects.select_related("parent").get(pk=agency_key(AgencyAt(intake.section, received)))
    return Source(
        locked=locked,
        state=state,
        event=event,
        hash=locked.log[corrected[-1].place if corrected else place][1],
        corrected=corrected,
        law=regime_of(laws(), state),
        content=version_content(intake.procedure.version),
        opened=store.open_private(locked.id),
        names=Names(
            agencies=agencies,
            actors={e.actor for e in locked.events} | {getattr(event.payload, "signed_by", "")},
            at=received,
        ),
        section=section,
        door=section_of(section.pk, day_of(received)),
        now=now,
    )


def frame_of(source: Source, key: str, mark: str) -> forms.Frame:
    form = source.law.printed(key)
    assert form is not None, f"no paper {key} in {source.law.id}"
    return forms.Frame(
        form_number=form.number,
        form_title=form.title,
        regime=source.law.id,
        regime_note=source.law.name,
        governing_unit=governing_unit(source.section),
        section_name=source.door.name if source.door else source.section.name,
        number=f"{source.state.dossier.rpartition('-')[2]}/{mark}",
        place=PLACE,
        issued_at=source.event.occurred_at,
        corrected=corrected_line(source.corrected),
        code=source.state.dossier,
        qr_url=qr_url(settings.MOTCUA_PUBLIC_URL, source.state.dossier, source.hash.hex()),
        check_line=check_line(),
        simulated=settings.MOTCUA_SIMULATED,
    )


def no_paper() -> NotFound:
    """The refusal to print what the dossier has no facts for."""
    return NotFound(
        gettext_noop("Hồ sơ này chưa có giấy tờ loại đó để in."),
        gettext_noop("Chọn một biểu mẫu trong danh sách của hồ sơ."),
    )


def governing_unit(section: Agency) -> str:
    """The unit above the section on the head of a form."""
    if section.kind == "service_centre" and section.parent is not None:
        return section.parent.name
    return section.name


def check_line() -> str:
    """Where anybody checks a paper."""
    return f"Kiểm tra giấy này: {settings.MOTCUA_PUBLIC_URL.split('://')[-1]}/tra-cuu"


def paper_party(party: Party) -> forms.Party:
    """A party as the forms name it."""
    return forms.Party(
        name=party.name,
        identifier=party.identifier,
        address=party.address,
        phone=party.phone,
        email=party.email,
    )


def owner_of(source: Source) -> Party:
    return party_of(source.opened.get(source.state.intake.owner))
