"""Nhập hồ sơ của hệ thống cũ: a list is uploaded, tried, its columns put right, then entered."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import words_asked
from motcua.desk.refusals import status_of
from motcua.dossiers.importing import desk
from motcua.dossiers.importing.columns import FIELDS, NEEDED
from motcua.dossiers.tasks import take_dossiers_in
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.web import person_on, right

FIELD_NAMES: Final = {
    "code": _("Mã hồ sơ"),
    "procedure": _("Mã thủ tục"),
    "procedure_name": _("Tên thủ tục"),
    "applicant": _("Người nộp"),
    "received": _("Ngày tiếp nhận"),
    "due": _("Ngày hẹn trả"),
    "finished": _("Ngày kết thúc xử lý"),
    "returned": _("Ngày trả kết quả"),
    "status": _("Trạng thái"),
    "agency": _("Cơ quan giải quyết"),
    "channel": _("Hình thức nộp"),
    "identifier": _("Số định danh"),
    "address": _("Địa chỉ"),
    "phone": _("Điện thoại"),
}
SHOWN: Final = 200
"""Doubts on the page."""


@right("import_dossiers")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The lists that the person uploaded, and the form for another."""
    person, problem = person_on(request), None
    typed = {name: words_asked(request.POST.get(name), 64) for name in ("mapping", "agency")}
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            # What is too large is not read: one byte more than may be is enough to refuse it.
            content = given.read(desk.MOST_BYTES + 1) if given else b""
            name = str(given.name) if given else ""
            run = desk.start_import(person, name, content, mapping=typed["mapping"], agency=typed["agency"])
        except DomainError as error:
            problem = error
        else:
            take_dossiers_in.defer(number=run.pk)
            return HttpResponseRedirect(reverse("desk:import_run", args=[run.pk]))
    context = {
        "runs": desk.runs_of(person),
        "mappings": desk.saved_mappings(),
        "typed": typed,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/admin/imports.html", context, status=status)


@right("import_dossiers")
@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: HttpRequest, number: int) -> HttpResponse:
    """One list: how far it is, what came of it, its columns; and what may be done with it now."""
    person, problem = person_on(request), None
    if request.method == "POST":
        try:
            _do(request, number)
        except DomainError as error:
            problem = error
        else:
            take_dossiers_in.defer(number=number)
            return HttpResponseRedirect(reverse("desk:import_run", args=[number]))
    context = _context(desk.run_of(person, number)) | {"problem": problem}
    if problem:
        typed = {name: words_asked(request.POST.get(f"column_{name}"), 300) for name in FIELDS}
        context["fields"] = [(*each[:3], typed[each[0]]) for each in context["fields"]]
    status = status_of(problem) if problem else 200
    return render(request, "desk/admin/import_run.html", context, status=status)


@right("import_dossiers")
@require_safe
def running(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, for the part of the page that asks again."""
    return render(request, "desk/admin/import_told.html", _context(desk.run_of(person_on(request), number)))


def _do(request: HttpRequest, number: int) -> None:
    person, post = person_on(request), request.POST
    if post.get("step") == "columns":
        chosen: dict[str, str] = {name: words_asked(post.get(f"column_{name}"), 300) for name in FIELDS}
        desk.try_again(person, number, words_asked(post.get("name"), 64), chosen)
    elif post.get("step") == "enter":
        desk.enter_import(person, number)
    else:
        raise DomainError(gettext_noop("Không có việc này."), gettext_noop("Tải lại trang."))


def _context(run: Any) -> dict[str, Any]:
    told = run.told or {}
    taken = told.get("columns", {})
    doubts = told.get("doubts", [])
    refusal = DomainError(run.refusal[0], **run.refusal[1]) if run.refusal else None
    return {
        "run": run,
        "told": told,
        "refusal": refusal,
        "running": run.state in {"trying", "entering"},
        "headings": desk.headings_of(run),
        "fields": [(name, FIELD_NAMES[name], name in NEEDED, taken.get(name, "")) for name in FIELDS],
        "doubts": doubts[:SHOWN],
        "all_doubts": sum(told.get("by_doubt", {}).values()),
        "statuses": sorted(told.get("by_status", {}).items()),
    }
