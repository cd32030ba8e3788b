"""What a form of administration was filled from: a mark goes along, and shows what was changed since."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.http import HttpRequest

from motcua.desk.asked import whole
from motcua.desk.change_words import Told, told
from motcua.foundation.errors import DomainError
from motcua.organisation.seen import ChangedMeanwhile, Subject, newest_change, unchanged_since

FIELD = "seen"


class Seen:
    """The subjects of a form and the mark it carries. Make it before what the form shows is read."""

    def __init__(self, request: HttpRequest, *subjects: Subject) -> None:
        self._subjects = subjects
        self.posted = whole(request.POST.get(FIELD)) if request.method == "POST" else None
        self.mark = self.posted if self.posted is not None else self._newest(request)
        self.meanwhile: list[Told] = []

    def guard(self) -> AbstractContextManager[None]:
        """Save inside it. Raises: `ChangedMeanwhile`."""
        return unchanged_since(self.posted, *self._subjects)

    @property
    def carried(self) -> bool:
        """Whether the form is about something that may have changed; one that only adds is not."""
        return bool(self._subjects)

    def told(self, problem: DomainError | None) -> Seen:
        """Itself, for the template: after a conflict with what changed, which has then been seen."""
        if isinstance(problem, ChangedMeanwhile):
            self.meanwhile = told(problem.changes)
            self.mark = max(each.pk for each in problem.changes)
        return self

    def _newest(self, request: HttpRequest) -> int:
        """A form that was sent without its mark gets none: what it showed is not known."""
        return newest_change(*self._subjects) if request.method != "POST" and self._subjects else 0
