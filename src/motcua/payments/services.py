"""Online payment: the only writers of this room."""

from motcua.payments.arrivals import arrived, take_all_waiting
from motcua.payments.callbacks import take_result
from motcua.payments.deciding import decide, give_back
from motcua.payments.gateway import answer_lookup, ask_again, create
from motcua.payments.orders import close_run_out, open_order
from motcua.payments.returning import (
    ask_returns,
    give_back_by_gateway,
    refund_by_gateway,
    settle_by_hand,
)
from motcua.payments.statements import import_statement

__all__ = [
    "answer_lookup",
    "arrived",
    "ask_again",
    "ask_returns",
    "close_run_out",
    "create",
    "decide",
    "give_back",
    "give_back_by_gateway",
    "import_statement",
    "open_order",
    "refund_by_gateway",
    "settle_by_hand",
    "take_all_waiting",
    "take_result",
]
