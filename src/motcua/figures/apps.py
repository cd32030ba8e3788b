"""Public figures."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """What is counted over the dossiers, kept with the moment of counting."""

    name = "motcua.figures"
    label = "figures"
    verbose_name = "Số liệu"
