"""From what a person typed to a command of the core: one builder an action, keyed by the command's tag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from motcua.dossiers.correcting import build_correction
from motcua.dossiers.fields import BAD_FILE, LONG, MISSING, SHORT, Fields
from motcua.dossiers.known import Known
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.clock import step_due
from motcua.dossiers.lifecycle.decide_correction import RESOLVE_SHARE
from motcua.dossiers.lifecycle.decide_steps import MOST_PARTS
from motcua.dossiers.lifecycle.rules import Rules
from motcua.dossiers.lifecycle.running import Place
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    Actor,
    Commitment,
    ComponentLine,
    CopyKind,
    Fault,
    Holder,
    ReturnMethod,
    Role,
    Signature,
    Step,
    SupplementItem,
)
from motcua.dossiers.places import agency_key, agency_of
from motcua.dossiers.projection import agency_at
from motcua.dossiers.sealing import Seals
from motcua.dossiers.sources import Sources
from motcua.dossiers.step_places import ANYBODY, ROLES
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.rights import ACTING, DossierPlace


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a builder may look at: the dossier, who acts in which roles, the rules, what was typed."""

    state: State
    by: Actor
    rules: Rules
    now: Instant
    fields: Fields
    seals: Seals
    place: DossierPlace
    known: Known
    sources: Sources

    def words(self, name: str, *, required: bool = True, limit: int = LONG) -> Commitment | None:
        """Free words, kept as a private record; none where nothing was typed and nothing is required."""
        text = self.fields.text(name, required=required, limit=limit)
        return self.seals.text(text) if text else None

    def needed(self, name: str) -> Commitment:
        """Free words that must be there; an empty commitment stands in until `check` raises."""
        return self.words(name) or ""

    def holder(self, step: Step, default: str) -> Holder:
        """Who gets the dossier: `to_agency` or the default, `to_officer` where one is named."""
        agency = self.agency("to_agency") or default
        role = Role.LEADER if step is Step.APPROVE else Role.HANDLING_OFFICER
        officer = self.officer("to_officer", role, agency)
        return Holder(agency=agency, step=step, officer=officer, due_at=self.due_of(step))

    def agency(self, name: str, *, required: bool = False) -> str:
        """The code of an agency of today, empty where none was named."""
        code = self.fields.text(name, required=required, limit=SHORT)
        if code and code not in self.known.agencies:
            self.fields.fault(name, NO_SUCH_AGENCY, code=code[:40])
        return code

    def officer(self, name: str, role: Role, agency: str, *, required: bool = False) -> str | None:
        """The code of an officer who may act in that role for the agency; none where none was named."""
        code = self.fields.text(name, required=required, limit=SHORT)
        if code and not self.known.serves(code, role, self.agency_id(agency)):
            self.fields.fault(name, NO_SUCH_OFFICER, code=code[:40])
        return code or None

    def agency_id(self, code: str) -> int:
        """The agency that the dossier means by a code; 0 for one that there is not."""
        if code in self.known.agencies:
            return self.known.agencies[code]
        try:
            return agency_key(agency_at(self.state, code, self.now))
        except NotFound:
            return 0

    def due_of(self, step: Step) -> Instant | None:
        """The step's own due time inside the promise."""
        if self.state.due_at is None:
            return None
        if step is Step.RESOLVE:
            return step_due(self.now, self.state.due_at, RESOLVE_SHARE, self.rules.calendar)
        return self.state.due_at


NO_SUCH_AGENCY: Final = gettext_noop("Không có cơ quan nào mang mã %(code)s. Chọn trong danh sách.")
NO_SUCH_OFFICER: Final = gettext_noop(
    "Cán bộ %(code)s không giữ vị trí làm được việc này ở cơ quan đó. Chọn trong danh sách."
)
Builder = Callable[[Desk], c.Command]


def build(action: str, desk: Desk) -> c.Command:
    """The command of an action. Raises: `FieldErrors` with all faults; `DomainError` where unknown."""
    builder = BUILDERS.get(action)
    if builder is None:
        raise DomainError(
            gettext_noop("Không có thao tác “%(action)s”."),
            gettext_noop("Tải lại hồ sơ và chọn một việc trong danh sách."),
            id="unknown_action",
            action=action[:40],
        )
    command = builder(desk)
    desk.fields.check()
    return command


