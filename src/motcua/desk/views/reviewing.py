"""Rà soát thủ tục: proposals to change a procedure, with figures attached, and what became of them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import words_asked
from motcua.desk.counter_screen import HITS
from motcua.desk.refusals import status_of
from motcua.desk.views.any_report import QUESTIONS
from motcua.figures.models import ReviewProposal
from motcua.figures.periods import day_asked
from motcua.figures.registry import reports
from motcua.figures.reviewing import proposals
from motcua.figures.reviewing.cost import FORMULAS, LAW, STAGES, hours_words
from motcua.figures.reviewing.costing import cost_of
from motcua.figures.reviewing.paper import write_paper
from motcua.figures.reviewing.proposals import EVIDENCE, LONGEST, Words
from motcua.figures.reviewing.unused import months_before
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.queries import officer_names
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right
from motcua.procedures.finding import names_of
from motcua.procedures.queries import find as find_procedures

SHOWN: Final = 100


@right("see_reports")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The proposals, newest first, with the day of the yearly plan."""
    person, today = person_on(request), day_of(SystemClock().now())
    day = proposals.plan_day(today)
    context = {
        "proposals": list(proposals.proposals(person)[:SHOWN]),
        "plan_day": day,
        "days_left": (day - today).days,
        "may_write": may(person, proposals.WRITE),
        "starts": [
            (each, QUESTIONS.get(each.id, each.name))
            for each in reports()
            if each.id in (*EVIDENCE, "supplements")
        ],
        "first": months_before(today, 12).isoformat(),
        "last": today.isoformat(),
    }
    return render(request, "desk/reviewing/list.html", context)


@right("write_review")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Procedures that match what is being typed, for the list under the field."""
    query = words_asked(request.GET.get("q"), 200)
    context = {"hits": find_procedures(query, limit=HITS), "query": query}
    return render(request, "desk/reviewing/hits.html", context)


@right("write_review")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a proposal, or change one's own draft; what was typed stays when it is refused."""
    person = person_on(request)
    known = proposals.proposal(person, pk) if pk is not None else None
    if request.method != "POST":
        return _form(request, _values(known, request), pk)
    post = request.POST
    words = Words(
        procedure=words_asked(post.get("procedure"), 32),
        measure=words_asked(post.get("measure"), 20),
        ground=words_asked(post.get("ground"), 20),
        criteria=tuple(post.getlist("criteria")),
        reasons=post.get("reasons", ""),
        product=post.get("product", ""),
    )
    report = words_asked(post.get("report"), 32)
    try:
        if report and pk is None:
            days = day_asked(post.get("first", "")), day_asked(post.get("last", ""))
            row = proposals.write_with_figures(person, words, report, days)
        else:
            row = proposals.write(person, words, pk=pk)
    except DomainError as error:
        typed = {name: getattr(words, name) for name in words.__struct_fields__}
        typed |= {name: words_asked(post.get(name), 32) for name in ("report", "first", "last")}
        return _form(request, typed, pk, problem=error)
    said = gettext("Đã lưu đề xuất và đính kèm số liệu; đọc lại rồi trình.") if report else ""
    messages.success(request, said or gettext("Đã lưu đề xuất. Đính kèm số liệu rồi trình."))
    return HttpResponseRedirect(reverse("desk:review", args=[row.pk]))


