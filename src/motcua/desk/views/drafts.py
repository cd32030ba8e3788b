"""The intake in progress: saved while it is typed, given up when the officer says so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.desk.counter_screen import whole_instant
from motcua.desk.refusals import sentence, status_of
from motcua.dossiers.drafts import discard_draft, save_draft
from motcua.foundation.clock import local_of
from motcua.foundation.errors import DomainError
from motcua.organisation.web import person_on, right


@right("receive")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the form. `{"words", "at"}`: what to show, and the moment to send next time; a
    refusal says so in `words` and saves nothing."""
    data = request.POST
    try:
        at = save_draft(
            person_on(request),
            data,
            draft_key=data.get("draft_key", ""),
            tab=data.get("draft_tab", ""),
            known=whole_instant(data.get("draft_at", "")),
        )
    except DomainError as error:
        return JsonResponse({"words": sentence(error), "at": None}, status=status_of(error))
    if at is None:
        return JsonResponse({"words": "", "at": None})
    words = gettext("Đã lưu lúc %(at)s") % {"at": f"{local_of(at):%H:%M}"}
    return JsonResponse({"words": words, "at": str(at)})


@right("receive")
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Give up a draft; pressing twice is pressing once."""
    if discard_draft(person_on(request), request.POST.get("draft_key", "")):
        messages.success(request, gettext("Đã bỏ phiếu đang nhập."))
    return HttpResponseRedirect(reverse("desk:counter"))
