"""Who is away when: officers take leave and are trained; the work falls to those who are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from random import Random

from motcua.dossiers.simulation.parameters import Parameters
from motcua.foundation.clock import Instant, day_of


class Absences:
    """The absences of a year, each officer's by dice of their own. Pure."""

    def __init__(self, of: Parameters, seed: int) -> None:
        self.of = of
        self.seed = seed
        self._away: dict[str, frozenset[date]] = {}

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

    def one(self, officers: Sequence[str], at: Instant, chance: Random) -> str:
        """Somebody who is there then; where all are away, whoever was called back."""
        if len(officers) == 1:
            return officers[0]
        day = day_of(at)
        there = [officer for officer in officers if day not in self.away(officer)]
        return chance.choice(there or officers)

    def there(self, pairs: Sequence[tuple[str, str]], at: Instant) -> tuple[tuple[str, str], ...]:
        """The same for officers with their agencies."""
        day = day_of(at)
        return tuple(pair for pair in pairs if day not in self.away(pair[0])) or tuple(pairs)
