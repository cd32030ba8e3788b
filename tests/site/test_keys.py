"""Keys of the server: made once, readable by the owner only, the same for everybody."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from motcua.foundation.errors import DomainError
from motcua.site.secrets import server_key

PRINT = "from motcua.site.secrets import server_key; print(server_key('receipt'))"


def test_a_key_is_made_once_for_all_who_ask_at_once(fresh_home: Path) -> None:
    asking = [
        subprocess.Popen([sys.executable, "-c", PRINT], stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    answers = {child.communicate()[0].strip() for child in asking}
    assert answers == {server_key("receipt")}
    assert len(server_key("receipt")) == 43
    assert [path.name for path in (fresh_home / "keys").iterdir()] == ["receipt"]


def test_keys_differ_and_are_private(fresh_home: Path) -> None:
    assert server_key("receipt") != server_key("session")
    assert stat.S_IMODE((fresh_home / "keys" / "session").stat().st_mode) == 0o600


def test_the_environment_wins(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_KEY_DATABASE_APP", "from outside")
    assert server_key("database-app") == "from outside"
    assert not (fresh_home / "keys").exists()


def test_a_place_that_cannot_be_written(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_HOME", "/dev/null/here")
    with pytest.raises(DomainError) as caught:
        server_key("receipt")
    assert caught.value.id == "home_not_writable"
