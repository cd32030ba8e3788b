"""`motcua figures verify|show|check|rollup`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from motcua.foundation.command_line import Command, emit, say


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON of published tables, CSV or xlsx")


def _check(arguments: argparse.Namespace) -> int:
    from motcua.figures.table_files import check_file

    tables = check_file(arguments.file)
    text = "\n".join(
        f"{table.id}: {each.check}: {each.left} / {each.right}: {each.result}"
        + (f" ({each.reason})" if each.reason else "")
        for table in tables
        for each in table.checks
    )
    emit({"tables": msgspec.to_builtins(tables)}, as_json=arguments.json, text=text)
    return 0


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", default="", help="code of a figure; all where none is given")


def _show(arguments: argparse.Namespace) -> int:
    from motcua.figures.registry import described, figure, figures

    found = [described(each) for each in ([figure(arguments.code)] if arguments.code else figures())]
    text = "\n".join(
        f"{each['code']:22} {each['formula']:22} {each['name']} ({each['law']})" for each in found
    )
    emit(found[0] if arguments.code else found, as_json=arguments.json, text=text)
    return 0


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def _verify(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.beside import processes_for_all
    from motcua.figures.verify import verify

    verdict = verify(progress=lambda done, total: say(f"{done}/{total} hồ sơ"), processes=processes_for_all())
    text = "\n".join(
        [
            f"{verdict.dossiers} hồ sơ, {verdict.facts} phiên bản số liệu: "
            + ("khớp với nhật ký." if verdict.ok else "KHÔNG KHỚP."),
            *(
                f"{each.dossier} {each.column}: {each.live} / nhật ký {each.log}"
                for each in verdict.differences
            ),
        ]
    )
    emit(msgspec.to_builtins(verdict), as_json=arguments.json, text=text)
    return 0 if verdict.ok else 1


def _rollup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--anew", action="store_true", help="make the sums from nothing")


def _rollup(arguments: argparse.Namespace) -> int:
    from motcua.figures.rolling import refresh

    done = refresh(anew=arguments.anew, progress=lambda done, total: say(f"{done}/{total} hồ sơ"))
    text = f"Đã cộng {done.dossiers} hồ sơ có thay đổi; tổng theo ngày có {done.sums} dòng."
    emit(msgspec.to_builtins(done), as_json=arguments.json, text=text)
    return 0


FIGURES: Final[Mapping[str, Command]] = {
    "verify": Command(
        "facts and reports told again from the log", _verify_arguments, _verify, needs_database=True
    ),
    "show": Command("what a figure is, by law and formula", _show_arguments, _show),
    "rollup": Command(
        "bring the sums by day, which a nation adds up, to what the log tells",
        _rollup_arguments,
        _rollup,
        needs_database=True,
    ),
    "check": Command("read a published table critically", _check_arguments, _check),
}
