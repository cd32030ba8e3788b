"""A paper in the browser: a PDF that a page of ours may show in a frame, to print it without another tab."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse

POLICY: Final = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"


def paper_answer(content: bytes, name: str) -> HttpResponse:
    """The PDF under that name (ASCII, without its ending), to be framed by our own pages alone."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Content-Security-Policy": POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
