"""The room of procedures as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Catalogue of procedures, versions, imports."""

    name = "motcua.procedures"
    verbose_name = "Thủ tục hành chính"
