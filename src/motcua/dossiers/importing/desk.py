"""The import of dossiers from a page: a list is uploaded, tried, its columns put right, then entered; each by
a job, with the rules of `motcua dossiers import` (decision 0103)."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import structlog
from django.db import IntegrityError, transaction

from motcua.dossiers.import_tables import ImportMapping, ImportRun
from motcua.dossiers.importing.columns import FIELDS, NEEDED, plain
from motcua.dossiers.importing.run import Imported, import_dossiers
from motcua.dossiers.recounting import who_asked
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import Conflict, DomainError, NotFound, UsageError, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.changes import record_change
from motcua.organisation.rights import Person, require

log = structlog.get_logger(__name__)
ACTION: Final = "import_dossiers"
MOST_BYTES: Final = 50_000_000
"""Of a list that comes through a page; a larger one is entered by the command."""
SUFFIXES: Final = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")
MOST_DOUBTS: Final = 2_000
"""Doubts that are kept to be shown; all of them are counted by kind."""
State = ImportRun.State
_RUNNING: Final = (State.TRYING, State.ENTERING)
SYSTEM_CLOCK: Final = SystemClock()


def start_import(
    person: Person,
    name: str,
    content: bytes,
    *,
    mapping: str = "",
    agency: str = "",
    clock: Clock = SYSTEM_CLOCK,
) -> ImportRun:
    """Take a list in, to be tried by a job. `mapping` is the name of a saved one, empty for a guess; `agency`
    whose dossiers they are where a row does not say.

    Raises: `Forbidden`; `UsageError` for what cannot be a list; `Conflict` while the person's last one runs.
    """
    require(person, ACTION)
    if not content or len(content) > MOST_BYTES or Path(name).suffix.lower() not in SUFFIXES:
        raise UsageError(
            gettext_noop("Cần một tệp xlsx hoặc CSV có dữ liệu, không lớn hơn 50 MB; chưa nhận tệp nào."),
            gettext_noop("Chọn tệp khác; danh sách lớn hơn thì chia ra hoặc dùng `motcua dossiers import`."),
            field="file",
        )
    _saved_or_none(mapping)
    run = ImportRun(
        asked_at=clock.now(),
        asked_by=person.actor,
        name=clean_text(Path(name).name, 1000)[:200] or "danh-sach",
        content=content,
        mapping=mapping,
        agency=clean_text(agency, 64),
    )
    return _running(run)


def try_again(
    person: Person, number: int, name: str, chosen: Mapping[str, str], *, clock: Clock = SYSTEM_CLOCK
) -> ImportRun:
    """Save which heading is which field (`chosen`, field to heading) under a name, and try the list by it.

    Raises: `Forbidden`, `NotFound`; DomainError `import_state`, `import_columns`; `Conflict`.
    """
    run = _of(person, number, State.TRIED, State.REFUSED)
    columns = _columns(run, chosen)
    title = clean_text(name, 64)
    if not title:
        raise DomainError(
            gettext_noop("Bảng đối chiếu cần một tên; chưa lưu gì."),
            gettext_noop("Ghi tên, ví dụ tên hệ thống cũ, rồi lưu lại."),
            id="import_columns",
            field="name",
        )
    with transaction.atomic():
        before = ImportMapping.objects.filter(name=title).first()
        ImportMapping.objects.update_or_create(
            name=title, defaults={"columns": columns, "saved_at": clock.now()}
        )
        record_change(
            person,
            kind="import_mapping",
            subject=title,
            before=None if before is None else before.columns,
            after=columns,
            reason=run.name,
            clock=clock,
        )
        run.mapping, run.state, run.done, run.told, run.refusal = title, State.TRYING, 0, None, None
        return _running(run)


def enter_import(person: Person, number: int) -> ImportRun:
    """Enter a list that was tried.

    Raises: `Forbidden`, `NotFound`; DomainError `import_state`; `Conflict`.
    """
    run = _of(person, number, State.TRIED)
    run.state, run.done = State.ENTERING, 0
    return _running(run)


def run_import(number: int, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Try or enter a list, as its state says. Safe to repeat: what is in is known by its foreign code."""
    run = ImportRun.objects.filter(pk=number, state__in=_RUNNING).first()
    if run is None:
        return
    dry = run.state == State.TRYING
    person = who_asked(run.asked_by, clock)
    try:
        require(person, ACTION)
        told = _told(run, dry, person, clock)
    except DomainError as error:
        values = {name: str(value) for name, value in error.params.items()}
        run.state, run.refusal = State.REFUSED, [error.template, values]
    else:
        run.state, run.told = State.TRIED if dry else State.ENTERED, told
    if run.state == State.ENTERED:
        # The list names people; the dossiers have it now.
        run.content = None
    run.ended_at = clock.now()
    run.save()
    log.info("import_run", number=number, state=run.state)


