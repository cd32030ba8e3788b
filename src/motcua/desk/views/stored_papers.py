"""Kho giấy tờ at the section: what scanned papers say, requests of their owners, papers taken out of use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.counter_screen import fault_sentences
from motcua.desk.refusals import status_of
from motcua.desk.views.files import INLINE
from motcua.dossiers.openings import record_opening_of
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import may
from motcua.organisation.web import person_on, right
from motcua.vault import officers
from motcua.vault.kinds import Kind
from motcua.vault.models import Paper

COMMON: Final = (
    ("number", _("Số giấy tờ"), False),
    ("issued_on", _("Ngày cấp"), True),
    ("issued_by", _("Nơi cấp"), False),
    ("valid_until", _("Giá trị đến hết ngày"), True),
)


class Cell(NamedTuple):
    """One field of a paper on the screen."""

    name: str
    label: str
    value: str
    is_day: bool
    fault: str


class Sheet(NamedTuple):
    """One paper with its fields."""

    paper: Paper
    kind: Kind
    cells: tuple[Cell, ...]


def sheet(
    each: officers.ToDescribe, data: Mapping[str, Any], faults: Mapping[str, str], prefix: str
) -> Sheet:
    """A paper as it stands, with what was typed over it."""
    stands = _standing(each.paper)
    wanted = [(name, str(label), day) for name, label, day in COMMON]
    wanted += [(field.key, gettext(field.name), field.type == "day") for field in each.kind.fields]
    cells = (
        Cell(
            prefix + name,
            label,
            str(data.get(prefix + name) if prefix + name in data else stands.get(name, "")),
            day,
            faults.get(prefix + name, ""),
        )
        for name, label, day in wanted
    )
    return Sheet(each.paper, each.kind, tuple(cells))


def _standing(paper: Paper) -> dict[str, str]:
    days = {
        name: f"{day:%d/%m/%Y}" if day else ""
        for name, day in (("issued_on", paper.issued_on), ("valid_until", paper.valid_until))
    }
    rest = {key: str(value) for key, value in paper.fields.items()}
    return {"number": paper.number, "issued_by": paper.issued_by, **days, **rest}


@right("describe_papers")
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What waits: requests of owners, scans that nobody described."""
    return render(request, "desk/store/work.html", {"work": officers.work_of_store(person_on(request))})


@right("describe_papers")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """The scanned papers of a dossier, to write down what they say; and what its owner has in the store."""
    if request.method != "POST":
        page = _page(request, code)
        record_opening_of(person_on(request), code, "page")
        return page
    try:
        changed = officers.describe(person_on(request), code, request.POST)
    except DomainError as problem:
        return _page(request, code, problem=problem, data=request.POST)
    said = ngettext("Đã lưu mô tả của %(n)d giấy tờ.", "Đã lưu mô tả của %(n)d giấy tờ.", changed)
    messages.success(request, said % {"n": changed})
    return HttpResponseRedirect(reverse("desk:digitised", args=[code]))


def _page(
    request: HttpRequest,
    code: str,
    *,
    problem: DomainError | None = None,
    data: Mapping[str, Any] | None = None,
    answering: int = 0,
) -> HttpResponse:
    person = person_on(request)
    faults, typed = fault_sentences(problem), data or {}
    described = officers.to_describe(person, code)
    sheets = [
        sheet(each, {} if answering else typed, {} if answering else faults, f"p{each.paper.line}_")
        for each in described
    ]
    wishes = []
    for wish in officers.waiting_wishes(person, code):
        over, wrong = (typed, faults) if wish.pk == answering else ({}, {})
        wishes.append((wish, sheet(officers.described_of(wish.paper), over, wrong, "")))
    context = {
        "code": code,
        "dossier": officers.dossier_at(person, code),
        "sheets": sheets,
        "wishes": wishes,
        "others": officers.papers_in_course(person, code),
        "problem": problem,
        "answering": answering,
        "faults": faults,
        "note": str(typed.get("note", "")) if answering else "",
        "may_revoke": may(person, "revoke_papers"),
    }
    return render(request, "desk/store/papers.html", context, status=status_of(problem) if problem else 200)


@right("describe_papers")
@require_safe
def file(request: HttpRequest, code: str, number: UUID) -> HttpResponseBase:
    """The file of a paper in the course of a dossier; its owner sees who opened it."""
    row, content = officers.open_in_course(person_on(request), code, number)
    answer = FileResponse(
        content,
        as_attachment=row.media_type not in INLINE,
        filename=row.file_name,
        content_type=row.media_type,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@right("describe_papers")
@require_POST
def answer(request: HttpRequest, code: str, wish: int) -> HttpResponse:
    """Mend a paper as its owner asked, or say why it stays."""
    try:
        officers.answer_wish(person_on(request), wish, request.POST)
    except DomainError as problem:
        return _page(request, code, problem=problem, data=request.POST, answering=wish)
    messages.success(request, gettext("Đã trả lời đề nghị; chủ giấy tờ thấy trả lời ở kho của mình."))
    return HttpResponseRedirect(reverse("desk:digitised", args=[code]))


@right("revoke_papers")
@require_POST
def revoke(request: HttpRequest, code: str, number: UUID) -> HttpResponse:
    """Take a paper out of use, with the reason."""
    try:
        officers.revoke(person_on(request), code, number, request.POST)
    except DomainError as problem:
        return _page(request, code, problem=problem)
    messages.success(request, gettext("Đã thu hồi giấy tờ khỏi kho; không ai dùng lại được nữa."))
    return HttpResponseRedirect(reverse("desk:digitised", args=[code]))
