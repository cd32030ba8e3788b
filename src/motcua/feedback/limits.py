"""How many petitions one address may send: counted in the database that all processes share.

Enough for a one-stop section that helps people behind one address; a flood ends within an hour.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import connection

from motcua.foundation.clock import DAY, HOUR, SECOND, Instant, aware_of, instant_of, local_of
from motcua.foundation.errors import DomainError, gettext_noop

WINDOW: Final = HOUR
FOR_ONE_ADDRESS: Final = 20
SOONEST: Final = 4 * SECOND
_SALT: Final = "feedback.opened"

_COUNT: Final = """
INSERT INTO feedback_filingcount AS f (key, window_ends, made) VALUES (%(key)s, %(ends)s, 1)
ON CONFLICT (key) DO UPDATE SET
  made = CASE WHEN f.window_ends <= %(now)s THEN 1 ELSE f.made + 1 END,
  window_ends = CASE WHEN f.window_ends <= %(now)s THEN %(ends)s ELSE f.window_ends END
RETURNING made, window_ends
"""
_SWEEP: Final = """
DELETE FROM feedback_filingcount WHERE key IN
  (SELECT key FROM feedback_filingcount WHERE window_ends <= %(now)s LIMIT 50 FOR UPDATE SKIP LOCKED)
"""


class TooManyFilings(DomainError):
    """Too many petitions from one address within an hour; `params["until"]` is when the next is taken."""

    id = "too_many_filings"


class LooksLikeARobot(DomainError):
    """Filled in faster than anybody reads, or in a field that nobody sees."""

    id = "looks_like_a_robot"


def count_filing(address: str, now: Instant) -> None:
    """Count one petition. Raises: `TooManyFilings`."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"petitions\n{address}".encode(), hashlib.sha256)
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, {"now": aware_of(now)})
        cursor.execute(_COUNT, {"key": key, "now": aware_of(now), "ends": aware_of(now + WINDOW)})
        made, ends = cursor.fetchone() or (1, aware_of(now))
    if made > FOR_ONE_ADDRESS:
        raise TooManyFilings(
            gettext_noop("Từ mạng này đã gửi quá nhiều phản ánh trong một giờ; phản ánh này chưa được gửi."),
            gettext_noop(
                "Những gì bạn đã điền vẫn được giữ. Gửi lại sau %(until)s, hoặc đến Bộ phận Một cửa."
            ),
            until=f"{local_of(instant_of(ends)):%H:%M}",
        )


def opened_mark(now: Instant) -> str:
    """A signed mark of when a form was opened."""
    return signing.dumps(now, salt=_SALT)


def check_human(mark: str, trap: str, now: Instant) -> None:
    """Refuse what a robot sends: the hidden field filled in, or the form sent back within seconds.

    Raises: `LooksLikeARobot`, in words that tell a person what to do.
    """
    try:
        opened = signing.loads(mark, salt=_SALT)
    except signing.BadSignature:
        opened = None
    fresh = isinstance(opened, int) and SOONEST <= now - opened <= DAY
    if trap or not fresh:
        raise LooksLikeARobot(
            gettext_noop("Phản ánh được gửi nhanh hơn người thường gõ nên chưa được nhận."),
            gettext_noop("Những gì bạn đã điền vẫn được giữ: đọc lại một lượt rồi bấm gửi."),
        )
