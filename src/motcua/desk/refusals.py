"""Refusals in the reader's language, for pages that keep what was typed."""

from __future__ import annotations

from django.utils.translation import gettext

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound


def sentence(error: DomainError) -> str:
    """What happened, what was kept and what to do now."""
    return error.said(gettext)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal that a page answers itself."""
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, NotFound):
        return 404
    return 409 if isinstance(error, Conflict) else 400
