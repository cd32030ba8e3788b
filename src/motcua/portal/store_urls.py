"""Addresses of the personal store."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views import store

urlpatterns: list[URLPattern] = [
    path("cua-toi/kho-giay-to/", store.papers, name="store"),
    path("cua-toi/kho-giay-to/them/", store.add, name="store_add"),
    path("cua-toi/kho-giay-to/tat-ca.zip", store.everything, name="store_all"),
    path("cua-toi/kho-giay-to/<uuid:number>/", store.paper, name="store_paper"),
    path("cua-toi/kho-giay-to/<uuid:number>/tep/", store.file, name="store_file"),
    path("cua-toi/kho-giay-to/<uuid:number>/sua/", store.change, name="store_change"),
    path("cua-toi/kho-giay-to/<uuid:number>/go/", store.remove, name="store_remove"),
    path("cua-toi/kho-giay-to/<uuid:number>/de-nghi-sua/", store.wish, name="store_wish"),
]
