"""A file of a dossier, to those who may read the dossier; never shown by the browser in the house's name."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.dossiers.attachments import open_attachment
from motcua.dossiers.openings import record_opening
from motcua.organisation.web import person_on, right

INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/tiff"})


@right("read_dossiers")
@require_safe
def file(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """The content under the name it came with; PDF and pictures open in the browser, the rest is saved."""
    person = person_on(request)
    row, content = open_attachment(person, file)
    if row.dossier_id is not None:
        record_opening(person, row.dossier_id, "file")
    answer = FileResponse(
        content, as_attachment=row.media_type not in INLINE, filename=row.name, content_type=row.media_type
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
