"""`motcua due`: a due date with its explanation, or a whole file of them."""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from motcua.foundation.clock import Instant, day_of, instant_of, local_text
from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import DomainError, UsageError, gettext_noop
from motcua.foundation.worktime import (
    AFTER_15,
    COUNTS,
    ExplainLine,
    Promise,
    Unit,
    WorkCalendar,
    merged,
    parse_quantity,
    parse_unit,
    promise,
)
from motcua.law.calendar import shipped_calendar
from motcua.law.regimes import Regime, regime_on


class Terms(NamedTuple):
    """What a date is counted by: the calendar, and the regime of a day of reception."""

    calendar: WorkCalendar
    regime_on: Callable[[date], Regime]


TermsSource = Callable[[], Terms]

_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_NEEDED: Final = ("received_at", "limit", "unit")
_ADDED: Final = ("due_at", "due_date", "error")
_LONGEST_CELL: Final = 10_000_000


def read_moment(text: str) -> Instant:
    """An instant from `YYYY-MM-DDTHH:MM[:SS]`, T or space, local unless an offset stands there.

    Raises `DomainError` (`moment_unreadable`).
    """
    cleaned = text.strip()
    try:
        if not _MOMENT.fullmatch(cleaned):
            raise ValueError(cleaned)
        return instant_of(datetime.fromisoformat(cleaned))
    except ValueError:
        raise DomainError(
            gettext_noop("Không đọc được thời điểm “%(text)s”."),
            gettext_noop("Viết dạng YYYY-MM-DDTHH:MM, ví dụ 2022-04-28T14:00."),
            id="moment_unreadable",
            text=cleaned[:40],
        ) from None


def due_command(database_terms: TermsSource | None = None) -> Command:
    """The command; `database_terms` gives the province's own calendar and settings for `--calendar db`."""

    def run(arguments: argparse.Namespace) -> int:
        terms = _terms(arguments.calendar, database_terms)
        if arguments.batch:
            return _batch(arguments, terms)
        if arguments.received is None:
            raise UsageError(
                gettext_noop("Thiếu thời điểm tiếp nhận."), gettext_noop("Thêm --received hoặc --batch.")
            )
        _one(arguments, terms)
        return 0

    return Command(help="work out a due date", arguments=_arguments, run=run)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--received", metavar="T", help="moment of reception, YYYY-MM-DDTHH:MM[:SS], local")
    parser.add_argument("--limit", metavar="N", default="", help="the number, e.g. 3 or 3.5; empty: no limit")
    parser.add_argument("--unit", metavar="U", default="", help="working_day, DAY, hour, month or OTHER")
    parser.add_argument("--count", choices=COUNTS, help="how working days count (default: the regime's)")
    parser.add_argument("--after-15", choices=AFTER_15, help="the rule after 15:00 (default: the regime's)")
    parser.add_argument("--calendar", choices=("shipped", "db"), default="shipped")
    parser.add_argument("--explain", action="store_true", help="list every day counted and skipped")
    parser.add_argument("--batch", metavar="FILE.csv", help="CSV with received_at, limit, unit; - is stdin")


def shipped_terms() -> Terms:
    """What ships with the house."""
    return Terms(shipped_calendar(), regime_on)


def _terms(name: str, database_terms: TermsSource | None) -> Terms:
    if name == "shipped":
        return shipped_terms()
    if database_terms is None:
        raise UsageError(
            gettext_noop("Ở đây không có lịch của cơ sở dữ liệu."), gettext_noop("Dùng --calendar shipped.")
        )
    return database_terms()


def work_out(
    received: Instant,
    quantity: Decimal | None,
    unit: Unit,
    terms: Terms,
    *,
    count: str | None = None,
    after_15: str | None = None,
    explain: bool = False,
) -> tuple[Promise, Regime | None]:
    """The promise under the regime of the day of reception; before the first regime its defaults apply."""
    terms.calendar.normalise(received)
    regime = _regime(received, terms)
    return promise(
        received,
        quantity,
        unit,
        terms.calendar,
        count=count or (regime.count if regime else COUNTS[0]),
        after_15=after_15 or (regime.after_15 if regime else AFTER_15[0]),
        explain=explain,
    ), regime


def _regime(received: Instant, terms: Terms) -> Regime | None:
    try:
        return terms.regime_on(day_of(received))
    except DomainError:
        return None


def _one(arguments: argparse.Namespace, terms: Terms) -> None:
    document, lines = due_document(
        arguments.received,
        arguments.limit,
        arguments.unit,
        terms,
        count=arguments.count,
        after_15=arguments.after_15,
        explain=arguments.explain,
    )
    emit(document, as_json=arguments.json, text=_for_people(document, lines))


