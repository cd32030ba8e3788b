"""One line per request, without what a person typed, under an id that the answer carries too."""

from __future__ import annotations

from typing import cast

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

QUIET = ("/healthz", "/readyz", "/metrics", "/static/")


class RequestLog(RequestMiddleware):
    """django-structlog's middleware, with the path but not the query: names and identifiers stand there."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(QUIET):
            return cast(HttpResponse, self.get_response(request))
        self.prepare(request)
        request_id = str(structlog.contextvars.get_contextvars()["request_id"])
        request.request_id = request_id  # type: ignore[attr-defined]
        response = cast(HttpResponse, self.get_response(request))
        response["X-Request-ID"] = request_id
        self.handle_response(request, response)
        return response

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
