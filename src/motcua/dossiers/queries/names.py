"""Names for the codes that the log holds: agencies and officers, two statements for any number."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.organisation.models import Agency
from motcua.organisation.queries import officer_names

OFFICER = "officer:"
_SYSTEM_WORDS = {"applicant": "Người nộp hồ sơ"}


class Names:
    """Looks up each code once. An agency code may have named several agencies; the newest name serves."""

    def __init__(self, *, agencies: Iterable[str] = (), actors: Iterable[str] = ()) -> None:
        codes = {code for code in agencies if code}
        officers = {actor.removeprefix(OFFICER) for actor in actors if actor}
        self._agencies = dict(
            Agency.objects.filter(code__in=codes).order_by("valid_from").values_list("code", "short_name")
            if codes
            else ()
        )
        self._officers = officer_names(officers) if officers else {}

    def agency(self, code: str) -> str:
        """The short name of an agency, or its code where nobody knows it."""
        return self._agencies.get(code, code)

    def actor(self, actor: str) -> str:
        """The name of an officer (`officer:<code>` or a bare code), or what acted instead."""
        code = actor.removeprefix(OFFICER)
        if code in self._officers:
            return self._officers[code]
        if actor.startswith("system:"):
            return "Hệ thống"
        return _SYSTEM_WORDS.get(actor, code)
