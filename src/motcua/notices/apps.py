"""Notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What citizens are told of their dossiers and petitions; the outbox carries it."""

    name = "motcua.notices"

    def ready(self) -> None:
        from motcua.dossiers.following import follow
        from motcua.notices.announced import tell_announced
        from motcua.notices.deriving import FOLLOWER
        from motcua.notices.facts import followed
        from motcua.notices.queries import UNREAD
        from motcua.organisation.sessions import bring_along
        from motcua.outbox.announcing import told_by

        follow(FOLLOWER, followed())
        told_by(tell_announced)
        bring_along("unread_messages", UNREAD)
