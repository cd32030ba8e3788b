"""`motcua process replay CODE --version N`: past dossiers told again on a version of their process."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

import msgspec

from motcua.foundation.command_line import Command, emit, say

if TYPE_CHECKING:
    from motcua.dossiers.replaying import Replayed

ASSUMES: Final = (
    "each office takes as long for its step as it took, in working time of its own",
    "a step of which the past tells nothing takes the time that it is allowed",
    "the applicant is waited for as long as they were; the promise is the one that was made",
)
"""What `assumes` says beside the counts; decision 0055 tells why."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="code of the process")
    parser.add_argument("--version", type=int, help="the version in force or the newest, where none is named")


def _run(arguments: argparse.Namespace) -> int:
    from motcua.dossiers.replaying import replay_process

    report = replay_process(
        arguments.code, arguments.version, progress=lambda done, all_: say(f"{done}/{all_} hồ sơ")
    )
    document: dict[str, Any] = {**msgspec.to_builtins(report), "assumes": list(ASSUMES)}
    emit(document, as_json=arguments.json, text=_text(report))
    return 0


def _text(report: Replayed) -> str:
    left = sum(msgspec.to_builtins(report.left_out).values())
    lines = [
        f"{report.code} phiên bản {report.version}: thử trên {report.replayed} hồ sơ đã qua "
        f"(để ngoài {left})",
        f"Trễ hạn: thực tế {report.were_late}, theo phiên bản này {report.would_be_late} "
        f"(thêm {report.newly_late}, bớt {report.no_longer_late})",
    ]
    for step in report.steps:
        guessed = step.done - step.known
        lines.append(
            f"   {step.number or '-'}. {step.name}: {step.done} lần, quá thời gian {step.over} lần "
            f"({step.over_minutes} phút)" + (f", không có số liệu {guessed} lần" if guessed else "")
        )
    lines += [f"   Bước không còn: {name} ({count} hồ sơ)" for name, count in report.dropped.items()]
    return "\n".join(lines)


REPLAY: Final = Command(
    "tell past dossiers again on a version of their process", _arguments, _run, needs_database=True
)
