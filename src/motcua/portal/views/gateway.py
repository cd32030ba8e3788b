"""The payment gateway's door: it asks what is to be paid, and tells how a payment ended. Signed, or refused.

No session and no cookie: the signature alone says who speaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.foundation.errors import Conflict, DomainError, Forbidden
from motcua.organisation.web import PUBLIC, right
from motcua.payments import services
from motcua.payments.reply import refused, sealed_reply

log = structlog.get_logger(__name__)
_STATUSES: Final[tuple[tuple[type[DomainError], int], ...]] = ((Forbidden, 403), (Conflict, 409))


@csrf_exempt
@right(PUBLIC)
@require_POST
def result(request: HttpRequest) -> HttpResponse:
    """How a transaction ended."""
    return _answered(request, services.take_result)


@csrf_exempt
@right(PUBLIC)
@require_POST
def lookup(request: HttpRequest) -> HttpResponse:
    """What is to be paid for a dossier."""
    return _answered(request, services.answer_lookup)


def _answered(request: HttpRequest, do: Callable[[bytes], dict[str, Any]]) -> HttpResponse:
    """The signed answer; what is refused gets a status that a sender can tell from "try again"."""
    try:
        body, status = sealed_reply(do(request.body)), 200
    except DomainError as error:
        status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 422)
        log.warning("gateway_message_refused", why=error.id, status=status)
        body = refused(error)
    return HttpResponse(body, content_type="application/json", status=status)
