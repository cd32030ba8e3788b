"""`motcua dossier clocks CODE`: both clocks of one dossier, who had it when, who made it late."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from motcua.foundation.clock import MINUTE, Instant, local_text
from motcua.foundation.command_line import Command, emit

if TYPE_CHECKING:
    from motcua.dossiers.queries.step_clocks import Told
    from motcua.dossiers.step_clocks import Held, StepClock
    from motcua.dossiers.step_clocks.plan import Plan


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="dossier code or submission reference")


def _run(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.queries.planned import planned
    from motcua.dossiers.queries.step_clocks import told_clocks
    from motcua.organisation.calendars import calendars

    told = told_clocks(None, arguments.code)
    plan = planned(told.state, calendars(), promised=told.state.original_due_at)
    document = clocks_document(told, plan)
    emit(document, as_json=arguments.json, text=_text(told, document))
    return 0


def clocks_document(told: Told, plan: Plan | None = None) -> dict[str, Any]:
    """The clocks as JSON says them: local times as everywhere, whole working minutes that add up to
    `total_minutes`. Its keys are told in docs/clocks.md."""
    clocks = told.clocks
    return {
        "code": told.code,
        "at": local_text(told.at),
        "legal": _legal(told),
        "total_minutes": clocks.total,
        "applicant_minutes": clocks.applicant,
        "transfer_minutes": clocks.transfer,
        "agencies": _agencies(told),
        "spans": _spans(told, clocks.spans, clocks.minutes),
        "after_end": _spans(told, clocks.after, clocks.after_minutes),
        "steps": [_step(told, each) for each in clocks.steps],
        "parts": [
            {
                "no": part.no,
                "agency": part.agency,
                "agency_name": told.agencies.get(part.agency, ""),
                "place": part.place,
                "parent": part.parent,
                "sent_at": local_text(part.sent_at),
                "due_at": _moment(part.due_at),
                "ended_at": _moment(part.ended_at),
                "result": part.result,
            }
            for part in clocks.life.parts
        ],
        "cause": _cause(told),
        "plan": _plan(told, plan),
    }


def _legal(told: Told) -> dict[str, Any]:
    state, life = told.state, told.clocks.life
    return {
        "state": told.legal.state.value,
        "status": int(state.status),
        "received_at": local_text(life.received_at),
        "clock_start": _moment(state.clock_start),
        "due_at": _moment(state.due_at),
        "original_due_at": _moment(state.original_due_at),
        "paused_at": _moment(state.paused_at),
        "ended_at": _moment(state.ended_at),
        "returned_at": _moment(state.returned_at),
        "waited_minutes": state.waited // MINUTE,
        "calendar_version": state.calendar_version,
    }


def _agencies(told: Told) -> list[dict[str, Any]]:
    """Working minutes per agency, with its posts; in the order in which they first had it."""
    found: dict[str, dict[str, Any]] = {}
    for each in told.clocks.offices:
        agency = found.setdefault(
            each.agency,
            {
                "agency": each.agency,
                "agency_name": told.agencies.get(each.agency, ""),
                "minutes": 0,
                "posts": [],
            },
        )
        agency["minutes"] += each.minutes
        agency["posts"].append({"post": each.post, "minutes": each.minutes})
    return list(found.values())


def _spans(told: Told, spans: tuple[Held, ...], minutes: tuple[int, ...]) -> list[dict[str, Any]]:
    return [
        {
            "who": span.had.value,
            "agency": span.agency or None,
            "agency_name": told.agencies.get(span.agency) or None,
            "post": span.post or None,
            "officer": span.officer or None,
            "since": local_text(span.since),
            "until": local_text(span.until),
            "minutes": each,
            "part": span.part,
            "step_no": span.no or None,
            "reason": span.reason or None,
        }
        for span, each in zip(spans, minutes, strict=True)
    ]


def _step(told: Told, clock: StepClock) -> dict[str, Any]:
    row = clock.span
    return {
        "no": row.no,
        "part": row.part,
        "step": row.step,
        "name": row.name,
        "kind": row.kind,
        "agency": row.agency,
        "agency_name": told.agencies.get(row.agency, ""),
        "post": row.post,
        "officer": row.officer or None,
        "opened_at": local_text(row.opened_at),
        "claimed_at": _moment(row.claimed_at),
        "due_at": _moment(row.due_at),
        "ended_at": _moment(row.ended_at),
        "outcome": row.outcome or None,
        "verdict": clock.verdict.value,
        "left_minutes": clock.left,
        "paused": clock.paused,
    }


def _cause(told: Told) -> dict[str, Any] | None:
    cause = told.clocks.cause
    if cause is None:
        return None
    return {
        "why": cause.why.value,
        "late_minutes": cause.late,
        "shares": [
            {
                "agency": share.agency,
                "agency_name": told.agencies.get(share.agency, ""),
                "post": share.post,
                "minutes": share.minutes,
                "percent": share.percent,
            }
            for share in cause.shares
        ],
    }


def _plan(told: Told, plan: Plan | None) -> dict[str, Any] | None:
    """What the process promised at reception, beside the first promise; null without a process."""
    if plan is None:
        return None
    return {
        "total": plan.total.phrase.said(str),
        "due_at": local_text(plan.due_at),
        "over_minutes": plan.over,
        "agencies": [
            {
                "agency": each.agency,
                "agency_name": told.agencies.get(each.agency, ""),
                "due_at": local_text(each.due_at),
            }
            for each in plan.agencies
        ],
    }


def _moment(instant: Instant | None) -> str | None:
    return None if instant is None else local_text(instant)


_WHO: Final = {"office": "", "transfer": "đang chuyển tới ", "applicant": "chờ người nộp hồ sơ"}


def _text(told: Told, document: dict[str, Any]) -> str:
    lines = [f"{told.code}  {document['legal']['state']}  hẹn trả {document['legal']['due_at'] or '-'}"]
    for span in document["spans"]:
        who = f"{_WHO[span['who']]}{span['agency_name'] or ''}"
        lines.append(f"{span['since']}  {span['until']}  {span['minutes']:>6} phút  {who}".rstrip())
    for share in (document["cause"] or {}).get("shares", ()):
        lines.append(f"trễ do {share['agency_name']} ({share['post']}): {share['percent']} %")
    return "\n".join(lines)


DOSSIER: Final = {
    "clocks": Command(
        "both clocks, who had it when, who made it late", _arguments, _run, needs_database=True
    ),
}
