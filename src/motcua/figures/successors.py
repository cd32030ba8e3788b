"""Agencies merged while a period ran: their dossiers as they were received, or under the successor."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from motcua.figures.ii06a import Counted, Scope
from motcua.organisation.queries import agency_levels, heirs_on


def widened(scope: Scope) -> Scope:
    """The same scope said of the agencies that received: with what those of the scope took over by the last
    day, without what was taken over from them. As it is where the scope asks for no successors."""
    if not scope.succeeded or not (scope.agencies or scope.level):
        return scope
    heirs = heirs_on(scope.last)
    levels = agency_levels()
    found = tuple(
        agency
        for agency in levels
        if (not scope.agencies or heirs.get(agency, agency) in scope.agencies)
        and (not scope.level or levels[heirs.get(agency, agency)] == scope.level)
    )
    return msgspec.structs.replace(scope, agencies=found or (0,), level="")


def under(counted: list[Counted], heirs: Mapping[int, int]) -> list[Counted]:
    """Counts by agency and more under the successors."""
    return [(heirs.get(agency, agency), *rest) for agency, *rest in counted]