def _told(run: ImportRun, dry: bool, person: Person, clock: Clock) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(run.name).suffix.lower()}"
        path.write_bytes(bytes(run.content or b""))
        found: Imported = import_dossiers(
            path,
            mapping=run.mapping,
            agency=run.agency,
            dry_run=dry,
            actor=person,
            clock=clock,
            progress=lambda done: _noted(run.pk, done),
        )
    found.file = run.name
    plainly: dict[str, Any] = msgspec.to_builtins(found)
    plainly["doubts"] = plainly["doubts"][:MOST_DOUBTS]
    return plainly


def _noted(number: int, done: int) -> None:
    ImportRun.objects.filter(pk=number).update(done=done)


def runs_of(person: Person, most: int = 20) -> list[ImportRun]:
    """The lists that the person uploaded, newest first, without their content. Raises: `Forbidden`."""
    require(person, ACTION)
    return list(ImportRun.objects.filter(asked_by=person.actor).defer("content").order_by("-pk")[:most])


def run_of(person: Person, number: int) -> ImportRun:
    """One of them. Raises: `Forbidden`, `NotFound`."""
    require(person, ACTION)
    found = ImportRun.objects.filter(asked_by=person.actor, pk=number).defer("content").first()
    if found is None:
        raise NotFound(
            gettext_noop("Không có lần nhập này."), gettext_noop("Mở danh sách các lần nhập của bạn.")
        )
    return found


def saved_mappings() -> list[ImportMapping]:
    """The saved mappings of columns, by name."""
    return list(ImportMapping.objects.order_by("name"))


def headings_of(run: ImportRun) -> list[str]:
    """The headings of the list, as the trial found them."""
    told = run.told or {}
    return [*dict.fromkeys([*told.get("columns", {}).values(), *told.get("unmapped", [])])]


def _columns(run: ImportRun, chosen: Mapping[str, str]) -> dict[str, str]:
    known = {plain(heading): heading for heading in headings_of(run)}
    found: dict[str, str] = {field: chosen[field] for field in FIELDS if chosen.get(field)}
    strange = [field for field, heading in found.items() if plain(heading) not in known]
    twice = len({plain(heading) for heading in found.values()}) < len(found)
    missing = [field for field in NEEDED if field not in found]
    if strange or twice or missing:
        raise DomainError(
            gettext_noop(
                "Bảng đối chiếu cần cột mã hồ sơ và cột ngày tiếp nhận, mỗi cột của tệp dùng cho một trường;"
                " chưa lưu gì."
            ),
            gettext_noop("Chọn lại cột cho từng trường."),
            id="import_columns",
            field=(strange or missing or list(found))[0],
        )
    return found


def _saved_or_none(mapping: str) -> None:
    if mapping and not ImportMapping.objects.filter(name=mapping).exists():
        raise NotFound(
            gettext_noop("Không có bảng đối chiếu này."), gettext_noop("Chọn một bảng trong danh sách.")
        )


def _of(person: Person, number: int, *states: str) -> ImportRun:
    run = run_of(person, number)
    if run.state not in states:
        raise DomainError(
            gettext_noop("Lần nhập này đang ở bước khác, không làm việc này được; không có gì thay đổi."),
            gettext_noop("Tải lại trang để xem tình trạng mới nhất."),
            id="import_state",
        )
    return run


def _running(run: ImportRun) -> ImportRun:
    """The run as it now waits for its job. Raises: `Conflict` where another of the person does already."""
    try:
        with transaction.atomic():
            if run._state.adding:
                run.save()
            else:
                run.save(update_fields=["mapping", "state", "done", "told", "refusal"])
    except IntegrityError:
        raise Conflict(
            gettext_noop("Lần nhập trước của bạn chưa xong; chưa nhận thêm gì."),
            gettext_noop("Đợi lần ấy xong rồi làm lại."),
        ) from None
    return run
