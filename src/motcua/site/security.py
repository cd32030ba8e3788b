"""What every answer tells the browser about trust (docs/content-security-policy.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

# No inline script or style, nothing from elsewhere. Tabler's style sheet has its small marks as data: images.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        # A paper is printed from a hidden frame; only papers let themselves be framed (desk/papers.py).
        "frame-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS: Final = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Adds the policy where a view has not set a stricter one, and keeps signed-in pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        session = getattr(request, "session", None)
        if session is not None and session.accessed:
            # The next person at a shared counter machine must not read this page with the back key.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
