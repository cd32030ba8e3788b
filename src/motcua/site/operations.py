"""Vận hành: how the house stands, for the administrator; everything here is also told by `motcua doctor`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.organisation.web import right
from motcua.site.keeping import doctor, erasing
from motcua.site.keeping.facts import facts
from motcua.site.models import BackupRun

BACKUPS = 7


@right("see_operations")
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """What needs a look first, then figures, the last backups, what was erased."""
    found = facts()
    checks = [(check.ok, *check.said(gettext)) for check in doctor.quick(found)]
    what = {rule.id: rule.what for rule in erasing.rules()}
    context: dict[str, Any] = {
        "facts": found,
        "wrong": [check for check in checks if not check[0]],
        "right": [check for check in checks if check[0]],
        "backups": BackupRun.objects.order_by("-began_at")[:BACKUPS],
        "erasures": [
            (run, gettext(what[run.rule]), gettext(run.ground)) if run.rule in what else (run, "", run.ground)
            for run in erasing.report(20)
        ],
    }
    return render(request, "desk/operations.html", context)
