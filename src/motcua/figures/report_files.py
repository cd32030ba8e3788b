"""Long lists and reports as files: asked for, made by a job, told of when ready, kept for who asked.

What is asked is kept as it was asked (scope, moment, rule set), so the file holds the figures of that page;
the right to see them is looked at again when the job runs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
import structlog
from django.db import connection

from motcua.dossiers.recounting import who_asked
from motcua.figures.exports import FORMATS, Export, content_of, of_table
from motcua.figures.exports.evidence import list_of, whole_of
from motcua.figures.exports.places import address_of, place_of, reporting_unit
from motcua.figures.ii06a import Scope
from motcua.figures.models import ReportFile
from motcua.figures.reports import Made, made
from motcua.figures.retention import KEPT_DAYS
from motcua.figures.rule_sets import rule_set
from motcua.figures.tables import Column, Row, Table
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound, gettext_noop
from motcua.organisation.changes import record_change
from motcua.organisation.models import Officer
from motcua.organisation.rights import Person, reach_of, require
from motcua.outbox.kinds import Kind, Occasion
from motcua.outbox.services import Wanted, enqueue

log = structlog.get_logger(__name__)
AT_ONCE: Final = 2_000
"""Rows that are written while the person waits; more are left to a job."""
MOST: Final = 500_000
"""Rows of one file."""
WAITING_MOST: Final = 3
"""Files that one person may have under way."""
SYSTEM_CLOCK: Final = SystemClock()
_TOLD_EVERY: Final = 2_000
READY: Final = Kind(
    name="report_file_ready",
    title=gettext_noop("Tệp báo cáo đã xong"),
    what=gettext_noop("Tệp “%(name)s” bạn yêu cầu đã xong"),
    todo=gettext_noop("Mở trang Tệp của tôi để tải về; tệp được giữ 7 ngày."),
    path="/bao-cao/tep/",
)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A file as asked for: of which report and scope; `row` and `column` where it is the list behind a cell.

    `agency` is the one agency it is of, for its words, 0 for none; what is counted says `scope`.
    """

    report: str
    scope: Scope
    rules: str
    by: str
    form: str
    agency: int = 0
    place: str = ""
    row: str = ""
    column: str = ""


class FileView(NamedTuple):
    """A file as its page shows it."""

    number: int
    name: str
    title: str
    asked_at: Instant
    ended_at: Instant | None
    failure: str
    done: int
    total: int
    size: int

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class Prepared(NamedTuple):
    """What a request comes to: what to write, how many rows it has, and the name of the file."""

    export: Export
    rows: int
    name: str


def prepare(request: Request) -> Prepared:
    """Build the report and find what is wanted of it.

    Raises: `UsageError`, `DoesNotAddUp` as the report does; `NotFound` for no such row, column or format.
    """
    if request.form not in FORMATS:
        raise NotFound(
            gettext_noop("Không có dạng tệp này."), gettext_noop("Chọn Excel, Word, PDF hoặc CSV.")
        )
    how = made(request.report)
    table = how.build(request.scope, rule_set(request.rules), request.by)
    export = of_table(
        table,
        unit=reporting_unit(request.agency, request.scope.last),
        place=place_of(request.agency, request.scope),
        address=address_of(table, request.place),
    )
    mark = "-mo-phong" if export.simulated else ""
    days = f"{request.scope.first:%Y%m%d}-{request.scope.last:%Y%m%d}"
    name = f"{request.report.lower()}-{days}"
    if not request.column:
        lines = table.total.cells.get(how.whole[1]) if how.whole and table.total else None
        rows = lines if isinstance(lines, int) else len(table.rows) + (table.total is not None)
        return Prepared(whole_of(export, how), rows, f"{name}{mark}.{request.form}")
    row, column = _cell_of(table, how, request)
    count = row.cells.get(column.key)
    listed = list_of(export, how, row, column)
    name = f"{name}-ho-so-{column.key}{mark}.{request.form}"
    return Prepared(listed, count if isinstance(count, int) else 0, name)


def _cell_of(table: Table, how: Made, request: Request) -> tuple[Row, Column]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    row = next((each for each in rows if each.key == request.row), None)
    column = next((each for each in table.columns if each.key == request.column and each.opens), None)
    if row is None or column is None or (how.opened is None and how.listed is None):
        raise NotFound(
            gettext_noop("Ô này không mở được danh sách hồ sơ."), gettext_noop("Chọn một ô khác của báo cáo.")
        )
    return row, column


def at_once(person: Person, request: Request, prepared: Prepared, *, clock: Clock = SYSTEM_CLOCK) -> bytes:
    """The file itself, for what is small. Raises: `Forbidden`, `TooLongToPrint`."""
    _allowed(person, request)
    log.info("report_taken", report=request.report, rows=prepared.rows, form=request.form)
    note_taken(person, request, prepared.rows, clock=clock)
    return content_of(prepared.export, request.form)


