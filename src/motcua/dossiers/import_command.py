"""`motcua dossiers import`: dossiers of another system from a list of them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from motcua.foundation.command_line import Command, emit, say

if TYPE_CHECKING:
    from motcua.dossiers.importing.run import Imported

_SHOWN: Final = 40


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="xlsx or CSV, a row a dossier, with a row of headings")
    parser.add_argument(
        "--map", default="", metavar="NAME", help="saved mapping of its columns; saved if new"
    )
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="whose they are where a row does not say"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, and say the same")


def _run(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.importing.run import import_dossiers

    told = import_dossiers(
        arguments.file,
        mapping=arguments.map,
        agency=arguments.agency,
        dry_run=arguments.dry_run,
        progress=lambda done: say(f"{done} dòng"),
    )
    emit(msgspec.to_builtins(told), as_json=arguments.json, text=_text(told))
    return 0


def _text(told: Imported) -> str:
    lines = [
        f"{told.file}: {told.read} dòng; {told.entered} nhập, {told.unchanged} đã có, "
        f"{told.changed} đã có mà khác, {told.left_out} không nhập"
        + (" (chạy thử, chưa ghi gì)" if told.dry_run else ""),
        "Cột: " + ", ".join(f"{field} = “{heading}”" for field, heading in told.columns.items()),
    ]
    if told.unmapped:
        lines.append(f"Cột không dùng: {', '.join(told.unmapped)}")
    for each in told.doubts[:_SHOWN]:
        lines.append(f"  dòng {each.row} {each.code}: {each.message} {each.detail} → {each.done}")
    if len(told.doubts) > _SHOWN:
        lines.append(f"  … và {len(told.doubts) - _SHOWN} điểm nữa; xem đủ bằng --json")
    return "\n".join(lines)


DOSSIERS: Final[Mapping[str, Command]] = {
    "import": Command(
        "take dossiers in from a list of another system", _arguments, _run, needs_database=True
    ),
}
