"""Báo cáo: form II.06a of any period as known at any moment, and the dossiers behind each of its cells."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import SUCCEEDED, Asked, asked, periods, places, typed
from motcua.dossiers.facts import Standing
from motcua.figures.evidence import cell
from motcua.figures.ii06a import Line
from motcua.figures.registry import figure
from motcua.figures.report import FORM_COLUMNS, Report, report
from motcua.figures.rule_sets import RULE_SETS
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.organisation.web import person_on, right

COLUMNS: Final = {int(each.key[1:]): _(each.label) for each in FORM_COLUMNS}
STANDINGS: Final = {
    Standing.OPEN: _("Đang giải quyết"),
    Standing.WAITING: _("Chờ bổ sung"),
    Standing.PAUSED: _("Tạm dừng"),
    Standing.GRANTED: _("Có kết quả"),
    Standing.REFUSED: _("Không được giải quyết"),
    Standing.WITHDRAWN: _("Đã rút"),
    Standing.STOPPED: _("Đã dừng xử lý"),
}
_FIRST_OF_GROUP: Final = frozenset({3, 7, 11})
_LATE: Final = frozenset({10, 13})
_SHARES: Final = {
    "on_time_pct": _("Giải quyết trước hạn và đúng hạn"),
    "late_pct": _("Giải quyết quá hạn"),
    "received_online_pct": _("Nhận trực tuyến trong kỳ"),
}


@right("see_reports")
@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """Form II.06a with its proof; the open cell below it."""
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {
        "periods": periods(now),
        "places": places(person, day_of(now)),
        "rule_sets": list(RULE_SETS.values()),
        "typed": typed(request),
    }
    try:
        wanted = asked(request, person, now, successors=True)
        found = report(wanted.scope, wanted.rules)
        context |= _told(wanted, found)
    except DomainError as error:
        context["refused"] = sentence(error)
        return render(request, "desk/reports/ii06a.html", context, status=status_of(error))
    return render(request, "desk/reports/ii06a.html", context)


def _told(wanted: Asked, found: Report) -> dict[str, Any]:
    other = report(wanted.scope, wanted.other) if wanted.other and wanted.other != wanted.rules else None
    chosen = next((row for row in (*found.rows, found.total) if row.key == wanted.row), None)
    return {
        "asked": wanted,
        "typed": {
            "ky": wanted.period,
            "tu": wanted.scope.first.isoformat(),
            "den": wanted.scope.last.isoformat(),
            "pham_vi": wanted.place,
            "den_luc": wanted.moment,
            "quy_tac": wanted.rules.id,
            "so_voi": wanted.other.id if wanted.other else "",
            "sap_nhap": SUCCEEDED if wanted.scope.succeeded else "",
        },
        "report": found,
        "fixed": wanted.fixed(),
        "rows": [_row(wanted, line, number) for line, number in _numbered(found)],
        "total": _row(wanted, found.total, ""),
        "shares": [(name, figure(code).of(found.total)) for code, name in _SHARES.items()],
        "sides": _sides(found, other) if other else [],
        "other": other,
        **(_evidence(wanted, chosen) if chosen and wanted.column else {}),
    }


def _numbered(found: Report) -> list[tuple[Line, str]]:
    rows: list[tuple[Line, str]] = []
    level, line = 0, 0
    for row in found.rows:
        if row.kind == "level":
            level, line = level + 1, 0
            rows.append((row, ("I", "II", "III", "IV")[level - 1]))
        else:
            line += 1
            rows.append((row, str(line)))
    return rows


def _row(wanted: Asked, line: Line, number: str) -> dict[str, Any]:
    return {
        "line": line,
        "number": number,
        "cells": [
            {
                "column": column,
                "name": name,
                "value": getattr(line, f"c{column}"),
                "first": column in _FIRST_OF_GROUP,
                "late": column in _LATE,
                "open": line.key == wanted.row and column == wanted.column,
                "query": wanted.address(hang=line.key, cot=column),
            }
            for column, name in COLUMNS.items()
        ],
    }


def _sides(found: Report, other: Report) -> list[tuple[int, str, int, int, int]]:
    """Column, name, both totals and the difference, where two rule sets are set side by side."""
    pairs = [
        (n, name, getattr(found.total, f"c{n}"), getattr(other.total, f"c{n}")) for n, name in COLUMNS.items()
    ]
    return [(n, str(name), one, two, two - one) for n, name, one, two in pairs]


def _evidence(wanted: Asked, line: Line) -> dict[str, Any]:
    found = cell(wanted.scope, wanted.rules, line.key, wanted.column, wanted.after)
    return {
        "cell": found,
        "cell_line": line,
        "take_cell": wanted.fixed(hang=line.key, cot=wanted.column),
        "cell_column": COLUMNS.get(wanted.column, ""),
        "cell_total": getattr(line, f"c{wanted.column}", 0),
        "seen": [(each, str(STANDINGS[each.standing])) for each in found.rows],
        "next": wanted.address(hang=line.key, cot=wanted.column, sau=found.after) if found.after else "",
        "back": wanted.address(hang=line.key, cot=wanted.column) if wanted.after else "",
    }
