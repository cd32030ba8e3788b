"""Feedback, petitions and ratings of service."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Petitions with their clocks, published answers, ratings."""

    name = "motcua.feedback"
    label = "feedback"
    verbose_name = "Phản ánh, kiến nghị và đánh giá"

    def ready(self) -> None:
        """Keep the content that petitions name; let the lawful erasure of a dossier reach its ratings; remind
        officers of petitions, count on the rail what they owe, and tell figures what people said."""
        from motcua.dossiers import erasure, files
        from motcua.dossiers.heard import heard_by
        from motcua.feedback import counted, erasing, owing, reminding
        from motcua.organisation.sessions import bring_along
        from motcua.outbox import kinds

        files.also_named_by("feedback_petitionfile")
        erasure.also_erase(erasing.of_a_dossier)
        kinds.register(*reminding.KINDS)
        bring_along("owed_petitions", owing.COUNTED)
        heard_by(counted.EARS)
