"""The document as a page of ours: Swagger's own page needs inline scripts, which the policy forbids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Lazy]] = {
    "file_dossier": _("Nộp một hồ sơ"),
    "list_dossiers": _("Danh sách hồ sơ trong phạm vi, mới nhất đứng trước"),
    "read_dossier": _("Xem một hồ sơ"),
    "read_events": _("Nhật ký của một hồ sơ"),
    "find_procedures": _("Tìm thủ tục"),
    "read_procedure": _("Xem một thủ tục"),
    "read_calendar": _("Lịch làm việc"),
    "work_out_due": _("Tính ngày hẹn trả"),
}


class Parameter(NamedTuple):
    """One parameter: name, where it stands, its kind, whether it must be there."""

    name: str
    place: str
    kind: str
    required: bool


class Call(NamedTuple):
    """One call as the page lists it."""

    method: str
    address: str
    words: Lazy
    scope: str
    parameters: list[Parameter]
    answers: list[str]


def docs(request: HttpRequest, document: Mapping[str, Any]) -> HttpResponse:
    """Every call with its parameters and answers."""
    return render(request, "api/docs.html", {"calls": calls(document)})


def calls(document: Mapping[str, Any]) -> list[Call]:
    """The calls of the document in its order."""
    return [
        Call(
            method=method.upper(),
            address=address,
            words=WORDS[call["operationId"]],
            scope=call["x-scope"],
            parameters=[
                Parameter(each["name"], each["in"], _kind(each["schema"]), each["required"])
                for each in call["parameters"]
            ],
            answers=[str(status) for status in sorted(call["responses"], key=int)],
        )
        for address, methods in document["paths"].items()
        for method, call in methods.items()
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    kind = str(schema.get("format") or schema.get("type", ""))
    least, most = schema.get("minimum"), schema.get("maximum")
    return f"{kind} {least}–{most}" if least is not None and most is not None else kind
