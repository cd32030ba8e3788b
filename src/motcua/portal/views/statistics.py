"""Public statistics: what was received, resolved, late, by agency and procedure; letters of apology.

Decree 61/2018 arts 19(9) and 32 have lateness and ratings published. Every line carries its parts; where they
do not add up no figure is shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.published import Apology, PublishedLate, apologies, late_dossiers
from motcua.feedback.queries.ratings import Ratings
from motcua.feedback.queries.ratings import by_agency as rated_by_agency
from motcua.figures import queries as figures
from motcua.figures.drawn import bars
from motcua.foundation.clock import SystemClock, local_text
from motcua.organisation.queries import agency_names, today
from motcua.organisation.web import PUBLIC, right
from motcua.procedures.queries import names_of

PER_PAGE: Final = 50
MOST: Final = 2000
"""Late dossiers and letters that are listed at once; a province with more has another trouble than a list."""
_COLUMNS: Final = (
    "received", *figures.COUNTED[:3], "resolved", *figures.COUNTED[3:6], "without_result", "open",
    *figures.COUNTED[7:], "on_time_pct", "late_pct", "online_pct",
)  # fmt: skip


class Line(msgspec.Struct, frozen=True):
    """One line of a table: what it counts, under which name, and where it leads."""

    totals: figures.Totals
    code: str
    name: str
    rated: Ratings | None = None


@right(PUBLIC)
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """By agency, of all procedures or of one."""
    code = request.GET.get("thu-tuc", "").replace("\x00", " ").strip()[:32]
    found = figures.by_agency(code, _kind(request))
    names = names_of([code]) if code else {}
    rated = rated_by_agency(found.period.since, today()) if found and not code else {}
    ids = [line.agency_id for line in found.lines] if found else []
    known = agency_names(ids)
    lines = [
        Line(line, "", known.get(line.agency_id or 0, ""), rated.get(line.agency_id or 0))
        for line in (found.lines if found else ())
    ]
    context = {
        "by": "agency",
        "procedure_code": code,
        "procedure_name": names.get(code, ""),
        "rates": not code,
    }
    return _shown(request, found, lines, context)


@right(PUBLIC)
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """By procedure, at all agencies or at one."""
    agency = _number(request.GET.get("co-quan", ""))
    found = figures.by_procedure(agency, _kind(request))
    names = names_of([line.procedure_code for line in found.lines]) if found else {}
    lines = [
        Line(line, line.procedure_code, names.get(line.procedure_code, line.procedure_code))
        for line in (found.lines if found else ())
    ]
    agency_name = agency_names([agency]).get(agency, "") if agency else ""
    return _shown(request, found, lines, {"by": "procedure", "agency_name": agency_name})


@right(PUBLIC)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Dossiers that are late now, and letters of apology of the year, without anything personal."""
    now = SystemClock().now()
    period = figures.period()
    sent = apologies(figures.first_moment(period.since) if period else now, now, MOST) if period else []
    waiting = late_dossiers(now, MOST)
    if request.GET.get("dang") in ("csv", "json"):
        return _late_file(request.GET["dang"], waiting, sent)
    context = {
        "now": now,
        "waiting": waiting[:PER_PAGE],
        "waiting_count": len(waiting),
        "page": Paginator(sent, PER_PAGE).get_page(request.GET.get("trang")),
        "most": MOST,
        "period": period,
    }
    return render(request, "portal/statistics/late.html", context)


def _shown(
    request: HttpRequest, found: figures.Statistics | None, lines: list[Line], context: dict[str, Any]
) -> HttpResponse:
    if request.GET.get("dang") in ("csv", "json") and found is not None:
        return _file(request.GET["dang"], found, lines, context["by"])
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("trang"))
    context |= {"found": found, "page": page, "kinds": figures.kinds()}
    if found and found.whole and context["by"] == "agency" and not context.get("procedure_code"):
        context |= {"spans": found.spans, "bars": bars(found.spans)}
    return render(request, "portal/statistics/table.html", context)


def _kind(request: HttpRequest) -> str:
    """The period that is asked for; the first where it is none that is published."""
    asked = request.GET.get("ky", "")
    return asked if asked in figures.KINDS else figures.YEAR


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _row(name: str, code: str, totals: figures.Totals) -> dict[str, Any]:
    told = [each.value for each in (totals.in_time, totals.lateness, totals.filed_online)]
    values = [getattr(totals, column) for column in _COLUMNS[:-3]]
    return {"name": name, "code": code, **dict(zip(_COLUMNS, [*values, *told], strict=True))}


def _file(kind: str, found: figures.Statistics, lines: Iterable[Line], by: str) -> HttpResponse:
    """The table as open data, whole; nothing but the period where the parts do not add up."""
    period = found.period
    rows = [_row(line.name, line.code, line.totals) for line in lines] if found.whole else []
    if kind == "csv":
        return _csv(rows, ("name", "code", *_COLUMNS), f"so-lieu-{by}")
    document = {
        "as_of": local_text(period.as_of),
        "period_from": period.since.isoformat(),
        "period": found.kind,
        "rules": "II.06a, practice",
        "adds_up": found.whole,
        "months": [
            {
                "from": each.first,
                "to": each.last,
                "received": each.received,
                "resolved": each.resolved,
                "late": each.late,
            }
            for each in (found.spans if found.whole else ())
        ],
        "total": _row(gettext("Toàn bộ"), "", found.total) if found.whole else None,
        "rows": rows,
    }
    return HttpResponse(msgspec.json.encode(document), content_type="application/json")


def _late_file(kind: str, waiting: list[PublishedLate], sent: list[Apology]) -> HttpResponse:
    rows = [
        {
            "kind": "late",
            "code": each.code,
            "procedure_code": each.procedure_code,
            "procedure": each.procedure_name,
            "agency": each.agency,
            "due_before": local_text(each.due_at),
            "due_after": "",
            "sent_at": "",
        }
        for each in waiting
    ] + [
        {
            "kind": "apology",
            "code": each.code,
            "procedure_code": each.procedure_code,
            "procedure": each.procedure_name,
            "agency": each.agency,
            "due_before": "" if each.due_before is None else local_text(each.due_before),
            "due_after": local_text(each.due_after),
            "sent_at": local_text(each.sent_at),
        }
        for each in sent
    ]
    if kind == "csv":
        columns = (
            "kind",
            "code",
            "procedure_code",
            "procedure",
            "agency",
            "due_before",
            "due_after",
            "sent_at",
        )
        return _csv(rows, columns, "ho-so-tre")
    return HttpResponse(msgspec.json.encode({"rows": rows}), content_type="application/json")


def _csv(rows: list[dict[str, Any]], columns: Iterable[str], name: str) -> HttpResponse:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows(rows)
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
