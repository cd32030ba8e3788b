"""The serials that a simulated year has taken: whoever receives there afterwards goes on after them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection


def note_serials(last: Mapping[tuple[str, date], int]) -> None:
    """Keep the last serial of each series and day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_serial AS s (series, day, last)"
            " SELECT * FROM unnest(%s::text[], %s::date[], %s::int[])"
            " ON CONFLICT (series, day) DO UPDATE SET last = greatest(s.last, EXCLUDED.last)",
            [[series for series, _ in last], [day for _, day in last], list(last.values())],
        )
