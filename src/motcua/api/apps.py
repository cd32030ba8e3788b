"""The machine's door."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """`/api/v1/`; it has no tables of its own."""

    name = "motcua.api"
