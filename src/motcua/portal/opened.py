"""Which dossiers this browser has opened with their secret, for a short while and on this machine only."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from motcua.foundation.clock import MINUTE, Instant

_NAME: Final = "opened_dossiers"
# Long enough to read and print; short enough for the shared computer of a one-stop section.
OPEN_FOR: Final = 20 * MINUTE
_MOST: Final = 5


def remember(request: HttpRequest, code: str, secret: str, now: Instant) -> None:
    """Keep the secret of an opened dossier in the server's session."""
    kept = {each: value for each, value in _kept(request).items() if value[1] > now and each != code}
    newest = dict(list(kept.items())[-(_MOST - 1) :])
    request.session[_NAME] = {**newest, code: [secret, now + OPEN_FOR]}


def secret_of(request: HttpRequest, code: str, now: Instant) -> str:
    """The secret with which this browser opened the dossier; empty where it has not, or too long ago."""
    secret, until = _kept(request).get(code, ("", 0))
    return secret if until > now else ""


def forget(request: HttpRequest) -> None:
    """Close all of them: the next person at this machine sees nothing."""
    request.session.pop(_NAME, None)


def _kept(request: HttpRequest) -> dict[str, tuple[str, Instant]]:
    found: dict[str, tuple[str, Instant]] = request.session.get(_NAME, {})
    return found
