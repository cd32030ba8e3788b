"""How passwords are kept (contracts, section 6)."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class CounterArgon2PasswordHasher(Argon2PasswordHasher):
    """argon2id with 19 MiB, two passes, one lane: Django's default takes 100 MB a hash, and thirty officers
    who sign in at 07:00 would take the whole server."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