def _items(desk: Desk) -> tuple[SupplementItem, ...]:
    """Papers of the dossier with what is wrong with each (`fault_<n>`, `fault_<n>_words`), and free lines,
    all of the kind `items_fault` where one is chosen."""
    found = []
    for line in desk.state.intake.components:
        name = f"fault_{line.no}"
        if desk.fields.raw(name):
            fault = desk.fields.choice(name, Fault)
            words = desk.fields.text(f"{name}_words", required=True, limit=SHORT)
            found.append(SupplementItem(item=desk.seals.seal("item", words), component=line.no, fault=fault))
    kind = desk.fields.choice("items_fault", Fault) if desk.fields.raw("items_fault") else None
    found += [
        SupplementItem(item=desk.seals.seal("item", line), fault=kind) for line in desk.fields.lines("items")
    ]
    return tuple(found)


def _documents(desk: Desk) -> tuple[str, ...]:
    files = desk.fields.files("documents")
    if not desk.known.has_files(files):
        desk.fields.fault("documents", BAD_FILE)
    return files


def _notice_registration(desk: Desk) -> c.Command:
    return c.NoticeRegistration(by=desk.by, reason=desk.needed("reason"), items=_items(desk))


def _decline_registration(desk: Desk) -> c.Command:
    return c.DeclineRegistration(by=desk.by, reason=desk.needed("reason"))


def _resolve_at_counter(desk: Desk) -> c.Command:
    receiver = desk.fields.text("receiver", limit=SHORT)
    return c.ResolveAtCounter(
        by=desk.by,
        granted=desk.fields.raw("granted") != "0",
        reason=desk.words("reason", required=desk.fields.raw("granted") == "0"),
        documents=_documents(desk),
        signature=desk.fields.choice("signature", Signature, Signature.NONE),
        returned_to=desk.seals.seal("receiver", {"name": receiver}) if receiver else None,
    )


def _transfer(desk: Desk) -> c.Command:
    return c.Transfer(
        by=desk.by,
        to=desk.holder(Step.RESOLVE, desk.state.intake.competent),
        note=desk.words("note", required=False),
    )


def _assign(desk: Desk) -> c.Command:
    present = desk.state.holder
    agency = present.agency if present else desk.state.intake.competent
    step = present.step if present else Step.RESOLVE
    return c.Assign(by=desk.by, to=desk.holder(step, agency), note=desk.words("note", required=False))


def _record_verification(desk: Desk) -> c.Command:
    return c.RecordVerification(by=desk.by, content=desk.needed("content"))


def _several(desk: Desk, name: str) -> tuple[str, ...]:
    """Codes of agencies, each once; at least one."""
    codes = desk.fields.lines(name, most=MOST_PARTS)
    if not codes:
        desk.fields.fault(name, MISSING)
    for code in codes:
        if code not in desk.known.agencies:
            desk.fields.fault(name, NO_SUCH_AGENCY, code=code[:40])
    return tuple(dict.fromkeys(codes))


def _request_consultation(desk: Desk) -> c.Command:
    asked = _several(desk, "consulted")
    return c.RequestConsultation(
        by=desk.by,
        consulted=asked[0] if asked else "",
        also=asked[1:],
        content=desk.needed("content"),
        deadline=desk.fields.moment("deadline", required=True) or 0,
    )


def _answer_consultation(desk: Desk) -> c.Command:
    number = desk.fields.integer("no", least=1, most=99)
    if number is None:
        desk.fields.fault("no", MISSING)
    return c.AnswerConsultation(
        by=desk.by,
        no=number or 0,
        answer=desk.needed("answer"),
        paper=desk.fields.text("paper", limit=SHORT) or None,
    )


def _propose_supplement(desk: Desk) -> c.Command:
    return c.ProposeSupplement(
        by=desk.by,
        items=_items(desk),
        reason=desk.needed("reason"),
        deadline=desk.fields.moment("deadline"),
        legal_ground=desk.fields.text("legal_ground", limit=SHORT) or None,
        part=desk.by.part,
    )


def _reject_supplement(desk: Desk) -> c.Command:
    return c.RejectSupplement(by=desk.by, reason=desk.needed("reason"))


def _request_supplement(desk: Desk) -> c.Command:
    return c.RequestSupplement(
        by=desk.by,
        items=_items(desk),
        reason=desk.words("reason", required=False),
        deadline=desk.fields.moment("deadline"),
        legal_ground=desk.fields.text("legal_ground", limit=SHORT) or None,
    )


