"""Answers to the gateway, in its words."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import DomainError
from motcua.payments import gateway
from motcua.payments.protocol import signed


def sealed_reply(answer: dict[str, Any]) -> bytes:
    """An answer with time, nonce and signature, as JSON."""
    words = gateway.names()
    now = SystemClock().now()
    return msgspec.json.encode(signed(answer, words, settings.MOTCUA_GATEWAY_SECRET, now))


def refused(error: DomainError) -> bytes:
    """A refusal: who did not sign is told nothing else, and gets no signature of ours."""
    words = gateway.names()
    return msgspec.json.encode(words.named(code=words.values["failed"], message=error.message))
