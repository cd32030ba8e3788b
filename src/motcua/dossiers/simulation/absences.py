"""Who is away when: officers take leave and are trained; the work falls to those who are there."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from motcua.dossiers.simulation.parameters import Parameters
from motcua.foundation.clock import Instant, day_of


class Absences:
    """The absences of a year, each officer's by dice of their own. Pure."""

    def __init__(self, of: Parameters, seed: int) -> None:
        self.of = of
        self.seed = seed
        self._away: dict[str, frozenset[date]] = {}
        self._there: dict[tuple[tuple[Any, ...], date], tuple[Any, ...]] = {}

    @cached_property
    def _length(self) -> int:
        return (self.of.days.ends - self.of.days.carried_from).days + 1

    def away(self, officer: str) -> frozenset[date]:
        """The days on which an officer is not there."""
        if officer not in self._away:
            chance = Random(f"{self.seed} {officer} away")  # noqa: S311 - a simulated year, no secret
            days = set()
            for _ in range(self.of.absences.times):
                first = self.of.days.carried_from + timedelta(days=chance.randrange(self._length))
                days |= {first + timedelta(days=n) for n in range(chance.randint(*self.of.absences.days))}
            self._away[officer] = frozenset(days)
        return self._away[officer]

    def one(self, officers: tuple[str, ...], at: Instant, chance: Random) -> str:
        """Somebody who is there then; where all are away, whoever was called back."""
        if len(officers) == 1:
            return officers[0]
        key = officers, day_of(at)
        if key not in self._there:
            there = tuple(officer for officer in officers if key[1] not in self.away(officer))
            self._there[key] = there or officers
        found: str = chance.choice(self._there[key])
        return found

    def there(self, pairs: tuple[tuple[str, str], ...], at: Instant) -> tuple[tuple[str, str], ...]:
        """The same for officers with their agencies."""
        key = pairs, day_of(at)
        if key not in self._there:
            there = tuple(pair for pair in pairs if key[1] not in self.away(pair[0]))
            self._there[key] = there or pairs
        return self._there[key]
