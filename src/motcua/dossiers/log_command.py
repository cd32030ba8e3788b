"""`motcua log verify|rebuild|root|export`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import NotFound, gettext_noop

if TYPE_CHECKING:
    from motcua.dossiers.rebuild import Report


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", help="one dossier only")
    parser.add_argument("--rebuild", action="store_true", help="also compare every projection")


def _rebuild_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="put the log's rows in place of wrong ones")


def _root_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=7, help="how many of the last seals to show")


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code")


def _verify(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.beside import processes_for_all
    from motcua.dossiers.rebuild import rebuild_all
    from motcua.dossiers.verify import verify
    from motcua.dossiers.verify_beside import verify_beside

    started = time.perf_counter()
    processes = 1 if arguments.code else processes_for_all()
    beside = processes > 1
    verdict = verify_beside(processes, progress=_progress) if beside else verify(arguments.code)
    if arguments.code and verdict.dossiers == 0 and verdict.first_broken is None:
        raise NotFound(gettext_noop("Không có hồ sơ %(code)s."), code=arguments.code)
    for warning in verdict.warnings:
        say(warning)
    seconds = time.perf_counter() - started
    text = f"{verdict.dossiers} hồ sơ, {verdict.events} sự kiện, {seconds:.1f} giây: " + (
        "nhật ký khớp." if verdict.ok else f"KHÔNG KHỚP: {verdict.first_broken}"
    )
    document = msgspec.to_builtins(verdict)
    ok = verdict.ok
    if arguments.rebuild and ok:
        report = rebuild_all(processes=processes, progress=_progress)
        ok = report.ok
        document["rebuild"] = msgspec.to_builtins(report)
        text += "\n" + _rebuilt(report)
    emit(document, as_json=arguments.json, text=text)
    return 0 if ok else 1


def _progress(done: int, total: int) -> None:
    if done == total or done % 5000 == 0:
        say(f"{done}/{total} hồ sơ")


def _rebuilt(report: Report) -> str:
    rows = sum(report.rows.values())
    return f"{report.dossiers} hồ sơ, {rows} dòng: " + (
        "khớp với nhật ký." if report.ok else f"khác ở {len(report.differences)} chỗ hoặc hơn."
    )


def _rebuild(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.beside import processes_for_all
    from motcua.dossiers.rebuild import rebuild_all

    report = rebuild_all(write=arguments.write, processes=processes_for_all(), progress=_progress)
    if not report.ok and not arguments.json:
        for each in report.differences:
            say(
                f"{each.dossier} {each.table}[{each.key}].{each.column}: {each.live!r} / nhật ký {each.log!r}"
            )
    emit(msgspec.to_builtins(report), as_json=arguments.json, text=_rebuilt(report))
    return 0 if report.ok or report.written else 1


def _root(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.queries import daily_roots
    from motcua.dossiers.seal import present_root, seal_days

    made = seal_days()
    seals = [
        {
            "day": root.day.isoformat(),
            "heads": root.heads,
            "previous": root.previous.hex(),
            "root": root.root.hex(),
        }
        for root in daily_roots(arguments.days)
    ]
    today = present_root()
    document = {
        "sealed_now": [root.day.isoformat() for root in made],
        "seals": seals,
        "today": {"day": today.day.isoformat(), "heads": today.heads, "root_so_far": today.root.hex()},
    }
    emit(
        document,
        as_json=arguments.json,
        text="\n".join(f"{seal['day']}  {seal['heads']:>6} hồ sơ  {seal['root']}" for seal in seals)
        or "Chưa có ngày nào được niêm.",
    )
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from motcua.dossiers import store

    locked = store.read(arguments.code)
    if locked is None:
        raise NotFound(gettext_noop("Không có hồ sơ %(code)s."), code=arguments.code)
    for line in export_lines(locked.log):
        sys.stdout.buffer.write(line)
    sys.stdout.flush()
    return 0


def export_lines(log: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """JSON lines `{"prev_hash","body","hash"}` (contracts, section 2)."""
    from motcua.dossiers.log import GENESIS

    previous = GENESIS
    for body, digest in log:
        row = {"prev_hash": previous.hex(), "body": body, "hash": digest.hex()}
        yield msgspec.json.encode(row) + b"\n"
        previous = digest


LOG: Final = {
    "verify": Command(
        "check every chain, every column beside it and every seal", _verify_arguments, _verify, True
    ),
    "rebuild": Command(
        "tell the projections again from the log and compare", _rebuild_arguments, _rebuild, True
    ),
    "root": Command("seal finished days and show the published roots", _root_arguments, _root, True),
    "export": Command("the log of one dossier as JSON lines", _export_arguments, _export, True),
}
