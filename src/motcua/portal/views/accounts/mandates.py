"""Ủy quyền: who may act for whom; both sides see it, either ends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.citizens import mandates as rules
from motcua.citizens.web import signed_in_citizen
from motcua.foundation.errors import DomainError
from motcua.organisation.queries import today
from motcua.portal.account_forms import MandateForm
from motcua.portal.views.accounts.shown import applicant, limited, show
from motcua.procedures.queries import fields_in_use

STATES = {
    "offered": _("chờ bên nhận đồng ý"),
    "coming": _("chưa tới ngày"),
    "running": _("đang có hiệu lực"),
    "over": _("đã hết hạn"),
    "ended": _("đã chấm dứt"),
}


@signed_in_citizen
@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """All mandates of the account, given and received."""
    return _list(request)


@signed_in_citizen
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Offer a mandate."""
    mine = applicant(request)
    initial = {"valid_from": today().strftime("%d/%m/%Y")}
    fields = fields_in_use()
    form = MandateForm(request.POST or None, initial=initial, fields_of_procedures=fields)
    if request.method == "POST" and form.is_valid():
        if refused := limited(request, "mandate"):
            return refused
        try:
            rules.give(mine, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Đã lập ủy quyền. Ủy quyền có hiệu lực khi bên nhận đồng ý."))
            return redirect("portal:mandates")
    return show(request, "mandate_new", {"form": form, "mine": mine})


@signed_in_citizen
@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Take a mandate on."""
    try:
        rules.accept(applicant(request), number)
    except DomainError as error:
        return _list(request, error)
    messages.success(request, gettext("Đã nhận ủy quyền."))
    return redirect("portal:mandates")


@signed_in_citizen
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End or decline a mandate."""
    try:
        rules.end(applicant(request), number)
    except DomainError as error:
        return _list(request, error)
    messages.success(request, gettext("Đã chấm dứt ủy quyền."))
    return redirect("portal:mandates")


def _list(request: HttpRequest, problem: DomainError | None = None) -> HttpResponse:
    names = dict(fields_in_use())
    rows = [
        (row, STATES[row.state], names.get(row.scope, row.scope) if row.scope else _("Mọi thủ tục"))
        for row in rules.mandates_of(applicant(request), today())
    ]
    context = {
        "given": [each for each in rows if each[0].given],
        "held": [each for each in rows if not each[0].given],
        "mine": applicant(request),
    }
    return show(request, "mandates", context, problem)
