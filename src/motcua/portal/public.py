"""What the portal is told of a dossier: the shapes that `dossiers.queries` gives to the public."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol, cast

from motcua.foundation.clock import Instant
from motcua.foundation.worktime import Promise, Remaining


class PublicStatus(Protocol):
    """All that a code alone shows (Circular 01/2018 art. 16(2)d): no name, no office, no date."""

    @property
    def code(self) -> str: ...
    @property
    def degree(self) -> int: ...
    @property
    def step_words(self) -> str: ...
    @property
    def exists(self) -> bool: ...


class TimelineLine(Protocol):
    """One thing that happened, in the citizen's words."""

    @property
    def at(self) -> Instant: ...
    @property
    def text(self) -> str: ...
    @property
    def unit(self) -> str: ...


class PublicDossier(Protocol):
    """What code and secret show."""

    @property
    def code(self) -> str: ...
    @property
    def procedure_name(self) -> str: ...
    @property
    def agency_name(self) -> str: ...
    @property
    def holder_words(self) -> str: ...
    @property
    def due_at(self) -> Instant | None: ...
    @property
    def original_due_at(self) -> Instant | None: ...
    @property
    def late(self) -> bool: ...
    @property
    def remaining(self) -> Remaining | None: ...
    @property
    def asks(self) -> Sequence[Any]: ...
    @property
    def timeline(self) -> Sequence[TimelineLine]: ...
    @property
    def explanation(self) -> Promise | None: ...


class Dossiers(Protocol):
    """The questions that the portal asks of the dossiers."""

    def public_status(self, code: str) -> PublicStatus: ...
    def public_timeline(self, code: str, secret: str) -> PublicDossier | None: ...
    def is_hash_of(self, code: str, prefix: str) -> bool: ...
    def daily_roots(self) -> Sequence[Any]: ...


def dossiers() -> Dossiers:
    """`dossiers.queries`."""
    return cast(Dossiers, importlib.import_module("motcua.dossiers.queries"))
