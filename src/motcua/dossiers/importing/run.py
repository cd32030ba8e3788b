"""The import of a list of dossiers: a transaction a chunk, repeatable, told in full (decision 0090)."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from motcua.dossiers.generation.load import Made, load, new_ids, reserve
from motcua.dossiers.import_tables import ImportedDossier, ImportMapping
from motcua.dossiers.importing import ground as grounds
from motcua.dossiers.importing.columns import FIELDS, HEAD_ROWS, guessed, is_head, places
from motcua.dossiers.importing.doubts import LEFT_OUT, Doubt
from motcua.dossiers.importing.ground import Ground
from motcua.dossiers.importing.lives import ORIGIN, Life
from motcua.dossiers.importing.rows import Entered, Reader
from motcua.dossiers.importing.sheets import Line, lines, unreadable
from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.lifecycle.core import Rules
from motcua.dossiers.models import Dossier
from motcua.dossiers.places import agency_keys
from motcua.dossiers.reception import section_code
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.codes import dossier_code
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.codes import parse_code
from motcua.law.regimes import regime_on
from motcua.organisation.changes import record_change
from motcua.organisation.in_force import in_force
from motcua.organisation.rights import OPERATOR, Person

log = structlog.get_logger(__name__)
CHUNK: Final = 500
_DONE_BEFORE: Final = gettext_noop("giữ như đã nhập; không nhập lại")
Progress = Callable[[int], None]


class Imported(msgspec.Struct, kw_only=True):
    """What came of an import: `read` = `entered` + `unchanged` + `changed` + `left_out`. `columns` is which
    heading was taken for which field, `unmapped` the headings that nothing was taken from."""

    file: str
    map: str
    dry_run: bool
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    unmapped: list[str] = msgspec.field(default_factory=list)
    read: int = 0
    entered: int = 0
    unchanged: int = 0
    changed: int = 0
    left_out: int = 0
    kept_codes: int = 0
    new_codes: int = 0
    by_status: dict[str, int] = msgspec.field(default_factory=dict)
    by_doubt: dict[str, int] = msgspec.field(default_factory=dict)
    doubts: list[Doubt] = msgspec.field(default_factory=list)


class _Task(NamedTuple):
    told: Imported
    reader: Reader
    where: dict[str, int]
    now: Instant
    sealed: int | None
    """The last sealed day's number in `date.toordinal`, where any day is sealed."""


