"""`motcua procedures import|show` and `motcua search` (contracts, section 1)."""

from __future__ import annotations

import argparse
from typing import Any, Final

from motcua.foundation.command_line import Command, emit, say

__all__ = ["PROCEDURES", "SEARCH"]


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="a file of procedures in any of the known shapes; .gz is read"
    )
    parser.add_argument("--dry-run", action="store_true", help="report what would happen and write nothing")


def _import(arguments: argparse.Namespace) -> int:
    from .services import import_file

    report = import_file(arguments.file, dry_run=arguments.dry_run, progress=_progress)
    lines = [
        f"{report.file}: {report.shape}" + (" (thử, không ghi)" if report.dry_run else ""),
        f"đọc {report.read}, mới {report.created}, cập nhật {report.updated}, không đổi {report.unchanged}, "
        f"trùng {report.duplicates}, bỏ {len(report.rejected)}, chưa thống nhất {len(report.contradictions)}",
        *(f"  dòng {bad.row} {bad.code}: {bad.reason}" for bad in report.rejected),
        *(f"  {c.code} {c.kind} ({c.where}): {c.detail}" for c in report.contradictions),
    ]
    emit(report, as_json=arguments.json, text="\n".join(lines))
    return 0


def _progress(rows: int, share: float) -> None:
    say(f"đã đọc {rows} dòng, {share:.0%} tệp")


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="procedure code, as 1.001193")


def _show(arguments: argparse.Namespace) -> int:
    from .record import record

    found = record(arguments.code)
    emit(found, as_json=arguments.json, text=_text_of(found))
    return 0


def _text_of(found: dict[str, Any]) -> str:
    lines = [
        f"{found['code']}  {found['name']}",
        f"Lĩnh vực: {found['field']}  Cấp: {', '.join(found['levels'])}",
    ]
    for version in found["versions"]:
        lines.append(f"Từ {version['valid_from']} đến {version['valid_to'] or 'nay'} ({version['source']})")
        lines += [f"  {c['channel']}: {c['limit']} {c['unit']}" for c in version["channels"]]
        lines += [f"  {c['code']} {c['name']}: {c['limit']} {c['unit']}" for c in version["cases"]]
        lines += [f"  - {c['name']} ({c['originals']}/{c['copies']})" for c in version["components"]]
    lines += [
        f"Chưa thống nhất {c['kind']}: {c['detail']} -> {c['decision'] or 'chưa chốt'}"
        for c in found["contradictions"]
    ]
    return "\n".join(lines)


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "text", metavar="TEXT", nargs="+", help="words of the name without accents, code, or field"
    )
    parser.add_argument("--limit", type=int, default=20, help="how many at most (default 20)")


def _search(arguments: argparse.Namespace) -> int:
    from .queries import find

    hits = find(" ".join(arguments.text), limit=arguments.limit)
    lines = [f"{hit.code}  {hit.score:.2f}  {hit.name} [{hit.field}; {hit.level}]" for hit in hits]
    emit(hits, as_json=arguments.json, text="\n".join(lines) or "Không tìm thấy thủ tục nào.")
    return 0


PROCEDURES: Final[dict[str, Command]] = {
    "import": Command(
        "read a file of procedures into the catalogue", _import_arguments, _import, needs_database=True
    ),
    "show": Command("one procedure with its versions", _show_arguments, _show, needs_database=True),
}
SEARCH: Final = Command(
    "find procedures by words, code or field", _search_arguments, _search, needs_database=True
)
