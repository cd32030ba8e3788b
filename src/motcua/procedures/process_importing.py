"""Keeping what a file says: decisions, processes, versions. A second run of the same file changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from django.db import transaction

from motcua.foundation.clock import Clock, SystemClock, aware_of
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.text import fold
from motcua.organisation.changes import record_change
from motcua.organisation.rights import Person

from .content import PROCEDURE_CODE
from .models import InternalProcess, ProcessDecision, ProcessUse, ProcessVersion
from .process_doubts import doubts_as_data
from .process_files import FileRead, Taken, read_file
from .process_rows import CODE_LIMIT, Use, ensure_may, next_number, one_at_a_time
from .processes import tables
from .processes.from_table import process_code
from .processes.model import Process, to_text, version_of

_REASON: Final = 400


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did: codes of processes that are new, got a new version, stayed as they were."""

    read: FileRead
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


def import_file(
    actor: Person,
    path: Path | str,
    *,
    name: str = "",
    code: str = "",
    reason: str = "",
    dry_run: bool = False,
    clock: Clock | None = None,
) -> Imported:
    """Read a decision or a BPMN file and keep its processes as drafts, whole or not at all.

    The same file again changes nothing; a table that changed makes a new version beside those that stand.
    Raises: Forbidden; UsageError, InvalidProcess for a file that cannot be read.
    """
    ensure_may(actor)
    read = read_file(path, name=name, code=code)
    return Imported(read=read) if dry_run else store(actor, read, reason=reason, clock=clock)


@transaction.atomic
def store(
    actor: Person,
    read: FileRead,
    *,
    reason: str = "",
    simulated: bool = False,
    uses: Mapping[int, Sequence[Use]] | None = None,
    clock: Clock | None = None,
) -> Imported:
    """Keep what was read. `uses`, by order in the decision, say more than the codes that the table prints."""
    ensure_may(actor)
    one_at_a_time()
    moment = aware_of((clock or SystemClock()).now())
    decision = _decision(read, moment, simulated) if read.shape != "bpmn" and read.taken else None
    sorts: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
    for taken in read.taken:
        code, process = _coded(taken, decision)
        row, made = _process(code, process, taken, decision, read.file)
        version = _new_version(row, process, taken)
        if version is None:
            sorts["unchanged"].append(code)
            continue
        version.made_at = moment
        version.save()
        served = (uses or {}).get(taken.order) or [Use(each) for each in _served(taken)]
        _serve(row, served)
        record_change(
            actor,
            kind="process",
            subject=code,
            named=row.name,
            before=None,
            after={"version": version.number, "origin": version.origin, "file": read.file},
            reason=reason or f"Nhập từ tệp {read.file}"[:_REASON],
            clock=clock,
        )
        sorts["created" if made else "updated"].append(code)
    return Imported(read=read, **{sort: tuple(codes) for sort, codes in sorts.items()})


def _decision(read: FileRead, moment: datetime, simulated: bool) -> ProcessDecision:
    """The row of the decision; two provinces may give two decisions one number."""
    said = read.decision
    number, place = said.number[:60], said.place[:120]
    day = date.fromisoformat(said.date) if said.date else None
    if number:
        known = ProcessDecision.objects.filter(number=number, place=place, day=day).first()
    else:
        known = ProcessDecision.objects.filter(number="", file=read.file[:200]).first()
    if known is not None:
        return known
    wish = number or Path(read.file).stem[:60]
    tries = (wish, f"{wish} {place}".strip(), f"{wish} {place} {day or ''}".strip(), f"{wish} {read.file}")
    taken = set(ProcessDecision.objects.filter(key__startswith=wish).values_list("key", flat=True))
    key = next((each[:100] for each in tries if each[:100] not in taken), None)
    if key is None:
        raise Conflict(
            gettext_noop("Đã có quyết định khác mang số %(number)s."),
            gettext_noop("Kiểm tra số, nơi và ngày ban hành ở đầu tệp; chưa có gì được lưu."),
            id="decision_taken",
            number=wish,
        )
    return ProcessDecision.objects.create(
        key=key,
        number=number,
        place=place,
        day=day,
        file=read.file[:200],
        simulated=simulated,
        imported_at=moment,
    )


def _coded(taken: Taken, decision: ProcessDecision | None) -> tuple[str, Process]:
    """The process under the code that it has for life."""
    process = taken.made.process
    if decision is not None:
        process = msgspec.structs.replace(process, code=process_code(decision.key, taken.order))
    if not process.code or len(process.code) > CODE_LIMIT:
        raise DomainError(
            gettext_noop("Tệp không cho biết mã quy trình, hoặc mã quá dài."),
            gettext_noop("Nhập lại và ghi mã của quy trình; chưa có gì được lưu."),
            id="process_code_missing",
            field="code",
        )
    return process.code, process


def _process(
    code: str, process: Process, taken: Taken, decision: ProcessDecision | None, file: str
) -> tuple[InternalProcess, bool]:
    name = process.name or file
    row, made = InternalProcess.objects.get_or_create(
        code=code,
        defaults={
            "decision": decision,
            "order": taken.order,
            "name": name,
            "heading": taken.table.heading if taken.table else "",
            "folded": fold(f"{name} {code}"),
        },
    )
    if not made and row.name != name:
        row.name, row.folded = name, fold(f"{name} {code}")
        row.save(update_fields=["name", "folded"])
    return row, made


def _new_version(row: InternalProcess, process: Process, taken: Taken) -> ProcessVersion | None:
    """The version to write, None where this very one is kept already."""
    printed = _printed(taken.table)
    digest = hashlib.sha256(msgspec.json.encode(printed, order="sorted")).hexdigest() if printed else ""
    key = version_of(process)
    same = row.versions.filter(hash=key)
    # A drawing prints nothing: it is kept already where any version has its graph.
    if (same.filter(digest=digest) if printed else same).exists():
        return None
    return ProcessVersion(
        process=row,
        number=next_number(row),
        hash=key,
        graph=to_text(process),
        table=printed,
        digest=digest,
        doubts=doubts_as_data(taken.made.doubts),
        origin=ProcessVersion.Origin.TABLE if taken.table else ProcessVersion.Origin.BPMN,
    )


def _printed(table: tables.Process | None) -> dict[str, Any] | None:
    """What the decision prints, without what the reader made of it: that is the version's own doubts."""
    if table is None:
        return None
    kept: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(table, doubts=()))
    return kept


def _served(taken: Taken) -> Iterable[str]:
    codes = taken.table.codes if taken.table else ()
    return (code for code in dict.fromkeys(codes) if PROCEDURE_CODE.fullmatch(code))


def _serve(row: InternalProcess, uses: Sequence[Use]) -> None:
    """Add the procedures that a new version names; what an administrator narrowed stays narrow."""
    known = set(row.uses.values_list("procedure_code", flat=True))
    ProcessUse.objects.bulk_create(
        ProcessUse(process=row, **use._asdict()) for use in uses if use.procedure_code not in known
    )
