"""Whether the portal answers over IPv6, asked of itself: the badge shows what was seen, not claimed."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from motcua.foundation.clock import DAY, HOUR, Clock, SystemClock
from motcua.news.models import ReachCheck

GOOD_FOR: Final = 26 * HOUR
KEPT_FOR: Final = 90 * DAY
SECONDS: Final = 10


class _OverIpv6(http.client.HTTPConnection):
    """One connection to an address of IPv6, over TLS where the portal uses it."""

    def __init__(self, host: str, port: int, *, tls: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._tls = tls

    def connect(self) -> None:
        """To the first address that answers. Raises: OSError."""
        found = socket.getaddrinfo(self.host, self.port, socket.AF_INET6, socket.SOCK_STREAM)
        host, port = str(found[0][4][0]), int(found[0][4][1])
        self.sock = socket.create_connection((host, port), timeout=SECONDS)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def look(url: str = "") -> tuple[bool, str]:
    """Whether `/healthz` at the public address (or `url`) answers over IPv6, and what stood in the way."""
    parts = urlsplit(url or settings.MOTCUA_PUBLIC_URL)
    tls = parts.scheme == "https"
    connection = _OverIpv6(parts.hostname or "", parts.port or (443 if tls else 80), tls=tls)
    try:
        connection.request("GET", "/healthz", headers={"User-Agent": "motcua-monitor"})
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        return False, f"{type(error).__name__}: {error}"[:200]
    finally:
        connection.close()
    return answer.status == http.client.OK, f"HTTP {answer.status}"


def check(*, url: str = "", clock: Clock | None = None) -> ReachCheck:
    """Look and remember what was seen."""
    now = (clock or SystemClock()).now()
    ok, detail = look(url)
    ReachCheck.objects.filter(at__lt=now - KEPT_FOR).delete()
    return ReachCheck.objects.create(at=now, ok=ok, detail=detail)


def badge(*, clock: Clock | None = None) -> bool:
    """Whether the last look, not older than a day, was answered over IPv6."""
    last = ReachCheck.objects.order_by("-at").values_list("at", "ok").first()
    return last is not None and last[1] and (clock or SystemClock()).now() - last[0] < GOOD_FOR
