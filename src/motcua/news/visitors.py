"""How many read the portal: without cookies, without robots, and without keeping who.

A reader is a keyed hash of the day, the address and the browser's name: two days never meet, and the key of
the server is needed to ask whether somebody came. A process notes a reader at most once a minute; the notes
of a day are added up and thrown away when it is over.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from datetime import date
from typing import Final

from django.conf import settings
from django.db import connection

from motcua.foundation.clock import MINUTE, Clock, Instant, SystemClock, day_of
from motcua.news.models import Visit, VisitDay

PRESENT_FOR: Final = 5 * MINUTE
"""Who was seen within this time is "now here" (Đang truy cập)."""
NOTED_EVERY: Final = MINUTE
MOST_KNOWN: Final = 10_000
_ROBOTS: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|go-http|headless|scrapy|feed|rss",
    re.IGNORECASE,
)
_PUT: Final = """
INSERT INTO news_visit (key, day, seen_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET seen_at = greatest(news_visit.seen_at, EXCLUDED.seen_at)
"""
_ADD_UP: Final = """
WITH gone AS (DELETE FROM news_visit WHERE day < %s RETURNING day)
INSERT INTO news_visitday AS d (day, visitors) SELECT day, count(*) FROM gone GROUP BY day
ON CONFLICT (day) DO UPDATE SET visitors = d.visitors + EXCLUDED.visitors
"""


def is_robot(agent: str) -> bool:
    """Whether the browser says that it is none; one that says nothing is none either."""
    return not agent.strip() or _ROBOTS.search(agent) is not None


class Noted:
    """What this process has noted lately, so that a reader costs a statement a minute at most."""

    def __init__(self) -> None:
        self._at: dict[bytes, Instant] = {}
        self._lock = threading.Lock()

    def is_due(self, key: bytes, now: Instant) -> bool:
        """Whether the reader is to be noted now; says so once a minute."""
        with self._lock:
            if now - self._at.get(key, -NOTED_EVERY) < NOTED_EVERY:
                return False
            if len(self._at) >= MOST_KNOWN:
                self._at.clear()
            self._at[key] = now
            return True


_noted: Final = Noted()


def note(address: str, agent: str, *, clock: Clock | None = None, noted: Noted = _noted) -> bool:
    """Count a reader; whether a row was written."""
    if is_robot(agent):
        return False
    now = (clock or SystemClock()).now()
    day = day_of(now)
    key = key_of(day, address, agent)
    if not noted.is_due(key, now):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [key, day, now])
    return True


def key_of(day: date, address: str, agent: str) -> bytes:
    """Sixteen bytes that only the server can make again."""
    told = f"{day.isoformat()}\n{address}\n{agent}".encode(errors="replace")
    return hmac.digest(settings.SECRET_KEY.encode(), b"visit\n" + told, hashlib.sha256)[:16]


def present(*, clock: Clock | None = None) -> int:
    """How many read the portal now."""
    return Visit.objects.filter(seen_at__gt=(clock or SystemClock()).now() - PRESENT_FOR).count()


def visitors_on(day: date) -> int:
    """How many read it on a day, so far where the day still runs."""
    known = VisitDay.objects.filter(day=day).values_list("visitors", flat=True).first()
    return (known or 0) + Visit.objects.filter(day=day).count()


def add_up(*, clock: Clock | None = None) -> int:
    """Count the days that are over and throw their notes away; how many days."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP, [day_of((clock or SystemClock()).now())])
        return int(cursor.rowcount)
