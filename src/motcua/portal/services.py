"""The portal's only writer: it counts guesses of look-up secrets, in the database that all processes share.

A secret has 50 bits; ten tries an hour for one code and sixty for one address leave a guesser nothing, and
leave a family or a one-stop section behind one address enough.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from django.conf import settings
from django.db import connection

from motcua.foundation.clock import HOUR, Instant, aware_of, instant_of, local_of
from motcua.foundation.errors import DomainError, gettext_noop

WINDOW: Final = HOUR
FOR_ONE_CODE: Final = 10
FOR_ONE_ADDRESS: Final = 60

_COUNT: Final = """
INSERT INTO portal_lookupguesses AS g (key, window_ends, wrong) VALUES (%(key)s, %(ends)s, 1)
ON CONFLICT (key) DO UPDATE SET
  wrong = CASE WHEN g.window_ends <= %(now)s THEN 1 ELSE g.wrong + 1 END,
  window_ends = CASE WHEN g.window_ends <= %(now)s THEN %(ends)s ELSE g.window_ends END
RETURNING wrong, window_ends
"""
_FORGET: Final = "DELETE FROM portal_lookupguesses WHERE key = %(key)s"
_TAKE_BACK: Final = "UPDATE portal_lookupguesses SET wrong = greatest(wrong - 1, 0) WHERE key = %(key)s"
_SWEEP: Final = """
DELETE FROM portal_lookupguesses WHERE key IN
  (SELECT key FROM portal_lookupguesses WHERE window_ends <= %(now)s LIMIT 50 FOR UPDATE SKIP LOCKED)
"""


class TooManyGuesses(DomainError):
    """The secret was wrong too often from here; `params["until"]` is the local time of the next try."""

    id = "too_many_guesses"


def count_guess(address: str, code: str, now: Instant) -> int:
    """Count one try before its secret is looked at, so that many at once cannot pass together.

    Returns how many tries are left for this code after this one. Raises: TooManyGuesses.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, {"now": aware_of(now)})
        left = FOR_ONE_CODE
        for key, limit in ((_key(address, code), FOR_ONE_CODE), (_key(address, ""), FOR_ONE_ADDRESS)):
            cursor.execute(_COUNT, {"key": key, "now": aware_of(now), "ends": aware_of(now + WINDOW)})
            wrong, ends = cursor.fetchone() or (1, aware_of(now))
            if wrong > limit:
                raise _too_many(instant_of(ends))
            left = min(left, limit - wrong)
    return left


def right_guess(address: str, code: str) -> None:
    """The secret was right: that try was none, and the code's count begins anew."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"key": _key(address, code)})
        cursor.execute(_TAKE_BACK, {"key": _key(address, "")})


def _key(address: str, code: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"guess\n{address}\n{code}".encode(), hashlib.sha256)


def _too_many(until: Instant) -> TooManyGuesses:
    return TooManyGuesses(
        gettext_noop("Mã tra cứu sai quá nhiều lần. Từ máy này, thử lại được sau %(until)s."),
        gettext_noop("Mang giấy hẹn đến Bộ phận Một cửa để được xem ngay."),
        until=f"{local_of(until):%H:%M}",
    )
