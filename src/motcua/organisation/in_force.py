"""The rules by which a command counts: the calendars in force and the regimes with what the office chose.

One statement brings both: which calendar version is the newest, and every choice as text. The choices are
tens of rows for life, so their text names them in the memory of a process: nothing is ever stale.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import psycopg
from django.db import connection

from motcua.law.regimes import Regime, regime, regime_on
from motcua.law.settings import overlaid
from motcua.organisation.calendars import Calendars, Stamp, calendars_of


class Choice(NamedTuple):
    """One row of `RegimeSetting` as the clock needs it."""

    regime: str
    key: str
    valid_from: date
    value: str


class Laws:
    """The regimes under the choices of the office. A dossier is under those of the day it was received."""

    def __init__(self, choices: tuple[Choice, ...] = ()) -> None:
        self.choices = choices
        self._made: dict[tuple[str, tuple[tuple[str, str], ...]], Regime] = {}

    def on(self, day: date) -> Regime:
        """The regime for dossiers received on that day. Raises: DomainError `no_regime`."""
        return self._under(regime_on(day), day)

    def of(self, regime_id: str, day: date) -> Regime:
        """The regime of that id for a dossier received on that day. Raises: KeyError."""
        return self._under(regime(regime_id), day)

    def values(self, regime_id: str, day: date) -> dict[str, str]:
        """What the office chose for dossiers received on that day, by key."""
        found: dict[str, tuple[date, str]] = {}
        for choice in self.choices:
            if choice.regime != regime_id or choice.valid_from > day:
                continue
            standing = found.get(choice.key)
            if standing is None or standing[0] <= choice.valid_from:
                found[choice.key] = (choice.valid_from, choice.value)
        return {key: value for key, (_, value) in found.items()}

    def _under(self, law: Regime, day: date) -> Regime:
        if not self.choices:
            return law
        values = self.values(law.id, day)
        key = (law.id, tuple(sorted(values.items())))
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = overlaid(law, values)
        return made


class InForce(NamedTuple):
    """The calendars and the laws, read together."""

    calendar: Calendars
    laws: Laws


def in_force() -> InForce:
    """What counts now. One statement; the rest is kept in the process."""
    connection.ensure_connection()
    # Every command asks for it: past the ORM, and kept prepared.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_IN_FORCE, prepare=True)
        found = cursor.fetchone()
    assert found is not None, "a query of values always answers"
    number, pk, made_at, choices = found
    stamp = None if number is None else Stamp(number, pk, made_at)
    return InForce(calendars_of(stamp), _laws(choices or ""))


def laws() -> Laws:
    """The regimes as the office set them. One statement."""
    return in_force().laws


@lru_cache(maxsize=16)
def _laws(text: str) -> Laws:
    rows = (line.split(" ") for line in text.split("\n") if line)
    return Laws(tuple(Choice(law, key, date.fromisoformat(day), value) for law, key, day, value in rows))


_IN_FORCE: Final = """
SELECT v.number, v.id, v.made_at,
  (SELECT string_agg(
     concat_ws(' ', s.regime, s.key, to_char(s.valid_from, 'YYYY-MM-DD'), s.value), E'\\n' ORDER BY s.id)
   FROM organisation_regimesetting s)
FROM (SELECT 1) AS one LEFT JOIN LATERAL (
  SELECT number, id, made_at FROM organisation_calendarversion ORDER BY number DESC LIMIT 1
) v ON true
"""
