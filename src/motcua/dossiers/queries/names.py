"""Names for the codes that the log holds: agencies and officers, two statements for any number."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.models import Agency
from motcua.organisation.queries import officer_names

OFFICER = "officer:"
_APPLICANT = gettext_noop("Người nộp hồ sơ")
_SYSTEM = gettext_noop("Hệ thống")


class Names:
    """Looks up each code once. A code may have named several agencies: the one of the day of `at` is meant,
    the newest where `at` is not given or none bore the code then."""

    def __init__(
        self, *, agencies: Iterable[str] = (), actors: Iterable[str] = (), at: Instant | None = None
    ) -> None:
        codes = {code for code in agencies if code}
        officers = {actor.removeprefix(OFFICER) for actor in actors if actor}
        self._agencies = _agency_names(codes, day_of(at) if at is not None else None) if codes else {}
        self._officers = officer_names(officers) if officers else {}

    def agency(self, code: str) -> str:
        """The short name of an agency, or its code where nobody knows it."""
        return self._agencies.get(code, code)

    def actor(self, actor: str) -> str:
        """The name of an officer (`officer:<code>` or a bare code), or the msgid of what acted instead."""
        code = actor.removeprefix(OFFICER)
        if code in self._officers:
            return self._officers[code]
        if actor.startswith("system:"):
            return _SYSTEM
        return _APPLICANT if actor == "applicant" else code


def _agency_names(codes: Collection[str], day: date | None) -> dict[str, str]:
    rows = Agency.objects.filter(code__in=codes).order_by("valid_from")
    names: dict[str, str] = {}
    settled: set[str] = set()
    for code, name, since, until in rows.values_list("code", "short_name", "valid_from", "valid_to"):
        if code not in settled:
            names[code] = name
        if day is not None and since <= day <= (until or date.max):
            settled.add(code)
    return names
