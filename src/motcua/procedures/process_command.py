"""`motcua process import` (contracts, section 1)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import UsageError, gettext_noop

__all__ = ["PROCESS"]


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a decision with step tables: text, .docx or .xlsx")
    parser.add_argument("--dry-run", action="store_true", help="report what would be read and store nothing")


def _import(arguments: argparse.Namespace) -> int:
    from .processes.reading import read_decision
    from .processes.report import document

    tables = read_decision(arguments.file)
    if not arguments.dry_run:
        raise UsageError(
            gettext_noop("Chưa lưu được quy trình nội bộ: đã đọc %(processes)s quy trình, không ghi gì."),
            gettext_noop("Chạy lại với --dry-run để xem kết quả đọc."),
            id="not_stored",
            processes=len(tables.processes),
        )
    for doubt in tables.doubts:
        say(str(doubt.message))
    lines = [f"{tables.number} {tables.place} {tables.date or ''}".strip()]
    for process in tables.processes:
        codes = ", ".join(process.codes) or "không có mã"
        lines.append(f"{process.order}. {process.name} ({codes}): {len(process.steps)} bước")
        lines += [f"   {(d.step and f'Bước {d.step}: ') or ''}{d.message} [{d.kind}]" for d in process.doubts]
    emit(document(Path(arguments.file).name, tables), as_json=arguments.json, text="\n".join(lines))
    return 0


PROCESS: Final[dict[str, Command]] = {
    "import": Command("read the internal processes of a decision", _import_arguments, _import),
}