def note_taken(person: Person, request: Request, rows: int, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Note in the register who took lines of personal data, which and how many; nothing of other reports."""
    if not made(request.report).right:
        return
    scope = request.scope
    record_change(
        person,
        kind=f"{request.report}_file",
        subject=request.report,
        named=place_of(request.agency, scope),
        before=None,
        after={"valid_from": scope.first, "valid_to": scope.last, "rows": rows, "format": request.form},
        reason=gettext_noop("Tải tệp có dữ liệu cá nhân"),
        clock=clock,
    )


def ask_file(person: Person, request: Request, prepared: Prepared, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Ask for a file that a job makes; its number. Raises: `Forbidden`; DomainError `too_many_rows`;
    `Conflict` while three of the person's are under way."""
    _allowed(person, request)
    if prepared.rows > MOST:
        raise DomainError(
            gettext_noop("Danh sách có %(rows)s hồ sơ; một tệp nhận nhiều nhất %(most)s."),
            gettext_noop("Chọn kỳ ngắn hơn hoặc phạm vi hẹp hơn."),
            id="too_many_rows",
            rows=prepared.rows,
            most=MOST,
        )
    now = clock.now()
    open_ones = ReportFile.objects.filter(asked_by=person.actor, ended_at=None, asked_at__gt=now - DAY)
    if open_ones.count() >= WAITING_MOST:
        raise Conflict(
            gettext_noop("Ba tệp bạn yêu cầu trước đang được làm."),
            gettext_noop("Đợi một tệp xong rồi yêu cầu lại; các tệp ở trang Tệp của tôi."),
        )
    made_file = ReportFile.objects.create(
        asked_at=now,
        asked_by=person.actor,
        asked=msgspec.to_builtins(request),
        name=prepared.name,
        title=prepared.export.title[:500],
        total=prepared.rows,
    )
    log.info("report_file_asked", file=made_file.pk, report=request.report, rows=prepared.rows)
    return made_file.pk


def make_file(number: int, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Make a file that was asked for, and tell who asked. One that ended stays as it is. Safe to repeat."""
    found = ReportFile.objects.filter(pk=number, ended_at=None)
    asked = found.first()
    if asked is None:
        return
    found.update(began_at=clock.now(), done=0)
    try:
        content = _made(asked, clock)
    except DomainError as refusal:
        found.update(ended_at=clock.now(), failure=str(refusal)[:500])
        return
    except Exception as error:
        found.update(ended_at=clock.now(), failure=gettext_noop("Việc làm tệp bị lỗi; xem nhật ký máy chủ."))
        log.error("report_file_failed", file=number, error=repr(error))
        raise
    found.update(ended_at=clock.now(), content=content, size=len(content), done=asked.total)
    _tell(asked, clock)


def _made(asked: ReportFile, clock: Clock) -> bytes:
    request = msgspec.convert(asked.asked, Request)
    _allowed(who_asked(asked.asked_by, clock), request)
    prepared = prepare(request)
    export = msgspec.structs.replace(prepared.export, rows=_watched(asked.pk, prepared.export))
    with tempfile.TemporaryFile() as file:
        FORMATS[request.form](export, file)
        file.seek(0)
        return file.read()


def _watched(number: int, export: Export) -> Iterator[Row] | tuple[Row, ...]:
    if export.whole is not None:
        return export.whole
    return _counted(number, export)


def _counted(number: int, export: Export) -> Iterator[Row]:
    for done, row in enumerate(export.rows):
        if done % _TOLD_EVERY == 0:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE figures_reportfile SET done = %s WHERE id = %s", [done, number])
        yield row


def _tell(asked: ReportFile, clock: Clock) -> None:
    code = asked.asked_by.removeprefix("officer:")
    officer = Officer.objects.filter(code=code).values_list("pk", flat=True).first()
    if officer is not None:
        occasion = Occasion(f"report-file:{asked.pk}", "", officer)
        enqueue([Wanted(READY.name, occasion, {"name": asked.name})], clock=clock)


def _allowed(person: Person, request: Request) -> None:
    asked = frozenset(request.scope.agencies)
    for right in filter(None, ("see_reports", made(request.report).right)):
        require(person, right)
        reach = reach_of(person, right)
        if reach is not None and not (asked and asked <= reach | {0}):
            raise Forbidden(
                gettext_noop("Bạn không theo dõi cơ quan này."),
                gettext_noop("Chọn cơ quan trong phạm vi của bạn."),
            )


def files_of(person: Person) -> list[FileView]:
    """The person's own files, newest first. One statement. Raises: `Forbidden`."""
    require(person, "see_reports")
    rows = ReportFile.objects.filter(asked_by=person.actor).order_by("-asked_at", "-pk")[:50]
    names = ("pk", "name", "title", "asked_at", "ended_at", "failure", "done", "total", "size")
    return [FileView(*row) for row in rows.values_list(*names)]


def file_content(person: Person, number: int) -> tuple[str, bytes]:
    """Name and bytes of a file that the person asked for. Raises: `Forbidden`, `NotFound`."""
    require(person, "see_reports")
    found = ReportFile.objects.filter(pk=number, asked_by=person.actor, content__isnull=False).first()
    if found is None:
        raise NotFound(
            gettext_noop("Không còn tệp này."), gettext_noop("Mở lại báo cáo và yêu cầu tệp một lần nữa.")
        )
    log.info("report_file_taken", file=number)
    note_taken(person, msgspec.convert(found.asked, Request), found.total)
    return found.name, bytes(found.content or b"")


def remove_old_files(*, clock: Clock = SYSTEM_CLOCK) -> int:
    """Take away the files whose days are over; how many."""
    return ReportFile.objects.filter(asked_at__lt=clock.now() - KEPT_DAYS * DAY).delete()[0]
