"""What the pages show of a dossier, as a document; nothing in it depends on who asks, or on the hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext

from motcua.api.answers import moment
from motcua.dossiers.intake import Party
from motcua.dossiers.log import GENESIS
from motcua.dossiers.queries.views import DossierView, HolderView, Round


def dossier_document(view: DossierView) -> dict[str, Any]:
    """The shape `schemas.Dossier`."""
    return {
        "code": view.code,
        "seq": view.seq,
        "head": view.head,
        "status": int(view.status),
        "status_name": gettext(view.status_name),
        "regime": view.regime.id,
        "procedure": _named(view.procedure_code, view.procedure.name),
        "case": view.case or None,
        "section": _named(view.section_code, view.section),
        "competent": _named(view.competent_code, view.competent),
        "channel": view.channel,
        "owner_type": view.owner_type,
        "owner": _party(view.owner),
        "representative": _party(view.representative) if view.representative else None,
        "content": view.content,
        "return_method": view.return_method,
        "sets": view.sets,
        "fee_state": view.fee_state,
        "limit": {"quantity": view.limit or None, "unit": view.limit_unit},
        "received_at": moment(view.received_at),
        "due_at": moment(view.due_at),
        "original_due_at": moment(view.original_due_at),
        "provisional": view.provisional,
        "ended_at": moment(view.ended_at),
        "returned_at": moment(view.returned_at),
        "granted": view.granted,
        "suspended": view.suspended,
        "calendar_version": view.calendar_version,
        "holder": _holder(view.holder) if view.holder else None,
        "components": [
            {
                "no": paper.no,
                "name": paper.name,
                "kind": paper.kind,
                "quantity": paper.quantity,
                "digitised": paper.digitised,
            }
            for paper in view.papers
        ],
        "supplements": [_round(each) for each in view.rounds],
    }


def event_documents(view: DossierView, log: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """The shape `schemas.Event` of each event, oldest first; `log` has body and hash of each."""
    documents = []
    previous = GENESIS
    for line, (body, digest) in zip(reversed(view.timeline), log, strict=True):
        documents.append(
            {
                "seq": line.seq,
                "type": line.type,
                "occurred_at": moment(line.at),
                "recorded_at": moment(line.recorded_at),
                "actor": _named(line.actor_code, gettext(line.actor)),
                "unit": _named(line.unit_code, line.unit),
                "text": line.text.said(gettext),
                "prev_hash": previous.hex(),
                "hash": digest.hex(),
                "body": body,
            }
        )
        previous = digest
    return documents


def _named(code: str, name: str) -> dict[str, str]:
    return {"code": code, "name": name}


def _party(party: Party) -> dict[str, str]:
    return {name: str(value) for name, value in msgspec.structs.asdict(party).items()}


def _holder(holder: HolderView) -> dict[str, Any]:
    return {
        "agency": _named(holder.agency_code, holder.agency),
        "officer": _named(holder.officer_code, holder.officer) if holder.officer_code else None,
        "step": holder.step,
        "since": moment(holder.since),
        "due_at": moment(holder.due_at),
    }


def _round(each: Round) -> dict[str, Any]:
    return {
        "no": each.no,
        "requested_at": moment(each.requested_at),
        "deadline": moment(each.deadline),
        "items": list(each.items),
        "reason": each.reason,
        "completed_at": moment(each.completed_at),
        "due_before": moment(each.due_before),
        "due_after": moment(each.due_after),
    }
