"""Whether a printed paper is what it says: its hash is an event of the dossier's chain, the chain holds, and
the day's published root covers it. Tells which kind of event and when; nothing of a person."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import msgspec

from motcua.dossiers import store
from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.log import type_of
from motcua.dossiers.queries.dossier import chain_fault
from motcua.dossiers.queries.public import SHORTEST_HASH
from motcua.dossiers.seal import heads_of, root_over
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop

Verdict = Literal["good", "foreign", "broken", "unknown", "no_hash"]
Seal = Literal["sealed", "not_yet", "broken", ""]

EVENT_WORDS: Final = {
    "registered": gettext_noop("nộp trực tuyến"),
    "registration_noticed": gettext_noop("thông báo hồ sơ trực tuyến chưa đầy đủ"),
    "not_received": gettext_noop("từ chối tiếp nhận"),
    "received": gettext_noop("tiếp nhận"),
    "transferred": gettext_noop("chuyển đến cơ quan giải quyết"),
    "supplement_requested": gettext_noop("yêu cầu bổ sung"),
    "supplement_received": gettext_noop("nhận hồ sơ bổ sung"),
    "obligation_requested": gettext_noop("yêu cầu thực hiện nghĩa vụ tài chính"),
    "rescheduled": gettext_noop("hẹn lại ngày trả kết quả"),
    "withdrawn": gettext_noop("ghi nhận rút hồ sơ"),
    "stopped": gettext_noop("dừng xử lý"),
    "granted": gettext_noop("ký duyệt kết quả"),
    "refused": gettext_noop("từ chối giải quyết"),
    "returned": gettext_noop("trả kết quả"),
    "corrected": gettext_noop("đính chính"),
    "resumed": gettext_noop("tiếp tục xử lý"),
    "fee_paid": gettext_noop("thu phí, lệ phí"),
    "fee_waived": gettext_noop("miễn, giảm phí, lệ phí"),
    "fee_refunded": gettext_noop("hoàn trả phí, lệ phí"),
}
OTHER_EVENT: Final = gettext_noop("một việc trong quá trình giải quyết")


class PaperProof(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `seq` of `events` is the printed event; `root` is the day's published one."""

    verdict: Verdict
    code: str
    seq: int = 0
    events: int = 0
    event_words: str = ""
    recorded_at: Instant | None = None
    seal: Seal = ""
    root: bytes = b""


def paper_proof(code: str, hash_start: str) -> PaperProof:
    """Check what a paper carries: a code as written, the beginning of a hash (16 hex digits or more).

    Three statements at most.
    """
    try:
        locked = store.read(code)
    except store.LogBroken:
        return PaperProof(verdict="broken", code=code)
    if locked is None:
        return PaperProof(verdict="unknown", code=code)
    name = locked.tracked.state.dossier
    if len(hash_start) < SHORTEST_HASH:
        return PaperProof(verdict="no_hash", code=name)
    if not locked.whole or chain_fault(locked.log):
        return PaperProof(verdict="broken", code=name, events=len(locked.log))
    place = next(
        (n for n, (_, digest) in enumerate(locked.log) if digest.hex().startswith(hash_start.lower())), None
    )
    if place is None:
        return PaperProof(verdict="foreign", code=name)
    event = locked.events[place]
    day = day_of(event.recorded_at)
    same_day = [
        digest
        for (_, digest), each in zip(locked.log, locked.events, strict=True)
        if day_of(each.recorded_at) == day
    ]
    seal, root = _sealed(day, same_day[-1])
    return PaperProof(
        verdict="good",
        code=name,
        seq=place + 1,
        events=len(locked.log),
        event_words=EVENT_WORDS.get(type_of(event.payload), OTHER_EVENT),
        recorded_at=event.recorded_at,
        seal=seal,
        root=root,
    )


def _sealed(day: date, head: bytes) -> tuple[Seal, bytes]:
    """Whether a day's root is made of what the log has now, this dossier's last event of the day included."""
    seal = DailySeal.objects.filter(day=day).first()
    if seal is None:
        return "not_yet", b""
    heads = heads_of(seal.day)
    holds = head in heads and root_over(heads, bytes(seal.previous)) == bytes(seal.root)
    return ("sealed" if holds else "broken"), bytes(seal.root)
