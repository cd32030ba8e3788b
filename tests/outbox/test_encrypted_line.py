"""An encrypted line to the mail server: its certificate is checked before a password is said."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.dossiers.room import Room
from tests.outbox.conftest import put, states, tell
from tests.support.mail_server import MailServer

from motcua.foundation.clock import SystemClock, aware_of
from motcua.outbox import queries
from motcua.outbox.sending import send_waiting

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-bi-mat"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate that signs itself, of 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = aware_of(SystemClock().now())
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
    good = isinstance(said, LoginPassword) and said.password == PASSWORD.encode()
    SAID.append(said.password.decode() if isinstance(said, LoginPassword) else "")
    return AuthResult(success=good, handled=False)


SAID: list[str] = []


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[MailServer]:
    SAID.clear()
    safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    safe.load_cert_chain(certificate)
    made = MailServer(tls_context=safe, require_starttls=True, authenticator=knows, auth_required=True)
    yield made
    made.stop()


def through(settings: Any, server: MailServer, password: str) -> None:
    tell(settings, f"smtp+starttls://motcua:{password}@127.0.0.1:{server.port}")


def test_a_trusted_server_gets_the_password_and_the_letter(
    room: Room,
    encrypted: MailServer,
    settings: Any,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    through(settings, encrypted, PASSWORD)
    put()
    assert send_waiting().sent == 1
    assert (states(), SAID, len(encrypted.taken)) == (["sent"], [PASSWORD], 1)


def test_a_server_that_nobody_vouches_for_gets_neither(
    room: Room, encrypted: MailServer, settings: Any
) -> None:
    through(settings, encrypted, PASSWORD)
    put()
    assert "certificate" in send_waiting().unreachable.lower()
    assert (states(), SAID, encrypted.taken) == (["waiting"], [], [])


def test_a_wrong_password_is_told_and_not_written_down(
    room: Room,
    encrypted: MailServer,
    settings: Any,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    through(settings, encrypted, "sai-mat-khau")
    put()
    assert send_waiting().unreachable.startswith("535")
    assert "sai-mat-khau" not in queries.health().problem
    assert states() == ["waiting"]
