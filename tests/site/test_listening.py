"""The web server listens on loopback only, and a port that cannot be had is told before anything starts."""

from __future__ import annotations

import os
import socket

import pytest

from motcua.foundation.errors import DomainError
from motcua.site import listening


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    holder.listen()
    monkeypatch.setenv("MOTCUA_PORT", str(holder.getsockname()[1]))
    return holder


def test_only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "8123")
    assert set(listening.loopback_addresses()) <= {"127.0.0.1:8123", "[::1]:8123"}
    assert "127.0.0.1:8123" in listening.loopback_addresses()


def test_without_ipv6_only_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_has_ipv6", lambda: False)
    assert listening.loopback_addresses() == ["127.0.0.1:8000"]


def test_a_busy_port_is_told_with_another_to_take(busy: socket.socket) -> None:
    with pytest.raises(DomainError) as caught:
        listening.refuse_busy_port()
    assert caught.value.id == "port_busy"
    assert str(busy.getsockname()[1]) in caught.value.message
    assert "MOTCUA_PORT" in caught.value.next_step
    busy.close()
    listening.refuse_busy_port()


@pytest.mark.parametrize("given", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", given)
    with pytest.raises(DomainError) as caught:
        listening.port()
    assert caught.value.id == "port_unreadable"


def test_the_server_is_waited_for(busy: socket.socket) -> None:
    assert listening.wait_until_open(lambda: False, seconds=5)
    busy.close()
    assert not listening.wait_until_open(lambda: True, seconds=5)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open any port")
def test_a_port_below_1024_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "80")
    with pytest.raises(DomainError) as caught:
        listening.refuse_busy_port()
    assert caught.value.id in {"port_forbidden", "port_busy"}
