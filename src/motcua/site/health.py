"""Answers for whoever watches: is the process alive, can it work, is the person still signed in."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from motcua.site.grants import append_only_tables


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; touches nothing."""
    return JsonResponse({"ok": True})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where the database answers, else 503. `warnings` name what weakens the log's protection."""
    try:
        warnings = role_warnings()
    except DatabaseError as error:
        return JsonResponse({"ok": False, "error": type(error).__name__, "warnings": []}, status=503)
    return JsonResponse({"ok": True, "warnings": warnings})


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """204 for who is signed in: a page asks before it sends a form, so an ended session loses nothing."""
    return HttpResponse(status=204)


def role_warnings() -> list[str]:
    """Ids of warnings: `one_role` (the application owns the log), `log_writable` (it may change it)."""
    tables = append_only_tables()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(pg_has_role(current_user, relowner, 'USAGE')),"
            " bool_or(has_table_privilege(current_user, oid, 'UPDATE, DELETE, TRUNCATE'))"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname = ANY(%s)",
            [tables],
        )
        owns, changes = cursor.fetchone() or (None, None)
    found = (("one_role", owns), ("log_writable", changes and not owns))
    return [name for name, holds in found if holds]
