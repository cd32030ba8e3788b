"""Reads of money, each by right and place. Amounts are đồng."""

from motcua.money.queries.dossier import (
    DossierMoney,
    FeesDue,
    fees_due,
    money_of,
    receipt_by,
    refund_by,
)
from motcua.money.queries.entries import SHOWN, Entry
from motcua.money.queries.section import DayTaken, OfficerSums, SectionMoney, day_taken, section_money
from motcua.money.queries.settlements import (
    SettlementRow,
    settlement_by,
    settlement_rows,
    settling_sections,
)
from motcua.money.queries.sight import may_close, watches_money
from motcua.money.queries.tills import TillView, close_by, entries_of_close, own_tills, till_view

__all__ = [
    "SHOWN",
    "DayTaken",
    "DossierMoney",
    "Entry",
    "FeesDue",
    "OfficerSums",
    "SectionMoney",
    "SettlementRow",
    "TillView",
    "close_by",
    "day_taken",
    "entries_of_close",
    "fees_due",
    "may_close",
    "money_of",
    "own_tills",
    "receipt_by",
    "refund_by",
    "section_money",
    "settlement_by",
    "settlement_rows",
    "settling_sections",
    "till_view",
    "watches_money",
]
