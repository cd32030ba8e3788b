"""What the applicant does online after filing: T32 to T34 (Decree 45/2020 art. 12; Decree 61 art. 17)."""

from __future__ import annotations

from motcua.dossiers.lifecycle import clock
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import need_reason
from motcua.dossiers.lifecycle.refusals import refused
from motcua.dossiers.lifecycle.rules import Moment
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import Holder, Status, Step
from motcua.foundation.errors import gettext_noop


def offer_supplement(state: State, command: c.OfferSupplement, moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T32: the section has the answer time of an online filing to look at it, counted from now.

    Before the section answered at all this amends the filing, and its answer stays due when it was.
    """
    if not command.components and command.declaration is None:
        raise refused(
            "nothing_offered",
            gettext_noop("Chưa có giấy tờ hay nội dung nào được bổ sung."),
            gettext_noop("Chọn tệp cho ít nhất một giấy tờ, hoặc sửa tờ khai, rồi gửi lại."),
        )
    registered = state.status is Status.REGISTERED
    due = clock.answer_due(moment.at, moment.rules)
    if registered and not state.noticed and state.answer_due_at is not None:
        due = state.answer_due_at
    return (
        e.SupplementOffered(
            round=0 if registered else len(state.rounds),
            answer_due_at=due,
            components=command.components,
            declaration=command.declaration,
            changes=command.changes,
            form=command.form,
            note=command.note,
            holder=None if registered else _at_section(state, due),
        ),
    )


def ask_withdrawal(state: State, command: c.AskWithdrawal, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T33: what nobody received is taken back at once; a dossier waits for the section to record it (T14)."""
    reason = need_reason(command.reason)
    if state.status is Status.REGISTERED:
        return (e.Withdrawn(reason=reason),)
    return (e.WithdrawalAsked(reason=reason),)


def return_offer(state: State, command: c.ReturnOffer, _moment: Moment) -> tuple[e.AnyPayload, ...]:
    """T34: the request of T9 stands, with its deadline; it is no second request."""
    return (
        e.OfferReturned(
            round=len(state.rounds), reason=need_reason(command.reason), holder=_at_section(state, None)
        ),
    )


def _at_section(state: State, due: int | None) -> Holder:
    return Holder(agency=state.intake.section, step=Step.SUPPLEMENT, due_at=due)
