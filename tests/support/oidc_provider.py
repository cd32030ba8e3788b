"""A real OpenID provider (the package oidc-provider-mock) in its own process, which can be told to lie.

Run as a program it serves the provider's own pages; `PUT /lie` names what the next answers do wrong, and each
lie is told with the provider's own key, so that only the check for that very thing finds it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

CLIENT = "mot-cua"
LIES = (
    "wrong_audience",
    "second_audience",
    "wrong_nonce",
    "no_nonce",
    "expired",
    "forged",
    "unsigned",
    "shared_secret",
    "wrong_issuer",
    "another_in_userinfo",
    "late",
)


class Provider:
    """A running provider, from the outside: who has an account there, what it lies about."""

    def __init__(self, url: str) -> None:
        self.url = url

    def know(self, subject: str, **claims: Any) -> None:
        """An account at the provider."""
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def lie(self, about: str = "") -> None:
        """Answer wrongly from now on; without a word rightly again."""
        requests.put(f"{self.url}/lie", json={"about": about}, timeout=5).raise_for_status()

    def sign_in(self, address: str, subject: str) -> str:
        """What a browser does at the provider: the address it is sent back to."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def deny(self, address: str) -> str:
        """The person presses "deny" there; the address that the browser is sent back to."""
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]


@contextmanager
def running() -> Iterator[Provider]:
    """The provider on a free port, ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.oidc_provider"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            yield Provider(process.stdout.readline().strip())
        finally:
            process.terminate()


def part(address: str, name: str) -> str:
    """One value of an address's query."""
    return parse_qs(urlsplit(address).query)[name][0]


def _serve() -> None:
    import flask
    from oidc_provider_mock import app as provider
    from werkzeug.serving import make_server

    app = provider(require_nonce=True)
    told = {"about": ""}
    challenges: dict[str, str] = {}

    @app.put("/lie")
    def lie() -> Any:
        told["about"] = flask.request.json["about"]
        return "", 204

    @app.before_request
    def keep_pkce() -> Any:
        """PKCE (RFC 7636), which the package leaves out: the verifier must fit the challenge of the code."""
        if flask.request.path != "/oauth2/token":
            return None
        if told["about"] == "late":
            time.sleep(3)
        wanted = challenges.pop(flask.request.form.get("code", ""), "")
        digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != wanted:
            return {"error": "invalid_grant"}, 400
        return None

    @app.after_request
    def tell(response: Any) -> Any:
        location = response.headers.get("Location", "")
        if flask.request.path == "/oauth2/authorize" and "code=" in location:
            assert flask.request.args["code_challenge_method"] == "S256"
            challenges[part(location, "code")] = flask.request.args["code_challenge"]
        if flask.request.path == "/oauth2/token" and response.status_code == 200:
            content = json.loads(response.data)
            content["id_token"] = _changed(content["id_token"], told["about"])
            response.data = json.dumps(content)
        if flask.request.path == "/userinfo" and told["about"] == "another_in_userinfo":
            response.data = json.dumps({**json.loads(response.data), "sub": "somebody-else"})
        return response

    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


def _changed(token: str, about: str) -> str:
    import jwt
    from authlib.jose import RSAKey
    from oidc_provider_mock._storage import storage

    header = jwt.get_unverified_header(token)
    said = jwt.decode(token, options={"verify_signature": False})
    lies: dict[str, dict[str, Any]] = {
        "wrong_audience": {"aud": "another-client"},
        "second_audience": {"aud": [CLIENT, "another-client"]},
        "wrong_nonce": {"nonce": "not-the-one"},
        "expired": {"iat": said["iat"] - 7200, "exp": said["iat"] - 3600},
        "wrong_issuer": {"iss": "http://127.0.0.1:1"},
    }
    said |= lies.get(about, {})
    if about == "no_nonce":
        del said["nonce"]
    key = RSAKey.generate_key(is_private=True) if about == "forged" else storage.jwk
    more = {"kid": header["kid"]} if "kid" in header else {}
    if about == "unsigned":
        return jwt.encode(said, None, algorithm="none", headers=more)
    if about == "shared_secret":
        return jwt.encode(said, "0" * 40, algorithm="HS256", headers=more)
    return jwt.encode(said, key.as_pem(is_private=True), algorithm="RS256", headers=more)


if __name__ == "__main__":
    _serve()
