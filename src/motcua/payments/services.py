"""Online payment: the only writers of this room."""

from motcua.payments.arrivals import arrived, take_all_waiting
from motcua.payments.deciding import decide, give_back
from motcua.payments.gateway import answer_lookup, ask_again, create, take_result
from motcua.payments.orders import close_run_out, open_order
from motcua.payments.statements import import_statement

__all__ = [
    "answer_lookup",
    "arrived",
    "ask_again",
    "close_run_out",
    "create",
    "decide",
    "give_back",
    "import_statement",
    "open_order",
    "take_all_waiting",
    "take_result",
]
