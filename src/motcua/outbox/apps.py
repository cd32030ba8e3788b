"""The outbox."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages to officers, on the desk and by e-mail; what they are about is told by the rooms above."""

    name = "motcua.outbox"

    def ready(self) -> None:
        from motcua.organisation.sessions import bring_along
        from motcua.outbox.queries import UNREAD

        bring_along("unread", UNREAD)
