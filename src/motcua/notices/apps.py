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
        from motcua.notices.queries import UNREAD
        from motcua.organisation.sessions import bring_along

        follow(FOLLOWER, followed())
        bring_along("unread_messages", UNREAD)
