"""Feedback, petitions and ratings of service."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Petitions with their clocks, published answers, ratings."""

    name = "motcua.feedback"
    label = "feedback"
    verbose_name = "Phản ánh, kiến nghị và đánh giá"

    def ready(self) -> None:
        """Keep the content that petitions name; let the lawful erasure of a dossier reach its ratings."""
        from motcua.dossiers import erasure, files
        from motcua.feedback import erasing

        files.also_named_by("feedback_petitionfile")
        erasure.also_erase(erasing.of_a_dossier)