def import_dossiers(
    path: Path,
    *,
    mapping: str = "",
    agency: str = "",
    dry_run: bool = False,
    actor: Person = OPERATOR,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Enter the dossiers of a list. `mapping` names a saved mapping of its columns, and saves the guess under
    that name where there is none; `agency` is whose dossiers they are where a row does not say.

    Safe to repeat and to be killed: what is in is known by its foreign code. Raises: `UsageError` for what is
    no list of dossiers.
    """
    now = (clock or SystemClock()).now()
    grounds.forget()
    found = lines(path)
    saved = ImportMapping.objects.filter(name=mapping).first() if mapping else None
    head = _head(found, saved.columns if saved else None)
    columns = dict(saved.columns) if saved else {str(key): name for key, name in guessed(head.cells).items()}
    told = Imported(file=path.name, map=mapping, dry_run=dry_run, columns=columns)
    where = places(head.cells, columns)
    told.unmapped = [
        str(cell)
        for place, cell in enumerate(head.cells)
        if cell not in {None, ""} and place not in where.values()
    ]
    sealed = DailySeal.objects.aggregate(last=Max("day"))["last"]
    task = _Task(told, Reader(Ground(), now, agency), where, now, sealed.toordinal() if sealed else None)
    seen: set[str] = set()
    while chunk := list(islice(found, CHUNK)):
        _chunk(task, chunk, seen)
        if progress:
            progress(told.read)
    told.by_doubt = dict(Counter(each.kind for each in told.doubts))
    if not dry_run:
        _written_down(told, saved, actor, now)
    return told


def _head(found: Iterator[Line], saved: dict[str, str] | None) -> Line:
    for line in islice(found, HEAD_ROWS):
        if is_head(line, saved):
            return line
    raise unreadable(
        gettext_noop("không thấy các cột của bảng đối chiếu")
        if saved
        else gettext_noop("không thấy dòng tên cột có mã hồ sơ và ngày tiếp nhận")
    )


def _written_down(told: Imported, saved: ImportMapping | None, actor: Person, now: Instant) -> None:
    with transaction.atomic():
        if told.map and saved is None:
            ImportMapping.objects.create(name=told.map[:64], columns=told.columns, saved_at=now)
        if told.entered:
            counts = {"entered": told.entered, "changed": told.changed, "left_out": told.left_out}
            record_change(
                actor,
                kind="dossier_import",
                subject=told.file[:100],
                before=None,
                after=counts,
                reason="Nhập hồ sơ từ hệ thống cũ",
            )
    log.info("dossiers_imported", entered=told.entered, left_out=told.left_out, changed=told.changed)


def _chunk(task: _Task, chunk: Sequence[Line], seen: set[str]) -> None:
    """Read rows, and enter those that are new, all of them or none."""
    told = task.told
    read: list[tuple[Entered, bytes]] = []
    for line in chunk:
        told.read += 1
        entered = task.reader.read(line, task.where)
        if entered is not None and entered.foreign_code in seen:
            task.reader.doubts = []
            task.reader.doubt("duplicate_code", done=LEFT_OUT)
            entered = None
        told.doubts += task.reader.doubts
        if entered is None:
            told.left_out += 1
            continue
        seen.add(entered.foreign_code)
        read.append((entered, _digest(line, task.where)))
    with transaction.atomic():
        _enter(task, _new(task, read))


def _new(task: _Task, read: Sequence[tuple[Entered, bytes]]) -> list[tuple[Entered, bytes]]:
    """Rows that are not in yet; what is in and what is another's is counted and told."""
    told, codes = task.told, [entered.foreign_code for entered, _ in read]
    before = dict(
        ImportedDossier.objects.filter(foreign_code__in=codes).values_list("foreign_code", "digest")
    )
    ours = [_normal(code) for code in codes]
    taken = set(
        Dossier.objects.filter(code__in=[code for code in ours if code]).values_list("code", flat=True)
    )
    fresh = []
    for (entered, digest), code in zip(read, ours, strict=True):
        known = before.get(entered.foreign_code)
        if known is not None:
            same = bytes(known) == digest
            told.unchanged += same
            told.changed += not same
            if not same:
                _say(task, entered, "changed", _DONE_BEFORE)
        elif code and code in taken:
            told.left_out += 1
            _say(task, entered, "code_taken", LEFT_OUT)
        else:
            fresh.append((entered, digest))
    return fresh


def _say(task: _Task, entered: Entered, kind: str, done: str, detail: str = "") -> None:
    reader = task.reader
    reader.doubts, reader.line, reader.code = [], entered.row, entered.foreign_code
    reader.doubt(kind, detail, done)
    task.told.doubts += reader.doubts


def _enter(task: _Task, fresh: Iterable[tuple[Entered, bytes]]) -> None:
    told, counts, dry = task.told, in_force(), task.told.dry_run
    played: list[tuple[Life, bytes]] = []
    for entered, digest in fresh:
        day = day_of(entered.received)
        law = counts.laws.on(day)
        own = _normal(entered.foreign_code)
        rules = Rules(law, counts.calendar(entered.place.section.pk), ORIGIN)
        late = task.sealed is not None and task.sealed >= day.toordinal()
        try:
            life = Life(
                entered, own or _next_code(entered, dry=dry), rules, task.now, task.now if late else None
            )
            life.play()
        except DomainError as refusal:
            told.left_out += 1
            _say(task, entered, "refused_by_core", LEFT_OUT, refusal.message)
            continue
        played.append((life, digest))
        told.entered += 1
        told.kept_codes += bool(own)
        told.new_codes += not own
        assert life.state is not None
        status = life.state.status.name.lower()
        told.by_status[status] = told.by_status.get(status, 0) + 1
    if played and not dry:
        _load(task, played)


def _load(task: _Task, played: Sequence[tuple[Life, bytes]]) -> None:
    ids = new_ids(len(played))
    load(
        [Made(key, tuple(life.events), life.seals) for key, (life, _) in zip(ids, played, strict=True)],
        agency_keys(),
        ORIGIN,
    )
    ImportedDossier.objects.bulk_create(
        ImportedDossier(
            foreign_code=life.entered.foreign_code, dossier_id=key, digest=digest, imported_at=task.now
        )
        for key, (life, digest) in zip(ids, played, strict=True)
    )


def _normal(foreign: str) -> str:
    """The code in our writing, where it is one that a regime of ours gives; else empty."""
    read = parse_code(foreign)
    if read["kind"] != "dossier" or not read["valid"] or read["import_only"]:
        return ""
    return "".join(foreign.upper().split())


def _next_code(entered: Entered, *, dry: bool) -> str:
    """A code of the receiving section for the day of reception. A trial takes no number."""
    day = day_of(entered.received)
    law = regime_on(day)
    code = section_code(entered.place.section, law)
    number = 1 if dry else reserve(f"dossier:{code}", day, 1)
    return dossier_code(law.code_form, code, day, number)


def _digest(line: Line, where: dict[str, int]) -> bytes:
    """What the row says, keyed: it names a person, and the digest alone must not tell who."""
    cells = [str(line.cells[where[field]]) if _there(line, where, field) else "" for field in FIELDS]
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, "\x1f".join(cells).encode(), hashlib.sha256).digest()


def _there(line: Line, where: dict[str, int], field: str) -> bool:
    return field in where and where[field] < len(line.cells)
