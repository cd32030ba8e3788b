"""Names for the codes that the log holds: agencies and officers, two statements for any number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from motcua.dossiers.places import tree
from motcua.foundation.clock import Instant, day_of
from motcua.foundation.errors import gettext_noop
from motcua.organisation.models import Agency
from motcua.organisation.queries import officer_names

OFFICER = "officer:"
CITIZEN = "citizen:"
_APPLICANT = gettext_noop("Người nộp hồ sơ")
_SYSTEM = gettext_noop("Hệ thống")


class Names:
    """Looks up each code once. A code may have named several agencies: the one of the day of `at` is meant,
    the newest where `at` is not given or none bore the code then."""

    def __init__(
        self,
        *,
        agencies: Iterable[str] = (),
        actors: Iterable[str] = (),
        at: Instant | None = None,
        officers: Mapping[str, str] | None = None,
    ) -> None:
        """`officers` are names by code that are known already."""
        codes = {code for code in agencies if code}
        self._agencies = _agency_names(codes, day_of(at) if at is not None else None) if codes else {}
        known = dict(officers or {})
        asked = {actor.removeprefix(OFFICER) for actor in actors if actor and _names_an_officer(actor)}
        self._officers = known | officer_names(missing) if (missing := asked - known.keys()) else known

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
        return _APPLICANT if of_applicant(actor) else code


def of_applicant(actor: str) -> bool:
    """Whether the applicant acted: `applicant`, or an account of the citizen's door."""
    return actor == "applicant" or actor.startswith(CITIZEN)


def _names_an_officer(actor: str) -> bool:
    return not of_applicant(actor) and not actor.startswith("system:")


def _agency_names(codes: Collection[str], day: date | None) -> dict[str, str]:
    """From the tree that the process keeps; only a code that is not in it is looked up."""
    names = tree().short_names(codes, day)
    missing = [code for code in codes if code not in names]
    if missing:
        rows = Agency.objects.filter(code__in=missing).order_by("valid_from")
        names |= dict(rows.values_list("code", "short_name"))
    return names
