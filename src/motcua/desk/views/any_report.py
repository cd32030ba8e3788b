"""Các báo cáo: the list of them by what one wants to know, and any report with its cells opened."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.desk.asked import words_asked
from motcua.desk.refusals import sentence, status_of
from motcua.desk.report_asked import Asked, OutOfReach, asked, periods, places, typed
from motcua.desk.review_links import review_query
from motcua.desk.views.reports import STANDINGS
from motcua.figures.evidence import Cell as Opened
from motcua.figures.registry import ReportKind, reports
from motcua.figures.reports import REPORTS, made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import Column, Listing, Row, Share, Table
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound, gettext_noop
from motcua.organisation.rights import require
from motcua.organisation.web import person_on, right

QUESTIONS: Final = {
    "II06a": _("Nhận, giải quyết, còn lại bao nhiêu hồ sơ; bao nhiêu trước, đúng và quá hạn?"),
    "II06b": _("Từng cơ quan, từng cấp, từng thủ tục giải quyết ra sao?"),
    "digitisation": _("Giấy tờ và kết quả đã số hóa, dùng lại được bao nhiêu?"),
    "payment": _("Phí, lệ phí, nghĩa vụ tài chính đã nộp chưa, nộp bằng cách nào?"),
    "online": _("Thủ tục nào người dân nộp trực tuyến, bao nhiêu?"),
    "supplements": _("Hồ sơ phải bổ sung mấy lần, vì thiếu gì, sai gì?"),
    "logbook": _("Sổ theo dõi hồ sơ của từng bộ phận, từng dòng?"),
    "interlinked": _("Bao nhiêu hồ sơ liên thông, phần việc của cơ quan phối hợp có trễ không?"),
    "linked_pairs": _("Cơ quan nào gửi việc cho cơ quan nào, có trả đúng hạn không?"),
    "identity": _("Người nộp xác thực bằng cách nào?"),
    "index766": _("Chấm điểm phục vụ người dân, doanh nghiệp ra sao?"),
    "nine_indices": _("Từng cơ quan được mấy điểm ở chín chỉ số, mất điểm vì đâu?"),
    "unused": _("Thủ tục nào lâu không có hồ sơ?"),
    "usual_time": _("Thủ tục thường mất bao lâu, so với thời hạn?"),
    "missing_papers": _("Giấy tờ nào lần đầu nộp hay thiếu, hay sai?"),
    "lateness": _("Hồ sơ quá hạn vì đâu, ai làm trễ, đã xin lỗi chưa?"),
    "satisfaction": _("Người dân, tổ chức hài lòng đến đâu?"),
    "petitions": _("Phản ánh, kiến nghị được trả lời đúng hạn không?"),
    "services": _("Bao nhiêu dịch vụ công trực tuyến, tích hợp quốc gia, liên thông?"),
    "article": _("Các con số của bài báo hôm nay là bao nhiêu?"),
    "step_time": _("Bước nào giữ hồ sơ lâu nhất, so với thời gian được giao?"),
}
"""What one wants to know, by the report that tells it; others show their name alone."""
BY_NAMES: Final = {
    "form": _("Theo mẫu: cấp, rồi lĩnh vực"),
    "agency": _("Cơ quan"),
    "level": _("Cấp"),
    "field": _("Lĩnh vực"),
    "procedure": _("Thủ tục"),
    "section": _("Bộ phận Một cửa"),
    "pair": _("Cặp cơ quan"),
    "to": _("Cơ quan phối hợp"),
    "figure": _("Số liệu"),
    "maker": _("Cơ quan làm trễ"),
    "post": _("Vị trí thực hiện bước"),
    "step": _("Thủ tục, rồi từng bước"),
}
_OWN_PAGES: Final = {
    "II06a": "report_ii06a",
    "index766": "index766",
    "nine_indices": "nine_indices",
    "article": "report_article",
}
"""Reports that have a page of their own."""
_BESIDE: Final = {
    "overview": (_("Đơn vị đang ra sao, tuần này việc gì sắp trễ?"), _("Tổng quan")),
    "reviews": (_("Nên sửa, nên bãi bỏ thủ tục nào?"), _("Đề xuất rà soát thủ tục")),
}
"""Pages of figures that are no report: what one wants to know, title, by the name of the address."""
_GROUPS: Final = (
    (_("Tiếp nhận và giải quyết"), ("overview", "II06a", "II06b", "lateness", "logbook", "article")),
    (_("Trực tuyến, số hóa, thanh toán"), ("online", "services", "digitisation", "payment", "identity")),
    (_("Phối hợp giữa các cơ quan"), ("interlinked", "linked_pairs")),
    (_("Chấm điểm và hài lòng"), ("index766", "nine_indices", "satisfaction", "petitions")),
    (
        _("Rà soát thủ tục"),
        ("usual_time", "step_time", "missing_papers", "supplements", "unused", "reviews"),
    ),
)
"""The list of reports in parts; a report that stands in none comes last."""


class _Listed(NamedTuple):
    """One line of the list: where it leads, the question, the name, its form and law."""

    url: str
    question: str | Lazy
    name: str | Lazy
    form: str = ""
    law: str = ""


@right("see_reports")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The reports, each under the question it answers."""
    told = {each.id: _listed(each) for each in reports() if each.id in REPORTS}
    for page, (question, name) in _BESIDE.items():
        told[page] = _Listed(reverse(f"desk:{page}"), question, name)
    groups = [(title, [told.pop(each) for each in ids if each in told]) for title, ids in _GROUPS]
    groups += [(_("Báo cáo khác"), list(told.values()))] if told else []
    return render(request, "desk/reports/index.html", {"groups": groups})


