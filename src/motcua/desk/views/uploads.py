"""Files on their way in: at once while the counter fills in, or beside a dossier later."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.desk.asked import whole
from motcua.desk.refusals import sentence
from motcua.desk.templatetags.desk import size
from motcua.dossiers import attachments
from motcua.dossiers.inspection.names import clean_name
from motcua.dossiers.models import Attachment
from motcua.foundation.errors import DomainError
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right

MOST_FILES: Final = 20


def label_of(kept: Attachment) -> str:
    """`don.pdf, 340 kB`: how a kept file is named beside its paper."""
    return f"{kept.name}, {size(kept.size)}"


def keep(
    person: Person,
    file: UploadedFile[bytes],
    *,
    code: str = "",
    purpose: str = "component",
    draft_key: str = "",
) -> Attachment:
    """Keep an uploaded file beside a dossier or under a draft key. Raises as `attachments.upload`."""
    assert file.file is not None, "Django gives every upload a stream"
    return attachments.upload(
        person, file.file, file.name or "", purpose=purpose, code=code, draft_key=draft_key
    )


def with_uploads(person: Person, request: HttpRequest) -> tuple[QueryDict, DomainError | None]:
    """What was typed, with files sent in the same form (pages without a script) kept under the draft key."""
    data = request.POST.copy()
    problem: DomainError | None = None
    for name, file in list(request.FILES.items())[:MOST_FILES]:
        paper = name.removesuffix("_upload")
        if paper == name or not isinstance(file, UploadedFile):
            continue
        try:
            kept = keep(person, file, draft_key=data.get("draft_key", ""))
        except DomainError as error:
            problem = error
            continue
        data[f"{paper}_file"], data[f"{paper}_label"] = kept.sha256, label_of(kept)
    return data, problem


@right("receive")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """One paper's file, kept at once; the cell of the list comes back."""
    line = whole(request.POST.get("line")) or 0
    file = request.FILES.get(f"paper_{line}_upload")
    context: dict[str, object] = {"line": line}
    if isinstance(file, UploadedFile):
        try:
            kept = keep(person_on(request), file, draft_key=request.POST.get("draft_key", ""))
            context |= {"file": kept.sha256, "label": label_of(kept)}
        except DomainError as error:
            context["problem"] = error
    answer = render(request, "desk/counter/file.html", context)
    # The line at the bottom counts what is not scanned yet.
    answer.headers["HX-Trigger-After-Swap"] = "kept"
    return answer


@right("work")
@require_POST
def further(request: HttpRequest, code: str) -> HttpResponse:
    """Further papers or results beside a dossier, sent from its page."""
    purpose = request.POST.get("purpose", "other")
    for file in request.FILES.getlist("files")[:MOST_FILES]:
        try:
            kept = keep(person_on(request), file, purpose=purpose, code=code)
        except DomainError as error:
            messages.warning(request, f"{clean_name(file.name or '')}: {sentence(error)}")
        else:
            messages.success(request, gettext("Đã nhận tệp %(name)s.") % {"name": label_of(kept)})
    return HttpResponseRedirect(reverse("desk:dossier", args=[code]))
