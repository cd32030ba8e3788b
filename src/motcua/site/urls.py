"""Every address of the house. A view says which right it asks for (`organisation.web.right`)."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base.views import authenticate
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from motcua.organisation.web import PASSWORD, PUBLIC, SECOND_FACTOR, SIGNED_IN, right
from motcua.site.health import healthz, readyz, session
from motcua.site.metrics import metrics
from motcua.site.operations import operations

WAITING = (PASSWORD, SECOND_FACTOR)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.portal.urls")),
    path("", include("motcua.desk.urls")),
    path("api/v1/", include("motcua.api.urls")),
    path("dang-nhap/", right(PUBLIC)(account.login), name="account_login"),
    path("dang-nhap/ma-xac-thuc/", right(PUBLIC)(authenticate), name="mfa_authenticate"),
    path("dang-xuat/", right(PUBLIC)(account.logout), name="account_logout"),
    path(
        "doi-mat-khau/",
        right(SIGNED_IN, while_waiting_for=WAITING)(account.password_change),
        name="account_change_password",
    ),
    path("tai-khoan-khoa/", right(PUBLIC)(account.account_inactive), name="account_inactive"),
    path("ngon-ngu/", right(PUBLIC)(set_language), name="set_language"),
    path("quan-tri/van-hanh/", operations, name="operations"),
    path("metrics", right(PUBLIC)(metrics), name="metrics"),
    path("phien/", right(SIGNED_IN, while_waiting_for=WAITING)(session), name="session"),
    path("healthz", right(PUBLIC)(healthz), name="healthz"),
    path("readyz", right(PUBLIC)(readyz), name="readyz"),
]
