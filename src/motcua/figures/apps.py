"""Public figures."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """What is counted over the dossiers, kept with the moment of counting."""

    name = "motcua.figures"
    label = "figures"
    verbose_name = "Số liệu"

    def ready(self) -> None:
        """Tell who asked for a file when it is ready."""
        from motcua.figures import report_files
        from motcua.outbox import kinds

        kinds.register(report_files.READY)
