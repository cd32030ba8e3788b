"""`motcua code parse`: what a code is, without a database."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any, Final

from motcua.foundation.command_line import Command, emit
from motcua.law.codes import parse_code

_SHOWN: Final = ("scheme", "agency", "date", "serial", "owner", "generated_by")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", nargs="+", metavar="CODE", help="dossier, agency or procedure codes")


def _run(arguments: argparse.Namespace) -> int:
    read = [parse_code(code) for code in arguments.codes]
    emit(read, as_json=arguments.json, text="\n".join(_line(each) for each in read))
    return 0


def _line(read: Mapping[str, Any]) -> str:
    """One code for a person's eyes: what it is, its parts, then remarks."""
    parts = [read["input"], read["kind"], "" if read["valid"] else "không hợp lệ"]
    parts += [f"{name} {read[name]}" for name in _SHOWN if read[name] is not None]
    parts += [*read["warnings"], read["reason"] or ""]
    return "; ".join(part for part in parts if part)


COMMAND: Final = Command(help="read dossier, agency and procedure codes", arguments=_arguments, run=_run)
CODE: Final[dict[str, Command]] = {"parse": COMMAND}
