"""The verifier: what a printed paper says of itself, checked against the log and the day's published root."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers.files.qr_apart import QrRefused, texts_in
from motcua.dossiers.queries.paper_proof import paper_proof
from motcua.organisation.web import PUBLIC, right
from motcua.portal.forms import read_code

_HASH: Final = re.compile(r"[0-9a-f]{16,64}")
_LONGEST: Final = 500


class PaperForm(forms.Form):
    """What is on the paper: the text of its QR code or its codes, or a picture of it."""

    ma = forms.CharField(
        label=_("Nội dung mã QR hoặc mã hồ sơ"),
        required=False,
        max_length=_LONGEST,
        help_text=_("Dán đường dẫn mà điện thoại đọc được từ mã QR, hoặc gõ mã hồ sơ."),
        error_messages={"max_length": _("Nội dung dài quá 500 ký tự, không phải mã QR của giấy tờ ở đây.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    dau = forms.CharField(
        label=_("Mã kiểm tra"),
        required=False,
        max_length=80,
        help_text=_("Chỉ cần khi bạn gõ mã hồ sơ: dãy chữ số sau “h=” trong mã QR."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    tep = forms.FileField(
        label=_("Hoặc gửi ảnh, PDF của giấy"),
        required=False,
        help_text=_("Chụp rõ mã QR ở góc trên. Tệp được đọc rồi bỏ ngay, không lưu lại."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Carried(NamedTuple):
    """What a paper carries: a code as written, a hash; the host that it leads to, where it is another."""

    code: str
    digest: str
    elsewhere: str = ""
    wrong: str = ""


@right(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; sent, or asked for by an address with both codes of a paper, the verdict above it."""
    if request.method != "POST":
        return _by_address(request)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "portal/verify/verify.html", {"form": form}, status=422)
    try:
        texts = _texts(form)
    except QrRefused as refusal:
        status = 503 if refusal.id == "qr_busy" else 422
        return render(request, "portal/verify/verify.html", {"form": form, "problem": refusal}, status=status)
    context = {"form": form, **_checked(texts, form.cleaned_data["dau"])}
    return render(request, "portal/verify/verify.html", context)


@right(PUBLIC)
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How a stranger verifies a log without trusting this page: twenty lines of Python."""
    return render(request, "portal/verify/how.html")


def _by_address(request: HttpRequest) -> HttpResponse:
    """The form as the address fills it in. It carries no more than the QR code of the paper does, and what is
    told is told to everybody; so a link that somebody keeps or sends on needs no button."""
    given = {name: request.GET.get(name, "") for name in ("ma", "dau")}
    form = PaperForm(given)
    if not form.is_valid():
        return render(request, "portal/verify/verify.html", {"form": form}, status=422)
    if not all(form.cleaned_data[name] for name in given):
        return render(request, "portal/verify/verify.html", {"form": PaperForm(initial=given)})
    context = {"form": form, **_checked([form.cleaned_data["ma"]], form.cleaned_data["dau"])}
    return render(request, "portal/verify/verify.html", context)


def _texts(form: PaperForm) -> list[str]:
    """What was typed, or what the QR codes of the file say. Raises: `QrRefused`."""
    typed: str = form.cleaned_data["ma"].strip()
    sent = form.cleaned_data["tep"]
    if typed or sent is None:
        return [typed] if typed else []
    return texts_in(sent.chunks(), sent.size)


def _checked(texts: list[str], digest: str) -> dict[str, Any]:
    """What the page tells: a proof, or why there is none."""
    if not texts:
        return {"nothing": True}
    read = [_carried(text, digest) for text in texts]
    carried = next((each for each in read if each.code), read[0])
    if not carried.code:
        return {"carried": carried}
    return {"carried": carried, "proof": paper_proof(carried.code, carried.digest)}


def _carried(text: str, digest: str) -> Carried:
    """The code and hash in the text of a QR code, or in what was typed."""
    elsewhere = ""
    given = digest.strip().lower().removeprefix("h=")
    code = text.strip()
    try:
        address = urlsplit(code)
    except ValueError:
        return Carried("", "", wrong="no_address")
    if address.scheme in ("http", "https") or "/tra-cuu/" in code:
        _, found, rest = address.path.partition("/tra-cuu/")
        ours = urlsplit(settings.MOTCUA_PUBLIC_URL).netloc
        if not found:
            return Carried("", "", elsewhere=address.netloc[:100], wrong="no_address")
        elsewhere = address.netloc[:100] if address.netloc and address.netloc != ours else ""
        code = unquote(rest)
        given = given or parse_qs(address.query).get("h", [""])[0].strip().lower()
    clean, wrong = read_code(code[:80])
    if not clean:
        return Carried("", "", elsewhere, wrong)
    return Carried(clean, given if _HASH.fullmatch(given) else "", elsewhere)
