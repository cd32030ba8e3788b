"""Where the web server listens: loopback only, unless `MOTCUA_BIND` says otherwise (contracts, section 6)."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable

from motcua.foundation.errors import DomainError, gettext_noop


def port() -> int:
    """`MOTCUA_PORT`, else 8000.

    Raises: DomainError `port_unreadable`.
    """
    given = os.environ.get("MOTCUA_PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise DomainError(
            gettext_noop("MOTCUA_PORT phải là một số từ 1 đến 65535, không phải “%(given)s”."),
            gettext_noop("Ví dụ: MOTCUA_PORT=8001 make demo"),
            id="port_unreadable",
            given=given,
        )
    return int(given)


def loopback_addresses() -> list[str]:
    """`127.0.0.1:8000` and, where the machine has IPv6, `[::1]:8000`."""
    found = [f"127.0.0.1:{port()}"]
    if _has_ipv6():
        found.append(f"[::1]:{port()}")
    return found


def refuse_busy_port() -> None:
    """Raises DomainError `port_busy` or `port_forbidden` where we could not listen."""
    families = [(socket.AF_INET, "127.0.0.1")] + ([(socket.AF_INET6, "::1")] if _has_ipv6() else [])
    for family, address in families:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port()))
            except OSError as error:
                raise _refusal(error) from error


def _refusal(error: OSError) -> DomainError:
    if error.errno == errno.EACCES:
        return DomainError(
            gettext_noop("Không có quyền mở cổng %(port)s."),
            gettext_noop("Chọn một cổng từ 1024 trở lên, ví dụ: MOTCUA_PORT=8001 make demo"),
            id="port_forbidden",
            port=port(),
        )
    return DomainError(
        gettext_noop("Cổng %(port)s đang có chương trình khác dùng (có thể một bản `make demo` đang chạy)."),
        gettext_noop("Dừng chương trình đó, hoặc chọn cổng khác: MOTCUA_PORT=8001 make demo"),
        id="port_busy",
        port=port(),
    )


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def wait_until_open(give_up: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Until the web server answers on its port; False where `give_up` says so or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not give_up():
        try:
            with socket.create_connection(("127.0.0.1", port()), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def free_port() -> int:
    """A port of this machine that nobody listens at now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
