"""The addresses below `/api/v1/`: ninja's, each behind one guard, with the document and what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from motcua.api import calendar, dossiers, pages, procedures
from motcua.api.answers import encoded
from motcua.api.document import PREFIX, document
from motcua.api.door import who
from motcua.api.problems import Refusal, failed, problem
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.web import PUBLIC, right

log = structlog.get_logger(__name__)


class Door(NinjaAPI):
    """Operations go by the name of their function."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api: Final = Door(
    title="Một Cửa",
    version="1.0.0",
    description=(
        "File and read dossiers of administrative procedures. Refusals are problem details (RFC 9457). "
        "docs/api.md says how to begin and what may change within version 1."
    ),
    auth=who,
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
)
api.add_router("dossiers", dossiers.router)
api.add_router("procedures", procedures.router)
api.add_router("", calendar.router)


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problem(error)


@api.exception_handler(ValidationError)
def _misfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that do not fit, all at once."""
    faults = {str(each["loc"][-1]): _fault(each) for each in error.errors}
    if faults.keys() == {"Idempotency-Key"} or faults.keys() == {"idempotency_key"}:
        return problem(
            Refusal(
                400,
                gettext_noop("Thiếu khóa chống gửi trùng, hoặc khóa không hợp lệ; chưa ghi gì."),
                gettext_noop("Gửi tiêu đề Idempotency-Key: 8 đến 200 ký tự ASCII, mỗi hồ sơ một khóa."),
                id="idempotency_key",
                faults={"Idempotency-Key": next(iter(faults.values()))},
            )
        )
    return problem(
        Refusal(
            422,
            gettext_noop("Tham số của yêu cầu không đúng."),
            gettext_noop("Sửa các tham số được nêu rồi gửi lại."),
            id="parameters",
            faults=faults,
        )
    )


def _fault(error: dict[str, Any]) -> DomainError:
    limits = error.get("ctx", {})
    if error["type"] == "missing":
        return DomainError(gettext_noop("Chưa có tham số này."), id="missing")
    if "le" in limits:
        return DomainError(gettext_noop("Nhiều nhất là %(most)s."), id="too_great", most=limits["le"])
    if "ge" in limits:
        return DomainError(gettext_noop("Ít nhất là %(least)s."), id="too_small", least=limits["ge"])
    if "max_length" in limits:
        return DomainError(
            gettext_noop("Nhiều nhất %(most)s ký tự."), id="too_long", most=limits["max_length"]
        )
    return DomainError(gettext_noop("Giá trị không đúng kiểu hoặc không có trong danh sách."), id="value")


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api_failed", exc_info=error, path=request.path)
    return failed(getattr(request, "request_id", ""))


def _guarded(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """A view of ninja with a refusal in the house's form for a wrong method, and never kept in caches."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        given: HttpResponse = view(request, *args, **values)
        if given.status_code == 405:
            given = _not_allowed(given["Allow"])
        given.headers.setdefault("Cache-Control", "private, no-store")
        return given

    # Each call asks for its own right and scope (`door.NEEDS`); nobody else than its caller is let in here.
    guarded.motcua_right = PUBLIC  # type: ignore[attr-defined]
    return guarded


def _not_allowed(allowed: str) -> HttpResponse:
    return problem(
        Refusal(
            405,
            gettext_noop("Địa chỉ này không nhận phương thức đó."),
            gettext_noop("Dùng một trong: %(allowed)s."),
            id="method",
            headers={"Allow": allowed},
            allowed=allowed,
        )
    )


@csrf_exempt
@right(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """The document; it says nothing of anybody."""
    if request.method not in ("GET", "HEAD"):
        return _not_allowed("GET, HEAD")
    headers = {"Cache-Control": "public, max-age=300"}
    return HttpResponse(encoded(document(api)), content_type="application/json", headers=headers)


@csrf_exempt
@right(PUBLIC)
def unknown(request: HttpRequest) -> HttpResponse:
    """An address that is not there."""
    return problem(
        NotFound(
            gettext_noop("Không có địa chỉ này."),
            gettext_noop("Các địa chỉ có trong %(place)s."),
            id="no_address",
            place=f"{PREFIX}openapi.json",
        )
    )


@right(PUBLIC)
def docs(request: HttpRequest) -> HttpResponse:
    """The document for people."""
    return pages.docs(request, document(api))


def _patterns() -> list[URLPattern]:
    patterns = []
    for entry in api.urls[0]:
        if isinstance(entry, URLPattern) and entry.name != "api-root":
            entry.callback = _guarded(entry.callback)
            patterns.append(entry)
    return patterns


app_name = "api"
urlpatterns: list[URLPattern] = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="docs"),
    *_patterns(),
    re_path("", unknown, name="unknown"),
]
