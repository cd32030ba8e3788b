"""Nhập quy trình: a decision or a BPMN file is looked at first, then kept as drafts."""

from __future__ import annotations

import base64
import binascii
import tempfile
import zlib
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.desk.asked import words_asked
from motcua.desk.process_words import Drawing, Line, lines_of, quantity_words
from motcua.desk.refusals import status_of
from motcua.foundation.errors import DomainError, UsageError, gettext_noop
from motcua.organisation.web import person_on, right
from motcua.procedures import process_services
from motcua.procedures.process_files import FileRead, Taken, read_file
from motcua.procedures.processes import tables
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.reading import ARCHIVE_LIMIT

_SALT: Final = "process-import"
_CARRIED: Final = 1_000_000
"""Packed bytes that go along in the page between looking and keeping; a larger file is chosen again."""
_DRAWN: Final = 12
"""Processes that are drawn before they are kept; the rest are read as tables."""


class Upload(NamedTuple):
    """A file as it came: its name, the code written beside it, its bytes."""

    name: str
    code: str
    data: bytes


class Preview(NamedTuple):
    """One process of the file, as it would be kept."""

    taken: Taken
    table: tables.Process
    lines: list[Line]
    drawing: Drawing | None
    added: str


@right("administer_processes")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it says, keep it. Nothing is kept before the second step."""
    if request.method != "POST":
        return _page(request)
    upload: Upload | None = None
    try:
        upload = _upload(request)
        if request.POST.get("step") == "save":
            return _keep(request, upload)
        return _page(request, upload=upload, read=_read(upload))
    except DomainError as error:
        return _page(request, upload=upload, problem=error)


def _upload(request: HttpRequest) -> Upload:
    code = words_asked(request.POST.get("code"), 100)
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and file.size:
        if file.size > ARCHIVE_LIMIT:
            raise UsageError(
                gettext_noop("Tệp %(name)s lớn hơn mọi quyết định; từ chối."),
                gettext_noop("Chỉ nhập tệp có bảng các bước của quyết định, hoặc tệp BPMN."),
                id="file_unreadable",
                name=words_asked(file.name, 120),
            )
        return Upload(words_asked(file.name, 120) or "tep", code, file.read())
    carried = request.POST.get("carried", "")
    if not carried:
        raise DomainError(
            gettext_noop("Chưa chọn tệp."),
            gettext_noop("Chọn tệp quyết định (văn bản, Word, Excel) hoặc tệp BPMN."),
            id="file_missing",
            field="file",
        )
    try:
        kept = signing.loads(carried, salt=_SALT)
        return Upload(kept["name"], code or kept["code"], zlib.decompress(base64.b64decode(kept["data"])))
    except (signing.BadSignature, KeyError, zlib.error, binascii.Error) as error:
        raise DomainError(
            gettext_noop("Tệp đã xem không còn trong trang."),
            gettext_noop("Chọn lại tệp; chưa có gì được lưu."),
            id="file_missing",
        ) from error


def _carried(upload: Upload) -> str:
    packed = zlib.compress(upload.data)
    if len(packed) > _CARRIED:
        return ""
    kept = {"name": upload.name, "code": upload.code, "data": base64.b64encode(packed).decode()}
    return signing.dumps(kept, salt=_SALT)


def _on_disk(upload: Upload, folder: str) -> Path:
    path = Path(folder) / "tep"
    path.write_bytes(upload.data)
    return path


def _read(upload: Upload) -> FileRead:
    with tempfile.TemporaryDirectory() as folder:
        return read_file(_on_disk(upload, folder), name=upload.name, code=upload.code)


def _keep(request: HttpRequest, upload: Upload) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        done = process_services.import_file(
            person_on(request), _on_disk(upload, folder), name=upload.name, code=upload.code
        )
    words = gettext(
        "Đã lưu bản nháp: quy trình mới %(created)d, có phiên bản mới %(updated)d, không đổi %(same)d."
    )
    messages.success(
        request,
        words % {"created": len(done.created), "updated": len(done.updated), "same": len(done.unchanged)},
    )
    codes = [*done.created, *done.updated, *done.unchanged]
    decision = codes[0].rpartition("#")[0] if codes and done.read.shape != "bpmn" else ""
    asked = {"qd": decision} if decision else {"q": codes[0]} if codes else {}
    return HttpResponseRedirect(f"{reverse('desk:processes')}?{urlencode(asked)}")


def _page(
    request: HttpRequest,
    *,
    upload: Upload | None = None,
    read: FileRead | None = None,
    problem: DomainError | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "problem": problem,
        "upload": upload,
        "read": read,
        "code": upload.code if upload else "",
        "carried": _carried(upload) if upload and read else "",
        "previews": _previews(read) if read else [],
        "drawn": _DRAWN,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/processes/import.html", context, status=status)


def _previews(read: FileRead) -> list[Preview]:
    found = []
    for place, (taken, table) in enumerate(zip(read.taken, read.decision.processes, strict=True)):
        process = taken.made.process
        drawing = Drawing(name=table.name, xml=to_bpmn(process).decode()) if place < _DRAWN else None
        added = " + ".join(quantity_words(quantity, unit.value) for unit, quantity in table.sums.items())
        found.append(Preview(taken, table, lines_of(process, taken.table), drawing, added))
    return found
