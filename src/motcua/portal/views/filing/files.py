"""Files of a draft: in pieces for the script, whole in a form without it, shown again and taken away.

`POST` announces a file, `PATCH` with `Upload-Offset` adds a piece, `HEAD` asks how far it has come, `DELETE`
gives it up: the shape of tus, without its extensions. Each asks whose the draft is.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens.web import signed_in_citizen
from motcua.filing import received, uploads
from motcua.filing.received import ReceivedFile
from motcua.foundation.errors import Conflict, DomainError, NotFound
from motcua.portal.kept_pages import applicant_on

OFFSET = "Upload-Offset"
LENGTH = "Upload-Length"
MOST_FILES = 20


@signed_in_citizen
@never_cache
@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Announce a file for a question of the draft."""
    return announced(request, key)


def announced(request: HttpRequest, key: str) -> HttpResponse:
    """The answer to who announces a file for a draft."""
    try:
        state = uploads.begin(
            applicant_on(request).key,
            key,
            request.POST.get("field", "")[:60],
            name=request.POST.get("name", "")[:255],
            size=_whole(request.POST.get("size")),
            mark=request.POST.get("mark", "")[:64],
        )
    except DomainError as refusal:
        return refused(refusal)
    return _told(request, key, state, 201)


@signed_in_citizen
@never_cache
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def piece(request: HttpRequest, key: str, upload: str) -> HttpResponse:
    """How far a file has come; the next piece of it; its end."""
    account = applicant_on(request).key
    try:
        if request.method == "DELETE":
            uploads.give_up(account, upload)
            return HttpResponse(status=204)
        if request.method == "HEAD":
            return _told(request, key, uploads.state(account, upload), 200)
        # The request itself is the stream: what comes is kept although the rest does not.
        state = uploads.append(account, upload, _whole(request.headers.get(OFFSET)), request)  # type: ignore[arg-type]
    except DomainError as refusal:
        return refused(refusal)
    return _told(request, key, state, 200)


@signed_in_citizen
@never_cache
@require_safe
def show(request: HttpRequest, key: str, file: str) -> HttpResponseBase:
    """A received file, for its owner to look at."""
    row, content = received.open_file(applicant_on(request).key, key, file)
    answer = FileResponse(content, content_type=row.media_type, filename=row.name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def take_in(request: HttpRequest, account: str, key: str, fields: list[str]) -> dict[str, DomainError]:
    """Keep what was sent with the form itself, where no script carried it in pieces; refusals by question."""
    problems: dict[str, DomainError] = {}
    for field in fields:
        for file in request.FILES.getlist(field)[:MOST_FILES]:
            if not isinstance(file, UploadedFile) or file.file is None or not file.size:
                continue
            try:
                received.receive_file(account, key, field, file.file, file.name or "")
            except DomainError as refusal:
                problems[field] = refusal
    return problems


def _told(request: HttpRequest, key: str, state: uploads.UploadState, status: int) -> HttpResponse:
    address = reverse("portal:draft_piece", args=[key, state.key])
    said: dict[str, Any] = {"address": address, "offset": state.offset, "size": state.size}
    if state.received is not None:
        said["received"] = file_said(key, state.received)
    answer = JsonResponse(said, status=status)
    answer.headers[OFFSET] = str(state.offset)
    answer.headers[LENGTH] = str(state.size)
    answer.headers["Location"] = address
    return answer


def file_said(key: str, file: ReceivedFile) -> dict[str, Any]:
    """A received file as the script shows it."""
    notes = [
        gettext(note.message) % note.params if note.params else gettext(note.message) for note in file.notes
    ]
    return {
        "key": file.key,
        "name": file.name,
        "size": file.size,
        "scanned": file.scanned,
        "notes": " ".join(notes),
        "address": reverse("portal:draft_file", args=[key, file.key]),
    }


def refused(refusal: DomainError) -> HttpResponse:
    """A refusal as the script reads it."""
    said: dict[str, Any] = {"error": refusal.id, "message": refusal.said(gettext)}
    status = 422
    if isinstance(refusal, NotFound):
        status = 404
    elif isinstance(refusal, Conflict):
        status = 409
        if isinstance(offset := refusal.params.get("offset"), int):
            said["offset"] = offset
    elif refusal.id == "file_too_large":
        status = 413
    return JsonResponse(said, status=status)


def _whole(text: str | None) -> int:
    """A number of bytes; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else 0
