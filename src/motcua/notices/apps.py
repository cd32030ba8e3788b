"""Notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What citizens are told of their dossiers; the outbox carries it."""

    name = "motcua.notices"

    def ready(self) -> None:
        from motcua.dossiers.following import follow
        from motcua.notices.deriving import FOLLOWER
        from motcua.notices.facts import followed

        follow(FOLLOWER, followed())
