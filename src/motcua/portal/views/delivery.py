"""The door for gateways of short messages: what became of a message that they took."""

from __future__ import annotations

import hmac
import json
import uuid
from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.foundation.clock import MINUTE, SECOND, SystemClock
from motcua.organisation.web import PUBLIC, right
from motcua.outbox.channels import gateway_of
from motcua.outbox.citizens import report
from motcua.outbox.gateway import Gateway, field, signature

log = structlog.get_logger(__name__)
OLDEST: Final = 10 * MINUTE
"""A report older than that is not believed: whoever overheard one cannot say it again next week."""
_LONGEST: Final = 16_384


@csrf_exempt
@right(PUBLIC)
@require_POST
def delivered(request: HttpRequest, channel: str) -> HttpResponse:
    """Take a signed report; the same one may come as often as it likes.

    404 without such a channel or message, 403 for a signature that is not the gateway's, 400 for no report.
    """
    gateway = gateway_of(channel)
    if gateway is None or not gateway.report_key:
        return HttpResponse(status=404)
    if int(request.headers.get("Content-Length") or 0) > _LONGEST:
        return HttpResponse(status=413)
    if not _signed(request, gateway):
        log.warning("delivery_report_refused", channel=channel)
        return HttpResponse(status=403)
    try:
        document = json.loads(request.body)
        letter = str(uuid.UUID(field(document, gateway.shape.report_reference)))
    except ValueError:
        return HttpResponse(status=400)
    state = field(document, gateway.shape.report_state)
    good, bad = gateway.shape.report_good, gateway.shape.report_bad
    if state not in good and state not in bad:
        return HttpResponse(status=202)  # on its way: nothing to keep
    words = field(document, gateway.shape.report_words)
    return HttpResponse(status=200 if report(channel, letter, arrived=state in good, words=words) else 404)


def _signed(request: HttpRequest, gateway: Gateway) -> bool:
    at = request.headers.get(gateway.shape.time_header, "")
    given = request.headers.get(gateway.shape.signature_header, "")
    if not at.isascii() or not at.isdigit() or len(at) > 12 or not given.isascii():
        return False
    if abs(SystemClock().now() - int(at) * SECOND) > OLDEST:
        return False
    return hmac.compare_digest(signature(gateway.report_key, at, request.body), given)
