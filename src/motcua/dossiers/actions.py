"""From what a person typed to a command of the core: one builder an action, keyed by the command's tag."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.correcting import build_correction
from motcua.dossiers.desk import NO_SUCH_AGENCY, Builder, Desk
from motcua.dossiers.fields import MISSING, SHORT
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.decide_steps import MOST_PARTS
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import (
    ComponentLine,
    CopyKind,
    Fault,
    ReturnMethod,
    Role,
    Signature,
    Step,
    SupplementItem,
)
from motcua.dossiers.step_actions import STEP_BUILDERS
from motcua.foundation.errors import DomainError, gettext_noop


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
    """The declaration (`fault_0`) and papers of the dossier with what is wrong with each (`fault_<n>`,
    `fault_<n>_words`), and free lines, all of the kind `items_fault` where one is chosen."""
    found = []
    if desk.state.intake.declaration and desk.fields.raw("fault_0"):
        fault = desk.fields.choice("fault_0", Fault)
        words = desk.fields.text("fault_0_words", required=True, limit=SHORT)
        found.append(SupplementItem(item=desk.seals.seal("item", words), fault=fault, declaration=True))
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
        documents=desk.documents(),
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
    given = state.offered.components if state.offered else ()
    return max((line.no for line in (*state.intake.components, *given)), default=0) + 1


def _return_offer(desk: Desk) -> c.Command:
    return c.ReturnOffer(by=desk.by, reason=desk.needed("reason"))


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
        documents=desk.documents(),
    )


def _send_back(desk: Desk) -> c.Command:
    return c.SendBack(by=desk.by, reason=desk.needed("reason"))


def _approve(desk: Desk) -> c.Command:
    return c.Approve(
        by=desk.by,
        signature=desk.fields.choice("signature", Signature, Signature.SCAN),
        documents=desk.documents(),
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
    "return_offer": _return_offer,
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
    **STEP_BUILDERS,
}
