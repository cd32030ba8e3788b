"""Quy trình nội bộ: the list, one process with its drawing, and what the administrator decides of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import Typed, day_typed, page_number, whole, words_asked
from motcua.desk.process_words import Drawing, Mark, lines_of
from motcua.desk.refusals import status_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.models import Level
from motcua.organisation.queries import today
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right
from motcua.procedures import process_services
from motcua.procedures.models import ProcessVerdict, ProcessVersion
from motcua.procedures.process_administered import (
    PAGE,
    SHOWN,
    ProcessPage,
    decisions,
    process_ids,
    process_page,
    processes,
)
from motcua.procedures.process_doubts import Question
from motcua.procedures.process_queries import by_version
from motcua.procedures.process_services import Use
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import Call, Process
from motcua.procedures.processes.times_on_path import Total, longest

SHOWN_WORDS: Final = dict(
    zip(SHOWN, (_("Tất cả"), _("Đang áp dụng"), _("Bản nháp"), _("Còn nghi vấn")), strict=True)
)
_NO_DAY: Final = gettext_noop("Ngày không đọc được.")
_PICK_DAY: Final = gettext_noop("Chọn ngày trên lịch, hoặc gõ dạng 01/07/2026.")
_USES: Final = 20


@right("see_processes")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The processes: in force or draft, with what waits for an answer."""
    asked = request.GET
    shown = asked.get("xem", "all")
    shown = shown if shown in SHOWN else "all"
    words, decision = words_asked(asked.get("q"), 200), words_asked(asked.get("qd"), 120)
    page = page_number(asked.get("trang"))
    total, rows = processes(words, decision=decision, shown=shown, day=today(), page=page)
    context = {
        "q": words,
        "decision": decision,
        "decisions": decisions(),
        "shown": shown,
        "choices": SHOWN_WORDS.items(),
        "filtered": bool(words or decision or shown != "all"),
        "rows": rows,
        "list": {"page": page, "pages": max(1, -(-total // PAGE)), "total": total},
        "may_change": may(person_on(request), "administer_processes"),
    }
    return render(request, "desk/processes/list.html", context)


@right("see_processes")
@require_safe
def process(request: HttpRequest, pk: int) -> HttpResponse:
    """One process: drawing, the same as a table, versions, doubts and findings, when it is in force."""
    return _show(request, pk, whole(request.GET.get("ban")))


@right("see_processes")
@require_safe
def drawn(request: HttpRequest, version: str) -> HttpResponse:
    """The BPMN file of a version by its hash, for the drawing and to take away."""
    stored = by_version(version)
    answer = HttpResponse(to_bpmn(stored.process), content_type="application/xml")
    if "tai" in request.GET:
        name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in stored.code)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}-v{stored.number}.bpmn"'
    return answer


@right("administer_processes")
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer the doubts that were ticked, with one reason."""

    def act(person: Person, found: ProcessPage) -> str:
        done = process_services.decide(
            person,
            found.process.code,
            number,
            request.POST.getlist("doubt"),
            answer=request.POST.get("answer", ""),
            reason=request.POST.get("reason", ""),
        )
        return gettext("Đã quyết định %(count)d nghi vấn.") % {"count": done}

    return _do(request, pk, number, "decide", act)


@right("administer_processes")
@require_POST
def put_in_force(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let the version run from a day on."""

    def act(person: Person, found: ProcessPage) -> str:
        day = _day(request, "valid_from")
        process_services.put_in_force(
            person,
            found.process.code,
            number,
            day,
            request.POST.get("reason", ""),
            backdated=bool(request.POST.get("backdated")),
            ending=request.POST.getlist("ending"),
        )
        return gettext("Đã áp dụng phiên bản %(number)d từ %(day)s; hồ sơ đang chạy giữ phiên bản cũ.") % {
            "number": number,
            "day": f"{day.day}/{day.month}/{day.year}",
        }

    return _do(request, pk, number, "force", act)


@right("administer_processes")
@require_POST
def take_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """End the process after a day."""

    def act(person: Person, found: ProcessPage) -> str:
        process_services.take_out_of_force(
            person,
            found.process.code,
            _day(request, "last_day"),
            request.POST.get("reason", ""),
            backdated=bool(request.POST.get("backdated")),
        )
        return gettext("Đã ghi ngày kết thúc; hồ sơ đang chạy vẫn đi tiếp theo quy trình.")

    return _do(request, pk, number, "out", act)


@right("administer_processes")
@require_POST
def serve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say which procedures, cases and levels the process serves."""

    def act(person: Person, found: ProcessPage) -> str:
        process_services.set_uses(person, found.process.code, _uses(request), request.POST.get("reason", ""))
        return gettext("Đã ghi các thủ tục mà quy trình phục vụ.")

    return _do(request, pk, number, "uses", act)


def _uses(request: HttpRequest) -> list[Use]:
    data = request.POST
    rows = zip(data.getlist("procedure"), data.getlist("case"), data.getlist("level"), strict=False)
    return [
        Use(words_asked(code, 20), words_asked(case, 40), level)
        for code, case, level in list(rows)[: _USES * 2]
        if code.strip()
    ]


def _day(request: HttpRequest, name: str) -> date:
    day = day_typed(request.POST.get(name))
    if day is None:
        raise DomainError(_NO_DAY, _PICK_DAY, id="day_unreadable", field=name)
    return day


def _do(
    request: HttpRequest, pk: int, number: int, form: str, act: Callable[[Person, ProcessPage], str]
) -> HttpResponse:
    """Do it and show the process again; what was typed stands there where it does not fit."""
    found = process_page(pk, number, today())
    try:
        done = act(person_on(request), found)
    except NotFound:
        raise
    except DomainError as error:
        return _show(request, pk, number, problem=error, form=form)
    messages.success(request, done)
    return HttpResponseRedirect(f"{reverse('desk:process', args=[pk])}?ban={number}")


def _show(
    request: HttpRequest, pk: int, number: int | None, *, problem: DomainError | None = None, form: str = ""
) -> HttpResponse:
    found = process_page(pk, number, today())
    checked = found.checked
    open_now = {question.key for question in checked.undecided}
    context: dict[str, Any] = {
        "found": found,
        "decision": found.process.decision,
        "drawing": drawing_of(found),
        "lines": lines_of(checked.process, found.printed, checked.questions, _called_pages(checked.process)),
        "blocking": checked.blocking,
        "open": [question for question in checked.questions if question.key in open_now],
        "answered": [
            (question, checked.verdicts[question.key])
            for question in checked.questions
            if question.key in checked.verdicts
        ],
        "notices": [question for question in checked.questions if question.weight == "notice"],
        "sum": _sum(found),
        "answers": ProcessVerdict.Answer.choices,
        "origins": dict(ProcessVersion.Origin.choices),
        "levels": Level.choices,
        "stands": found.standing is not None
        and found.standing.version_id == found.version.pk
        and found.standing.valid_to is None,
        "ready": not checked.blocking and not open_now,
        "problem": problem,
        "form": form,
        "typed": Typed(request.POST),
        "ticked": set(request.POST.getlist("doubt")),
        "today": today(),
        "may_change": may(person_on(request), "administer_processes"),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/processes/process.html", context, status=status)


def _called_pages(process: Process) -> dict[str, str]:
    """Where the processes that it calls are shown, by code; no statement where it calls none."""
    codes = {node.process for node in process.nodes if isinstance(node, Call)}
    ids = process_ids(sorted(codes)) if codes else {}
    return {code: reverse("desk:process", args=[pk]) for code, pk in ids.items()}


def drawing_of(found: ProcessPage) -> Drawing:
    """The drawing of the version shown, with what is still open at its places."""
    open_keys = {question.key for question in (*found.checked.undecided, *found.checked.blocking)}
    marks: dict[str, list[Question]] = {}
    numbers = {getattr(node, "number", ""): node.id for node in found.checked.process.nodes}
    for question in found.checked.questions:
        node = question.node or (numbers.get(question.step, "") if question.step else "")
        if node and question.key in open_keys:
            marks.setdefault(node, []).append(question)
    return Drawing(
        name=found.process.name,
        url=reverse("desk:process_drawn", args=[found.version.hash]),
        marks=tuple(Mark(node, _mark_words(questions), "near") for node, questions in marks.items()),
    )


def _mark_words(questions: list[Question]) -> str:
    if any(question.weight == "blocking" for question in questions):
        return gettext("có lỗi")
    return gettext("%(count)d nghi vấn") % {"count": len(questions)}


def _sum(found: ProcessPage) -> tuple[str, str]:
    """How long the longest way takes, and the total that the decision prints, empty where it prints none."""
    total = longest(Graph(found.checked.process), {})
    parts = [Total(working=total.working), Total(calendar=total.calendar)]
    said = " + ".join(part.phrase.said(gettext) for part in parts if part != Total())
    printed = found.printed.total.text if found.printed and found.printed.total else ""
    return said or gettext("không tính thời gian"), Truncator(printed).chars(120)
