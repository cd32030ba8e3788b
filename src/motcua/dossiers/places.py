"""Agencies and calendars as the dossiers need them: by code and day, kept in the process."""

from __future__ import annotations

import time
from datetime import date
from typing import Any, Final

from django.db import connection

from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.store import Agencies
from motcua.foundation.clock import day_of
from motcua.foundation.errors import NotFound, gettext_noop


def agency_keys() -> Agencies:
    """A lookup from code and instant to the primary key: the agency of that day, else the last one before.

    The tree is read once per call of this function.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id, valid_from, valid_to FROM organisation_agency")
        rows = cursor.fetchall()
    periods: dict[str, list[tuple[date, date, int]]] = {}
    for code, key, valid_from, valid_to in rows:
        periods.setdefault(code, []).append((valid_from, valid_to or date.max, key))

    def key_of(place: AgencyAt) -> int:
        day = day_of(place.at)
        last: tuple[date, int] | None = None
        for valid_from, valid_to, key in periods.get(place.code, ()):
            if valid_from <= day <= valid_to:
                return key
            if valid_to < day and (last is None or last[0] < valid_to):
                last = valid_to, key
        if last is not None:
            # Work on a dossier goes on after its agency was dissolved: what the log names is the last to bear
            # the code, and the successor that took its dossiers over acts for it.
            return last[1]
        raise NotFound(
            gettext_noop("Không có cơ quan nào mang mã %(code)s vào ngày %(day)s."),
            gettext_noop("Kiểm tra lại mã định danh và ngày."),
            code=place.code,
            day=f"{day:%d/%m/%Y}",
        )

    return key_of


FRESH_FOR: Final = 60.0
"""Seconds after which a process reads the tree again: another process may have changed it."""


class _Kept:
    """The lookup of this process; read again when it is old or a code is not in it."""

    lookup: Agencies | None = None
    until: float = 0.0


def agency_key(place: AgencyAt) -> int:
    """The primary key of an agency by code and instant. Raises: `NotFound`."""
    if _Kept.lookup is not None and time.monotonic() < _Kept.until:
        try:
            return _Kept.lookup(place)
        except NotFound:
            pass
    _Kept.lookup, _Kept.until = agency_keys(), time.monotonic() + FRESH_FOR
    return _Kept.lookup(place)


def forget_agencies(**_: Any) -> None:
    """Drop the kept lookup: after the tree changed, and between test databases."""
    _Kept.lookup = None
