"""Addresses of the officer's pages, in unaccented Vietnamese."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.desk.views import lookup, worklist

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("ban-lam-viec/", worklist.home, name="home"),
    path("tim/", lookup.scan, name="lookup"),
]
