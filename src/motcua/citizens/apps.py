"""Accounts of people and businesses."""

from __future__ import annotations

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    """Who signs in at the citizen's door, how sure their identity is, and for whom they may act."""

    name = "motcua.citizens"

    def ready(self) -> None:
        from motcua.citizens.letters import LETTERS
        from motcua.outbox.made import register

        register(*LETTERS)
