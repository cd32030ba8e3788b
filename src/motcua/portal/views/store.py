"""Kho giấy tờ: the own papers and results, with their validity, their files, and who used them for what."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens.queries import Applicant
from motcua.citizens.web import citizen_on, signed_in_citizen
from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError
from motcua.portal.store_forms import PaperForm, WishForm, typed_of
from motcua.vault import services
from motcua.vault.export import export
from motcua.vault.kinds import kind, known_kinds
from motcua.vault.queries import PAGE, my_paper, my_store, uses_of

INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})


def _me(request: HttpRequest) -> Applicant:
    found = citizen_on(request)
    assert found is not None, "behind signed_in_citizen"
    return found


@signed_in_citizen
@never_cache
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    asked = request.GET.get("trang", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    found = my_store(_me(request), day_of(SystemClock().now()), page=page)
    context = {"store": found, "me": _me(request), "more": found.page * PAGE < found.total}
    return render(request, "portal/store/papers.html", context)


@signed_in_citizen
@never_cache
@require_safe
def paper(request: HttpRequest, number: UUID) -> HttpResponse:
    """One paper with everything that stands of it."""
    return _paper_page(request, number)


def _paper_page(request: HttpRequest, number: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    view = my_paper(_me(request), number, day_of(SystemClock().now()))
    context = {
        "view": view,
        "uses": uses_of(view.paper),
        "form": WishForm(initial={"words": view.wish.words if view.wish else ""}),
        **more,
    }
    return render(request, "portal/store/paper.html", context, status=status)


@signed_in_citizen
@never_cache
@require_safe
def file(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """The file of an own paper; pictures and PDF open in the browser unless `?tai` asks to save it."""
    row, content = services.open_own(_me(request), number)
    save = "tai" in request.GET or row.media_type not in INLINE
    answer = FileResponse(content, as_attachment=save, filename=row.file_name, content_type=row.media_type)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """First which kind, then what stands on it and the file."""
    data = request.POST if request.method == "POST" else request.GET
    code = data.get("kind", "")
    if code not in {each.code for each in known_kinds()}:
        context = {"kinds": known_kinds(), "unchosen": "kind" in data or "chon" in data}
        return render(request, "portal/store/kind.html", context, status=200)
    chosen = kind(code)
    if request.method != "POST":
        return render(
            request, "portal/store/add.html", {"kind": chosen, "form": PaperForm(chosen, with_file=True)}
        )
    form = PaperForm(chosen, request.POST, request.FILES, with_file=True)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        assert isinstance(sent, UploadedFile), "a checked file field"
        assert sent.file is not None, "Django gives every upload a stream"
        try:
            kept = services.upload(_me(request), sent.file, sent.name or "", request.POST)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Đã thêm giấy tờ vào kho."))
            return HttpResponseRedirect(reverse("portal:store_paper", args=[kept.pk]))
    return render(request, "portal/store/add.html", {"kind": chosen, "form": form}, status=422)


@signed_in_citizen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: UUID) -> HttpResponse:
    """Put right what one wrote of an own upload."""
    view = my_paper(_me(request), number, day_of(SystemClock().now()))
    if request.method != "POST":
        form = PaperForm(view.kind, initial=typed_of(view.paper))
        return render(request, "portal/store/change.html", {"view": view, "form": form})
    form = PaperForm(view.kind, request.POST)
    if form.is_valid():
        try:
            services.change_own(_me(request), number, request.POST)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Đã lưu thông tin giấy tờ."))
            return HttpResponseRedirect(reverse("portal:store_paper", args=[number]))
    return render(request, "portal/store/change.html", {"view": view, "form": form}, status=422)


@signed_in_citizen
@require_POST
def remove(request: HttpRequest, number: UUID) -> HttpResponse:
    """Take an own upload out of the store."""
    try:
        services.remove_own(_me(request), number)
    except DomainError as error:
        if error.id == "verified_stays":
            return _paper_page(request, number, status=409, problem=error)
        raise
    messages.success(request, gettext("Đã gỡ giấy tờ khỏi kho. Việc đã dùng giấy tờ này vẫn được ghi lại."))
    return HttpResponseRedirect(reverse("portal:store"))


@signed_in_citizen
@require_POST
def wish(request: HttpRequest, number: UUID) -> HttpResponse:
    """Ask the office that put a paper there to correct it."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return _paper_page(request, number, status=422, form=form)
    services.wish_correction(_me(request), number, form.cleaned_data)
    messages.success(
        request, gettext("Đã gửi đề nghị sửa. Cơ quan đưa giấy tờ vào kho sẽ trả lời ở trang này.")
    )
    return HttpResponseRedirect(reverse("portal:store_paper", args=[number]))


@signed_in_citizen
@never_cache
@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """All of the own store in one ZIP."""
    name = "kho-giay-to.zip"
    return FileResponse(
        export(_me(request)), as_attachment=True, filename=name, content_type="application/zip"
    )
