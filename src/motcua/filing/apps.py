"""Filing online."""

from __future__ import annotations

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """What citizens fill in before it is a dossier: drafts, their files, files on their way in."""

    name = "motcua.filing"
