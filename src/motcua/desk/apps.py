"""The officer's workplace."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of officers: counter, work list, dossier, section, logbook."""

    name = "motcua.desk"
