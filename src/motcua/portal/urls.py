"""Addresses of the citizen's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.filing_urls import urlpatterns as filing
from motcua.portal.views import delivery, home, lookup, procedures, roots

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("tra-cuu/", lookup.ask, name="lookup"),
    path("tra-cuu/dong/", lookup.close, name="lookup_close"),
    # No slash at the end: this is the address in the QR code of every paper.
    path("tra-cuu/<str:code>", lookup.dossier, name="dossier"),
    path("thu-tuc/", procedures.search, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("tin-nhan/bao-phat/<str:channel>/", delivery.delivered, name="delivery_report"),
    path("goc-nhat-ky/", roots.roots, name="roots"),
    *filing,
]
