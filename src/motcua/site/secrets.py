"""Keys of this server: made once, kept in 0600 files under the home, never printed, never committed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from motcua.site.home import folder, home, not_writable


def server_key(name: str) -> str:
    """The key called `name` (lower-case letters and hyphens), 43 letters unless set by hand.

    The environment wins: `MOTCUA_KEY_SESSION` for `session`. Else the file `<home>/keys/<name>`, made with
    a random key where missing; two processes that make it at once end with the same key.

    Raises: DomainError `home_not_writable`.
    """
    given = os.environ.get("MOTCUA_KEY_" + name.upper().replace("-", "_"))
    if given:
        return given
    path = home() / "keys" / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return _make(path)
    except OSError as error:
        raise not_writable(path, error) from error


def _make(path: Path) -> str:
    folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32) + "\n")
        try:
            # A hard link fails where the name exists: the first of two makers wins and both read his key.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise not_writable(path, error) from error
