"""Reminders."""

from __future__ import annotations

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Reasons to remind an officer, worked out of the rows of the dossiers; the outbox tells them."""

    name = "motcua.reminders"

    def ready(self) -> None:
        from motcua.outbox import kinds
        from motcua.reminders.words import KINDS

        kinds.register(*KINDS)
