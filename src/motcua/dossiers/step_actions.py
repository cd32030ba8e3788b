"""From what a person typed to a command about steps and parts; beside those of the law in `actions`."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.desk import NO_SUCH_OFFICER, Builder, Desk
from motcua.dossiers.fields import LONG, MISSING, SHORT
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.decide_steps import MOST_PARTS
from motcua.dossiers.lifecycle.running import Place
from motcua.dossiers.lifecycle.types import (
    Holder,
    Step,
)
from motcua.dossiers.places import agency_of
from motcua.dossiers.step_places import ANYBODY, ROLES
from motcua.foundation.clock import day_of
from motcua.organisation.rights import ACTING


def _step_no(desk: Desk, name: str = "step_no") -> int:
    number = desk.fields.integer(name, least=1, most=9_999)
    if number is None:
        desk.fields.fault(name, MISSING)
    return number or 0


def _complete_step(desk: Desk) -> c.Command:
    number = _step_no(desk)
    step = desk.state.running.step(number)
    code = desk.fields.text("to_officer", limit=SHORT)
    agency = desk.agency("to_agency") or (step.agency if step else desk.state.intake.competent)
    to = Holder(agency=agency, step=Step.RESOLVE, officer=code) if code else None
    if code and not desk.known.works(code, ACTING, desk.agency_id(agency)):
        desk.fields.fault("to_officer", NO_SUCH_OFFICER, code=code[:40])
    return c.CompleteStep(
        by=desk.by,
        no=number,
        outcome=desk.fields.text("outcome", limit=SHORT),
        to=to,
        documents=desk.documents(),
        note=desk.words("note", required=False),
    )


def _assign_step(desk: Desk) -> c.Command:
    """To an officer of the house; `claim` takes it for who asks; neither puts it back to the unit."""
    number = _step_no(desk)
    step = desk.state.running.step(number)
    present = step.agency if step else desk.state.intake.competent
    if desk.fields.flag("claim"):
        # A step of the house goes with its holder into the division.
        unit = desk.by.unit if step is not None else present
        return c.AssignStep(by=desk.by, no=number, agency=unit, officer=desk.by.officer)
    agency = desk.agency("to_agency") or present
    code = desk.fields.text("to_officer", limit=SHORT) or None
    roles = ROLES.get(step.post, ANYBODY) if step else ANYBODY
    if code and not desk.known.works(code, roles, desk.agency_id(agency)):
        desk.fields.fault("to_officer", NO_SUCH_OFFICER, code=code[:40])
    return c.AssignStep(
        by=desk.by, no=number, agency=agency, officer=code, note=desk.words("note", required=False)
    )


def _send_parts(desk: Desk) -> c.Command:
    """One line an agency: `part_<n>_agency`, `_content`, `_due_at`, `_place`, `_process`, from 1."""
    orders = []
    for number in range(1, MOST_PARTS + 1):
        prefix = f"part_{number}_"
        if not any(desk.fields.text(f"{prefix}{name}", limit=LONG) for name in ("agency", "content")):
            continue
        agency = desk.agency(f"{prefix}agency", required=True)
        orders.append(
            c.PartOrder(
                agency=agency,
                content=desk.needed(f"{prefix}content"),
                due_at=desk.fields.moment(f"{prefix}due_at", required=True) or 0,
                place=desk.fields.choice(f"{prefix}place", Place, _place_of(desk, agency)),
                process=desk.fields.text(f"{prefix}process", limit=SHORT),
            )
        )
    if not orders:
        desk.fields.fault("part_1_agency", MISSING)
    return c.SendParts(by=desk.by, parts=tuple(orders), sequential=desk.fields.flag("sequential"))


def _place_of(desk: Desk, agency: str) -> Place:
    """Above where an agency of the province works for one of a commune (Decree 61/2018 art. 19(7))."""
    lead = desk.state.holder.agency if desk.state.holder else desk.state.intake.competent
    levels = [agency_of(key).level if (key := desk.agency_id(code)) else "" for code in (lead, agency)]
    return Place.ABOVE if levels == ["commune", "province"] else Place.SAME_LEVEL


def _recall_part(desk: Desk) -> c.Command:
    return c.RecallPart(by=desk.by, no=_step_no(desk, "part_no"), reason=desk.needed("reason"))


def _urge(desk: Desk) -> c.Command:
    """`agency`, who has it; without `answer_by` the close of the next working day."""
    calendar = desk.rules.calendar
    default = calendar.close_of(calendar.next_working_day(day_of(desk.now)))
    return c.Urge(
        by=desk.by,
        agency=desk.agency("agency", required=True),
        answer_by=desk.fields.moment("answer_by") or default,
        note=desk.words("note", required=False),
    )


STEP_BUILDERS: Final[dict[str, Builder]] = {
    "complete_step": _complete_step,
    "assign_step": _assign_step,
    "send_parts": _send_parts,
    "recall_part": _recall_part,
    "urge": _urge,
}
