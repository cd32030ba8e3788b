"""What a page of officers' figures is asked for: period, moment, and the set of dossiers that is open."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest

from motcua.desk.asked import words_asked
from motcua.desk.report_asked import period_asked
from motcua.figures.ii06a import Scope
from motcua.figures.periods import legal_year_of, moment_asked
from motcua.foundation.clock import Instant, day_of, local_of


class Asked(NamedTuple):
    """A period and a moment as asked; `open` is the set below, `after` its page."""

    period: str
    scope: Scope
    moment: str
    open: str
    after: int

    def address(self, **more: object) -> str:
        """The query of the same figures, as known at this page's moment, with changes."""
        asked = {
            "ky": self.period,
            "tu": self.scope.first.isoformat(),
            "den": self.scope.last.isoformat(),
            "den-luc": local_of(self.scope.as_of).isoformat(),
        }
        return urlencode(asked | more)

    def again(self) -> str:
        """The same period as known when it is asked for."""
        return self.address(**{"den-luc": self.moment})


def asked(request: HttpRequest, now: Instant) -> Asked:
    """Reads the address. Raises: `UsageError` for what cannot be read."""
    get = request.GET
    kind = words_asked(get.get("ky"), 30) or f"legal_year-{legal_year_of(day_of(now))}-1"
    days, moment, after = period_asked(kind, get), words_asked(get.get("den-luc"), 30), get.get("sau", "")
    return Asked(
        kind,
        Scope(first=days.first, last=days.last, as_of=moment_asked(moment, now)),
        moment,
        words_asked(get.get("mo"), 20),
        int(after) if after.isdecimal() and len(after) < 18 else 0,
    )
