"""Tệp báo cáo: a report, or the list behind one of its cells, as Excel, Word, PDF or CSV.

What is small is answered at once; what is long becomes a job, and waits on the page of one's own files.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import words_asked
from motcua.desk.lists import XLSX_TYPE
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import Asked, asked
from motcua.figures.registry import reports
from motcua.figures.report_files import AT_ONCE, Request, ask_file, at_once, file_content, files_of, prepare
from motcua.figures.tasks import make_report_file
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.organisation.web import person_on, right

TYPES: Final = {
    "xlsx": XLSX_TYPE,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}
_IDS: Final = {"ii-06a": "II06a"}
"""Addresses that are written otherwise than the report's id."""


@right("see_reports")
@require_safe
def report_file(request: HttpRequest, report: str, form: str) -> HttpResponse:
    """The file of the report that the query asks for; of the open cell where it names one."""
    person = person_on(request)
    try:
        merged = _IDS.get(report, report) == "II06a"
        cut = asked(request, person, SystemClock().now(), successors=merged)
        wanted = _request(cut, request, report, form)
        prepared = prepare(wanted)
        if prepared.rows > AT_ONCE:
            make_report_file.defer(number=ask_file(person, wanted, prepared))
            return HttpResponseRedirect(reverse("desk:report_files"))
        return _answer(prepared.name, at_once(person, wanted, prepared))
    except DomainError as error:
        if isinstance(error, Forbidden | NotFound):
            raise
        return _page(request, sentence(error), status_of(error))


@right("see_reports")
@require_http_methods(["GET", "HEAD"])
def report_files(request: HttpRequest) -> HttpResponse:
    """The person's own files, with how far each is."""
    return _page(request)


@right("see_reports")
@require_safe
def files_running(request: HttpRequest) -> HttpResponse:
    """The same list, for the part of the page that asks again."""
    return render(request, "desk/reports/files_list.html", _files(request))


@right("see_reports")
@require_safe
def report_file_content(request: HttpRequest, number: int) -> HttpResponse:
    """A file that the person asked for before."""
    return _answer(*file_content(person_on(request), number))


def _page(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    context = {**_files(request), "refused": refused}
    return render(request, "desk/reports/files.html", context, status=status)


def _files(request: HttpRequest) -> dict[str, object]:
    found = files_of(person_on(request))
    return {"files": found, "running": any(each.ended_at is None for each in found)}


def _request(wanted: Asked, request: HttpRequest, report: str, form: str) -> Request:
    one = wanted.scope.agencies[0] if wanted.place.isdecimal() and wanted.scope.agencies else 0
    cell = words_asked(request.GET.get("cot"), 40)
    report = _IDS.get(report, report)
    rows_by = next((each.by[0] for each in reports() if each.id == report and each.by), "")
    return Request(
        report=report,
        scope=wanted.scope,
        rules=wanted.rules.id,
        by=words_asked(request.GET.get("theo"), 30) or rows_by,
        form=form,
        agency=one,
        place=wanted.place,
        row=wanted.row if cell else "",
        column=f"c{cell}" if cell.isdecimal() else cell,
    )


def _answer(name: str, content: bytes) -> HttpResponse:
    kind = TYPES[name.rpartition(".")[2]]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
