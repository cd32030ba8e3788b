"""The citizen's door."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for everybody: procedures, look-up of a dossier, the published roots of the log."""

    name = "motcua.portal"