def _listed(each: ReportKind) -> _Listed:
    page = _OWN_PAGES.get(each.id)
    url = reverse(f"desk:{page}") if page else reverse("desk:report", args=[each.id])
    return _Listed(url, QUESTIONS.get(each.id, ""), each.name, each.form, each.law)


@right("see_reports")
@require_safe
def any_report(request: HttpRequest, report: str) -> HttpResponse:
    """One report with its proof; the open cell below it."""
    kind = next((each for each in reports() if each.id == report), None)
    if kind is None:
        raise NotFound(gettext_noop("Không có báo cáo này."), gettext_noop("Chọn trong danh sách báo cáo."))
    if kind.id in _OWN_PAGES:
        query = request.META["QUERY_STRING"]
        return HttpResponseRedirect(reverse(f"desk:{_OWN_PAGES[kind.id]}") + (f"?{query}" if query else ""))
    person, now = person_on(request), SystemClock().now()
    context: dict[str, Any] = {
        "kind": kind,
        "periods": periods(now),
        "places": places(person, day_of(now)),
        "rule_sets": [each for each in RULE_SETS.values() if each.id in kind.rule_sets],
        "kinds_of_rows": [(each, BY_NAMES.get(each, each)) for each in kind.by],
        "typed": typed(request),
        "by": words_asked(request.GET.get("theo"), 20) or (kind.by[0] if kind.by else ""),
    }
    try:
        context |= _told(asked(request, person, now), kind, context["by"], request)
    except DomainError as error:
        if isinstance(error, Forbidden | NotFound) and not isinstance(error, OutOfReach):
            raise
        context["refused"] = sentence(error)
        return render(request, "desk/reports/any.html", context, status=status_of(error))
    return render(request, "desk/reports/any.html", context)


def _told(wanted: Asked, kind: ReportKind, by: str, request: HttpRequest) -> dict[str, Any]:
    if made(kind.id).right:
        require(person_on(request), made(kind.id).right)
    table = made(kind.id).build(wanted.scope, wanted.rules, by)
    column = words_asked(request.GET.get("cot"), 40)
    rows = [*table.rows, *([table.total] if table.total else [])]
    return {
        "asked": wanted,
        "typed": {
            "ky": wanted.period,
            "tu": wanted.scope.first.isoformat(),
            "den": wanted.scope.last.isoformat(),
            "pham_vi": wanted.place,
            "den_luc": wanted.moment,
            "quy_tac": wanted.rules.id,
        },
        "table": table,
        "groups": _groups(table),
        "rows_are": BY_NAMES.get(by, by),
        "under": [column for column in table.columns if column.group],
        "rows": [
            (row, _cells(wanted, table, row, column), review_query(person_on(request), wanted, kind.id, row))
            for row in rows
        ],
        "fixed": wanted.fixed(theo=by),
        **(_opened(wanted, kind, table, column) if column else {}),
    }


def _groups(table: Table) -> list[tuple[str, str, int]]:
    """The first line of headings: a group with how many columns it has, or a column by itself (0)."""
    found: list[tuple[str, str, int]] = []
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        several = list(columns)
        if group:
            found.append((group, "", len(several)))
        else:
            found += [("", column.label, 0) for column in several]
    return found


def _cells(wanted: Asked, table: Table, row: Row, open_column: str) -> list[dict[str, Any]]:
    return [
        {
            "column": column,
            "cell": cell,
            "share": cell if isinstance(cell, Share) else None,
            "late": column.late and bool(cell),
            "open": row.key == wanted.row and column.key == open_column,
            "query": wanted.fixed(theo=table.by, hang=row.key, cot=column.key)
            if column.opens and cell
            else "",
        }
        for column in table.columns
        for cell in (row.cells.get(column.key),)
    ]


def _plain(listing: Listing, row: Row) -> list[dict[str, Any]]:
    return [{"column": column, "cell": row.cells.get(column.key)} for column in listing.columns]


def _opened(wanted: Asked, kind: ReportKind, table: Table, key: str) -> dict[str, Any]:
    how = made(kind.id)
    rows = [*table.rows, *([table.total] if table.total else [])]
    row = next((each for each in rows if each.key == wanted.row), None)
    column: Column | None = next((each for each in table.columns if each.key == key and each.opens), None)
    if row is None or column is None:
        return {}
    here = {"theo": table.by, "hang": row.key, "cot": column.key}
    cell = (wanted.scope, wanted.rules, row.key, column.key, wanted.after)
    found: Opened | Listing
    more: dict[str, Any]
    if how.opened is not None:
        found = dossiers = how.opened(*cell)
        more = {"seen": [(each, str(STANDINGS[each.standing])) for each in dossiers.rows]}
    elif how.listed is not None:
        found = lines = how.listed(*cell)
        more = {"listing": [(each, _plain(lines, each)) for each in lines.rows]}
    else:
        return {}
    return {
        **more,
        "cell": found,
        "cell_row": row,
        "cell_column": column,
        "cell_value": row.cells.get(column.key),
        "take_cell": wanted.fixed(**here),
        "next": wanted.fixed(**here, sau=found.after) if found.after else "",
        "back": wanted.fixed(**here) if wanted.after else "",
    }
