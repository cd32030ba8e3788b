"""Sửa sơ đồ: a process is drawn in the browser; what is sent goes the way of every file."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import whole
from motcua.desk.process_words import PLACES, RESULTS, UNITS, post_word
from motcua.desk.refusals import status_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.models import AgencyKind
from motcua.organisation.queries import today
from motcua.organisation.web import person_on, right
from motcua.procedures import process_services
from motcua.procedures.models import InternalProcess
from motcua.procedures.process_administered import version_to_redraw
from motcua.procedures.process_checking import questions_of_drawn
from motcua.procedures.process_doubts import Question, doubts_as_data, questions_of_data
from motcua.procedures.process_files import post_of_name
from motcua.procedures.processes.bpmn_parse import BYTES_LIMIT
from motcua.procedures.processes.bpmn_read import Imported, from_bpmn
from motcua.procedures.processes.model import AWAITED_NAMES
from motcua.procedures.processes.tables import PostKind

TOOLS: Final = {
    "hand": _("Kéo khung vẽ"),
    "lasso": _("Chọn nhiều phần"),
    "connect": _("Nối hai phần"),
    "task": _("Bước có người làm"),
    "catch": _("Sự kiện chờ"),
    "call": _("Cơ quan khác thực hiện"),
    "choice": _("Cổng rẽ nhánh"),
    "parallel": _("Cổng song song"),
    "start": _("Điểm bắt đầu"),
    "end": _("Điểm kết thúc"),
    "lane_above": _("Thêm vị trí thực hiện phía trên"),
    "lane_below": _("Thêm vị trí thực hiện phía dưới"),
    "remove": _("Xóa"),
    "new_lane": _("Vị trí mới"),
    "lost": _("Không gửi được; những gì đang vẽ vẫn còn trên trang. Kiểm tra mạng rồi bấm lại."),
    "sound": _("Sơ đồ chạy được; không có lỗi hay nghi vấn nào."),
    "unsaved": _("Sơ đồ chưa được lưu."),
}
"""What the tools of the drawing are called, and what its script says; it stays within these."""


@right("administer_processes")
@require_safe
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which a version is redrawn."""
    version = version_to_redraw(pk, whole(request.GET.get("ban")), today())
    context: dict[str, Any] = {
        "process": version.process,
        "version": version,
        "tools": msgspec.json.encode({name: str(word) for name, word in TOOLS.items()}).decode(),
        "posts": [(kind.value, post_word(kind.value)) for kind in PostKind],
        "kinds": AgencyKind.choices,
        "units": UNITS.items(),
        "places": PLACES.items(),
        "results": RESULTS.items(),
        "awaited": [(each.value, gettext(name)) for each, name in AWAITED_NAMES.items()],
        "codes": InternalProcess.objects.exclude(pk=pk).order_by("code").values_list("code", "name")[:500],
    }
    return render(request, "desk/processes/editor.html", context)


@right("administer_processes")
@require_POST
def drawn(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What was drawn, looked at (`step=check`) or kept as a new draft (`step=save`); the answer is JSON."""
    try:
        base = version_to_redraw(pk, number, today())
        read = _read(request)
        if request.POST.get("step") != "save":
            process = msgspec.structs.replace(read.process, code=base.process.code)
            questions = questions_of_drawn(process, base, today())
            told = [*questions, *questions_of_data(doubts_as_data(read.doubts))]
            return JsonResponse({"findings": [_told(each) for each in told]})
        version = process_services.save_graph(
            person_on(request),
            base.process.code,
            number,
            read.process,
            request.POST.get("reason", ""),
            doubts=read.doubts,
        )
    except DomainError as error:
        return JsonResponse({"problem": error.said(gettext)}, status=status_of(error))
    messages.success(request, gettext("Đã lưu bản nháp, phiên bản %(number)d.") % {"number": version.number})
    return JsonResponse({"to": f"{reverse('desk:process', args=[pk])}?ban={version.number}"})


def _read(request: HttpRequest) -> Imported:
    file = request.FILES.get("bpmn")
    if not isinstance(file, UploadedFile):
        raise DomainError(
            gettext_noop("Không nhận được sơ đồ."),
            gettext_noop("Bấm lại nút; những gì đang vẽ vẫn còn trên trang."),
            id="drawing_missing",
        )
    # One byte past the limit is enough to be refused.
    return from_bpmn(file.read(BYTES_LIMIT + 1), post_of=post_of_name)


def _told(question: Question) -> dict[str, str]:
    return {
        "node": question.node,
        "weight": question.weight,
        "message": question.message.said(gettext),
    }
