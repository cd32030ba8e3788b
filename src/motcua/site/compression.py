"""Smaller pages for a weak network; papers and pictures are compressed already."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompression(GZipMiddleware):
    """gzip for text only, with Django's random padding against guesses at the CSRF token."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json", "image/svg")):
            return response
        return super().process_response(request, response)
