"""Addresses of the officer's pages, under /ban-lam-viec/."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.desk import views

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("tim/", views.lookup, name="lookup"),
]
