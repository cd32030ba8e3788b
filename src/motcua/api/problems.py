"""Refusals as problem details (RFC 9457): what happened, what to do now, and which field is at fault."""

from __future__ import annotations

from typing import Any, Final

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext

from motcua.dossiers.fields import FieldErrors
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound, gettext_noop
from motcua.foundation.phrase import filled

MEDIA_TYPE: Final = "application/problem+json"
_TYPE: Final = "urn:motcua:problem:"
_STATUS: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
)


class Refusal(DomainError):
    """A refusal of the door itself, with its HTTP status and headers."""

    def __init__(
        self,
        status: int,
        message: str,
        next_step: str = "",
        *,
        id: str,  # noqa: A002
        headers: dict[str, str] | None = None,
        faults: dict[str, DomainError] | None = None,
        **params: object,
    ) -> None:
        super().__init__(message, next_step, id=id, **params)  # type: ignore[arg-type] # names of values
        self.status = status
        self.headers = headers or {}
        self.faults = faults or {}


def problem(error: DomainError) -> HttpResponse:
    """The answer to a refusal: 403, 404, 409, the status of a `Refusal`, else 422."""
    faults = error.faults if isinstance(error, FieldErrors | Refusal) else {}
    status = status_of(error)
    document: dict[str, Any] = {
        "type": f"{_TYPE}{error.id}",
        "title": _said(error.template, error.params),
        "status": status,
        "id": error.id,
        "message": _said(error.template, error.params),
        "next": _said(error.next_template, error.params),
        "errors": [
            {"field": name, "id": fault.id, "message": _said(fault.template, fault.params)}
            for name, fault in faults.items()
        ],
    }
    headers = error.headers if isinstance(error, Refusal) else {}
    return HttpResponse(orjson.dumps(document), status=status, content_type=MEDIA_TYPE, headers=headers)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, Refusal):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def _said(template: str, params: dict[str, object]) -> str:
    return filled(template, params, gettext) if template else ""


def failed(request_id: str) -> HttpResponse:
    """The answer where the fault is ours; the log has it under `request_id`."""
    return problem(
        Refusal(
            500,
            gettext_noop("Hệ thống gặp lỗi ngoài dự kiến."),
            gettext_noop("Gửi lại với cùng khóa chống gửi trùng; nếu vẫn lỗi, báo quản trị mã %(request)s."),
            id="internal",
            request=request_id,
        )
    )
