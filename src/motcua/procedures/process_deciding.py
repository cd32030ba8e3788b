"""What an administrator decides of a process: its doubts, its graph as drawn, the procedures it serves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec
from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, aware_of, day_of
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.models import Level
from motcua.organisation.rights import Person

from .content import PROCEDURE_CODE
from .models import ProcessUse, ProcessVerdict, ProcessVersion
from .process_checking import Checked, checked
from .process_doubts import Question, doubts_as_data
from .process_in_force import ensure_alone
from .process_rows import Use, ensure_may, next_number, one_at_a_time, process_of, version_numbered
from .processes.model import Process, ensure_graph, to_text, version_of
from .processes.tables import Doubt

_LEVELS: Final = ("", *Level.values)


@transaction.atomic
def decide(
    actor: Person,
    code: str,
    number: int,
    keys: Collection[str],
    *,
    answer: str,
    reason: str,
    clock: Clock | None = None,
) -> int:
    """Answer doubts and findings of a version with a reason; how many were answered.

    Raises: Forbidden; NotFound; DomainError for no reason, an answer that is none, or what must be mended in
    the graph; Conflict when somebody answered first.
    """
    ensure_may(actor)
    one_at_a_time()
    reason = reason_of(reason)
    if answer not in ProcessVerdict.Answer.values:
        raise DomainError(
            gettext_noop("Chưa chọn cách xử lý nghi vấn."),
            gettext_noop("Chọn chấp nhận như vậy, hoặc đã sửa trong sơ đồ."),
            id="answer_missing",
            field="answer",
        )
    now = (clock or SystemClock()).now()
    version = version_numbered(code, number)
    found = checked(version, day_of(now))
    chosen = _chosen(found, keys)
    ProcessVerdict.objects.bulk_create(
        ProcessVerdict(
            version=version,
            key=question.key,
            answer=answer,
            reason=reason,
            decided_by=_by(actor),
            at=aware_of(now),
        )
        for question in chosen
    )
    record_change(
        actor,
        kind="process",
        subject=code,
        named=version.process.name,
        before=None,
        after={
            "version": number,
            "verdict": answer,
            "doubts": [str(question.message) for question in chosen],
        },
        reason=reason,
        clock=clock,
    )
    return len(chosen)


def _chosen(found: Checked, keys: Collection[str]) -> list[Question]:
    """The questions that are answered: each still asked, none that only a change of the graph mends, none
    answered already."""
    asked = {question.key: question for question in found.questions}
    chosen = [asked[key] for key in dict.fromkeys(keys) if key in asked]
    if not chosen:
        raise DomainError(
            gettext_noop("Chưa chọn nghi vấn nào, hoặc nghi vấn đã đổi từ khi mở trang."),
            gettext_noop("Tải lại trang rồi chọn lại."),
            id="question_missing",
        )
    for question in chosen:
        if question.weight == "blocking":
            raise DomainError(
                gettext_noop("Lỗi này không thể chấp nhận: quy trình sẽ không chạy được. %(what)s"),
                gettext_noop("Sửa sơ đồ và lưu thành phiên bản mới."),
                id="process_unsound",
                what=question.message,
            )
        if question.key in found.verdicts:
            raise Conflict(
                gettext_noop("Nội dung này đã được %(who)s quyết định."),
                gettext_noop("Tải lại trang để xem quyết định."),
                id="already_decided",
                who=found.verdicts[question.key].decided_by,
            )
    return chosen


def _by(actor: Person) -> str:
    return actor.officer_code or actor.name or "operator"


@transaction.atomic
def save_graph(
    actor: Person,
    code: str,
    based_on: int,
    process: Process,
    reason: str,
    *,
    doubts: Iterable[Doubt] = (),
    clock: Clock | None = None,
) -> ProcessVersion:
    """Keep a graph that was drawn as a new draft of the process; what was printed and decided goes with it.

    `doubts` are those of who read the drawing. The draft may be unsound: it is mended before it is put in
    force, not before it is kept.
    Raises: Forbidden; NotFound; InvalidProcess; DomainError `nothing_changed`.
    """
    ensure_may(actor)
    one_at_a_time()
    base = version_numbered(code, based_on)
    process = msgspec.structs.replace(process, code=code)
    ensure_graph(process)
    key = version_of(process)
    same = base.process.versions.filter(hash=key, digest=base.digest).order_by("number").first()
    if same is not None:
        raise DomainError(
            gettext_noop("Sơ đồ giống hệt phiên bản %(number)d; không có gì để lưu."),
            gettext_noop("Sửa sơ đồ rồi lưu lại, hoặc mở phiên bản đó."),
            id="nothing_changed",
            number=same.number,
        )
    version = ProcessVersion.objects.create(
        process=base.process,
        number=next_number(base.process),
        hash=key,
        graph=to_text(process),
        table=base.table,
        digest=base.digest,
        doubts=[*base.doubts, *(each for each in doubts_as_data(doubts) if each not in base.doubts)],
        origin=ProcessVersion.Origin.EDITOR,
        made_at=aware_of((clock or SystemClock()).now()),
    )
    printed = {doubt["key"] for doubt in base.doubts}
    ProcessVerdict.objects.bulk_create(
        ProcessVerdict(
            version=version,
            key=verdict.key,
            answer=verdict.answer,
            reason=verdict.reason,
            decided_by=verdict.decided_by,
            at=verdict.at,
        )
        for verdict in base.verdicts.filter(key__in=printed)
    )
    record_change(
        actor,
        kind="process",
        subject=code,
        named=base.process.name,
        before={"version": based_on},
        after={"version": version.number, "origin": version.origin},
        reason=reason,
        clock=clock,
    )
    return version


@transaction.atomic
def set_uses(
    actor: Person, code: str, uses: Sequence[Use], reason: str, *, clock: Clock | None = None
) -> None:
    """Say which procedures, cases and levels a process serves.

    Raises: Forbidden; NotFound; DomainError for a code that is none; Conflict where another process serves
    the same on the same days.
    """
    ensure_may(actor)
    one_at_a_time()
    row = process_of(code)
    for use in uses:
        if not PROCEDURE_CODE.fullmatch(use.procedure_code) or use.level not in _LEVELS:
            raise DomainError(
                gettext_noop("“%(code)s” không phải mã thủ tục hoặc cấp không có."),
                gettext_noop("Ghi mã dạng 1.001193, chọn cấp trong danh sách."),
                id="use_unfit",
                field="uses",
                code=use.procedure_code[:40],
            )
    before = [list(use) for use in row.uses.order_by("pk").values_list("procedure_code", "case", "level")]
    row.uses.all().delete()
    ProcessUse.objects.bulk_create(ProcessUse(process=row, **use._asdict()) for use in dict.fromkeys(uses))
    for period in row.periods.all():
        ensure_alone(row, period.valid_from, period.valid_to)
    record_change(
        actor,
        kind="process",
        subject=code,
        named=row.name,
        before={"uses": [" ".join(filter(None, use)) for use in before]},
        after={"uses": [" ".join(filter(None, use)) for use in dict.fromkeys(uses)]},
        reason=reason,
        clock=clock,
    )