def due_document(
    received: str,
    limit: str,
    unit: str,
    terms: Terms,
    *,
    count: str | None = None,
    after_15: str | None = None,
    explain: bool = False,
) -> tuple[dict[str, Any], Sequence[ExplainLine]]:
    """The document of contracts, section 1, and its lines; raises `DomainError` for what cannot be read."""
    quantity, known_unit = parse_quantity(limit), parse_unit(unit)
    made, regime = work_out(
        read_moment(received),
        quantity,
        known_unit,
        terms,
        count=count,
        after_15=after_15,
        explain=explain,
    )
    document = {
        "received_at": local_text(made.received_at),
        "limit": _number(quantity),
        "unit": known_unit.value,
        "count": made.count,
        "regime": regime.id if regime else None,
        "calendar_version": made.calendar_version,
        "clock_start": local_text(made.clock_start),
        "due_at": _text(made.due_at),
        "due_date": made.due_date,
        "provisional": made.provisional,
        "explanation": made.explanation,
    }
    return document, made.explanation


def _number(quantity: Decimal | None) -> int | float | None:
    if quantity is None:
        return None
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else local_text(instant)


def _for_people(document: dict[str, Any], lines: Sequence[ExplainLine]) -> str:
    told = [f"{name}: {value}" for name, value in document.items() if name != "explanation"]
    for part in merged(lines):
        days = f"{part.first}" if part.first == part.last else f"{part.first} – {part.last}"
        told.append(f"  {days} {part.kind} {part.minutes:g} phút: {part.reason} ({part.source})")
    return "\n".join(told)


def _batch(arguments: argparse.Namespace, terms: Terms) -> int:
    csv.field_size_limit(_LONGEST_CELL)
    with _opened(arguments.batch) as source:
        rows = csv.reader(source)
        try:
            header = next(rows, None) or []
            columns = {name.strip().lower(): place for place, name in enumerate(header)}
            _check_header(columns)
            done, faults = _write(header, rows, columns, arguments, terms)
        except (UnicodeDecodeError, csv.Error) as error:
            raise _unreadable(arguments.batch, str(error)) from error
    say(f"{done} dòng, {faults} dòng lỗi")
    return 0


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        return
    try:
        with Path(name).open(encoding="utf-8-sig", newline="") as source:
            yield source
    except OSError as error:
        raise _unreadable(name, error.strerror or str(error)) from error


def _unreadable(name: str, reason: str) -> UsageError:
    return UsageError(
        gettext_noop("Không đọc được tệp %(name)s: %(reason)s."),
        gettext_noop("Cần tệp CSV mã UTF-8 có dòng tiêu đề."),
        name=name,
        reason=reason,
    )


def _check_header(columns: dict[str, int]) -> None:
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise UsageError(
            gettext_noop("Tệp CSV thiếu cột %(columns)s."),
            gettext_noop("Dòng đầu phải có received_at, limit, unit; có thể thêm count."),
            columns=", ".join(missing),
        )


def _write(
    header: list[str],
    rows: Iterator[list[str]],
    columns: dict[str, int],
    arguments: argparse.Namespace,
    terms: Terms,
) -> tuple[int, int]:
    """Every row in its order with what was worked out; how many rows, and how many with an error."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    done = faults = 0
    try:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*header, *_ADDED])
        for row in rows:
            if not row:
                continue
            added = _row(row, len(header), columns, arguments, terms)
            kept = row[: len(header)] + [""] * (len(header) - len(row))
            writer.writerow([*kept, *added])
            done, faults = done + 1, faults + bool(added[2])
        out.flush()
    finally:
        out.detach()
    return done, faults


def _row(
    row: list[str],
    expected: int,
    columns: dict[str, int],
    arguments: argparse.Namespace,
    terms: Terms,
) -> tuple[str, str, str]:
    """Due time, due date and error of one row that should have `expected` cells."""
    if len(row) != expected:
        return "", "", f"Dòng có {len(row)} ô, tiêu đề có {expected} ô."
    count = row[columns["count"]].strip() if "count" in columns else ""
    try:
        made, _ = work_out(
            read_moment(row[columns["received_at"]]),
            parse_quantity(row[columns["limit"]]),
            parse_unit(row[columns["unit"]]),
            terms,
            count=count or arguments.count,
            after_15=arguments.after_15,
        )
    except DomainError as refusal:
        return "", "", refusal.message
    return _text(made.due_at) or "", str(made.due_date or ""), ""


DUE: Final = due_command()
