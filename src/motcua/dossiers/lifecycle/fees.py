"""What is owed when a correction or a withdrawn waiver meets money already taken. Amounts are đồng.

Certain is only what the publication states for one case. Where more cases were counted, too little may show
as too much: so an officer looks before money goes back, and nothing is asked that is not certain.
"""

from __future__ import annotations

from motcua.dossiers.lifecycle import corrections
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.lifecycle.types import FeeState


def deductions(state: State) -> tuple[int, int]:
    """What a payment now is less by: the reduction in force, and what earlier receipts took of it."""
    if state.intake.fee_state is not FeeState.UNPAID:
        return 0, 0
    return state.fee_waived, state.fee_kept


def reconciled(state: State, published: FeeState, due: int) -> FeeState:
    """The state of fees under another publication that states `due`.

    A waiver of all stands until it is withdrawn: its ground is a law on the applicant. Money taken for the
    wrong procedure counts towards the right one; what is missing is owed.
    """
    if state.intake.fee_state is FeeState.EXEMPT:
        return FeeState.EXEMPT
    certain = published is FeeState.UNPAID and due > 0
    left = due - state.fee_waived
    if state.fee_kept:
        return FeeState.UNPAID if certain and left > state.fee_kept else FeeState.PAID
    return FeeState.EXEMPT if certain and left <= 0 else published


def surplus(state: State, text: str | None) -> int:
    """What was taken beyond what a corrected text of the fee says is due; 0 where it says no amount."""
    fee_state, due = corrections.read_fee(text)
    if fee_state is not FeeState.PAID or due is None:
        return 0
    return max(state.fee_kept - max(due - state.fee_waived, 0), 0)


def without_waiver(state: State) -> tuple[FeeState, int, int]:
    """State of fees, đồng due and surplus once the waiver does not stand any more."""
    intake = state.intake
    if intake.fee_state is FeeState.EXEMPT:
        return (FeeState.UNPAID if intake.fee_due else state.fee_before), intake.fee_due, 0
    if intake.fee_state is FeeState.PAID and state.fee_waived:
        missing = state.fee_waived - state.fee_surplus
        if missing > 0:
            return FeeState.UNPAID, state.fee_kept + missing, 0
        return FeeState.PAID, intake.fee_due, -missing
    return intake.fee_state, intake.fee_due, state.fee_surplus
