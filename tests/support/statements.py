"""Counting statements, those that go past the ORM too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg
import pytest


class Count:
    """Statements sent; `inside` those between the begin of a transaction (here a savepoint) and its end."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.inside: list[str] = []
        self._depth = 0

    def note(self, text: str) -> None:
        if text.startswith("SAVEPOINT"):
            self._depth += 1
        elif text.startswith(("RELEASE SAVEPOINT", "ROLLBACK TO")):
            self._depth -= text.startswith("RELEASE")
        else:
            self.texts.append(text)
            if self._depth:
                self.inside.append(text)


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch | None = None) -> Iterator[Count]:
    """What is sent meanwhile, by Django and past it."""
    count, execute = Count(), psycopg.Cursor.execute

    def noted(self: Any, query: Any, *arguments: Any, **named: Any) -> Any:
        count.note(query if isinstance(query, str) else query.as_string(self))
        return execute(self, query, *arguments, **named)

    with mock.patch.object(psycopg.Cursor, "execute", noted):
        yield count
