"""The embedded cluster starts anywhere, keeps strangers out, and says what to do where it cannot start."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from motcua.foundation.errors import DomainError
from motcua.site import database, postgres
from motcua.site.postgres import binaries, failures
from motcua.site.postgres.places import SOCKET_PATH_LIMIT


def start() -> list[str]:
    said: list[str] = []
    postgres.ensure_running(said.append)
    return said


def ask(question: str, role: str = "application", **changes: str) -> object:
    with psycopg.connect(database.conninfo(role, **changes)) as link:
        row = link.execute(question).fetchone()
    return row[0] if row else None


def refused() -> DomainError:
    with pytest.raises(DomainError) as caught:
        start()
    assert caught.value.message
    assert caught.value.next_step
    return caught.value


def test_a_fresh_home_gets_a_cluster_with_two_roles(standing_home: Path) -> None:
    assert ask("SELECT current_user") == database.APPLICATION
    assert ask("SHOW listen_addresses") == ""
    assert ask("SHOW server_encoding") == "UTF8"
    assert ask("SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C"
    assert ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", "owner") is False
    found = ask("SELECT array_agg(extname::text) FROM pg_extension")
    assert {"unaccent", "pg_trgm", "btree_gist"} <= set(found)  # type: ignore[call-overload]


def test_the_application_may_not_make_tables(standing_home: Path) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask("CREATE TABLE mine ()")


def test_a_wrong_password_is_refused(standing_home: Path) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask("SELECT 1", password="wrong")


def test_keys_and_data_are_for_the_owner_only(standing_home: Path) -> None:
    for path in [
        *(standing_home / "keys").iterdir(),
        standing_home / "data",
        standing_home / "run",
        standing_home / "keys",
    ]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_data_are_kept_over_a_stop(fresh_home: Path) -> None:
    start()
    with psycopg.connect(database.conninfo("owner")) as link:
        link.execute("CREATE TABLE kept AS SELECT 'còn đây' AS word")
    postgres.release([].append)
    assert not postgres.status().running
    start()
    assert ask("SELECT word FROM kept") == "còn đây"


BESIDE = """
import sys
from motcua.site import postgres, database
import psycopg
postgres.ensure_running(lambda line: None)
with psycopg.connect(database.conninfo()) as link:
    print(link.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
sys.stdin.read()
postgres.release(lambda line: None)
"""


def test_processes_that_begin_at_once_share_one_server_and_the_last_stops_it(fresh_home: Path) -> None:
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    starters = [subprocess.Popen([sys.executable, "-c", BESIDE], **pipe) for _ in range(4)]  # type: ignore[call-overload]
    begun = {child.stdout.readline() for child in starters}
    assert len(begun) == 1, begun
    assert begun != {""}
    for child in starters[:3]:
        child.communicate()
    assert postgres.status().running
    starters[3].communicate()
    assert not postgres.status().running
    assert [child.returncode for child in starters] == [0, 0, 0, 0]


def test_a_server_told_to_stay_outlives_its_last_user(fresh_home: Path) -> None:
    postgres.ensure_running([].append, keep=True)
    postgres.release([].append)
    assert postgres.status().running
    assert postgres.shut_down([].append)
    assert not postgres.status().running


def test_a_lock_of_a_process_that_is_no_postgres_is_taken_away(fresh_home: Path) -> None:
    start()
    postgres.release([].append)
    lock = fresh_home / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{fresh_home / 'data'}\n1\n5432\n{fresh_home / 'run'}\n\n\n")
    assert "Bỏ khóa cũ của một máy chủ PostgreSQL không còn chạy." in start()
    assert ask("SELECT 1") == 1


def test_a_lock_of_a_living_postgres_is_respected(fresh_home: Path) -> None:
    start()
    lock = fresh_home / "data" / "postmaster.pid"
    number = lock.read_text().splitlines()[0]
    # The server lives but cannot be reached: somebody removed its socket.
    (fresh_home / "run" / ".s.PGSQL.5432").unlink()
    os.close(postgres._in_use.pop(fresh_home))
    refusal = refused()
    assert refusal.id == "data_locked"
    assert number in refusal.message
    assert lock.exists()
    postgres.cluster([].append).stop()


def test_data_of_another_major_version_are_left_alone(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start()
    postgres.release([].append)
    (fresh_home / "data" / "PG_VERSION").write_text("12\n")
    refusal = refused()
    assert refusal.id == "data_version"
    assert "PostgreSQL 12" in refusal.message


def test_data_of_another_version_that_the_machine_has_are_opened_with_it(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(binaries.candidates())
    other = next((one for one in found if one.major != found[0].major), None)
    if other is None:
        pytest.skip("this machine has one version of PostgreSQL")
    monkeypatch.setattr(binaries, "_folders", lambda: iter([other.folder]))
    start()
    postgres.release([].append)
    monkeypatch.undo()
    monkeypatch.setenv("MOTCUA_HOME", str(fresh_home.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    start()
    assert str(ask("SHOW server_version")).startswith(str(other.major))


def test_a_machine_without_programs_is_told_how_to_get_them(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_folders", lambda: iter([]))
    assert refused().id == "postgres_missing"


def test_too_little_room_is_told_before_anything_is_made(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        failures.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 10_000_000)
    )
    assert refused().id == "disk_full"
    assert not (fresh_home / "data").exists()


@pytest.mark.usefixtures("as_root")
def test_a_disk_that_fills_while_the_cluster_is_made(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh_home.mkdir(mode=0o711)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=60m,mode=711", "tmpfs", fresh_home], check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        monkeypatch.setattr(failures, "NEEDED_BYTES", 0)
        (fresh_home / "filler").write_bytes(b"x" * 10_000_000)
        refusal = refused()
        assert refusal.id in {"disk_full", "home_not_writable"}
    finally:
        subprocess.run(["umount", fresh_home], check=True)


def test_a_cluster_cut_off_in_the_making_is_made_anew(fresh_home: Path) -> None:
    (fresh_home / "data.new" / "base").mkdir(parents=True)
    start()
    assert ask("SELECT 1") == 1
    assert not (fresh_home / "data.new").exists()


def test_a_long_path_gets_a_short_socket(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = fresh_home.parent / ("dài" * 30)
    deep.mkdir(mode=0o711)
    monkeypatch.setenv("MOTCUA_HOME", str(deep))
    start()
    assert len(os.fsencode(postgres.status().socket)) < SOCKET_PATH_LIMIT
    assert ask("SELECT 1") == 1
    postgres.release([].append)
    shutil.rmtree(postgres.status().socket)


def test_lost_keys_are_told(fresh_home: Path) -> None:
    start()
    postgres.release([].append)
    (fresh_home / "keys" / "database-superuser").unlink()
    (fresh_home / "data" / "motcua.provisioned").unlink()
    assert refused().id == "keys_lost"


@pytest.mark.usefixtures("as_root")
def test_root_runs_the_server_as_a_system_user(standing_home: Path) -> None:
    number = int((standing_home / "data" / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{number}").stat().st_uid != 0


@pytest.mark.usefixtures("as_root")
def test_a_home_that_the_system_user_cannot_reach_is_told(fresh_home: Path) -> None:
    fresh_home.parent.chmod(0o700)
    assert refused().id == "home_not_reachable"


@pytest.mark.usefixtures("as_root")
def test_data_of_somebody_else_are_told(fresh_home: Path) -> None:
    start()
    postgres.release([].append)
    os.chown(fresh_home / "data", 0, 0)
    try:
        assert refused().id == "data_not_permitted"
    finally:
        postgres.cluster().account.own(fresh_home / "data")


def test_a_home_that_may_not_be_written_is_told(fresh_home: Path) -> None:
    blocked = fresh_home.parent / "file"
    blocked.write_text("not a folder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_HOME", str(blocked))
        assert refused().id == "home_not_writable"
