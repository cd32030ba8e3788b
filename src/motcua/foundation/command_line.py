"""What every `motcua` command shares: one JSON document out, messages on standard error, exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NamedTuple

import msgspec


class Command(NamedTuple):
    """One verb of `motcua`: its help, its arguments and its work.

    `run` returns the exit code: 0 done, 1 a check found faults, 2 usage (raise `UsageError` instead).
    `needs_database` may depend on the arguments: trying a file out needs none, keeping it does.
    """

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    needs_database: bool | Callable[[argparse.Namespace], bool] = False


def emit(document: object, *, as_json: bool, text: str = "") -> None:
    """Write `document` as one JSON document, or `text` for a person's eyes."""
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
    else:
        sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def say(message: str) -> None:
    """A progress line or message on standard error."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
