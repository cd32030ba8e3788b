"""Xem trước: a form page by page as the citizen meets it; nothing is kept."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.desk.asked import whole
from motcua.desk.views.forms import Shown
from motcua.forms.definition.model import FileField, Page
from motcua.forms.definition.reading import PageRead, missing, read_page
from motcua.forms.definition.showing import Context, ShownFile, next_page, shown, summary
from motcua.organisation.queries import today
from motcua.organisation.web import right

_MOST: Final = 200_000
"""Bytes of answers that a preview carries along."""


@right("see_forms")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """One page after another; the answers travel in the page itself."""
    found = Shown(code, whole(request.GET.get("ban")))
    answers = _carried(request)
    name = str(request.POST.get("_page") or request.GET.get("trang") or "")
    page = found.definition.page(name) or found.definition.pages[0] if found.definition.pages else None
    if page is None:
        return _show(request, found, answers, None, None)
    if request.method != "POST" or "_goto" in request.POST:
        asked = found.definition.page(str(request.POST.get("_goto") or "")) or page
        return _show(request, found, answers, asked, None)
    for field in page.fields:
        if isinstance(field, FileField):
            _take_names(request, field, answers)
    read = read_page(found.definition, page.id, request.POST, answers, today())
    if not read.done or "_remove_file" in request.POST:
        return _show(request, found, read.answers, page, read)
    after = found.definition.page(next_page(found.definition, page.id, read.answers, today()))
    return _show(request, found, read.answers, after, None)


def _carried(request: HttpRequest) -> dict[str, Any]:
    """The answers of the pages before; what is no object is nothing."""
    text = str(request.POST.get("_answers") or "{}")[:_MOST]
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError:
        return {}


def _take_names(request: HttpRequest, field: FileField, answers: dict[str, Any]) -> None:
    """Files stay where they are; their names stand for them."""
    names = [str(file.name)[:200] for file in request.FILES.getlist(field.id)]
    kept = [name for name in answers.get(field.id) or [] if isinstance(name, str)]
    removed = str(request.POST.get("_remove_file") or "").removeprefix(f"{field.id}:")
    left = [name for name in dict.fromkeys([*kept, *names]) if name != removed]
    answers[field.id] = left[: field.most]


def _show(
    request: HttpRequest, found: Shown, answers: dict[str, Any], page: Page | None, read: PageRead | None
) -> HttpResponse:
    files = {
        field.id: [ShownFile(key=str(name), name=str(name)) for name in answers.get(field.id) or []]
        for _, field in found.definition.fields()
        if isinstance(field, FileField)
    }
    context: dict[str, Any] = {
        "found": found,
        "form": found.row,
        "answers": msgspec.json.encode(answers).decode(),
        "query": f"?ban={found.number}" if not found.is_draft else "",
        "faults": read.faults if read else (),
        "appeared": read.appeared if read else (),
    }
    if page is None:
        context["parts"] = summary(found.definition, answers, today(), files)
        context["missing"] = missing(found.definition, answers, today())
    else:
        stood = Context(
            today=today(),
            files=files,
            typed=read.typed if read else {},
            rows=read.rows if read else {},
            faults=read.faults if read else (),
        )
        context["shown"] = shown(found.definition, page.id, answers, stood)
    return render(request, "desk/forms/preview.html", context)