def _receive_supplement(desk: Desk) -> c.Command:
    names = desk.fields.lines("components")
    kind = desk.fields.choice("component_kind", CopyKind, CopyKind.ORIGINAL)
    first = next_component_number(desk.state)
    lines = tuple(
        ComponentLine(no=number, name=desk.seals.text(name), kind=kind)
        for number, name in enumerate(names, start=first)
    )
    return c.ReceiveSupplement(by=desk.by, components=lines)


def next_component_number(state: State) -> int:
    """The first free line number for papers that join the dossier later."""
    return max((line.no for line in state.intake.components), default=0) + 1


def _expire_supplement(desk: Desk) -> c.Command:
    return c.ExpireSupplement(by=desk.by, reason=desk.words("reason", required=False))


def _request_obligation(desk: Desk) -> c.Command:
    return c.RequestObligation(
        by=desk.by,
        content=desk.needed("content"),
        amount=desk.fields.integer("amount"),
        deadline=desk.fields.moment("deadline"),
    )


def _fulfil_obligation(desk: Desk) -> c.Command:
    return c.FulfilObligation(by=desk.by, proof=desk.words("proof", required=False, limit=SHORT))


def _withdraw(desk: Desk) -> c.Command:
    return c.Withdraw(by=desk.by, reason=desk.needed("reason"))


def _stop(desk: Desk) -> c.Command:
    return c.Stop(
        by=desk.by,
        reason=desk.needed("reason"),
        legal_ground=desk.fields.text("legal_ground", required=True, limit=SHORT),
        suspension=desk.fields.raw("suspension") != "0",
    )


def _resume(desk: Desk) -> c.Command:
    return c.Resume(by=desk.by, reason=desk.needed("reason"))


def _propose_result(desk: Desk) -> c.Command:
    granted = desk.fields.raw("granted") != "0"
    agency = desk.state.holder.agency if desk.state.holder else desk.state.intake.competent
    return c.ProposeResult(
        by=desk.by,
        granted=granted,
        to=desk.holder(Step.APPROVE, agency),
        reason=desk.words("reason", required=not granted),
        documents=_documents(desk),
    )


def _send_back(desk: Desk) -> c.Command:
    return c.SendBack(by=desk.by, reason=desk.needed("reason"))


def _approve(desk: Desk) -> c.Command:
    return c.Approve(
        by=desk.by,
        signature=desk.fields.choice("signature", Signature, Signature.SCAN),
        documents=_documents(desk),
    )


def _return_result(desk: Desk) -> c.Command:
    receiver = {
        "name": desk.fields.text("receiver", required=True, limit=SHORT),
        "identifier": desk.fields.text("receiver_identifier", limit=SHORT),
        "paper": desk.fields.text("receiver_paper", limit=SHORT),
    }
    return c.ReturnResult(
        by=desk.by,
        receiver=desk.seals.seal("receiver", {key: value for key, value in receiver.items() if value}),
        method=desk.fields.choice("method", ReturnMethod, desk.state.intake.return_method),
        originals_returned=desk.fields.raw("originals_returned") != "0",
    )


def _reschedule(desk: Desk) -> c.Command:
    return c.Reschedule(
        by=desk.by,
        new_due_at=desk.fields.moment("new_due_at", required=True) or 0,
        reason=desk.needed("reason"),
        signed_by=desk.officer("signed_by", Role.LEADER, desk.state.intake.competent, required=True) or "",
    )


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
        documents=_documents(desk),
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


BUILDERS: Final[dict[str, Builder]] = {
    "notice_registration": _notice_registration,
    "decline_registration": _decline_registration,
    "resolve_at_counter": _resolve_at_counter,
    "transfer": _transfer,
    "assign": _assign,
    "record_verification": _record_verification,
    "request_consultation": _request_consultation,
    "answer_consultation": _answer_consultation,
    "propose_supplement": _propose_supplement,
    "reject_supplement": _reject_supplement,
    "request_supplement": _request_supplement,
    "receive_supplement": _receive_supplement,
    "expire_supplement": _expire_supplement,
    "request_obligation": _request_obligation,
    "fulfil_obligation": _fulfil_obligation,
    "withdraw": _withdraw,
    "stop": _stop,
    "resume": _resume,
    "propose_result": _propose_result,
    "send_back": _send_back,
    "approve": _approve,
    "return_result": _return_result,
    "reschedule": _reschedule,
    "correct": build_correction,
    "complete_step": _complete_step,
    "assign_step": _assign_step,
    "send_parts": _send_parts,
    "recall_part": _recall_part,
}
