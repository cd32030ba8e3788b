"""A passkey as a phone holds one, in software: makes keys and signs (WebAuthn 2, ES256, no attestation)."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One machine with one key; `origin` is the house that its browser shows."""

    def __init__(self, origin: str = "https://testserver", *, verified: bool = True) -> None:
        self.origin = origin
        self.flags = PRESENT | (VERIFIED if verified else 0)
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user = ""
        self.count = 0

    def make(self, options: dict[str, Any]) -> str:
        """What a browser posts after making a passkey for these options."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(asked["rp"]["id"], self.flags | ATTESTED) + attested
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
            "attestationObject": websafe_encode(statement),
            "transports": ["internal"],
        }
        return self._posted(response, {"credProps": {"rk": True}})

    def show(self, options: dict[str, Any]) -> str:
        """What a browser posts after signing with the passkey."""
        asked = options["publicKey"]
        self.count += 1
        data = self._data(asked["rpId"], self.flags)
        client = self._client("webauthn.get", asked["challenge"])
        raw = json.dumps(self._client_data("webauthn.get", asked["challenge"])).encode()
        signature = self.key.sign(data + hashlib.sha256(raw).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.user,
        }
        return self._posted(response, {})

    def _posted(self, response: dict[str, Any], extensions: dict[str, Any]) -> str:
        key = websafe_encode(self.id)
        return json.dumps(
            {
                "id": key,
                "rawId": key,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": extensions,
            }
        )

    def _client_data(self, kind: str, challenge: str) -> dict[str, Any]:
        return {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}

    def _client(self, kind: str, challenge: str) -> str:
        return websafe_encode(json.dumps(self._client_data(kind, challenge)).encode())

    def _data(self, house: str, flags: int) -> bytes:
        return hashlib.sha256(house.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)
