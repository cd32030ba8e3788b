"""Danh mục thủ tục: the list, one procedure in time, and what the administrator writes by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk import catalogue_form
from motcua.desk.asked import Typed, page_number, whole, words_asked
from motcua.desk.catalogue_words import (
    COMPETENT_KINDS,
    PARTS,
    UNIT_OPTIONS,
    differing,
    fee_words,
    levels,
    lines_of,
    source_words,
)
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.process_words import Drawing
from motcua.desk.refusals import status_of
from motcua.desk.seen import Seen
from motcua.desk.words import CHANNELS, FEE_KINDS
from motcua.dossiers.fields import Fields
from motcua.foundation.clock import day_of
from motcua.foundation.errors import Conflict, DomainError
from motcua.organisation.queries import today
from motcua.organisation.rights import Person, may
from motcua.organisation.seen import Subject
from motcua.organisation.web import person_on, right
from motcua.procedures import services
from motcua.procedures.administered import PAGE, SHOWN, ProcedureInTime, catalogue, in_time
from motcua.procedures.by_hand import Plan, fee_key, newest_record, plan_version
from motcua.procedures.content import LEVELS, Attributes, Fee
from motcua.procedures.models import ProcessPeriod, ProcessUse
from motcua.procedures.process_administered import of_procedure

SHOWN_WORDS = dict(
    zip(
        SHOWN,
        (
            _("Tất cả"),
            _("Tiếp nhận được"),
            _("Chờ chốt nội dung"),
            _("Chỉ có trong danh mục"),
            _("Đơn vị nhập tay"),
            _("Đã hết hiệu lực"),
        ),
        strict=True,
    )
)


@right("see_catalogue")
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The list: receivable or not, and why not."""
    asked = request.GET
    shown = asked.get("xem", "all")
    shown = shown if shown in SHOWN else "all"
    words, page = words_asked(asked.get("q"), 200), page_number(asked.get("trang"))
    total, rows = catalogue(words, shown=shown, page=page)
    context = {
        "q": words,
        "shown": shown,
        "choices": SHOWN_WORDS.items(),
        "rows": [(row, levels(row.levels), source_words(row.source)) for row in rows],
        "list": {"page": page, "pages": max(1, -(-total // PAGE)), "total": total},
        "may_change": may(person_on(request), "administer_catalogue"),
    }
    return render(request, "desk/catalogue/list.html", context)


@right("see_catalogue")
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: the version in force or another one, its sources, contradictions and fees."""
    found = in_time(code, today(), whole(request.GET.get("ban")))
    lines = lines_of(found.content)
    context = {
        "found": found,
        "abolished": found.content.state == "abolished",
        "parts": [
            (PARTS[part], lines[part]) for part in PARTS if lines[part] and part not in ("name", "fees")
        ],
        "fees": _fees(found),
        "sources": [(line, source_words(line.source)) for line in found.sources],
        "source": source_words(found.shown.source),
        "processes": _processes(code) if may(person_on(request), "see_processes") else (),
        "may_change": may(person_on(request), "administer_catalogue"),
    }
    return render(request, "desk/catalogue/procedure.html", context)


def _processes(code: str) -> list[tuple[ProcessUse, ProcessPeriod, Drawing]]:
    """The internal processes in force today, each with its drawing."""
    return [
        (
            use,
            period,
            Drawing(period.process.name, reverse("desk:process_drawn", args=[period.version.hash])),
        )
        for use, period in of_procedure(code, today())
    ]


def _fees(found: ProcedureInTime) -> list[tuple[Fee, str, str]]:
    fees = dict.fromkeys(fee for row in found.content.channels for fee in row.fees)
    return [(fee, fee_words(fee), fee_key(fee)) for fee in fees]


@right("administer_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Enter a procedure that the catalogue has not got."""
    return _version(request, "")


@right("administer_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, code: str) -> HttpResponse:
    """Write what a procedure is from a day on, beginning from the version in force."""
    return _version(request, code)


def _about(code: str) -> tuple[Subject, ...]:
    return (Subject("procedure", code),) if code else ()


def _version(request: HttpRequest, code: str) -> HttpResponse:
    seen = Seen(request, *_about(code))
    found = in_time(code, today()) if code else None
    if request.method != "POST":
        values = catalogue_form.prefilled(found.content) if found else {}
        return _form(request, found, values, seen)
    values = Typed(request.POST)
    code = found.procedure.code if found else words_asked(values["code"], 20)
    step = values["step"]
    if step not in ("look", "save"):
        return _form(request, found, values, seen)
    try:
        attributes, day = catalogue_form.read(code, request.POST), _day(request.POST)
        if step == "look":
            with seen.guard():
                plan = plan_version(code, attributes, day)
            return _form(request, found, values, seen, plan=plan)
        with seen.guard():
            _save(person_on(request), code, attributes, day, request.POST, new=found is None)
    except DomainError as error:
        return _form(request, found, values, seen, problem=error)
    messages.success(request, gettext("Đã ghi phiên bản; hồ sơ đã tiếp nhận giữ phiên bản cũ."))
    return HttpResponseRedirect(reverse("desk:catalogue_procedure", args=[code]))


def _save(
    person: Person, code: str, attributes: Attributes, day: date, data: Mapping[str, Any], *, new: bool
) -> None:
    fields = Fields(data)
    document = fields.text("document", required=True, limit=200)
    reason = fields.text("reason", required=True, limit=500)
    fields.check()
    services.write_version(
        person,
        code,
        attributes,
        valid_from=day,
        document=document,
        reason=reason,
        new=new,
        expected=None if new else whole(fields.raw("expected")),
    )


def _form(
    request: HttpRequest,
    found: ProcedureInTime | None,
    values: Mapping[str, str],
    seen: Seen,
    *,
    problem: DomainError | None = None,
    plan: Plan | None = None,
) -> HttpResponse:
    faults = fault_sentences(problem)
    context = {
        "new": found is None,
        "code": found.procedure.code if found else "",
        "found": found,
        "values": Typed({"valid_from": today().isoformat(), **values}),
        "rows": catalogue_form.rows(values, faults),
        "faults": faults,
        "problem": problem,
        "seen": seen.told(problem),
        "differences": differing(plan.before, plan.after) if plan else None,
        "expected": _expected(found, values, problem),
        "levels": [
            (f"level_{level}", levels((level,)), bool(values.get(f"level_{level}"))) for level in LEVELS
        ],
        "channels": CHANNELS.items(),
        "units": UNIT_OPTIONS,
        "fee_kinds": FEE_KINDS.items(),
        "competent_kinds": COMPETENT_KINDS.items(),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/catalogue/version.html", context, status=status)


def _expected(
    found: ProcedureInTime | None, values: Mapping[str, str], problem: DomainError | None
) -> int | str:
    """The record that the form was filled from, for imports of files leave no row in the register; the newest
    once the reader has been told of it."""
    if found is None:
        return ""
    kept = values.get("expected") if not isinstance(problem, Conflict) else ""
    return kept or newest_record(found.procedure.pk)


@right("administer_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Abolish a procedure from a day on."""

    def ended(person: Person, fields: Fields, day: date) -> None:
        services.abolish(
            person,
            code,
            valid_from=day,
            document=fields.text("document", required=True, limit=200),
            reason=fields.text("reason", required=True, limit=500),
        )

    seen = Seen(request, *_about(code))
    context = {"found": in_time(code, today()), "kind": "end"}
    return _small_form(
        request,
        code,
        context,
        ended,
        seen=seen,
        done=gettext("Đã ghi: thủ tục hết hiệu lực từ ngày đã chọn."),
    )


@right("administer_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def fee(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Make a published fee certain: its amount in đồng, from a day on, with the document that says so."""

    def sure(person: Person, fields: Fields, day: date) -> None:
        services.make_fee_certain(
            person,
            code,
            key,
            amount=fields.raw("amount"),
            valid_from=day,
            document=fields.text("document", required=True, limit=200),
            reason=fields.text("reason", required=True, limit=500),
        )

    seen = Seen(request, *_about(code))
    found = in_time(code, today())
    words = next((words for _fee, words, each in _fees(found) if each == key), "")
    context = {"found": found, "kind": "fee", "fee": words}
    return _small_form(request, code, context, sure, seen=seen, done=gettext("Đã ghi mức thu."))


def _small_form(
    request: HttpRequest,
    code: str,
    context: dict[str, Any],
    act: Callable[[Person, Fields, date], None],
    *,
    seen: Seen,
    done: str,
) -> HttpResponse:
    """A form of a day, a document and a reason; what was typed is kept where it does not fit."""
    problem = None
    if request.method == "POST":
        fields = Fields(request.POST)
        try:
            day = _day(request.POST)
            fields.text("document", required=True, limit=200)
            fields.text("reason", required=True, limit=500)
            fields.check()
            with seen.guard():
                act(person_on(request), fields, day)
        except DomainError as error:
            problem = error
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("desk:catalogue_procedure", args=[code]))
    context |= {
        "values": Typed({"valid_from": today().isoformat(), **Typed(request.POST)}),
        "problem": problem,
        "seen": seen.told(problem),
        "faults": fault_sentences(problem),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/catalogue/small.html", context, status=status)


def _day(data: Mapping[str, Any]) -> date:
    fields = Fields(data)
    moment = fields.moment("valid_from", required=True)
    fields.check()
    return day_of(moment or 0)