@right("see_reports")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal with its figures, told again on request, and what may be done with it now."""
    person = person_on(request)
    problem = None
    if request.method == "POST":
        try:
            _do(request, person, pk)
        except DomainError as error:
            problem = error
        else:
            return HttpResponseRedirect(reverse("desk:review", args=[pk]))
    found = proposals.proposal(person, pk)
    evidence = list(found.evidence.order_by("pk"))
    names = officer_names({found.written_by, found.decided_by} - {""})
    draft = found.state == ReviewProposal.State.DRAFT
    today = day_of(SystemClock().now())
    again = request.GET.get("so") == "lai"
    context = {
        "proposal": found,
        "criteria": [label for value, label in ReviewProposal.Criterion.choices if value in found.criteria],
        "evidence": [
            (each, proposals.attached(each), proposals.compared(each) if again else []) for each in evidence
        ],
        "again": again,
        **_cost(found),
        "author": names.get(found.written_by, found.written_by),
        "decider": names.get(found.decided_by, found.decided_by),
        "may_edit": draft and may(person, proposals.WRITE) and found.written_by == person.officer_code,
        "may_decide": found.state == ReviewProposal.State.SUBMITTED and proposals.may_decide(person, found),
        "kinds": [(each.id, each.name) for each in reports() if each.id in EVIDENCE],
        "first": request.POST.get("first") or months_before(today, 12).isoformat(),
        "last": request.POST.get("last") or today.isoformat(),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/reviewing/proposal.html", context, status=status)


def _cost(found: ReviewProposal) -> dict[str, Any]:
    """The compliance cost with each of its sums."""
    cost = cost_of(found)
    if cost is None:
        return {}
    sides = [
        {
            "name": name,
            "rows": [
                {
                    "what": each.what,
                    "stage": STAGES[each.stage],
                    "hours": hours_words(each.hours),
                    "hired": each.hired,
                    "fee": each.fee,
                    "cost": each.cost(cost.income),
                }
                for each in side.activities
            ],
            "once": side.once(cost.income),
            "times": hours_words(side.times),
            "subjects": side.subjects,
            "year": side.year(cost.income),
        }
        for name, side in cost.sides
    ]
    return {"cost": cost, "cost_sides": sides, "cost_formulas": FORMULAS, "cost_law": LAW}


@right("see_reports")
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal as a paper to sign."""
    found = proposals.proposal(person_on(request), pk)
    out = io.BytesIO()
    write_paper(found, out)
    headers = {
        "Content-Disposition": f'inline; filename="de-xuat-ra-soat-{pk}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(out.getvalue(), content_type="application/pdf", headers=headers)


def _do(request: HttpRequest, person: Person, pk: int) -> None:
    post = request.POST
    step = post.get("step", "")
    if step == "attach":
        first, last = day_asked(post.get("first", "")), day_asked(post.get("last", ""))
        proposals.attach(person, pk, post.get("report", ""), first, last)
    elif step == "submit":
        proposals.submit(person, pk)
    elif step == "decide":
        proposals.decide(person, pk, post.get("decision", ""), post.get("words", ""))
    else:
        raise DomainError(gettext_noop("Không có việc này."), gettext_noop("Tải lại trang."))


def _values(known: ReviewProposal | None, request: HttpRequest) -> dict[str, Any]:
    if known is None:
        asked = {"procedure": "thu-tuc", "report": "bao-cao", "first": "tu", "last": "den"}
        typed = {name: words_asked(request.GET.get(word), 32) for name, word in asked.items()}
        return {**typed, "criteria": []}
    return {
        "procedure": known.procedure_code,
        "measure": known.measure,
        "ground": known.ground,
        "criteria": known.criteria,
        "reasons": known.reasons,
        "product": known.product,
    }


def _form(
    request: HttpRequest, values: dict[str, Any], pk: int | None, *, problem: DomainError | None = None
) -> HttpResponse:
    code, query = values.get("procedure", ""), words_asked(request.GET.get("q"), 200)
    context = {
        "values": values,
        "name": names_of([code]).get(code, "") if code else "",
        "hits": find_procedures(query, limit=HITS) if query else [],
        "query": query,
        "pk": pk,
        "problem": problem,
        "attached": next((each for each in reports() if each.id == values.get("report")), None),
        "days": [_day(values.get(name, "")) for name in ("first", "last")],
        "measures": ReviewProposal.Measure.choices,
        "grounds": ReviewProposal.Ground.choices,
        "criteria": ReviewProposal.Criterion.choices,
        "longest": LONGEST,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/reviewing/write.html", context, status=status)


def _day(text: str) -> date | None:
    try:
        return day_asked(text)
    except DomainError:
        return None
