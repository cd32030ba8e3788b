"""`motcua form check` (contracts, section 1)."""

from __future__ import annotations

import argparse
from typing import Any, Final

from motcua.foundation.command_line import Command, emit

__all__ = ["FORM"]


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", default="", help="one form; without it all")


def _check(arguments: argparse.Namespace) -> int:
    """Exit 1 where a form in force, set for later or being written has an error."""
    from motcua.foundation.clock import SystemClock, day_of

    from .queries import checked_all

    said: list[dict[str, Any]] = []
    lines: list[str] = []
    faults = 0
    for each in checked_all(day_of(SystemClock().now()), arguments.code):
        wrong = sum(finding.severity == "error" for finding in each.findings)
        faults += wrong
        findings = [
            {
                "kind": finding.kind,
                "severity": finding.severity,
                "page": finding.page,
                "field": finding.field,
                "message": str(finding.message),
            }
            for finding in each.findings
        ]
        said.append(
            {
                "code": each.code,
                "revision": each.number,
                "state": each.state,
                "procedures": list(each.definition.procedures),
                "pages": len(each.definition.pages),
                "fields": sum(1 for _ in each.definition.fields()),
                "findings": findings,
            }
        )
        number = f"phiên bản {each.number}" if each.number else "bản nháp"
        lines.append(f"{each.code} {number}: {'có lỗi' if wrong else 'dùng được'}")
        lines += [f"   {found['message']} [{found['kind']}, {found['severity']}]" for found in findings]
    document = {"ok": not faults, "forms": len(said), "faults": faults, "checked": said}
    emit(document, as_json=arguments.json, text="\n".join(lines) or "Chưa có biểu mẫu nào.")
    return 1 if faults else 0


FORM: Final[dict[str, Command]] = {
    "check": Command(
        "what is wrong with electronic forms, against the papers of their procedures",
        _check_arguments,
        _check,
        needs_database=True,
    ),
}
