"""Personal data and free words leave the log as commitments and stay in erasable rows.

A commitment is the lower-case hex SHA-256 over a 16-byte salt and the canonical JSON of the data
(contracts, section 2). Erasing row and salt makes the commitment unreadable and leaves the chain intact.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson

from motcua.dossiers.lifecycle.types import Commitment
from motcua.foundation.canonical import canonical, commit


class Sealed(NamedTuple):
    """One private record on its way to the table."""

    commitment: Commitment
    kind: str
    salt: bytes
    body: str


def random_salt() -> bytes:
    """Sixteen bytes nobody can guess."""
    return secrets.token_bytes(16)


class Seals:
    """Collects the private records of one command. `salt` is exchanged by the generator for a seeded one."""

    def __init__(self, salt: Callable[[], bytes] = random_salt) -> None:
        self._salt = salt
        self.records: list[Sealed] = []

    def seal(self, kind: str, data: Any) -> Commitment:
        """Keep `data` (a JSON value) as a private record and return what stands for it."""
        salt = self._salt()
        body = canonical(data)
        sealed = Sealed(commit(salt, body), kind, salt, body)
        self.records.append(sealed)
        return sealed.commitment

    def text(self, words: str) -> Commitment:
        """Keep free words."""
        return self.seal("text", words)

    def opened(self) -> dict[Commitment, Any]:
        """The data by commitment, as the projections need them."""
        return {record.commitment: orjson.loads(record.body) for record in self.records}

    def opened_of(self, commitment: Commitment) -> dict[Commitment, Any]:
        """The same of one record alone; empty where it is not among them."""
        return {
            record.commitment: orjson.loads(record.body)
            for record in self.records
            if record.commitment == commitment
        }
