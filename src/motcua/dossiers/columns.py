"""The columns that the write path, the rebuild and the generator fill, with their types in SQL."""

from __future__ import annotations

from typing import Final

TEXT, INT, BOOL, JSON = "text", "bigint", "boolean", "jsonb"
AGENCY: Final = "agency"
"""Given by code and instant, kept by primary key."""

TABLES: Final[dict[str, dict[str, str]]] = {
    "status_span": {"status": INT, "since": INT, "until": INT},
    "work_item": {
        "step": TEXT,
        "agency": AGENCY,
        "officer": TEXT,
        "opened_at": INT,
        "due_at": INT,
        "ended_at": INT,
        "ended_by": TEXT,
    },
    "due_date": {
        "due_at": INT,
        "since": INT,
        "cause": TEXT,
        "clock_start": INT,
        "provisional": BOOL,
    },
    "supplement": {
        "requested_at": INT,
        "requested_by": TEXT,
        "reason": TEXT,
        "items": JSON,
        "deadline": INT,
        "due_before": INT,
        "completed_at": INT,
        "due_after": INT,
        "ended": TEXT,
        "late_notice": BOOL,
    },
    "consultation": {
        "consulted": TEXT,
        "requested_at": INT,
        "deadline": INT,
        "content": TEXT,
        "answered_at": INT,
        "answer": TEXT,
    },
    "step_row": {
        "part": INT,
        "step": TEXT,
        "kind": TEXT,
        "name": TEXT,
        "agency": AGENCY,
        "post": TEXT,
        "officer": TEXT,
        "opened_at": INT,
        "claimed_at": INT,
        "due_at": INT,
        "ended_at": INT,
        "outcome": TEXT,
        "ended_by": TEXT,
    },
    "part_row": {
        "agency": AGENCY,
        "place": TEXT,
        "process": TEXT,
        "process_version": TEXT,
        "name": TEXT,
        "content": TEXT,
        "step": INT,
        "after": INT,
        "sent_at": INT,
        "due_at": INT,
        "ended_at": INT,
        "result": TEXT,
    },
    "component_row": {
        "seq": INT,
        "code": TEXT,
        "name": TEXT,
        "kind": TEXT,
        "quantity": INT,
        "file": TEXT,
        "digitised": BOOL,
        "reused": BOOL,
        "from_store": BOOL,
        "replaced_by": TEXT,
    },
    "result": {
        "granted": BOOL,
        "signed_at": INT,
        "signed_by": TEXT,
        "signature": TEXT,
        "reason": TEXT,
        "documents": JSON,
        "returned_at": INT,
        "method": TEXT,
        "receiver": TEXT,
    },
}
"""The projection tables with their columns beside (dossier, key)."""

DB_NAMES: Final = {
    "status_span": "dossiers_statusspan",
    "work_item": "dossiers_workitem",
    "due_date": "dossiers_duedate",
    "supplement": "dossiers_supplement",
    "consultation": "dossiers_consultation",
    "step_row": "dossiers_steprow",
    "part_row": "dossiers_partrow",
    "component_row": "dossiers_componentrow",
    "result": "dossiers_result",
}

DOSSIER_TYPES: Final[dict[str, str]] = {
    "code": TEXT,
    "reference": TEXT,
    "regime": TEXT,
    "status": INT,
    "procedure_code": TEXT,
    "version": INT,
    "case": TEXT,
    "field_code": TEXT,
    "section": AGENCY,
    "competent": AGENCY,
    "channel": TEXT,
    "owner_type": TEXT,
    "owner_name": TEXT,
    "owner_identifier": TEXT,
    "owner_phone": TEXT,
    "search": TEXT,
    "return_method": TEXT,
    "submitted_at": INT,
    "received_at": INT,
    "due_at": INT,
    "original_due_at": INT,
    "paused_at": INT,
    "ended_at": INT,
    "returned_at": INT,
    "granted": BOOL,
    "reschedules": INT,
    "holder_agency": AGENCY,
    "holder_officer": TEXT,
    "step": TEXT,
    "step_since": INT,
    "step_due_at": INT,
    "process": TEXT,
    "process_version": TEXT,
    "proposal": TEXT,
    "offered_at": INT,
    "withdrawal_asked_at": INT,
    "calendar_version": TEXT,
    "seq": INT,
    "last_at": INT,
    "head": "bytea",
    "secret_version": INT,
    "intake_key": TEXT,
    "origin": TEXT,
}
FOREIGN: Final = {"version", "section", "competent", "holder_agency", "agency"}


def column_name(column: str) -> str:
    """The name in the database of a projection's column."""
    return f"{column}_id" if column in FOREIGN else f'"{column}"'
