"""`motcua process import|check|bpmn` (contracts, section 1)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import UsageError, gettext_noop

if TYPE_CHECKING:
    from .process_checking import Checked
    from .process_files import FileRead
    from .process_services import Imported

__all__ = ["PROCESS"]


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a decision (text, .docx, .xlsx) or BPMN (.bpmn, .xml)"
    )
    parser.add_argument("--dry-run", action="store_true", help="report what would be read and store nothing")
    parser.add_argument("--code", default="", help="code of the process of a BPMN file")


def _import(arguments: argparse.Namespace) -> int:
    """One file gives its document, several an array of theirs; each is kept by itself."""
    reads = [_read(file, arguments) for file in arguments.files]
    documents = [read.document for read in reads]
    said: object = documents if len(documents) > 1 else documents[0]
    emit(said, as_json=arguments.json, text="\n".join(map(_text_of, reads)))
    return 0


def _read(file: str, arguments: argparse.Namespace) -> FileRead:
    from .process_files import read_file

    if arguments.dry_run:
        read = read_file(file, code=arguments.code)
    else:
        from motcua.organisation.rights import OPERATOR

        from .process_services import import_file

        stored = import_file(OPERATOR, file, code=arguments.code)
        say(f"{stored.read.file}: {_kept(stored)}")
        read = stored.read
    for doubt in read.decision.doubts:
        say(f"{read.file}: {doubt.message}")
    return read


def _kept(stored: Imported) -> str:
    return (
        f"quy trình mới {len(stored.created)}, có phiên bản mới {len(stored.updated)}, "
        f"không đổi {len(stored.unchanged)}"
    )


def _text_of(read: FileRead) -> str:
    decision = read.decision
    lines = [f"{decision.number} {decision.place} {decision.date or ''}".strip()]
    for process in decision.processes:
        codes = ", ".join(process.codes) or "không có mã"
        lines.append(f"{process.order}. {process.name} ({codes}): {len(process.steps)} bước")
        lines += [f"   {(d.step and f'Bước {d.step}: ') or ''}{d.message} [{d.kind}]" for d in process.doubts]
    return "\n".join(lines)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", default="", help="one process; without it all")


def _check(arguments: argparse.Namespace) -> int:
    """Exit 1 where something keeps a process from running: an error that nobody accepted with a reason."""
    from motcua.foundation.clock import SystemClock, day_of

    from .process_checking import checked_all

    said: list[dict[str, Any]] = []
    lines: list[str] = []
    faults = 0
    for version, found, in_force in checked_all(day_of(SystemClock().now()), arguments.code):
        findings = [_finding(each, found) for each in found.findings]
        wrong = sum(each["severity"] == "error" and each["decision"] is None for each in findings)
        faults += wrong
        state = "in_force" if in_force else "draft"
        code = version.process.code
        said.append({"code": code, "version": version.number, "state": state, "findings": findings})
        lines.append(f"{code} phiên bản {version.number}: {'có lỗi' if wrong else 'chạy được'}")
        lines += [f"   {each['message']} [{each['kind']}, {each['severity']}]" for each in findings]
    document = {"ok": not faults, "processes": len(said), "faults": faults, "checked": said}
    emit(document, as_json=arguments.json, text="\n".join(lines) or "Chưa có quy trình nào.")
    return 1 if faults else 0


def _finding(finding: Any, found: Checked) -> dict[str, Any]:
    verdict = found.verdict_of(finding)
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "node": finding.node,
        "message": str(finding.message),
        "decision": verdict and {"answer": verdict.answer, "reason": verdict.reason},
    }


def _bpmn_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="code of the process")
    parser.add_argument("--out", metavar="FILE", help="where to write; without it standard output")
    parser.add_argument("--version", type=int, help="the version in force or the newest, where none is named")


def _bpmn(arguments: argparse.Namespace) -> int:
    from motcua.foundation.clock import SystemClock, day_of

    from .process_queries import by_version, version_of_code
    from .processes.bpmn_write import to_bpmn

    version = version_of_code(arguments.code, arguments.version, day_of(SystemClock().now()))
    data = to_bpmn(by_version(version.hash).process)
    document = {"code": version.process.code, "version": version.number, "hash": version.hash}
    if not arguments.out:
        if arguments.json:
            emit({**document, "bpmn": data.decode()}, as_json=True)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        return 0
    try:
        Path(arguments.out).write_bytes(data)
    except OSError as error:
        raise UsageError(
            gettext_noop("Không ghi được tệp %(name)s: %(why)s."),
            gettext_noop("Kiểm tra đường dẫn và quyền ghi."),
            id="file_unwritable",
            name=Path(arguments.out).name,
            why=error.strerror or type(error).__name__,
        ) from error
    emit(
        {**document, "out": arguments.out, "bytes": len(data)},
        as_json=arguments.json,
        text=f"Đã ghi {arguments.out} (phiên bản {version.number}).",
    )
    return 0


PROCESS: Final[dict[str, Command]] = {
    "import": Command(
        "read the internal processes of a decision or BPMN file and keep them as drafts",
        _import_arguments,
        _import,
        needs_database=lambda arguments: not arguments.dry_run,
    ),
    "check": Command(
        "what is wrong with processes, against catalogue and organisation",
        _check_arguments,
        _check,
        needs_database=True,
    ),
    "bpmn": Command(
        "write a process as BPMN 2.0 with its drawing", _bpmn_arguments, _bpmn, needs_database=True
    ),
}
